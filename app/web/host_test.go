package web

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v3"
)

// status returns the status of the answer to a request to a host. headers are names and
// values by turns.
func (d *desk) status(method, target, host string, headers ...string) int {
	d.t.Helper()
	r := httptest.NewRequest(method, target, nil)
	r.Host = host
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := d.app.Test(r)
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		d.t.Fatal(err)
	}
	return resp.StatusCode
}

func TestWhatAProxyHandsOnIsShownTheOpenPagesAlone(t *testing.T) {
	d := newDesk(t)
	for _, test := range []struct {
		what    string
		headers []string
		status  int // of the orders
	}{
		{"a browser on this machine", []string{"User-Agent", "Firefox", "Accept", "text/html"}, 200},
		{"which follows a link of ours", []string{"Sec-Fetch-Site", "same-origin", "Referer", "http://127.0.0.1:8080/orders"}, 200},
		{"whose page tells no address", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"which follows a link from a mail", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document", "Referer", "https://mail.example/"}, 200},
		{"X-Forwarded-For", []string{"X-Forwarded-For", "203.0.113.9"}, 404},
		{"X-Forwarded-Host", []string{"X-Forwarded-Host", "papers.example"}, 404},
		{"X-Forwarded-Proto", []string{"X-Forwarded-Proto", "https"}, 404},
		{"an empty X-Forwarded-Server", []string{"X-Forwarded-Server", ""}, 404},
		{"Forwarded", []string{"Forwarded", "for=203.0.113.9"}, 404},
		{"Via", []string{"Via", "1.1 caddy"}, 404},
		{"X-Real-IP", []string{"X-Real-IP", "203.0.113.9"}, 404},
		{"CF-Connecting-IP", []string{"CF-Connecting-IP", "203.0.113.9"}, 404},
		{"CF-Ray", []string{"CF-RAY", "1"}, 404},
		{"True-Client-IP", []string{"true-client-ip", "203.0.113.9"}, 404},
		{"what few proxies send", []string{"Fly-Client-IP", "203.0.113.9"}, 404},
		{"X-Amzn-Trace-Id", []string{"X-Amzn-Trace-Id", "Root=1"}, 404},
		{"X_Forwarded_For", []string{"X_Forwarded_For", "203.0.113.9"}, 404},
		{"a header that only a proxy could have made up", []string{"X-Whatever", "1"}, 404},
		{"Max-Forwards", []string{"Max-Forwards", "9"}, 404},
		{"Proxy-Connection", []string{"Proxy-Connection", "keep-alive"}, 404},
		{"a script of ours", []string{"X-Csrf-Token", "1", "HX-Request", "true", "X-Requested-With", "XMLHttpRequest"}, 200},
		{"a plain proxy that speaks HTTP/1.1", []string{"Connection", "close"}, 404},
		{"in other letters", []string{"Connection", "TE, Close"}, 404},
		{"a browser that tells less", []string{"Referer", "http://desk.example/orders"}, 404},
		{"a plain proxy that stays, and a form", []string{"Origin", "http://desk.example"}, 404},
		{"a plain proxy, and a page that knows where it is", []string{"Sec-Fetch-Site", "same-origin", "Referer", "https://papers.example/orders"}, 404},
		{"a plain proxy, and a script of that page", []string{"Sec-Fetch-Site", "same-origin", "Origin", "https://papers.example"}, 404},
	} {
		if got := d.status(http.MethodGet, "/orders", "127.0.0.1:8080", test.headers...); got != test.status {
			t.Errorf("%s: /orders is %d, want %d", test.what, got, test.status)
		}
		if got := d.status(http.MethodGet, "/check", "127.0.0.1:8080", test.headers...); got != 200 {
			t.Errorf("%s: /check is %d, want 200", test.what, got)
		}
	}
	if !strings.Contains(d.log.String(), "sign=Via") {
		t.Errorf("the log does not say by what a proxy was known: %s", d.log)
	}
}

// TestAPlainProxyIsKnownByHowItSpeaks sends what nginx makes of a browser's request where
// its configuration has proxy_pass and nothing else.
func TestAPlainProxyIsKnownByHowItSpeaks(t *testing.T) {
	_, address := served(t)
	for path, want := range map[string]string{"/orders": "404", "/": "404", "/documents.zip": "404", "/check": "200"} {
		if got := statuses(t, address, "GET "+path+" HTTP/1.0\r\nHost: "+address+"\r\nConnection: close\r\nUser-Agent: Firefox\r\n\r\n", false); got != want {
			t.Errorf("GET %s: %s, want %s", path, got, want)
		}
	}
}

func TestHostsAreNamedInOneWay(t *testing.T) {
	_, address := served(t)
	for host, want := range map[string]string{
		"localhost": "200", "LOCALHOST:8080": "200", "127.0.0.1:8080": "200", "[::1]:8080": "200",
		"evil.example": "400", "papers.example.com@127.0.0.1": "400", "127.0.0.1:8080:80": "400", "localhost/": "400",
		"127.0.0.1 evil": "400", "local,host": "400", "127.0.0.1:": "400", "[::1": "400", "": "400",
	} {
		if got := statuses(t, address, "GET /help HTTP/1.1\r\nHost: "+host+"\r\n\r\n", true); got != want {
			t.Errorf("Host: %s: %s, want %s", host, got, want)
		}
	}
}

func TestCountsAreForThisMachine(t *testing.T) {
	d := &desk{t: t, app: NewCounts(NewMetrics())}
	for _, test := range []struct {
		host   string
		header []string
		status int
	}{
		{"127.0.0.1:9464", nil, 200},
		{"localhost:9464", nil, 200},
		{"evil.example", nil, 400},
		{"evil.example@127.0.0.1", nil, 400},
		{"127.0.0.1", []string{"X-Forwarded-For", "203.0.113.9"}, 404},
		{"127.0.0.1", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script"}, 403},
	} {
		if got := d.status(http.MethodGet, "/metrics", test.host, test.header...); got != test.status {
			t.Errorf("/metrics of %s with %q: %d, want %d", test.host, test.header, got, test.status)
		}
	}
}

func TestClientsAreCountedByNetwork(t *testing.T) {
	for _, test := range []struct{ named, want string }{
		{"203.0.113.9", "203.0.113.9"},
		{"203.0.113.10", "203.0.113.10"},
		{"2001:db8:1:2::1", "2001:db8:1:2::"},
		{"2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"},
		{"2001:db8:1:3::1", "2001:db8:1:3::"},
		{"::ffff:203.0.113.9", "203.0.113.9"},
		{"somebody", "127.0.0.1"},
	} {
		app := fiber.New(fiber.Config{TrustProxy: true, ProxyHeader: "X-Peer", TrustProxyConfig: fiber.TrustProxyConfig{Proxies: []string{"0.0.0.0"}}})
		app.Get("/", func(c fiber.Ctx) error { return c.SendString(clientOf(c)) })
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("X-Peer", "127.0.0.1") // the test's connection has no address of its own
		r.Header.Set("X-Real-IP", test.named)
		resp, err := app.Test(r)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(resp.Body); err != nil || string(b) != test.want {
			t.Errorf("%s counts as %s (%v), want %s", test.named, b, err, test.want)
		}
	}
}

// TestOneNetworkHasOneShare sends requests from many addresses of one client's network.
func TestOneNetworkHasOneShare(t *testing.T) {
	_, address := served(t)
	var requests strings.Builder
	for i := range asks + 1 {
		requests.WriteString("GET /check HTTP/1.1\r\nHost: localhost\r\nX-Real-IP: 2001:db8::" + string("0123456789abcdef"[i%16]) + string("0123456789abcdef"[i/16]) + "\r\n\r\n")
	}
	want := strings.Repeat("200 ", asks) + "429"
	if got := statuses(t, address, requests.String(), true); got != want {
		t.Errorf("asked from %d addresses of a network: %s, want %s", asks+1, got, want)
	}
}

func TestPagesOfOtherSitesGetNothing(t *testing.T) {
	d := newDesk(t)
	d.get("/help")
	for _, test := range []struct {
		what, method, site, mode, dest string
		want                           int
	}{
		{"a link", "GET", "cross-site", "navigate", "document", 200},
		{"a link from another port", "GET", "same-site", "navigate", "document", 200},
		{"the address bar", "GET", "none", "navigate", "document", 200},
		{"a picture", "GET", "cross-site", "no-cors", "image", 403},
		{"a script", "GET", "cross-site", "no-cors", "script", 403},
		{"a frame", "GET", "cross-site", "navigate", "iframe", 403},
		{"an object from another port", "GET", "same-site", "navigate", "object", 403},
		{"a form of another site", "POST", "cross-site", "navigate", "document", 403},
		{"a form of another port", "POST", "same-site", "navigate", "document", 403},
		{"our own form", "POST", "same-origin", "navigate", "document", 303},
	} {
		var body io.Reader
		if test.method == "POST" {
			body = strings.NewReader("theme=dark&_csrf=" + d.token)
		}
		path := map[string]string{"GET": "/help", "POST": "/settings"}[test.method]
		r := httptest.NewRequest(test.method, path, body)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", test.site)
		r.Header.Set("Sec-Fetch-Mode", test.mode)
		r.Header.Set("Sec-Fetch-Dest", test.dest)
		if got := d.send(r); got.status != test.want {
			t.Errorf("%s: %d, want %d", test.what, got.status, test.want)
		}
	}
}

// TestARefusedPageIsStillOurs posts a form from the page that says why the request before
// it was refused.
func TestARefusedPageIsStillOurs(t *testing.T) {
	d := newDesk(t)
	d.get("/help")
	r := httptest.NewRequest(http.MethodPost, "/parties/new", bytes.NewReader(make([]byte, 1<<20)))
	if got := d.send(r); got.status != 413 {
		t.Fatalf("a form of 1 MB: %d, want 413", got.status)
	}
	if got := d.post("/settings", map[string][]string{"theme": {"dark"}}); got.status != 303 {
		t.Errorf("the switch on the page of a refusal: %d", got.status)
	}
}

// TestSwitchesWorkUnderThePublicAddress posts a form as a browser does that reaches the
// proxy over https.
func TestSwitchesWorkUnderThePublicAddress(t *testing.T) {
	d := newDesk(t)
	d.server.Public = publicOf("https://papers.example.com")
	d.app = d.server.app(d.server.routes)
	ask := func(r *http.Request, cookie string) (*http.Response, string) {
		r.Host = "papers.example.com"
		r.Header.Set("X-Real-IP", "203.0.113.9")
		if cookie != "" {
			r.Header.Set("Cookie", cookie)
		}
		resp, err := d.app.Test(r)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp, string(b)
	}
	page, body := ask(httptest.NewRequest(http.MethodGet, "/check", nil), "")
	token := tokenField.FindStringSubmatch(body)
	if token == nil || len(page.Cookies()) == 0 {
		t.Fatal("the page has no form, or no cookie for it")
	}
	cookie := page.Cookies()[0].Name + "=" + page.Cookies()[0].Value
	for origin, want := range map[string]int{"https://papers.example.com": 303, "https://evil.example": 403, "null": 403} {
		r := httptest.NewRequest(http.MethodPost, "/settings", strings.NewReader("theme=dark&_csrf="+token[1]))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", origin)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		if resp, _ := ask(r, cookie); resp.StatusCode != want {
			t.Errorf("a form from %s: %d, want %d", origin, resp.StatusCode, want)
		}
	}
}

// signed returns the signature of a text under a key.
func signed(key, text string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// TestASentenceOfSomebodyElseIsNotSaid sends the cookie that carries a sentence to the
// next page, with a sentence that this program has not signed.
func TestASentenceOfSomebodyElseIsNotSaid(t *testing.T) {
	d := newDesk(t)
	forged := base64.RawURLEncoding.EncodeToString([]byte(`{"Format":"%1000000[1]dFORGED","Args":[1]}`))
	for _, cookie := range []string{forged, forged + ".", forged + "." + signed("another key", "flash"+forged)} {
		d.cookies["flash"] = cookie
		if got := d.get("/help"); strings.Contains(got.body, "FORGED") || len(got.body) > 100_000 {
			t.Errorf("with %.60s the page has %d bytes", cookie, len(got.body))
		}
	}
}
