package ratefeed

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/store/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
	"woolroad/rates/reason"
)

// tashi asks without a key.
var tashi = store.Who{Name: "Tashi", At: time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)}

// keyed returns Tashi's request with that key.
func keyed(key string) store.Who {
	who := tashi
	who.Request = key
	return who
}

// TestTheSameRequestAsksOnce fetches values that are held and others that are left out,
// so that the repeated answer has some of each kind.
func TestTheSameRequestAsksOnce(t *testing.T) {
	each(t, func(t *testing.T, where store.Where) {
		s, p, c := openAt(t, where), played(t), clockAt(t, "2026-04-05T06:00:00Z")
		f := fetcher(t, s, p, c)
		p.answer("/nrb", strings.NewReplacer(`"sell":"149.27"`, `"sell":"1.4927"`, `"buy":"148.67"`, `"buy":"none"`).Replace(recorded(t, "nrb-2026-04-01_2026-04-05.json")))
		from := func(day string) rates.Span { return rates.Span{From: spanOf(t, day, day).From} } // up to today
		answers, parts := map[string]string{}, 0
		for _, test := range []struct {
			what, key string
			span      rates.Span
			asks      bool
			answer    string // those of the same name are alike
		}{
			{"the first", "a", rates.Span{}, true, "good"},
			{"the same", "a", rates.Span{}, false, "good"},
			{"of other days", "a", from("2026-04-01"), true, "days"},
			{"of the same other days", "a", from("2026-04-01"), false, "days"},
			{"another, which fails", "b", rates.Span{}, true, "failure"},
			{"the same, which has failed", "b", rates.Span{}, false, "failure"},
			{"the first, later", "a", rates.Span{}, false, "good"},
			{"without a key", "", rates.Span{}, true, "keyless"},
			{"without a key again", "", rates.Span{}, true, "keyless again"},
		} {
			if test.answer == "failure" {
				p.fail("/nrb")
			}
			asked, told := p.count("/nrb"), parts
			done, err := f.Fetch(t.Context(), keyed(test.key), rates.NRB, test.span, func(Part) { parts++ })
			if err != nil {
				t.Fatalf("%s: %v", test.what, err)
			}
			if got := p.count("/nrb") > asked; got != test.asks || parts > told && !test.asks {
				t.Errorf("%s: asks %v and tells of %d parts, want that it asks: %v", test.what, got, parts-told, test.asks)
			}
			b, err := json.Marshal(done)
			if err != nil {
				t.Fatal(err)
			}
			if was := answers[test.answer]; was != "" && was != string(b) {
				t.Errorf("%s: the result is %s, want %s", test.what, b, was)
			}
			answers[test.answer] = string(b)
			if test.answer == "good" && (len(done.Result.Held) != 3 || len(done.Result.Skipped) != 3 || done.Added != 214 || done.Failed()) {
				t.Errorf("%s: %+v", test.what, done)
			}
			if test.answer == "failure" && done.Fault != reason.FetchStatus {
				t.Errorf("%s: %+v; want a failure", test.what, done)
			}
			c.pass(25 * time.Hour) // today is another day
		}
		all, err := db.View(t.Context(), s.DB, tashi, func(tx *db.Tx) ([]ratebook.Fetch, error) { return ratebook.Fetches(t.Context(), tx, rates.NRB, 10) })
		if err != nil || len(all) != 5 {
			t.Errorf("noted: %+v, %v; want the five that asked", all, err)
		}
		keys, err := db.View(t.Context(), s.DB, tashi, func(tx *db.Tx) (n int, err error) {
			err = tx.QueryRowContext(t.Context(), `SELECT count(*) FROM requests WHERE operation = 'rates.fetch' AND who = 'Tashi'`).Scan(&n)
			return n, err
		})
		if err != nil || keys != 5 {
			t.Errorf("%d requests of Tashi are stored, %v; want 5, of which two have a key that nobody gave", keys, err)
		}
	})
}

// TestARequestWhileAnotherFetches holds that a repeated request is answered and a new one
// refused.
func TestARequestWhileAnotherFetches(t *testing.T) {
	each(t, func(t *testing.T, where store.Where) {
		f := fetcher(t, openAt(t, where), played(t), clockAt(t, "2026-04-05T06:00:00Z"))
		if _, err := f.Fetch(t.Context(), keyed("a"), rates.NRB, rates.Span{}, nil); err != nil {
			t.Fatal(err)
		}
		other := f.errand(db.Program, f.Feeds[0], rates.Span{})
		if taken, err := other.lease(t.Context()); err != nil || !taken {
			t.Fatal(taken, err)
		}
		if done, err := f.Fetch(t.Context(), keyed("a"), rates.NRB, rates.Span{}, nil); err != nil || done.Added != 220 {
			t.Errorf("the same request: %+v, %v", done, err)
		}
		if _, err := f.Fetch(t.Context(), keyed("b"), rates.NRB, rates.Span{}, nil); codeOf(err) != trade.Unavailable {
			t.Errorf("another: %v", err)
		}
	})
}

// TestARequestThatIsStopped holds that a stopped request has no result and may ask again.
func TestARequestThatIsStopped(t *testing.T) {
	each(t, func(t *testing.T, where store.Where) {
		p := played(t)
		f := fetcher(t, openAt(t, where), p, clockAt(t, "2026-11-23T12:00:00Z"))
		ctx, stop := context.WithCancel(t.Context())
		long := spanOf(t, "2026-01-01", "2026-11-01") // of several parts
		if _, err := f.Fetch(ctx, keyed("a"), rates.NRB, long, func(Part) { stop() }); !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped after the first part: %v", err)
		}
		asked := p.count("/nrb")
		if done, err := f.Fetch(t.Context(), keyed("a"), rates.NRB, long, nil); err != nil || done.Unchanged != 220 || p.count("/nrb") != asked+4 {
			t.Errorf("again: %+v, %v, asked %d times; want 4, and what was stored found there", done, err, p.count("/nrb")-asked)
		}
	})
}

// TestTheLogSaysWhoAsked holds this for what a person asks for, and for what falls due.
func TestTheLogSaysWhoAsked(t *testing.T) {
	f := fetcher(t, openAt(t, store.Where{Data: t.TempDir()}), played(t), clockAt(t, "2026-04-05T06:00:00Z"))
	var log strings.Builder
	f.Log = slog.New(slog.NewTextHandler(&log, nil))
	if _, err := f.Fetch(t.Context(), tashi, rates.NRB, rates.Span{}, nil); err != nil {
		t.Fatal(err)
	}
	f.Feeds = f.Feeds[1:2]
	if _, err := f.Due(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"source=nrb who=Tashi", "source=fbil who=woolroad"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log does not say %s:\n%s", want, log.String())
		}
	}
}
