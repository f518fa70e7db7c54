package fetch_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"woolroad/app/money"
	"woolroad/rates"
	"woolroad/rates/fetch"
	"woolroad/rates/reason"
)

// pauses counts the time that a client would have waited.
type pauses struct {
	mu  sync.Mutex
	all []time.Duration
}

func (p *pauses) wait(ctx context.Context, d time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, d)
	return ctx.Err()
}

// half returns jitter that is always the same.
func half(d time.Duration) time.Duration { return d / 2 }

// nrbAt returns the source Nepal Rastra Bank, answered by a handler.
func nrbAt(t *testing.T, h http.HandlerFunc, options ...fetch.Option) (rates.Source, *pauses) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	waited := &pauses{}
	options = append([]fetch.Option{fetch.Local(), fetch.Waiting(waited.wait, half)}, options...)
	return sourceAt(t, rates.NRB, server.URL+"/api/forex/v1/rates", options...), waited
}

func sourceAt(t *testing.T, id rates.SourceID, address string, options ...fetch.Option) rates.Source {
	t.Helper()
	client, err := fetch.NewClient("1.2.3", "mailto:desk@company.example", options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	source, err := fetch.NewSource(client, id, address)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// april returns the days of the recording.
func april(t *testing.T, s rates.Source) (rates.Feed, error) {
	t.Helper()
	return s.Fetch(t.Context(), day(t, "2026-04-01"), day(t, "2026-04-05"))
}

func TestAFetchSaysWhoAsks(t *testing.T) {
	recorded := content(t, "rates/nrb-2026-04-01_2026-04-05.json")
	var agent, method, query string
	source, waited := nrbAt(t, func(w http.ResponseWriter, r *http.Request) {
		agent, method, query = r.UserAgent(), r.Method, r.URL.RawQuery
		_, _ = io.WriteString(w, recorded)
	})
	feed, err := april(t, source)
	if err != nil || len(feed.Rates) != 220 {
		t.Fatalf("%d rates, %v; want 220", len(feed.Rates), err)
	}
	if agent != "woolroad/1.2.3 (+mailto:desk@company.example)" {
		t.Errorf("the agent is %q", agent)
	}
	if method != http.MethodGet || query != "from=2026-04-01&page=1&per_page=100&to=2026-04-05" {
		t.Errorf("asked with %s and %s", method, query)
	}
	if len(waited.all) > 0 {
		t.Errorf("waited %s for a good answer", waited.all)
	}
}

// TestWhatPublishersAnswerInstead gives each kind of wrong answer to every attempt.
func TestWhatPublishersAnswerInstead(t *testing.T) {
	recorded := content(t, "rates/nrb-2026-04-01_2026-04-05.json")
	gone := make(chan struct{})
	inner := func(http.ResponseWriter, *http.Request) { t.Error("the redirect was followed") }
	inside := httptest.NewServer(http.HandlerFunc(inner))
	t.Cleanup(inside.Close)
	send := func(status int, body string, headers ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(headers); i += 2 {
				w.Header().Set(headers[i], headers[i+1])
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	const name = "Nepal Rastra Bank"
	for _, test := range []struct {
		what   string
		answer http.HandlerFunc
		tries  int
		want   string
		waited []time.Duration
	}{
		{"a server's fault", send(500, "oops"), 3, name + " answered with status 500 instead of rates.", []time.Duration{3 * time.Second, 12 * time.Second}},
		{"a gateway's page", send(502, "<html>"), 3, name + " answered with status 502 instead of rates.", []time.Duration{3 * time.Second, 12 * time.Second}},
		{"too many questions", send(429, "", "Retry-After", "20"), 3, name + " answered with status 429 instead of rates.", []time.Duration{20 * time.Second, 20 * time.Second}},
		{"a pause until a time", send(503, "", "Retry-After", "Mon, 23 Nov 2026 12:00:30 GMT", "Date", "Mon, 23 Nov 2026 12:00:00 GMT"), 3, name + " answered with status 503 instead of rates.", []time.Duration{30 * time.Second, 30 * time.Second}},
		{"a pause until a time that is over", send(503, "", "Retry-After", "Mon, 23 Nov 2026 11:00:00 GMT", "Date", "Mon, 23 Nov 2026 12:00:00 GMT"), 3, name + " answered with status 503 instead of rates.", []time.Duration{3 * time.Second, 12 * time.Second}},
		{"a pause that is no time", send(503, "", "Retry-After", "soon"), 3, name + " answered with status 503 instead of rates.", []time.Duration{3 * time.Second, 12 * time.Second}},
		{"a pause of an hour", send(429, "", "Retry-After", "3600"), 1, name + " answered with status 429 instead of rates.", nil},
		{"a pause without end", send(429, "", "Retry-After", "99999999999999999999"), 3, name + " answered with status 429 instead of rates.", []time.Duration{3 * time.Second, 12 * time.Second}},
		{"nothing there", send(404, recorded), 1, name + " answered with status 404 instead of rates.", nil},
		{"forbidden", send(403, recorded), 1, name + " answered with status 403 instead of rates.", nil},
		{"no content", send(204, ""), 1, name + " answered with status 204 instead of rates.", nil},
		{"a redirect to an inner address", send(302, "", "Location", "http://169.254.169.254/latest/meta-data/"), 1,
			name + ` answered with status 302, a redirect to "http://169.254.169.254/latest/meta-data/", which is not followed; if the publisher has moved, set its new address.`, nil},
		{"a redirect that would work", send(307, "", "Location", inside.URL), 1, name + " answered with status 307, a redirect to ", nil},
		{"a web page", send(200, "<!DOCTYPE html>\n<title>Maintenance</title>", "Content-Type", "application/json"), 1, name + " answered, but not with a feed: this is a web page, not a feed", nil},
		{"nothing at all", send(200, ""), 1, name + " answered, but not with a feed: the file is empty", nil},
		{"another's feed", send(200, content(t, "rates/eurofxref-daily-2025-10-09.xml")), 1, name + " answered, but not with a feed: this is a feed of another source, European Central Bank.", nil},
		{"its own refusal", send(200, `{"status":{"code":400},"errors":{"validation":{"from":["bad"]}},"data":{"payload":null}}`), 1, name + ` answered, but not with a feed: instead of rates, Nepal Rastra Bank answered with status "400" and says "bad"; fetch again.`, nil},
		{"JSON cut off", send(200, recorded[:len(recorded)/2]), 1, name + " answered, but not with a feed: the JSON is broken", nil},
		{"rows of which none can be read", send(200, strings.Replace(nrbDay, "%s", `{"date":"2026-13-01","rates":[]}`, 1)), 1, name + " answered, but none of its 1 rows could be read; the first: data.payload[0].date: ", nil},
		{"pages without end", send(200, `{"data":{"payload":[]},"pagination":{"page":1,"pages":41}}`), 1, name + " answered with 41 pages, more than there are days from 2026-04-01 to 2026-04-05.", nil},
		{"an answer cut off by length", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100000")
			_, _ = io.WriteString(w, recorded)
		}, 3, "The answer of " + name + " broke off in the middle.", []time.Duration{3 * time.Second, 12 * time.Second}},
		{"an answer cut off in its pieces", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, recorded)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, 3, "The answer of " + name + " broke off in the middle.", []time.Duration{3 * time.Second, 12 * time.Second}},
		{"a connection that closes at once", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 3, name + " could not be reached: EOF.", []time.Duration{3 * time.Second, 12 * time.Second}},
		{"a gzip bomb", bomb, 1, name + " sent more than 1 MiB; no answer with rates is so large.", nil},
		{"a small answer that is said to be packed", send(200, recorded, "Content-Encoding", "gzip"), 3, name + " could not be reached: gzip: invalid header.", []time.Duration{3 * time.Second, 12 * time.Second}},
		{"an answer without end", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 1<<16)); err != nil {
					return
				}
			}
		}, 1, name + " sent more than 1 MiB; no answer with rates is so large.", nil},
		{"headers without end", func(w http.ResponseWriter, _ *http.Request) {
			for i := range 2000 {
				w.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("x", 100))
			}
		}, 3, name + " could not be reached: ", []time.Duration{3 * time.Second, 12 * time.Second}},
		{"a silence", func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-r.Context().Done():
			case <-gone:
			}
		}, 3, name + " did not answer within 200ms.", []time.Duration{3 * time.Second, 12 * time.Second}},
		{"a silence in the middle", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, recorded[:100])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, 3, name + " did not answer within 200ms.", []time.Duration{3 * time.Second, 12 * time.Second}},
	} {
		t.Run(test.what, func(t *testing.T) {
			var mu sync.Mutex
			asked := 0
			// The limit ends only those answers that never come.
			within := time.Minute
			if strings.Contains(test.what, "silence") {
				within = 200 * time.Millisecond
			}
			source, waited := nrbAt(t, func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				asked++
				mu.Unlock()
				test.answer(w, r)
			}, fetch.Within(within))
			feed, err := april(t, source)
			if failed := (*reason.ErrFetch)(nil); !errors.As(err, &failed) || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			} else if len(feed.Rates) > 0 {
				t.Errorf("%d rates came with an error", len(feed.Rates))
			}
			mu.Lock()
			defer mu.Unlock()
			if asked != test.tries || !slices.Equal(waited.all, test.waited) {
				t.Errorf("asked %d times and waited %s, want %d and %s", asked, waited.all, test.tries, test.waited)
			}
		})
	}
	close(gone)
}

