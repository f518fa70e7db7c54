package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/exact"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
)

// today is the moment at which tests take place.
var today = time.Date(2026, 4, 8, 9, 30, 0, 0, time.FixedZone("Asia/Shanghai", 8*60*60))

// tashi is the person who acts unless a test names another one.
var tashi = store.Who{Name: "Tashi", At: today}

// desk is a server with a store of its own, used as by a browser without scripts: it
// sends back the cookies that it got, and the token of the last page.
type desk struct {
	t       testing.TB
	server  *Server
	app     *fiber.App
	store   *store.Store
	where   store.Where
	log     *logged
	cookies map[string]string
	token   string
}

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w store.Where) error { return store.Migrate(context.Background(), w) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// newDesk returns a desk on a new SQLite database.
func newDesk(t testing.TB) *desk {
	t.Helper()
	return newDeskAt(t, migrated.SQLite(t))
}

// newDeskAt returns a desk on that database.
func newDeskAt(t testing.TB, w store.Where) *desk {
	t.Helper()
	s, err := store.Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	log := new(logged)
	server := newServer(Config{
		Store: s, Log: slog.New(slog.NewTextHandler(log, nil)), Now: func() time.Time { return today },
		Key: []byte("0123456789abcdef0123456789abcdef"), Version: "test", HeldBeyond: exact.Shifted(10, 2),
	}, new(Health), NewMetrics())
	return &desk{t: t, server: server, app: server.app(server.routes), store: s, where: w, log: log, cookies: map[string]string{}}
}

// logged is what the server has logged so far. A test may read it while a request whose
// connection is closed still writes to it.
type logged struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write adds to what is logged. It never fails.
func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// String returns what is logged so far.
func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// sentField is a field of a form as a browser sends it.
type sentField struct{ Name, Value string }

// answer is the server's answer to a request.
type answer struct {
	status int
	header http.Header
	body   string
}

var tokenField = regexp.MustCompile(`name="_csrf" value="([^"]+)"`)

func (d *desk) send(r *http.Request) answer {
	d.t.Helper()
	r.Host = "localhost"
	for name, value := range d.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	resp, err := d.app.Test(r, fiber.TestConfig{Timeout: time.Minute})
	if err != nil {
		d.t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, c := range resp.Cookies() {
		if c.MaxAge < 0 || c.Value == "" {
			delete(d.cookies, c.Name)
		} else {
			d.cookies[c.Name] = c.Value
		}
	}
	if m := tokenField.FindStringSubmatch(string(body)); m != nil {
		d.token = m[1]
	}
	return answer{resp.StatusCode, resp.Header, inOneLine(resp.Header, string(body))}
}

// inOneLine returns a page without its line breaks. No browser shows where a template
// breaks its lines, and no test should depend on that.
func inOneLine(header http.Header, body string) string {
	if !strings.HasPrefix(header.Get(fiber.HeaderContentType), fiber.MIMETextHTML) {
		return body
	}
	var line strings.Builder
	for body != "" {
		page, typed, _ := strings.Cut(body, "<textarea") // in which people write in lines
		typed, body, _ = strings.Cut(typed, "</textarea>")
		line.WriteString(lineBreak.ReplaceAllString(besideTag.ReplaceAllString(page, "$1$2"), " "))
		if typed != "" {
			line.WriteString("<textarea" + typed + "</textarea>")
		}
	}
	return line.String()
}

var (
	besideTag = regexp.MustCompile(`(>)\n+|\n+(<|$)`)
	lineBreak = regexp.MustCompile(`\n+`)
)

func (d *desk) get(path string) answer {
	d.t.Helper()
	return d.send(httptest.NewRequest(http.MethodGet, path, nil))
}

// post sends a form with the token of the last page.
func (d *desk) post(path string, form url.Values) answer {
	d.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	form.Set("_csrf", d.token)
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return d.send(r)
}

// storeAsIs stores an order, or replaces the one of its number, without checking it: as a
// program from before a rule did.
func (d *desk) storeAsIs(o trade.Order) {
	d.t.Helper()
	ctx := d.t.Context()
	err := d.store.Update(ctx, tashi, func(t *store.Tx) error {
		_, err := t.ReplaceOrder(ctx, o)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
}
