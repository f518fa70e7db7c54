package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"runtime/debug"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/office"
	"woolroad/app/ratefeed"
	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/web"
)

// How long the program goes on when it ends: noticeTime until a load balancer has
// noticed, then up to finishTime for running requests.
const (
	noticeTime = 500 * time.Millisecond
	finishTime = 25 * time.Second
)

// Program is a desk that serves pages.
type Program struct {
	Config
	Log   *slog.Logger
	Now   func() time.Time
	Fetch bool   // fetch exchange rates at the publishers' times
	Build string // the version that pages name
	// Prepare is called with the open database before pages are served, and with the
	// address at which they will be; it may be nil.
	Prepare func(ctx context.Context, s *store.Store, address string) error
	// Ready is called with the address once pages are served; it may be nil.
	Ready func(address string)
}

// memoryTarget is the memory that the program tries to stay within, in bytes: the closer
// it comes, the more often the runtime collects garbage. Many connections at once leave
// more garbage than they use memory.
const memoryTarget = 128 << 20

// BoundMemory makes the runtime try to stay within so many bytes, unless GOMEMLIMIT sets
// another limit.
func BoundMemory(bytes int64) {
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(bytes)
	}
}

// Run listens, opens the database, calls Prepare, starts fetching rates if Fetch is set,
// and serves until ctx ends or a server fails. It listens first, so that a port in use
// is reported before the database is touched. Then it waits for running requests and
// closes everything that it opened. The error is that of the first step that failed,
// which may be Prepare, joined with those of closing. Run is the only place that
// connects the store, the rate fetcher and the pages.
func (p Program) Run(ctx context.Context) (err error) {
	BoundMemory(memoryTarget)
	pages, err := listen(p.Listen, "--listen", "WOOLROAD_LISTEN")
	if err != nil {
		return err
	}
	// closeAndJoin adds an error of closing to err. serve has closed the listeners that it
	// served, so ErrClosed is no error here.
	closeAndJoin := func(closer func() error) {
		if e := closer(); e != nil && !errors.Is(e, net.ErrClosed) {
			err = errors.Join(err, e)
		}
	}
	defer closeAndJoin(pages.Close)
	s, err := store.Open(ctx, store.Where{Data: p.Data, URL: p.Database})
	if err != nil {
		return err
	}
	defer closeAndJoin(s.Close)
	address := "http://" + pages.Addr().String()
	if p.Prepare != nil {
		if err := p.Prepare(ctx, s, address); err != nil {
			return err
		}
	}
	key, err := s.Key(ctx, db.Program, "forms")
	if err != nil {
		return err
	}
	var fetcher *ratefeed.Fetcher
	if p.Fetch {
		f, stop, err := p.fetch(ctx, s)
		if err != nil {
			return err
		}
		defer stop()
		fetcher = f
	}
	demo, err := s.IsDemo(ctx, db.Program)
	if err != nil {
		return err
	}
	exporter, err := office.Look(ctx, s, db.Program)
	if err != nil {
		return err
	}
	share, err := p.Rates.HeldBeyond()
	if err != nil {
		return err
	}
	health, metrics := new(web.Health), web.NewMetrics()
	servers := []served{{pages, web.New(web.Config{
		Store: s, Rates: fetcher, HeldBeyond: share, Log: p.Log, Now: p.Now, Key: key, Public: exporter.Address, Data: p.Data, Demo: demo, Version: p.Build,
	}, health, metrics)}}
	if p.Metrics != "" {
		counts, err := listen(p.Metrics, "--metrics", "WOOLROAD_METRICS")
		if err != nil {
			return err
		}
		defer closeAndJoin(counts.Close)
		servers = append(servers, served{counts, web.NewCounts(metrics)})
	}
	return serve(ctx, servers, health, func() {
		if p.Ready != nil {
			p.Ready(address)
		}
	})
}

// listen opens a port that only this machine can reach, because there is no sign-in yet.
// The error is for people.
func listen(address, flag, variable string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%s takes an address like 127.0.0.1:8080, not %q", flag, address)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("%s takes an address of this machine alone, like 127.0.0.1:8080, as long as there is no sign-in; not %q", flag, address)
	}
	l, err := net.Listen("tcp", address)
	if e := (*net.OpError)(nil); errors.As(err, &e) {
		err = e.Err // the whole error looks like that of a database that cannot be reached
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be used (%w); name another address with %s or %s", address, err, flag, variable)
	}
	return l, nil
}

// served is an app and the listener at which it is served.
type served struct {
	at  net.Listener
	app *fiber.App
}

// serve runs the servers until ctx ends or one of them fails, and returns when all have
// ended. It calls ready once they run.
func serve(ctx context.Context, servers []served, health *web.Health, ready func()) error {
	ended := make(chan error, len(servers))
	for _, s := range servers {
		go func() {
			ended <- s.app.Listener(web.Lingering(s.at), fiber.ListenConfig{DisableStartupMessage: true})
		}()
	}
	ready()
	running := len(servers)
	var failed error
	select {
	case <-ctx.Done():
		health.End()
		time.Sleep(noticeTime) // requests that a load balancer still sends are answered
	case failed = <-ended:
		running--
	}
	for _, s := range servers {
		failed = errors.Join(failed, s.app.ShutdownWithTimeout(finishTime))
	}
	for range running {
		failed = errors.Join(failed, <-ended)
	}
	return failed
}
