package app_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"woolroad/app/server"
	"woolroad/app/store"
)

// program is one that serves the database on a port of its own.
func program(w store.Where, log io.Writer, ready func(string)) server.Program {
	return server.Program{
		Config: server.Config{Data: w.Data, Database: w.URL, Listen: "127.0.0.1:0"},
		Log:    slog.New(slog.NewTextHandler(log, nil)), Now: clock, Build: "test", Ready: ready,
	}
}

func TestAPortInUseSaysSo(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, test := range []struct{ listen, metrics, want string }{
		{l.Addr().String(), "", "name another address with --listen or WOOLROAD_LISTEN"},
		{"127.0.0.1:0", l.Addr().String(), "name another address with --metrics or WOOLROAD_METRICS"},
		{"0.0.0.0:0", "", "an address of this machine alone"},
		{":8080", "", "an address of this machine alone"},
		{"192.0.2.7:80", "", "an address of this machine alone"},
		{"8080", "", "takes an address like 127.0.0.1:8080"},
		{"127.0.0.1:0", "0.0.0.0:9464", "an address of this machine alone"},
	} {
		p := program(store.Where{Data: t.TempDir()}, io.Discard, func(string) { t.Errorf("%q is served", test.listen) })
		p.Listen, p.Metrics = test.listen, test.metrics
		if err := p.Run(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("serve at %q, metrics at %q: %v, want %q", test.listen, test.metrics, err, test.want)
		}
	}
}

// TestTheEndDropsNoRequest ends the program while requests come in: each one
// that was taken is answered whole.
func TestTheEndDropsNoRequest(t *testing.T) {
	filled.Each(t, func(t *testing.T, w store.Where) {
		address, ended := make(chan string, 1), make(chan error, 1)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		log := new(logged)
		p := program(w, log, func(a string) { address <- a })
		go func() { ended <- p.Run(ctx) }()
		at := <-address
		var whole atomic.Int64
		var askers sync.WaitGroup
		for range 8 {
			askers.Go(func() {
				for {
					connection := new(http.Transport) // each request has one of its own: one that is open already may be closed
					resp, err := (&http.Client{Transport: connection}).Get(at + "/orders?sums=1")
					if err != nil {
						// The system refuses what the program had not taken yet: it can be sent again.
						if refused := (*net.OpError)(nil); ctx.Err() == nil || !errors.As(err, &refused) {
							t.Errorf("a request was dropped: %v", err)
						}
						return
					}
					b, err := io.ReadAll(resp.Body)
					if err != nil || resp.StatusCode != 200 || !strings.Contains(string(b), "</html>") {
						t.Errorf("half an answer: %d, %v, %d bytes", resp.StatusCode, err, len(b))
					}
					connection.CloseIdleConnections()
					if whole.Add(1) == 100 {
						cancel()
					}
				}
			})
		}
		askers.Wait()
		if err := <-ended; err != nil {
			t.Errorf("the program ended with %v\n%s", err, log)
		}
		if taken := int64(strings.Count(log.String(), "route=/orders ")); whole.Load() < 100 || whole.Load() != taken {
			t.Errorf("%d whole answers to %d requests that the program took", whole.Load(), taken)
		}
	})
}

func TestMetricsAreServedBeside(t *testing.T) {
	address := make(chan string, 1)
	ctx, cancel := context.WithCancel(t.Context())
	l, err := net.Listen("tcp", "127.0.0.1:0") // a port that is free
	if err != nil {
		t.Fatal(err)
	}
	at := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	p := program(store.Where{Data: t.TempDir()}, io.Discard, func(a string) { address <- a })
	p.Metrics = at
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	pages := <-address
	for _, test := range []struct {
		url    string
		status int
		want   string
	}{
		{pages + "/help", 200, "Help"},
		{"http://" + at + "/metrics", 200, `woolroad_request_seconds_count{method="GET",route="/help",status="200"} 1`},
		{pages + "/metrics", 404, "This page does not exist."},
	} {
		resp, err := http.Get(test.url)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode != test.status || !strings.Contains(string(b), test.want) {
			t.Errorf("GET %s: %d, want %d with %q: %.300s", test.url, resp.StatusCode, test.status, test.want, b)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
