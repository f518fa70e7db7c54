//go:build long

package app_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"woolroad/app/office"
	"woolroad/app/store"
)

// TestLongServing is what the process of the memory tests runs: it says its
// address and serves until its input ends.
func TestLongServing(t *testing.T) {
	data := os.Getenv("WOOLROAD_TEST_SERVE")
	if data == "" {
		t.Skip("the memory tests start this as a process of its own")
	}
	ctx, cancel := context.WithCancel(t.Context())
	p := program(store.Where{Data: data}, io.Discard, func(address string) { fmt.Println("serving " + address) })
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		t.Error(err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// serving is a program in a process of its own.
type serving struct {
	t   *testing.T
	at  string // "127.0.0.1:8080"
	pid int
}

// publicName is the name under which others reach it.
const publicName = "papers.example.com"

func startServing(t *testing.T) serving {
	t.Helper()
	w := store.Where{Data: t.TempDir()}
	s := openStore(t, w)
	e, err := office.Look(t.Context(), s, tashi)
	if err != nil {
		t.Fatal(err)
	}
	e.Address = "https://" + publicName
	if _, err := office.Save(t.Context(), s, store.Who{Name: "Tashi", At: clock()}, e); err != nil {
		t.Fatal(err)
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "-test.run=^TestLongServing$", "-test.timeout=60m")
	c.Env = append(os.Environ(), "WOOLROAD_TEST_SERVE="+w.Data)
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	address := ""
	for address == "" && said.Scan() {
		address, _ = strings.CutPrefix(said.Text(), "serving http://")
	}
	t.Cleanup(func() {
		if err := in.Close(); err != nil {
			t.Error(err)
		}
		_, _ = io.Copy(io.Discard, out)
		if err := c.Wait(); err != nil {
			t.Errorf("the program ended with %v", err)
		}
	})
	if address == "" {
		t.Fatal("the program does not start")
	}
	return serving{t, address, c.Process.Pid}
}

// megabytes is a figure of the process in Linux's books: VmRSS, or VmHWM for the
// most that there was.
func (s serving) megabytes(name string) int {
	s.t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pid))
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			kb, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				s.t.Fatal(err)
			}
			return kb / 1024
		}
	}
	s.t.Fatalf("no %s in\n%s", name, b)
	return 0
}

// serves asks for a page as another client does.
func (s serving) serves() {
	s.t.Helper()
	client := http.Client{Timeout: time.Minute}
	resp, err := client.Get("http://" + s.at + "/orders")
	if err != nil {
		s.t.Errorf("another client is not served: %v", err)
		return
	}
	if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		s.t.Errorf("another client gets %d, %v", resp.StatusCode, err)
	}
	if err := resp.Body.Close(); err != nil {
		s.t.Error(err)
	}
}

// post sends a request of that size and gives the status of its answer.
func (s serving) post(path, headers string, size int, body []byte) (string, error) {
	conn, err := net.Dial("tcp", s.at)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(2 * time.Minute)); err != nil {
		return "", err
	}
	go func() {
		_, _ = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n", path, headers, size)
		for left := size; left > 0; { // a server that has answered may close the connection
			n, err := conn.Write(body[:min(len(body), left)])
			if err != nil {
				return
			}
			left -= n
		}
	}()
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return "", err
	}
	return strings.Fields(line)[1], nil
}

