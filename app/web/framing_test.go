package web

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"
)

// served returns a desk that is served on a port of its own and has a public name, and
// its address.
func served(t *testing.T) (d *desk, address string) {
	t.Helper()
	d = newDesk(t)
	d.server.Public = publicOf("http://papers.example.com")
	d.app = d.server.app(d.server.routes)
	return d, d.listen()
}

// listen serves the desk on a port of its own and returns the address.
func (d *desk) listen() string {
	d.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		d.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- d.app.Listener(Lingering(l), fiber.ListenConfig{DisableStartupMessage: true}) }()
	d.t.Cleanup(func() {
		if err := errors.Join(d.app.Shutdown(), <-ended); err != nil {
			d.t.Error(err)
		}
	})
	return l.Addr().String()
}

// proxied starts a proxy in front of a desk and returns its address. The proxy sends one
// visitor's request after another's on the same connection.
func proxied(t *testing.T, desk string) string {
	t.Helper()
	to := &url.URL{Scheme: "http", Host: desk}
	silent := log.New(io.Discard, "", 0)
	p := httptest.NewServer(&httputil.ReverseProxy{
		ErrorLog: silent,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = "papers.example.com"
			r.Out.Header.Set("X-Real-IP", r.In.Header.Get("Visitor"))
		},
	})
	p.Config.ErrorLog = silent
	t.Cleanup(p.Close)
	return p.Listener.Addr().String()
}

// hidden is a request within the body of another one, where none may be read.
const hidden = "GET /orders HTTP/1.1\r\nHost: localhost\r\n\r\n"

// posted returns a POST with a body and its length.
func posted(path, host, more, body string) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: %d\r\n\r\n%s", path, host, more, len(body), body)
}

// inParts returns the header and the body of a form of one field, with something after
// its end.
func inParts(after string) (header, body string) {
	return "Content-Type: multipart/form-data; boundary=b\r\n",
		"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF\r\n--b--\r\n" + after
}