// bomb returns 10 KB that unpack to 10 MiB.
func bomb(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	_, _ = io.WriteString(z, `{"data":{"payload":[`+strings.Repeat(" ", 10<<20)+`]}}`)
	_ = z.Close()
}

func TestATryThatSucceedsIsEnough(t *testing.T) {
	recorded := content(t, "rates/nrb-2026-04-01_2026-04-05.json")
	asked := 0
	source, waited := nrbAt(t, func(w http.ResponseWriter, _ *http.Request) {
		if asked++; asked < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Encoding", "gzip") // packed, which a good answer may be
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, recorded)
		_ = z.Close()
	})
	feed, err := april(t, source)
	if err != nil || len(feed.Rates) != 220 || asked != 3 || len(waited.all) != 2 {
		t.Errorf("%d rates, %v, asked %d times, waited %s", len(feed.Rates), err, asked, waited.all)
	}
}

func TestAFetchThatIsStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	source, waited := nrbAt(t, func(_ http.ResponseWriter, r *http.Request) {
		stop()
		<-r.Context().Done()
	})
	_, err := source.Fetch(ctx, day(t, "2026-04-01"), day(t, "2026-04-05"))
	if !errors.Is(err, context.Canceled) || len(waited.all) > 0 {
		t.Errorf("got %v after waiting %s, want that it was stopped at once", err, waited.all)
	}

	ctx, stop = context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }))
	defer server.Close()
	source = sourceAt(t, rates.NRB, server.URL, fetch.Local(), fetch.Waiting(func(ctx context.Context, _ time.Duration) error {
		stop()
		return ctx.Err()
	}, half))
	if _, err := source.Fetch(ctx, day(t, "2026-04-01"), day(t, "2026-04-05")); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped between two tries: %v", err)
	}
}

