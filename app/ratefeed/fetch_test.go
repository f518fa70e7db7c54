package ratefeed

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/store/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
	"woolroad/rates/fetch"
)

func spanOf(t testing.TB, from, to string) rates.Span {
	t.Helper()
	a, err := civil.ParseDate(from)
	b, err2 := civil.ParseDate(to)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	return rates.Span{From: a, To: b}
}

func said(f ratebook.Fetch) string {
	return fmt.Sprintf("%d added, %d unchanged, %d corrected, %d held, %d skipped", f.Added, f.Unchanged, f.Corrected, f.Held, f.Skipped)
}

// TestAllRecordingsComeThroughTheNetwork holds that all recordings arrive, and none
// twice.
func TestAllRecordingsComeThroughTheNetwork(t *testing.T) {
	each(t, func(t *testing.T, where store.Where) {
		s, p := openAt(t, where), played(t)
		f := fetcher(t, s, p, clockAt(t, "2026-11-23T12:00:00Z"))
		for _, round := range []struct{ nrb, fbil, cfets, ecb, csv string }{
			{"220 added, 0 unchanged, 0 corrected, 0 held, 0 skipped", "18 added, 0 unchanged, 0 corrected, 0 held, 0 skipped",
				"7 added, 0 unchanged, 0 corrected, 0 held, 1 skipped", "30 added, 0 unchanged, 0 corrected, 0 held, 0 skipped",
				"638 added, 0 unchanged, 0 corrected, 0 held, 0 skipped"},
			{"0 added, 220 unchanged, 0 corrected, 0 held, 0 skipped", "0 added, 18 unchanged, 0 corrected, 0 held, 0 skipped",
				"0 added, 7 unchanged, 0 corrected, 0 held, 1 skipped", "0 added, 30 unchanged, 0 corrected, 0 held, 0 skipped",
				"0 added, 638 unchanged, 0 corrected, 0 held, 0 skipped"},
		} {
			for _, test := range []struct {
				id             rates.SourceID
				from, to, want string
			}{
				{rates.NRB, "2026-04-01", "2026-04-05", round.nrb},
				{rates.FBIL, "2026-03-17", "2026-03-20", round.fbil},
				{rates.CFETS, "2026-07-28", "2026-07-29", round.cfets},
				{rates.ECB, "2025-10-09", "2025-10-09", round.ecb},
				{rates.ECB, "2025-10-01", "2026-03-18", round.csv},
			} {
				var parts []Part
				done, err := f.Fetch(t.Context(), tashi, test.id, spanOf(t, test.from, test.to), func(p Part) { parts = append(parts, p) })
				if err != nil || done.Failed() || said(done.Fetch) != test.want {
					t.Errorf("%s: %s, %s, %v; want %s", test.id, said(done.Fetch), done.Message(), err, test.want)
				}
				if len(parts) == 0 || parts[len(parts)-1].Asked != parts[len(parts)-1].Of || parts[0].From.String() != test.from || parts[len(parts)-1].To.String() != test.to {
					t.Errorf("%s: told of %+v", test.id, parts)
				}
			}
		}
		for _, test := range []struct {
			source   rates.SourceID
			side     money.Side
			from, to money.Currency
			day      string
			want     string
		}{
			{rates.NRB, money.Sell, "USD", "NPR", "2026-04-03", "149.27"},
			{rates.FBIL, money.Mid, "USD", "INR", "2026-03-20", "93.348300"},
			{rates.CFETS, money.Mid, "JPY", "CNY", "2026-07-28", "4.5712"},
			{rates.ECB, money.Mid, "EUR", "GBP", "2025-10-09", "0.86830"},
			{rates.ECB, money.Mid, "EUR", "CNY", "2026-03-18", "7.9214"},
		} {
			r, ok := published(t, s, rates.Series{Source: test.source, Side: test.side, From: test.from, To: test.to}, spanOf(t, test.day, test.day).From)
			if !ok || r.Value.String() != test.want || r.Date.String() != test.day {
				t.Errorf("%s, %s to %s: %+v, %v; want %s", test.source, test.from, test.to, r, ok, test.want)
			}
		}
	})
}

