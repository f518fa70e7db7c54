package ratebook

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
	"woolroad/rates"
)

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w store.Where) error { return store.Migrate(context.Background(), w) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// each runs f against a fresh store on both engines.
func each(t *testing.T, f func(t *testing.T, s *store.Store)) {
	for _, engine := range []struct {
		name  string
		place func(testing.TB) store.Where
	}{{"sqlite", migrated.SQLite}, {"postgres", migrated.Postgres}} {
		t.Run(engine.name, func(t *testing.T) {
			s, err := store.Open(t.Context(), engine.place(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
			f(t, s)
		})
	}
}

// noon is a time at which it is 5 April in Shanghai.
var noon = time.Date(2026, 4, 5, 4, 0, 0, 0, time.UTC)

// asks is who asks with the request's key.
func asks(request string) store.Who { return store.Who{Name: "Tashi", At: noon, Request: request} }

func april(day int) civil.Date { return civil.Date{Year: 2026, Month: time.April, Day: day} }

// selling is a feed of the dollar's selling rates from 1 April on.
func selling(values ...string) rates.Feed {
	feed := rates.Feed{Source: rates.NRB}
	for i, value := range values {
		feed.Rates = append(feed.Rates, money.Rate{From: "USD", To: "NPR", Value: exact.Must(value), Per: exact.Int(1), Side: money.Sell, Source: rates.NRB.Name(), Date: april(i + 1)})
	}
	return feed
}

// takes imports a feed, of which what moved further than 10 % is held.
func takes(t *testing.T, s *store.Store, request string, values ...string) Result {
	t.Helper()
	got, err := Import(t.Context(), s, asks(request), Intake{Name: "feed", Share: exact.Must("0.10")}, selling(values...))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestAFeedOfOneRequestIsTakenOnce(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		first := takes(t, s, "a", "149.27", "300")
		again := takes(t, s, "a", "149.27", "300")
		if first.Added != 1 || again.Added != 1 || len(again.Held) != 1 || !again.Held[0].At.Equal(first.Held[0].At) || again.Held[0].Rate.Value.String() != "300" {
			t.Errorf("the request again says %+v, the first %+v", again, first)
		}
		if other := takes(t, s, "b", "149.27", "300"); other.Unchanged != 2 {
			t.Errorf("another request of the same feed: %+v", other)
		}
	})
}

func TestTheBoardIsOfOneMoment(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		takes(t, s, "a", "149.27", "300", "301")
		board, err := Look(t.Context(), s, asks(""), 10)
		if err != nil {
			t.Fatal(err)
		}
		if board.Today != april(5) || board.Zone.String() != "Asia/Shanghai" || len(board.Last) != 1 || len(board.Waiting) != 2 || len(board.Decided) != 0 {
			t.Errorf("the board is %+v", board)
		}
		if len(board.States) != len(rates.Publishers) || board.States[rates.NRB].Newest != april(1) || board.MaxAges[rates.NRB] == 0 {
			t.Errorf("the sources are %+v", board.Sources)
		}
		if at := board.Waiting[0].At; at.Hour() != 12 {
			t.Errorf("held since %s, want the exporter's noon", at)
		}
		done, err := Confirm(t.Context(), s, asks("c"), board.Waiting[0].ID, "devalued")
		if err != nil || done.Rate.Value.String() != "300" || done.With != 1 {
			t.Errorf("Confirm = %+v, %v", done, err)
		}
		again, err := Confirm(t.Context(), s, asks("c"), board.Waiting[0].ID, "devalued")
		if err != nil || again.With != 1 || again.Rate.Date != done.Rate.Date {
			t.Errorf("the same request again = %+v, %v", again, err)
		}
		for name, err := range map[string]error{
			"another request": func() error { _, err := Confirm(t.Context(), s, asks("d"), board.Waiting[0].ID, ""); return err }(),
			"rejecting it":    Reject(t.Context(), s, asks("e"), board.Waiting[1].ID, ""),
		} {
			if !isConflict(err) {
				t.Errorf("%s after it was confirmed: %v, want a conflict", name, err)
			}
		}
		if board, err = Look(t.Context(), s, asks(""), 1); err != nil || len(board.Waiting) != 0 || len(board.Decided) != 1 || board.Last[0].Value.String() != "301" {
			t.Errorf("afterwards the board is %+v, %v", board, err)
		}
	})
}