func TestAServerThatNobodyVouchesFor(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was asked") }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	waited := &pauses{}
	source := sourceAt(t, rates.NRB, server.URL, fetch.Local(), fetch.Waiting(waited.wait, half))
	if _, err := april(t, source); err == nil || !strings.Contains(err.Error(), "could not be reached: tls: failed to verify certificate") {
		t.Errorf("got %v, want its certificate refused", err)
	}
}

func TestNewSourceRefuses(t *testing.T) {
	client, err := fetch.NewClient("test", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		what, address string
		id            rates.SourceID
	}{
		{"plain http", "http://www.nrb.org.np/api", rates.NRB},
		{"plain http to this machine", "http://127.0.0.1:8080/api", rates.NRB},
		{"a file", "file:///etc/passwd", rates.NRB},
		{"no scheme", "www.nrb.org.np/api", rates.NRB},
		{"no host", "https:///api", rates.NRB},
		{"a password", "https://desk:secret@publisher.example/api", rates.NRB},
		{"nothing", "", rates.NRB},
		{"a line break", "https://publisher.example/\r\nX: y", rates.NRB},
		{"a source without a feed", "https://publisher.example/", rates.Contract},
		{"no source", "https://publisher.example/", "boe"},
	} {
		if _, err := fetch.NewSource(client, test.id, test.address); err == nil {
			t.Errorf("%s, %s: no error", test.what, test.address)
		}
	}
	if _, err := fetch.NewClient("1.2", "x\r\nHost: y"); err == nil {
		t.Error("a contact with a line break is taken")
	}
}

func TestOtherDaysStayOut(t *testing.T) {
	source, _ := nrbAt(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, content(t, "rates/nrb-2026-04-01_2026-04-05.json"))
	})
	feed, err := source.Fetch(t.Context(), day(t, "2026-04-02"), day(t, "2026-04-03"))
	if err != nil || len(feed.Rates) != 2*44 {
		t.Fatalf("%d rates, %v; want 88", len(feed.Rates), err)
	}
	if slices.ContainsFunc(feed.Rates, func(r money.Rate) bool { return r.Date.Month != 4 || r.Date.Day < 2 || r.Date.Day > 3 }) {
		t.Error("a rate of another day is among them")
	}
}