// TestAPublisherThatFails leaves what is stored, and says so wherever it is looked for.
func TestAPublisherThatFails(t *testing.T) {
	each(t, func(t *testing.T, where store.Where) {
		s, p, c := openAt(t, where), played(t), clockAt(t, "2026-04-05T06:00:00Z")
		f := fetcher(t, s, p, c)
		if done, err := f.Fetch(t.Context(), tashi, rates.NRB, rates.Span{}, nil); err != nil || done.Added != 220 || done.From.String() != "2026-03-06" || done.To.String() != "2026-04-05" {
			t.Fatalf("%+v, %v; want 220 of the last 30 days", done, err)
		}
		c.pass(time.Hour)
		p.fail("/nrb")
		done, err := f.Fetch(t.Context(), tashi, rates.NRB, rates.Span{}, nil)
		const want = "Nepal Rastra Bank answered with status 500 instead of rates."
		if err != nil || !done.Failed() || done.Message() != want || done.From.String() != "2026-03-29" {
			t.Errorf("%+v, %v; want %s, and a week before what is stored", done, err, want)
		}
		c.pass(time.Hour)
		p.answer("/nrb", "<!DOCTYPE html><title>Sorry</title>")
		if done, err := f.Fetch(t.Context(), tashi, rates.NRB, rates.Span{}, nil); err != nil || !strings.Contains(done.Message(), "this is a web page, not a feed") {
			t.Errorf("%+v, %v; want a web page noticed", done, err)
		}
		all, err := statusOf(t, f)
		if err != nil || len(all) != 4 {
			t.Fatal(all, err)
		}
		got := all[0]
		if !got.Last.Failed() || got.LastGood.Added != 220 || got.Failures != 2 || got.Newest.String() != "2026-04-05" || got.Next.IsZero() {
			t.Errorf("the status is %+v", got)
		}
		if r, ok := published(t, s, rates.Series{Source: rates.NRB, Side: money.Sell, From: "USD", To: "NPR"}, done.To); !ok || r.Date.String() != "2026-04-05" {
			t.Errorf("what was stored: %+v, %v", r, ok)
		}
	})
}

// TestALongSpan fails in its middle: what came before is stored and counted.
func TestALongSpan(t *testing.T) {
	s, p := openAt(t, store.Where{Data: t.TempDir()}), played(t)
	f := fetcher(t, s, p, clockAt(t, "2026-11-23T12:00:00Z"))
	var parts []string
	done, err := f.Fetch(t.Context(), tashi, rates.NRB, spanOf(t, "2026-01-01", "2026-11-01"), func(part Part) {
		parts = append(parts, fmt.Sprintf("%d/%d %s %s %d", part.Asked, part.Of, part.From, part.To, part.Done.Added))
		if part.Asked == 2 {
			p.fail("/nrb")
		}
	})
	if err != nil || done.Added != 220 || !done.Failed() {
		t.Errorf("%+v, %v; want 220 added before it failed", done, err)
	}
	if got := strings.Join(parts, ", "); got != "1/4 2026-01-01 2026-04-10 220, 2/4 2026-04-11 2026-07-19 0" {
		t.Errorf("told of %s", got)
	}
	// What is of earlier days alone is no sign of how the source stands.
	if state, err := stateOf(t, s); err != nil || !state.Last.Started.IsZero() {
		t.Errorf("%+v, %v", state, err)
	}
}

// TestAHistoryIsKeptInPieces holds that a history is stored in pieces, so that nobody has
// to wait for it.
func TestAHistoryIsKeptInPieces(t *testing.T) {
	s, p := openAt(t, store.Where{Data: t.TempDir()}), played(t)
	f := fetcher(t, s, p, clockAt(t, "2026-11-23T12:00:00Z"))
	var all strings.Builder
	all.WriteString(`<e:Envelope xmlns:e="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube>`)
	for d := spanOf(t, "2025-10-09", "2025-10-09").From; d.Year > 2022; d = d.AddDays(-1) {
		fmt.Fprintf(&all, `<Cube time="%s"><Cube currency="USD" rate="1.1611"/><Cube currency="CNY" rate="8.2654"/><Cube currency="INR" rate="0"/></Cube>`, d)
	}
	all.WriteString(`</Cube></e:Envelope>`)
	p.answer("/ecb/eurofxref-hist.xml", all.String())
	var parts []string
	done, err := f.Fetch(t.Context(), tashi, rates.ECB, spanOf(t, "2022-12-01", "2025-10-31"), func(part Part) {
		parts = append(parts, fmt.Sprintf("%s %s %d %d", part.From, part.To, part.Done.Added, len(part.Done.Skipped)))
	})
	if err != nil || done.Added != 2026 || done.Skipped != 1013 {
		t.Errorf("%s, %v", said(done.Fetch), err)
	}
	if got := strings.Join(parts, ", "); got != "2022-12-01 2025-09-26 2000 1013, 2025-09-27 2025-10-31 26 0" {
		t.Errorf("stored %s", got)
	}
}

