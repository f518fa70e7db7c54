package ratefeed

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/rates/fetch"
)

// publishers play all four of them on one server, from the recordings.
type publishers struct {
	url     string
	mu      sync.Mutex
	answers map[string]string // by path; what is not there is answered with status 500
	asked   map[string]int    // by path
	block   chan struct{}     // answers wait until it is closed; nil: they do not
	day     *clock            // answers have a figure of its day, in place of a recording; nil: they are recordings
	arrived chan string       // is told the path of each question, if it is not nil
}

func recorded(t testing.TB, name string) string {
	t.Helper()
	b, err := fs.ReadFile(sample.Files, "rates/"+name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func played(t testing.TB) *publishers {
	t.Helper()
	p := &publishers{asked: map[string]int{}, answers: map[string]string{
		"/nrb":                        recorded(t, "nrb-2026-04-01_2026-04-05.json"),
		"/fbil":                       recorded(t, "fbil-2026-03-17_2026-03-20.json"),
		"/cfets":                      recorded(t, "cfets-ccpr-format.json"),
		"/ecb/eurofxref-daily.xml":    recorded(t, "eurofxref-daily-2025-10-09.xml"),
		"/ecb/eurofxref-hist-90d.xml": recorded(t, "ecb-exr-2026-02-17_2026-03-18.csv"), // the shape tells what it is
	}}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	p.url = server.URL
	return p
}

func (p *publishers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked[r.URL.Path]++
	answer, ok := p.answers[r.URL.Path]
	block, arrived := p.block, p.arrived
	p.mu.Unlock()
	if arrived != nil {
		arrived <- r.URL.Path
	}
	if block != nil {
		select {
		case <-block:
		case <-r.Context().Done():
		}
	}
	if !ok {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	if p.day != nil {
		answer = p.ofToday(r.URL.Path)
	}
	_, _ = io.WriteString(w, answer)
}

// ofToday returns an answer with one figure, of the day on the clock.
func (p *publishers) ofToday(path string) string {
	day := p.day.now().UTC().Format(time.DateOnly)
	switch path {
	case "/nrb":
		return `{"status":{"code":200},"data":{"payload":[{"date":"` + day + `","rates":[{"currency":{"iso3":"USD","unit":1},"buy":"148.67","sell":"149.27"}]}]}}`
	case "/fbil":
		return `[{"processRunDate":"` + day + ` 00:00:00","subProdName":"INR / 1 USD","rate":93.348300}]`
	case "/cfets":
		return `{"data":{"searchlist":["USD/CNY"]},"records":[{"date":"` + day + `","values":["6.7928"]}]}`
	}
	return "Date,USD\n" + day + ",1.1611\n"
}

func (p *publishers) answer(path, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers[path] = text
}

func (p *publishers) fail(path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.answers, path)
}

func (p *publishers) count(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked[path]
}

func (p *publishers) settings() Settings {
	return Settings{NRB: Setting{Address: p.url + "/nrb"}, FBIL: Setting{Address: p.url + "/fbil"}, CFETS: Setting{Address: p.url + "/cfets"}, ECB: Setting{Address: p.url + "/ecb/"}}
}

// clock is a clock that a test sets.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(t testing.TB, text string) {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func clockAt(t testing.TB, text string) *clock {
	t.Helper()
	c := &clock{}
	c.set(t, text)
	return c
}

// fetcher asks the publishers, without waiting between tries.
func fetcher(t testing.TB, s *store.Store, p *publishers, c *clock) *Fetcher {
	t.Helper()
	client, err := fetch.NewClient("test", "", fetch.Local(), fetch.Waiting(
		func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		func(time.Duration) time.Duration { return 0 }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	feeds, err := Feeds(client, p.settings())
	if err != nil {
		t.Fatal(err)
	}
	share, err := Settings{}.HeldBeyond()
	if err != nil {
		t.Fatal(err)
	}
	return &Fetcher{Store: s, Feeds: feeds, Share: share, Now: c.now, Log: slog.New(slog.DiscardHandler)}
}

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w store.Where) error { return store.Migrate(context.Background(), w) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// each runs f against a fresh place on both engines.
func each(t *testing.T, f func(t *testing.T, where store.Where)) {
	t.Run("sqlite", func(t *testing.T) { f(t, migrated.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, migrated.Postgres(t)) })
}

func openAt(t testing.TB, where store.Where) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), where)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