func TestWhoEnteredTheMarkedDay(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		entry := Entry{Source: rates.Contract, From: "USD", To: "CNY", Value: exact.Must("7.05"), Per: exact.Int(1), Date: april(2), Reason: "forward contract"}
		for range 2 { // a form that is sent twice
			if err := Enter(t.Context(), s, asks("a"), entry); err != nil {
				t.Fatal(err)
			}
		}
		faults := trade.Faults{}
		if err := Enter(t.Context(), s, asks("b"), Entry{}); !errors.As(err, &faults) || !strings.HasPrefix(faults[0].Pointer, "/") {
			t.Errorf("an empty entry: %v, want faults", err)
		}
		there, err := LookAtEntries(t.Context(), s, asks(""), 10)
		if err != nil || there.Today != april(5) || len(there.Entries) != 1 || there.Entries[0].Who != "Tashi" || there.Entries[0].At.Hour() != 12 {
			t.Errorf("entered: %+v, %v", there, err)
		}
		var all rates.Span
		look := func(marked civil.Date) History {
			t.Helper()
			h, err := LookAtPair(t.Context(), s, asks(""), "USD", "CNY", marked, func(span rates.Span) rates.Span { all = span; return span })
			if err != nil {
				t.Fatal(err)
			}
			return h
		}
		if h := look(april(2)); len(h.Rates) != 1 || len(h.Entries) != 1 || h.Back || all != (rates.Span{From: april(2), To: april(2)}) {
			t.Errorf("on the day: %+v of %+v", h, all)
		}
		if h := look(april(3)); len(h.Rates) != 1 || len(h.Entries) != 0 {
			t.Errorf("on another day: %+v", h)
		}
		if h, err := LookAtPair(t.Context(), s, asks(""), "CNY", "USD", civil.Date{}, nil); err != nil || !h.Back || len(h.Rates) != 0 {
			t.Errorf("the other way round: %+v, %v", h, err)
		}
	})
}

func TestWhichRateHolds(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		takes(t, s, "a", "149.27")
		for _, test := range []struct {
			what string
			q    Question
			want string
			code trade.Code
		}{
			{"as documents do, today", Question{From: "USD", To: "NPR"}, "149.27", ""},
			{"by a source", Question{From: "USD", To: "NPR", Day: april(1), Source: rates.NRB, Side: money.Sell}, "149.27", ""},
			{"by a rule", Question{From: "USD", To: "NPR", Day: april(1), Rule: "nrb-sell"}, "149.27", ""},
			{"before the first", Question{From: "USD", To: "NPR", Day: april(1).AddDays(-1)}, "", trade.NotFound},
			{"much later", Question{From: "USD", To: "NPR", Day: april(1).AddDays(99)}, "149.27", trade.Unavailable},
			{"by a rule that is none", Question{From: "USD", To: "NPR", Rule: "none"}, "", trade.NotFound},
		} {
			a, err := Find(t.Context(), s, asks(""), test.q)
			if e := (*trade.Error)(nil); errors.As(err, &e) != (test.code != "") || e != nil && e.Code != test.code || err == nil && a.Rate.Value.String() != test.want {
				t.Errorf("%s: %s, %v", test.what, a.Rate.Value, err)
			}
			f, err := FindToShow(t.Context(), s, asks(""), &test.q)
			if err != nil || (f.Missing != nil) != (test.code == trade.NotFound) || (f.Stale != nil) != (test.code == trade.Unavailable) || test.want != "" && f.Answer.Rate.Value.String() != test.want {
				t.Errorf("%s, to show: %+v, %v", test.what, f, err)
			}
		}
		if f, err := FindToShow(t.Context(), s, asks(""), nil); err != nil || f.Today != april(5) || len(f.Rules) == 0 || f.Missing != nil {
			t.Errorf("without a question: %+v, %v", f, err)
		}
	})
}

func TestRulesAndChoices(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		own := Rule{Rule: rates.Rule{ID: "own", Name: "Our own", NameZH: "自定", Source: rates.Contract, Side: money.Stated, Day: rates.TheDay}}
		for _, request := range []string{"a", "a", "b"} { // b: the same form of another page
			if err := SaveRule(t.Context(), s, asks(request), own); err != nil {
				t.Errorf("request %s: %v", request, err)
			}
		}
		other := own
		other.Name = "Another"
		if err := SaveRule(t.Context(), s, asks("c"), other); !isConflict(err) {
			t.Errorf("another rule of an old version: %v, want a conflict", err)
		}
		choice := Choice{Currency: "SEK", Purpose: OnDocument, Rule: "own"}
		for _, request := range []string{"d", "e"} {
			if err := SaveChoice(t.Context(), s, asks(request), choice); err != nil {
				t.Errorf("request %s: %v", request, err)
			}
		}
		book, err := LookAtRules(t.Context(), s, asks(""))
		if err != nil {
			t.Fatal(err)
		}
		chosen := 0
		for _, c := range book.Choices {
			if c.Rule == "own" && c.BuyerName == "" {
				chosen++
				choice = c.Choice
			}
		}
		if chosen != 1 {
			t.Fatalf("chosen %d times: %+v", chosen, book.Choices)
		}
		stale := choice
		stale.Version++
		if err := DropChoice(t.Context(), s, asks("f"), stale); !isConflict(err) {
			t.Errorf("dropped by another version: %v, want a conflict", err)
		}
		for _, request := range []string{"g", "h"} {
			if err := DropChoice(t.Context(), s, asks(request), choice); err != nil {
				t.Errorf("request %s: %v", request, err)
			}
		}
	})
}

func TestExportHandsOverEveryRate(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		takes(t, s, "a", "149.27", "149.30")
		got, err := Export(t.Context(), s, asks(""), Filter{First: april(2)}, func(each func(func(StoredRate) error) error) (out []byte, err error) {
			err = each(func(r StoredRate) error {
				out = append(out, r.Value.String()+" "...)
				return nil
			})
			return out, err
		})
		if err != nil || string(got) != "149.30 " {
			t.Errorf("Export = %q, %v", got, err)
		}
	})
}
