package web

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/page"
)

// slowly is a request whose body has not arrived whole.
type slowly struct {
	t    *testing.T
	conn net.Conn
	rest string
}

// begin sends a request without the last bytes of its body, as many as left, and returns
// it.
func begin(t *testing.T, address, request string, left int) slowly {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, request[:len(request)-left]); err != nil {
		t.Fatal(err)
	}
	return slowly{t, conn, request[len(request)-left:]}
}

// end sends the rest of the request and returns the status of the answer.
func (s slowly) end() string {
	s.t.Helper()
	if _, err := io.WriteString(s.conn, s.rest); err != nil {
		s.t.Fatal(err)
	}
	b := make([]byte, len("HTTP/1.1 200"))
	if _, err := io.ReadFull(s.conn, b); err != nil {
		s.t.Fatal(err)
	}
	return string(b[len(b)-3:])
}

// TestFewUploadsAreReadAtOnce begins as many uploads as are read at once, and sends one
// more.
func TestFewUploadsAreReadAtOnce(t *testing.T) {
	d, address := served(t)
	d.server.uploadsWait = 0
	header, body := inParts(strings.Repeat("x", 1000))
	request := posted("/orders/upload", "localhost", header, body)
	var under []slowly
	for range uploadsAtOnce {
		under = append(under, begin(t, address, request, 10))
	}
	waitFor(t, func() bool { return len(d.server.uploads) == uploadsAtOnce })
	if got := statuses(t, address, request, false); got != "503" {
		t.Errorf("one more upload: %s, want 503", got)
	}
	if got := statuses(t, address, "GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n", true); got != "200" {
		t.Errorf("a page meanwhile: %s, want 200", got)
	}
	for _, u := range under {
		if got := u.end(); got != "403" { // it has no token
			t.Errorf("an upload in the end: %s, want 403", got)
		}
	}
	if got := begin(t, address, request, 10).end(); got != "403" {
		t.Errorf("an upload afterwards: %s, want 403", got)
	}
}

// TestUploadsLeaveNoFile sends several files on one connection and counts the open files
// of the program.
func TestUploadsLeaveNoFile(t *testing.T) {
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("this system does not list the files that a program has open")
	}
	_, address := served(t)
	header, body := inParts(strings.Repeat("x", 100_000))
	one := posted("/orders/upload", "localhost", header, body)
	answers := bufio.NewReader(begin(t, address, strings.Repeat(one, 20), 0).conn)
	for range 20 {
		resp, err := http.ReadResponse(answers, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			t.Fatal(err)
		}
	}
	if n := openUploads(t); n > 1 {
		t.Errorf("%d files of uploads are still open after their answers", n)
	}
}

func openUploads(t *testing.T) (n int) {
	t.Helper()
	fds, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range fds {
		if to, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil && strings.Contains(to, ".upload") {
			n++
		}
	}
	return n
}

// TestTheTimeOfAnAnswerBeginsAfterItsBody sends the end of a body late and holds that the
// handler still has all of its time.
func TestTheTimeOfAnAnswerBeginsAfterItsBody(t *testing.T) {
	d := newDesk(t)
	d.get("/help")
	ends := make(chan time.Time, 1)
	d.app = d.server.app(func(app *fiber.App) {
		app.Post("/settings", func(c fiber.Ctx) error {
			at, _ := c.Context().Deadline()
			ends <- at
			return nil
		})
	})
	address := d.listen()
	body := url.Values{"_csrf": {d.token}}.Encode()
	s := begin(t, address, posted("/settings", "localhost", "Content-Type: application/x-www-form-urlencoded\r\nCookie: csrf="+d.cookies["csrf"]+"\r\n", body), 5)
	waitFor(t, func() bool { return len(d.server.strangers) > 0 }) // the body is being read
	late := time.Now()
	if got := s.end(); got != "200" {
		t.Fatalf("a late end: %s, want 200", got)
	}
	if at := <-ends; at.Before(late.Add(page.Patience)) {
		t.Errorf("the handler's time ends at %s, want %s after %s", at, page.Patience, late)
	}
}

// waitFor waits until so reports true, and fails the test if that takes too long.
func waitFor(t *testing.T, so func() bool) {
	t.Helper()
	for range 60_000 {
		if so() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("it did not come about within a minute")
}