func TestAFetchThatIsStopped(t *testing.T) {
	each(t, func(t *testing.T, where store.Where) {
		s, p, c := openAt(t, where), played(t), clockAt(t, "2026-04-05T06:00:00Z")
		p.block, p.arrived = make(chan struct{}), make(chan string, 1)
		f := fetcher(t, s, p, c)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() {
			_, err := f.Fetch(ctx, tashi, rates.NRB, rates.Span{}, nil)
			ended <- err
		}()
		<-p.arrived

		// While it waits for an answer, the source is its own.
		if _, err := f.Fetch(t.Context(), tashi, rates.NRB, rates.Span{}, nil); codeOf(err) != trade.Unavailable || !strings.Contains(err.Error(), "Another program is fetching the rates of Nepal Rastra Bank") {
			t.Errorf("a second one: %v", err)
		}
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("stopped: %v", err)
		}
		close(p.block)
		p.mu.Lock()
		p.block, p.arrived = nil, nil
		p.mu.Unlock()
		if done, err := f.Fetch(t.Context(), tashi, rates.NRB, rates.Span{}, nil); err != nil || done.Added != 220 {
			t.Errorf("afterwards: %+v, %v; want that it was given back", done, err)
		}
		if all, err := db.View(t.Context(), s.DB, db.Program, func(tx *db.Tx) ([]ratebook.Fetch, error) { return ratebook.Fetches(t.Context(), tx, rates.NRB, 10) }); err != nil || len(all) != 1 {
			t.Errorf("noted: %+v, %v; want the one that came to its end", all, err)
		}
	})
}

// TestJumpsAreHeld holds that jumps are held, from the network to the store.
func TestJumpsAreHeld(t *testing.T) {
	s, p, c := openAt(t, store.Where{Data: t.TempDir()}), played(t), clockAt(t, "2026-04-05T06:00:00Z")
	f := fetcher(t, s, p, c)
	p.answer("/nrb", strings.Replace(recorded(t, "nrb-2026-04-01_2026-04-05.json"), `"sell":"149.27"`, `"sell":"1.4927"`, 1))
	done, err := f.Fetch(t.Context(), tashi, rates.NRB, rates.Span{}, nil)
	if err != nil || done.Added != 219 || done.Held != 1 {
		t.Fatalf("%+v, %v; want one held", done, err)
	}
	held, err := db.View(t.Context(), s.DB, db.Program, func(tx *db.Tx) ([]ratebook.Held, error) { return ratebook.Waiting(t.Context(), tx) })
	if err != nil || len(held) != 1 || held[0].Feed != p.url+"/nrb" || held[0].Rate.Value.String() != "1.4927" {
		t.Errorf("%+v, %v", held, err)
	}
	if done, err := f.Fetch(t.Context(), tashi, rates.NRB, rates.Span{}, nil); err != nil || done.Unchanged != 220 || done.Held != 0 {
		t.Errorf("again: %+v, %v", done, err)
	}
}

func TestSourcesThatAreOff(t *testing.T) {
	p := played(t)
	settings := p.settings()
	settings.CFETS.Address = Off
	settings.ECB.Times = "17:00"
	client, err := fetch.NewClient("test", "", fetch.Local())
	if err != nil {
		t.Fatal(err)
	}
	feeds, err := Feeds(client, settings)
	if err != nil {
		t.Fatal(err)
	}
	c := clockAt(t, "2026-11-23T12:00:00Z")
	f := &Fetcher{Store: openAt(t, store.Where{Data: t.TempDir()}), Feeds: feeds, Now: c.now}
	for id, want := range map[rates.SourceID]trade.Code{rates.CFETS: trade.Unavailable, "boe": trade.NotFound} {
		if _, err := f.Fetch(t.Context(), tashi, id, rates.Span{}, nil); codeOf(err) != want {
			t.Errorf("%s: %v", id, err)
		}
	}
	all, err := statusOf(t, f)
	if err != nil || all[2].Source != nil || all[3].Times != "17:00" || !all[3].TimesChecked {
		t.Errorf("%+v, %v", all, err)
	}
}