// TestLongStrangersBorrowNoMemory sends what strangers can send, much of it at
// once, and reads how much memory the program took at most.
func TestLongStrangersBorrowNoMemory(t *testing.T) {
	zeros := make([]byte, 1<<20)
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	for range 40 {
		if _, err := z.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	parts := append([]byte("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"), zeros...)
	const multi = "Content-Type: multipart/form-data; boundary=b\r\n"
	for _, test := range []struct {
		what, path, host, headers string
		at                        int // once
		size                      int
		body                      []byte
		status                    string // empty: several
		turns                     bool   // four are read at a time, and who waits five seconds in vain is told so with 503
	}{
		{"files to check of 42 MB", "/check", publicName, multi, 60, 42 << 20, zeros, "413", false},
		{"files to check of 1 MB", "/check", publicName, multi, 200, 1 << 20, parts, "400", true},
		{"forms to a page of 42 MB", "/settings", publicName, "", 60, 42 << 20, zeros, "413", false},
		{"packed forms", "/settings", publicName, "Content-Encoding: gzip\r\n", 40, bomb.Len(), bomb.Bytes(), "415", false},
		{"forms to what is closed", "/orders/upload", publicName, multi, 60, 42 << 20, zeros, "404", false},
		{"uploads on this machine", "/orders/upload", "localhost", multi, 12, 39 << 20, parts, "", false},
	} {
		t.Run(strings.ReplaceAll(test.what, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := startServing(t)
			s.serves()
			before := s.megabytes("VmHWM")
			var senders sync.WaitGroup
			var inVain atomic.Int64
			for i := range test.at {
				senders.Go(func() {
					headers := fmt.Sprintf("Host: %s\r\n%s", test.host, test.headers)
					if test.host == publicName {
						headers += fmt.Sprintf("X-Real-IP: 192.0.2.%d\r\n", i)
					}
					status, err := s.post(test.path, headers, test.size, test.body)
					if test.turns && status == "503" {
						inVain.Add(1)
					} else if err != nil || test.status != "" && status != test.status {
						t.Errorf("%s: answered with %s, %v; want %s", test.what, status, err, test.status)
					}
				})
			}
			s.serves()
			senders.Wait()
			s.serves()
			most := s.megabytes("VmHWM")
			t.Logf("%d %s, %d of them told to come again: from %d MB to %d MB at most", test.at, test.what, inVain.Load(), before, most)
			if inVain.Load() == int64(test.at) {
				t.Error("none of them got its turn")
			}
			if most >= 150 {
				t.Errorf("the program took %d MB, want less than 150", most)
			}
		})
	}
}

// TestLongManyConnections opens ten thousand connections that wait for something,
// and keeps them until the program has closed them.
func TestLongManyConnections(t *testing.T) {
	const connections = 10_000
	const host = " HTTP/1.1\r\nHost: " + publicName + "\r\n"
	long := "Cookie: a=" + strings.Repeat("x", 800)
	for _, test := range []struct{ what, request string }{
		{"heads that do not end", "GET /check" + host + long},
		{"pages that were asked for", "GET /healthz" + host + long + "\r\n\r\n"},
		{"uploads that are refused", "POST /orders/upload" + host + long + "\r\nContent-Length: 100000\r\n\r\nx"},
		{"bodies that do not begin", "POST /orders/upload" + host + long + "\r\nContent-Length: 1\r\n\r\n"},
		{"files that do not end", "POST /check" + host + long + "\r\nContent-Type: application/pdf\r\nContent-Length: 100000\r\n\r\nx"},
		{"forms that do not end", "POST /settings" + host + long + "\r\nContent-Length: 16384\r\n\r\n" + strings.Repeat("x", 4000)},
	} {
		t.Run(strings.ReplaceAll(test.what, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := startServing(t)
			s.serves()
			before := s.megabytes("VmHWM")
			began := time.Now()
			var failed atomic.Int64
			var clients sync.WaitGroup
			dialing := make(chan struct{}, 50)
			for range connections {
				clients.Go(func() {
					dialing <- struct{}{}
					conn, err := net.Dial("tcp", s.at)
					if err == nil {
						_, err = io.WriteString(conn, test.request)
					}
					<-dialing
					if err != nil {
						failed.Add(1)
						return
					}
					defer func() { _ = conn.Close() }()
					if err := conn.SetReadDeadline(time.Now().Add(2 * time.Minute)); err != nil {
						failed.Add(1)
					}
					_, _ = io.Copy(io.Discard, conn) // one that was reset is closed too
				})
			}
			s.serves()
			clients.Wait()
			most := s.megabytes("VmHWM")
			t.Logf("%d connections with %s, closed after %v (%d failed): from %d MB to %d MB at most", connections, test.what, time.Since(began).Round(time.Second), failed.Load(), before, most)
			if most >= 200 {
				t.Errorf("the program took %d MB, want less than 200", most)
			}
			s.serves()
		})
	}
}

// TestLongSilenceEnds says something and then nothing more: the program ends each
// connection by itself, and answers a request that it could read.
func TestLongSilenceEnds(t *testing.T) {
	t.Parallel()
	w := store.Where{Data: t.TempDir()}
	at, _ := strings.CutPrefix(run(t, w).address, "http://")
	for _, test := range []struct{ what, request, statuses string }{
		{"nothing", "", ""},
		{"half a head", "GET /check HTTP/1.1\r\nHost: loc", ""},
		{"a head and no body", "POST /settings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n", ""},
		{"half a body", "POST /settings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na=1", "408"},
		{"a page, and no more", "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", "200"},
		{"a page, and half a head", "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /hea", "200"},
	} {
		t.Run(strings.ReplaceAll(test.what, " ", "_"), func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", at)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			if err := conn.SetReadDeadline(time.Now().Add(2 * time.Minute)); err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(conn, test.request); err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(conn)
			if err != nil {
				t.Fatalf("the connection does not end: %v", err)
			}
			var got []string
			for line := range strings.Lines(string(b)) {
				if rest, ok := strings.CutPrefix(line, "HTTP/1.1 "); ok {
					got = append(got, rest[:3])
				}
			}
			if strings.Join(got, " ") != test.statuses {
				t.Errorf("answered with %q, want %q", got, test.statuses)
			}
		})
	}
}