// TestOneAnswerToOneRequest speaks to the server as a proxy that was tricked would. Each
// connection must have as many answers as requests, up to the one after which it is
// closed.
func TestOneAnswerToOneRequest(t *testing.T) {
	d, bare := served(t)
	behind := proxied(t, bare)
	const get = "GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n"
	const health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
	const form = "Content-Type: application/x-www-form-urlencoded\r\n"
	const chunked = "Transfer-Encoding: chunked\r\n"
	multi, parts := inParts(hidden)
	for _, test := range []struct {
		what, request string
		statuses      string // of the answers
	}{
		{"one request", get, "200"},
		{"two, one after the other", get + get, "200 200"},
		{"ten at once", strings.Repeat(health, 10), strings.TrimSpace(strings.Repeat("200 ", 10))},
		{"two lengths by name", "POST /settings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n" + chunked + "\r\n0\r\n\r\n" + hidden, "400"},
		{"in other letters", "POST /settings HTTP/1.1\r\nHost: localhost\r\ncontent-length: 5\r\ntRANSFER-eNCODING: chunked\r\n\r\n0\r\n\r\n" + hidden, "400"},
		{"a head with both", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n" + chunked + "\r\n0\r\n\r\n" + hidden, "400"},
		{"two lengths", "POST /settings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n" + hidden, "400"},
		{"a negative length", "POST /settings HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n" + hidden, "400"},
		{"a length with a sign", "POST /settings HTTP/1.1\r\nHost: localhost\r\nContent-Length: +5\r\n\r\n" + hidden, "400"},
		{"a space before the colon", "POST /settings HTTP/1.1\r\nHost: localhost\r\nContent-Length : 5\r\n\r\n" + hidden, "400"},
		{"another coding", "POST /settings HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + hidden, "400"},
		{"chunks", "POST /settings HTTP/1.1\r\nHost: localhost\r\n" + form + chunked + "\r\n5\r\na=1&b\r\n0\r\n\r\n" + hidden, "411"},
		{"chunks with trailers", "POST /settings HTTP/1.1\r\nHost: localhost\r\nTrailer: X-Sum\r\n" + form + chunked + "\r\n5\r\na=1&b\r\n0\r\nX-Sum: 1\r\n\r\n" + hidden, "411"},
		{"chunks that are cut off", "POST /settings HTTP/1.1\r\nHost: localhost\r\n" + form + chunked + "\r\nff\r\na=1", "411"},
		{"chunks to a page", "GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + chunked + "\r\n" + fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(hidden), hidden), "200"},
		{"chunks of HTTP/1.0", "POST /settings HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n" + chunked + "\r\n0\r\n\r\n" + hidden, "400"},
		{"a form that is whole", posted("/settings", "localhost", form, "a=1") + health, "403 200"},
		{"a form that is cut off", "POST /settings HTTP/1.1\r\nHost: localhost\r\n" + form + "Content-Length: 50\r\n\r\na=1", "400"},
		{"nothing, and says so", posted("/settings", "localhost", form, "") + health, "403 200"},
		{"a form that is too long", posted("/settings", "localhost", form, strings.Repeat("x", 100_000)) + hidden, "413"},
		{"more than any upload", "POST /settings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99000000\r\n\r\n" + hidden, "413"},
		{"an upload to a form", posted("/orders/new", "localhost", multi, parts+strings.Repeat("x", 2<<20)) + hidden, "413"},
		{"a body to a page", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 42\r\n\r\n" + hidden, "200"},
		{"a body to nowhere", posted("/nowhere", "papers.example.com", "", hidden), "404"},
		{"a body to what is closed to others", posted("/orders/upload", "papers.example.com", multi, parts) + hidden, "404"},
		{"a body with PUT", "PUT /settings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 42\r\n\r\n" + hidden, "403"},
		{"a body with a method that is none", "BREW /orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 42\r\n\r\n" + hidden, "501"},
		{"a packed body", posted("/settings", "localhost", form+"Content-Encoding: gzip\r\n", hidden), "415"},
		{"a form of another site, with its body coming", posted("/settings", "localhost", form+"Sec-Fetch-Site: cross-site\r\n", hidden) + hidden, "403"},
		{"a form whose type is none", posted("/settings", "localhost", "Content-Type: multipart/form-data; boundary=b; x\r\n", parts) + hidden, "400"},
		{"HEAD with a body", "HEAD /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 42\r\n\r\n" + hidden, "200"},
		{"OPTIONS with a body", "OPTIONS /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 42\r\n\r\n" + hidden, "405"},
		{"a body of HTTP/1.0 that is expected", "POST /settings HTTP/1.0\r\nHost: localhost\r\nExpect: 100-continue\r\n" + form + "Content-Length: 3\r\n\r\na=1" + hidden, "417"},
		{"more than is read, expected", "POST /settings HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n" + form + "Content-Length: 99000000\r\n\r\n" + hidden, "413"},
		{"a body that is expected", "POST /settings HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n" + form + "Content-Length: 3\r\n\r\na=1" + health, "100 403 200"},
		{"a file", posted("/check", "papers.example.com", multi, parts) + health, "303 200"},
		{"a file with no field", posted("/check", "papers.example.com", "Content-Type: multipart/form-data; boundary=c\r\n", parts) + health, "422 200"},
		{"a file of another kind", posted("/check", "papers.example.com", form, hidden) + hidden, "415"},
		{"a header that is too long", "GET /help HTTP/1.1\r\nHost: localhost\r\nCookie: a=" + strings.Repeat("x", 20_000) + "\r\n\r\n", "431"},
		{"a method to trace with", "TRACE /help HTTP/1.1\r\nHost: localhost\r\n\r\n", "405"},
		{"no host", "GET /help HTTP/1.1\r\n\r\n", "400"},
		{"HTTP/1.0 without a host", "GET /check HTTP/1.0\r\n\r\n" + hidden, "400"},
		{"HTTP/1.0", "GET /check HTTP/1.0\r\nHost: localhost\r\n\r\n" + hidden, "200"},
		{"HTTP/1.0 that stays", "GET /check HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n" + health, "200 200"},
		{"HTTP/1.0 with a form", "POST /check HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n" + health, "422 200"},
		{"a host with a user", "GET /help HTTP/1.1\r\nHost: papers.example.com@127.0.0.1\r\n\r\n", "400"},
		{"a target that disagrees", "GET http://localhost/help HTTP/1.1\r\nHost: papers.example.com\r\n\r\n", "400"},
		{"a target that disagrees, the other way", "GET http://papers.example.com/help HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"},
		{"a target with a user", "GET http://a@localhost/help HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"},
		{"a target without a scheme", "GET //localhost/help HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"},
		{"a target that agrees", "GET http://localhost/help HTTP/1.1\r\nHost: localhost\r\n\r\n", "200"},
	} {
		if got := statuses(t, bare, test.request, true); got != test.statuses {
			t.Errorf("%s: answered with %q, want %q", test.what, got, test.statuses)
		}
		// The proxy refuses some of them itself and may close where the desk does not:
		// it must not get answers that it did not ask for.
		// It may say 100 for itself and for the desk, which is no answer yet.
		got := slices.DeleteFunc(strings.Fields(statuses(t, behind, test.request, true)), func(status string) bool { return status == "100" })
		if asked := strings.Count(test.request, " HTTP/1."); len(got) == 0 || len(got) > asked {
			t.Errorf("%s, behind a proxy: answered with %q to %d requests", test.what, got, asked)
		}
	}
	noneHidden(t, d)
}

// TestNothingAfterAFormIsARequest hides a request after the end of a form, with paddings
// of many lengths before it. With the build tag long it tries every length; without, it
// tries those near the end of a reader's buffer and some between.
func TestNothingAfterAFormIsARequest(t *testing.T) {
	d, bare := served(t)
	behind := proxied(t, bare)
	const last = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
	const onOne = 50 // requests of a connection
	for _, test := range []struct {
		path, host, bare, behind string
	}{
		{"/check", "papers.example.com", "303 ", "303 "}, // hashed while it comes
		{"/settings", "localhost", "403 ", "403 "},       // read into memory
		{"/orders/upload", "localhost", "403 ", "404 "},  // read through the disk, and left unread
	} {
		for some := range slices.Chunk(paddings(), onOne) {
			var barely, proxied strings.Builder
			for _, padding := range some {
				visitor := fmt.Sprintf(": 192.0.%d.%d\r\n", padding>>8, padding&0xff) // whom the limiter has not seen yet
				header, body := inParts(strings.Repeat("x", padding) + hidden)
				proxied.WriteString(posted(test.path, test.host, header+"Visitor"+visitor, body))
				if test.path == "/check" {
					header += "X-Real-IP" + visitor
				}
				barely.WriteString(posted(test.path, test.host, header, body))
			}
			if got, want := statuses(t, bare, barely.String()+last, false), strings.Repeat(test.bare, len(some))+"200"; got != want {
				t.Errorf("%s, paddings from %d: answered with %q, want %q", test.path, some[0], got, want)
			}
			if got, want := statuses(t, behind, proxied.String()+last, false), strings.Repeat(test.behind, len(some))+"200"; got != want {
				t.Errorf("%s, paddings from %d behind a proxy: answered with %q, want %q", test.path, some[0], got, want)
			}
		}
	}
	noneHidden(t, d)
}

// paddings returns how many bytes stand before the hidden request in each case. Readers'
// buffers have 4 KiB, or 1 KiB for a first head, and the head before the padding takes
// less than 300 bytes of one.
func paddings() (all []int) {
	for n := range 9_050 {
		if everyPadding || n%32 == 0 || (n+300)%4096 < 340 || (n+300)%1024 < 20 {
			all = append(all, n)
		}
	}
	return all
}

// noneHidden fails the test where the program has answered the hidden request.
func noneHidden(t *testing.T, d *desk) {
	t.Helper()
	for _, sign := range []string{"path=/orders ", "route=/orders "} {
		if strings.Contains(d.log.String(), sign) {
			t.Errorf("what was hidden in a body was answered:\n%s", d.log)
		}
	}
}

// statuses sends these bytes and returns the statuses of all answers until the server
// closes the connection. With ends, it tells the server that no more bytes come.
func statuses(t *testing.T, address, request string, ends bool) string {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Error(err)
	}
	go func() {
		_, _ = io.WriteString(conn, request) // one that is refused may be closed before it is sent
		if ends {
			_ = conn.(*net.TCPConn).CloseWrite()
		}
	}()
	var b bytes.Buffer
	if _, err := b.ReadFrom(conn); err != nil {
		t.Errorf("the answer is lost: %v", err)
	}
	return statusesOf(&b, strings.HasPrefix(request, http.MethodHead))
}

// statusesOf returns the statuses of answers. Answers to HEAD have no bodies.
func statusesOf(b *bytes.Buffer, head bool) string {
	var asked *http.Request // GET
	if head {
		asked = &http.Request{Method: http.MethodHead}
	}
	var list []string
	r := bufio.NewReader(b)
	for {
		resp, err := http.ReadResponse(r, asked)
		if err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				list = append(list, err.Error())
			}
			return strings.Join(list, " ")
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			list = append(list, err.Error())
		}
		list = append(list, fmt.Sprint(resp.StatusCode))
	}
}