// TestWrongSettings names all that is wrong. Plain http is an option of tests
// and of nothing that a person sets.
func TestWrongSettings(t *testing.T) {
	client, err := fetch.NewClient("test", "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = Feeds(client, Settings{NRB: Setting{Address: "http://127.0.0.1:80/"}, ECB: Setting{Times: "5 pm"}})
	for _, want := range []string{"is not an address for the rates of Nepal Rastra Bank", "the times of ecb: "} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
	if feeds, err := Feeds(client, Settings{}); err != nil || len(feeds) != 4 {
		t.Errorf("as usual: %+v, %v", feeds, err)
	}
	if _, err := (Settings{Share: "a tenth"}).HeldBeyond(); err == nil {
		t.Error("a tenth is no share")
	}
}

// published returns the last rate of a series up to a day.
func published(t testing.TB, s *store.Store, series rates.Series, day civil.Date) (_ money.Rate, ok bool) {
	t.Helper()
	r, err := store.View(t.Context(), s, db.Program, func(tx *store.Tx) (r money.Rate, err error) {
		r, ok, err = ratebook.LastPublished(t.Context(), tx.Tx, series, day)
		return r, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, ok
}

func codeOf(err error) trade.Code {
	if e := (*trade.Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// stateOf returns the state of the Nepalese source.
func stateOf(t testing.TB, s *store.Store) (ratebook.SourceState, error) {
	return db.View(t.Context(), s.DB, db.Program, func(tx *db.Tx) (ratebook.SourceState, error) { return ratebook.StateOf(t.Context(), tx, rates.NRB) })
}

// statusOf returns the status of the fetcher's sources.
func statusOf(t testing.TB, f *Fetcher) ([]Status, error) {
	states := map[rates.SourceID]ratebook.SourceState{}
	for _, feed := range f.Feeds {
		state, err := f.state(t.Context(), tashi, feed.ID)
		if err != nil {
			return nil, err
		}
		states[feed.ID] = state
	}
	return f.Status(states), nil
}

// TestAnAnswerWithoutFiguresIsNoSuccess holds this for a span with a working day in the
// past.
func TestAnAnswerWithoutFiguresIsNoSuccess(t *testing.T) {
	each(t, func(t *testing.T, where store.Where) {
		s, p := openAt(t, where), played(t)
		f := fetcher(t, s, p, clockAt(t, "2026-11-23T12:00:00Z")) // a Monday
		p.answer("/fbil", "[]")
		p.answer("/cfets", `{"data":{"searchlist":["USD/CNY"]},"records":[]}`)
		p.answer("/nrb", `{"status":{"code":200},"data":{"payload":[]}}`)
		for _, test := range []struct {
			id             rates.SourceID
			from, to, says string
		}{
			{rates.FBIL, "2026-11-16", "2026-11-20", "Financial Benchmarks India answered without a rate for any day from 2026-11-16 to 2026-11-20; check on its page whether those were holidays."},
			{rates.FBIL, "2026-11-21", "2026-11-22", ""}, // a weekend
			{rates.FBIL, "2026-11-21", "2026-11-23", ""}, // and today, which is not over
			{rates.CFETS, "2026-11-13", "2026-11-15", "without a rate for any day from 2026-11-13 to 2026-11-15"},
			{rates.NRB, "2026-11-21", "2026-11-21", "without a rate for any day from 2026-11-21 to 2026-11-21"}, // which has Saturdays too
			{rates.ECB, "2026-11-21", "2026-11-22", ""},
		} {
			done, err := f.Fetch(t.Context(), tashi, test.id, spanOf(t, test.from, test.to), nil)
			if err != nil || done.Failed() != (test.says != "") || !strings.Contains(done.Message(), test.says) {
				t.Errorf("%s from %s: %q, %v; want %q", test.id, test.from, done.Message(), err, test.says)
			}
		}
		p.answer("/cfets", `{"data":{"searchlist":["USD/CNY"],"flagMessage":"只提供一年历史数据查询及下载"},"records":[]}`)
		done, err := f.Fetch(t.Context(), tashi, rates.CFETS, spanOf(t, "2026-11-16", "2026-11-20"), nil)
		if want := `instead of rates, CFETS says "只提供一年历史数据查询及下载"`; err != nil || !strings.Contains(done.Message(), want) {
			t.Errorf("a refusal: %q, %v", done.Message(), err)
		}
	})
}
