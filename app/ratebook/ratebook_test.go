package ratebook

import (
	"context"
	"errors"
	"os"
	"slices"
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

var engines = []struct {
	name  string
	place func(testing.TB) store.Where
}{{"sqlite", migrated.SQLite}, {"postgres", migrated.Postgres}}

// each runs f against a fresh store on both engines.
func each(t *testing.T, f func(t *testing.T, s *store.Store)) {
	for _, engine := range engines {
		t.Run(engine.name, func(t *testing.T) { f(t, openAt(t, engine.place(t))) })
	}
}

func openAt(t testing.TB, w store.Where) *store.Store {
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
	return s
}

// noon is a time at which it is 5 April in Shanghai.
var noon = time.Date(2026, 4, 5, 4, 0, 0, 0, time.UTC)

// asks returns the actor of a request with that key.
func asks(request string) store.Who { return store.Who{Name: "Tashi", At: noon, Request: request} }

func april(day int) civil.Date { return civil.Date{Year: 2026, Month: time.April, Day: day} }

// selling returns a feed of the dollar's selling rates from 1 April on.
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
		for range 2 { // a form that is sent twice
			if r, err := Enter(t.Context(), s, asks("a"), contract); err != nil || r.Value.String() != "7.05" || r.Date != april(2) {
				t.Fatal(r, err)
			}
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
			{"the rule of documents, today", Question{From: "USD", To: "NPR"}, "149.27", ""},
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
		for _, request := range []string{"a", "a", "b"} { // b: the same form of another page
			if r, err := SaveRule(t.Context(), s, asks(request), ownRule, 0); err != nil || r.ID != "own" || r.MaxAge != 7 {
				t.Errorf("request %s: %+v, %v", request, r, err)
			}
		}
		other := ownRule
		other.Name = "Another"
		if _, err := SaveRule(t.Context(), s, asks("c"), other, 0); !slices.Equal(pointersOf(err), []string{"/id rate.rule_taken"}) {
			t.Errorf("a new rule of a name that is taken: %v", err)
		}
		if _, err := SaveRule(t.Context(), s, asks("d"), other, 1); err != nil {
			t.Errorf("another name: %v", err)
		}
		other.Name = "A third"
		if _, err := SaveRule(t.Context(), s, asks("e"), other, 1); !isConflict(err) {
			t.Errorf("a rule that was changed since: %v, want a conflict", err)
		}
		choice := TypedChoice{Currency: "SEK", Purpose: "document", Rule: "own"}
		for _, request := range []string{"d", "e"} {
			if err := SaveChoice(t.Context(), s, asks(request), choice, 0); err != nil {
				t.Errorf("request %s: %v", request, err)
			}
		}
		for _, test := range []struct {
			what  string
			typed TypedChoice
			want  []string
		}{
			{"of nothing", TypedChoice{}, []string{"/purpose not_one_of"}},
			{"for a purpose and into a currency of nobody's", TypedChoice{Currency: "XXQ", Purpose: "pleasure", Rule: "own"}, []string{"/currency not_a_currency", "/purpose not_one_of"}},
			{"of a rule that is none", TypedChoice{Purpose: "books", Rule: "boe"}, []string{"/rule not_found"}},
			{"for nobody", TypedChoice{Buyer: "nobody", Purpose: "books", Rule: "own"}, []string{"/buyer not_found"}},
		} {
			if got := pointersOf(SaveChoice(t.Context(), s, asks(""), test.typed, 0)); !slices.Equal(got, test.want) {
				t.Errorf("a choice %s: %q, want %q", test.what, got, test.want)
			}
		}
		if err := SaveChoice(t.Context(), s, asks(""), TypedChoice{Currency: "SEK", Purpose: "document", Rule: "ecb"}, 0); !isConflict(err) {
			t.Errorf("another choice of an old version: %v, want a conflict", err)
		}
		book, err := LookAtRules(t.Context(), s, asks(""))
		if err != nil {
			t.Fatal(err)
		}
		chosen, version := 0, int64(0)
		for _, c := range book.Choices {
			if c.Rule == "own" && c.BuyerName == "" {
				chosen++
				version = c.Version
			}
		}
		if chosen != 1 {
			t.Fatalf("chosen %d times: %+v", chosen, book.Choices)
		}
		if err := DropChoice(t.Context(), s, asks("f"), choice, version+1); !isConflict(err) {
			t.Errorf("dropped by another version: %v, want a conflict", err)
		}
		for _, request := range []string{"g", "h"} {
			if err := DropChoice(t.Context(), s, asks(request), choice, version); err != nil {
				t.Errorf("request %s: %v", request, err)
			}
		}
	})
}

// pointersOf returns the pointers and codes of faults.
func pointersOf(err error) (all []string) {
	found := (trade.Faults)(nil)
	errors.As(err, &found)
	for _, f := range found {
		all = append(all, f.Pointer+" "+string(f.Code))
	}
	return all
}

// ownRule is a rule as a person types it.
var ownRule = TypedRule{ID: " own ", Name: "Our own", NameZH: "自定", Source: "contract", Side: "stated", Day: "day", MaxAge: "7"}

func TestRulesAreCheckedAtOnce(t *testing.T) {
	for _, test := range []struct {
		what string
		edit func(*TypedRule)
		want []string
	}{
		{"a good one", func(*TypedRule) {}, nil},
		{"one that crosses, of any age", func(r *TypedRule) { r.Source, r.Side, r.Via, r.MaxAge = "ecb", "mid", "EUR", "0" }, nil},
		{"nothing", func(r *TypedRule) { *r = TypedRule{} },
			[]string{"/id missing", "/name missing", "/name_zh missing", "/source not_one_of", "/side not_one_of", "/day not_one_of", "/max_age rate.max_age"}},
		{"an ID of words", func(r *TypedRule) { r.ID = "Our rule" }, []string{"/id not_a_name"}},
		{"a long ID", func(r *TypedRule) { r.ID = strings.Repeat("x", 41) }, []string{"/id too_long"}},
		{"the ID of the desk's own choice", func(r *TypedRule) { r.ID = rates.ByDefault }, []string{"/id rate.rule_reserved"}},
		{"no Chinese name", func(r *TypedRule) { r.NameZH = " " }, []string{"/name_zh missing"}},
		{"a long name in Chinese", func(r *TypedRule) { r.NameZH = strings.Repeat("价", 121) }, []string{"/name_zh too_long"}},
		{"a name of two lines", func(r *TypedRule) { r.Name = "our\nown" }, []string{"/name control_character"}},
		{"a source of nobody's", func(r *TypedRule) { r.Source = "boe" }, []string{"/source not_one_of"}},
		{"a side of nobody's", func(r *TypedRule) { r.Side = "left" }, []string{"/side not_one_of"}},
		{"a day of nobody's", func(r *TypedRule) { r.Day = "doomsday" }, []string{"/day not_one_of"}},
		{"through nothing known", func(r *TypedRule) { r.Via = "XXQ" }, []string{"/via not_a_currency"}},
		{"older than old", func(r *TypedRule) { r.MaxAge = "3661" }, []string{"/max_age rate.max_age"}},
		{"of tomorrow", func(r *TypedRule) { r.MaxAge = "-1" }, []string{"/max_age rate.max_age"}},
		{"half a day old", func(r *TypedRule) { r.MaxAge = "0.5" }, []string{"/max_age rate.max_age"}},
	} {
		typed := ownRule
		test.edit(&typed)
		if _, found := typed.check(); !slices.Equal(pointersOf(found.Err()), test.want) {
			t.Errorf("%s: %q, want %q", test.what, pointersOf(found.Err()), test.want)
		}
	}
}

// contract is a rate that a bank has agreed to, as a person types it.
var contract = TypedRate{Source: "contract", From: "USD", To: "CNY", Value: "7.05", Per: "1", Date: "2026-04-02", Reason: "forward contract"}

func TestEnteredRatesAreCheckedAtOnce(t *testing.T) {
	for _, test := range []struct {
		what string
		edit func(*TypedRate)
		want []string
	}{
		{"a good one", func(*TypedRate) {}, nil},
		{"one day's", func(r *TypedRate) { r.Until = r.Date }, nil},
		{"the peg, whose currencies are known", func(r *TypedRate) {
			*r = TypedRate{Source: "peg", Value: "160", Per: "100", Date: "2026-01-01", Reason: "the bank"}
		}, nil},
		{"nothing", func(r *TypedRate) { *r = TypedRate{} },
			[]string{"/source not_one_of", "/from missing", "/to missing", "/value missing", "/per rate.per", "/date missing", "/reason missing"}},
		{"a source of nobody's", func(r *TypedRate) { r.Source = "boe" }, []string{"/source not_one_of"}},
		{"a side that the source has not", func(r *TypedRate) { r.Source, r.Side, r.To = "fbil", "buy", "INR" }, []string{"/source not_one_of"}},
		{"a publisher's buying rate", func(r *TypedRate) { r.Source, r.Side, r.To = "nrb", "buy", "NPR" }, nil},
		{"a publisher's figure without a side", func(r *TypedRate) { r.Source, r.To = "nrb", "" }, nil},
		{"a publisher's figure in another currency", func(r *TypedRate) { r.Source = "nrb" }, []string{"/to rate.source_of_other_currency"}},
		{"the other way round", func(r *TypedRate) { r.Source, r.From, r.To = "cfets", "CNY", "KRW" }, nil},
		{"neither of which is the publisher's", func(r *TypedRate) { r.Source, r.To = "cfets", "INR" }, []string{"/to rate.source_of_other_currency"}},
		{"a publisher's figure that ends", func(r *TypedRate) { r.Source, r.To, r.Until = "fbil", "INR", "2026-04-03" }, []string{"/until rate.until_of_publisher"}},
		{"a currency of nobody's", func(r *TypedRate) { r.To = "XQX" }, []string{"/to not_a_currency"}},
		{"a currency against itself", func(r *TypedRate) { r.To = "USD" }, []string{"/to rate.same_currency"}},
		{"India's customs in yuan", func(r *TypedRate) { r.Source = "cbic" }, []string{"/to rate.source_of_other_currency"}},
		{"China's customs in rupees", func(r *TypedRate) { r.Source, r.To = "gacc", "INR" }, []string{"/to rate.source_of_other_currency"}},
		{"a peg of the dollar", func(r *TypedRate) { r.Source, r.To = "peg", "NPR" }, []string{"/from rate.source_of_other_currency"}},
		{"a value that can be read in two ways", func(r *TypedRate) { r.Value = "149,270" }, []string{"/value two_readings"}},
		{"a value in other digits", func(r *TypedRate) { r.Value = "१४९.२७" }, nil},
		{"a value with a decimal comma", func(r *TypedRate) { r.Value = "149,27" }, nil},
		{"a value in words", func(r *TypedRate) { r.Value = "seven" }, []string{"/value not_a_number"}},
		{"a value of 31 digits", func(r *TypedRate) { r.Value = strings.Repeat("7", 31) }, []string{"/value too_many_digits"}},
		{"a value of nothing", func(r *TypedRate) { r.Value = "0.00" }, []string{"/value not_positive"}},
		{"half a unit", func(r *TypedRate) { r.Per = "0.5" }, []string{"/per rate.per"}},
		{"no unit", func(r *TypedRate) { r.Per = "0" }, []string{"/per rate.per"}},
		{"an absurd unit", func(r *TypedRate) { r.Per = "1000001" }, []string{"/per rate.per"}},
		{"a day in words", func(r *TypedRate) { r.Date, r.Until = "soon", "2026-04-03" }, []string{"/date not_a_date"}},
		{"a day of long ago", func(r *TypedRate) { r.Date = "0202-04-02" }, []string{"/date before_1900"}},
		{"an end before the start", func(r *TypedRate) { r.Until = "2026-04-01" }, []string{"/until rate.until_before_date"}},
		{"an end in words", func(r *TypedRate) { r.Until = "later" }, []string{"/until not_a_date"}},
		{"no reason", func(r *TypedRate) { r.Reason = " " }, []string{"/reason missing"}},
		{"a reason of a thousand characters", func(r *TypedRate) { r.Reason = strings.Repeat("约", 1000) }, nil},
		{"a longer reason", func(r *TypedRate) { r.Reason = strings.Repeat("x", 1001) }, []string{"/reason too_long"}},
	} {
		typed := contract
		test.edit(&typed)
		if _, found := typed.check(); !slices.Equal(pointersOf(found.Err()), test.want) {
			t.Errorf("%s: %q, want %q", test.what, pointersOf(found.Err()), test.want)
		}
	}
}

// TestAPublishersFigureMayBeEntered holds that a figure missing in the feed, when
// entered, applies as the publisher's own, and that a later feed corrects it.
func TestAPublishersFigureMayBeEntered(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		typed := TypedRate{Source: "nrb", Side: "sell", From: "USD", Value: "149.30", Per: "1", Date: "2026-04-02", Reason: "the bank's page"}
		find := func(day civil.Date) (rates.Answer, error) {
			return Find(t.Context(), s, asks(""), Question{From: "USD", To: "NPR", Day: day, Rule: "nrb-sell"})
		}
		takes(t, s, "", "149.27")
		if _, err := Enter(t.Context(), s, asks(""), typed); err != nil {
			t.Fatal(err)
		}
		a, err := find(april(5))
		if err != nil || a.Rate.Value.String() != "149.30" || a.Rate.Source != rates.NRB.Name() || a.Rate.Side != money.Sell || a.Age() != 3 {
			t.Errorf("it holds as %+v, %v", a.Rate, err)
		}
		if _, err := find(april(2).AddDays(11)); !errors.As(err, new(*rates.ErrStale)) {
			t.Errorf("after the rule's age: %v", err)
		}
		there, err := LookAtEntries(t.Context(), s, asks(""), 10)
		if err != nil || len(there.Entries) != 1 || there.Entries[0].Who != "Tashi" || there.Entries[0].Reason != "the bank's page" || there.Entries[0].Side != money.Sell {
			t.Errorf("who entered it: %+v, %v", there.Entries, err)
		}

		// What a feed brought is another's word: it is not replaced in passing.
		wrong := typed
		wrong.Date, wrong.Value = "2026-04-01", "149.00"
		if _, err := Enter(t.Context(), s, asks(""), wrong); !slices.Equal(pointersOf(err), []string{"/value rate.published_already"}) {
			t.Errorf("in place of the feed's figure: %v", err)
		}
		wrong.Value = "149.27"
		if _, err := Enter(t.Context(), s, asks(""), wrong); err != nil {
			t.Errorf("the figure that the feed brought: %v", err)
		}
		if there, err := LookAtEntries(t.Context(), s, asks(""), 10); err != nil || len(there.Entries) != 1 {
			t.Errorf("entered: %+v, %v", there.Entries, err)
		}

		if got := takes(t, s, "", "149.27", "149.31"); len(got.Corrected) != 1 || got.Corrected[0].Was.Value.String() != "149.30" {
			t.Errorf("the feed of that day: %+v", got)
		}
		if a, err := find(april(5)); err != nil || a.Rate.Value.String() != "149.31" {
			t.Errorf("corrected, it is %+v, %v", a.Rate, err)
		}
	})
}

// TestWhoEntersAFigureDecidesAboutWhatIsHeld enters a figure for a day whose own figure
// is held, while a later one is held only because of it.
func TestWhoEntersAFigureDecidesAboutWhatIsHeld(t *testing.T) {
	for _, engine := range engines {
		for _, test := range []struct {
			what, value string
			decided     Decision
			holds       string
		}{
			{"the very figure", "300", Confirmed, "310"},
			{"another", "290", Rejected, "310"},
			{"one that is near what was before", "149.50", Rejected, ""},
		} {
			s := openAt(t, engine.place(t))
			takes(t, s, "", "149.27", "300", "310")
			typed := TypedRate{Source: "nrb", Side: "sell", From: "USD", Value: test.value, Per: "1", Date: "2026-04-02", Reason: "devalued", Sure: true}
			if _, err := Enter(t.Context(), s, asks(""), typed); err != nil {
				t.Fatal(err)
			}
			board, err := Look(t.Context(), s, asks(""), 10)
			i := slices.IndexFunc(board.Decided, func(h Held) bool { return h.Rate.Date == april(2) })
			if err != nil || i < 0 || board.Decided[i].Decision != test.decided || board.Decided[i].Reason != "devalued" {
				t.Errorf("%s: decided %+v, %v", test.what, board.Decided, err)
			}
			a, err := Find(t.Context(), s, asks(""), Question{From: "USD", To: "NPR", Day: april(3), Rule: "nrb-sell"})
			if waits := errors.As(err, new(*rates.ErrHeld)); waits != (test.holds == "") || !waits && a.Rate.Value.String() != test.holds {
				t.Errorf("%s, %s: %+v, %v", engine.name, test.what, a.Rate, err)
			}
		}
	}
}

func TestFaultyRatesAreNotStored(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		if _, err := Enter(t.Context(), s, asks(""), TypedRate{}); len(pointersOf(err)) != 7 {
			t.Errorf("an empty rate: %v, want faults", err)
		}
		if _, err := SaveRule(t.Context(), s, asks(""), TypedRule{ID: "own"}, 0); len(pointersOf(err)) != 6 {
			t.Errorf("a rule of an ID alone: %v, want faults", err)
		}
		there, err := LookAtEntries(t.Context(), s, asks(""), 10)
		book, err2 := LookAtRules(t.Context(), s, asks(""))
		if err := errors.Join(err, err2); err != nil || len(there.Entries) != 0 || len(book.Rules) != len(rates.Rules) {
			t.Errorf("stored all the same: %d rates, %d rules, %v", len(there.Entries), len(book.Rules), err)
		}
		takes(t, s, "", "149.27", "300")
		board, err := Look(t.Context(), s, asks(""), 10)
		if err != nil {
			t.Fatal(err)
		}
		long := strings.Repeat("x", maxReason+1)
		_, err = Confirm(t.Context(), s, asks(""), board.Waiting[0].ID, long)
		for what, err := range map[string]error{"Confirm": err, "Reject": Reject(t.Context(), s, asks(""), board.Waiting[0].ID, long)} {
			if got := pointersOf(err); !slices.Equal(got, []string{"/reason too_long"}) {
				t.Errorf("%s for a long reason: %v", what, err)
			}
		}
	})
}

func TestExportHandsOverEveryRate(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		takes(t, s, "a", "149.27", "149.30")
		var got []byte
		err := Export(t.Context(), s, asks(""), Filter{First: april(2)}, func(rows store.Rows[StoredRate]) error {
			got = nil
			return rows(func(r StoredRate) error {
				got = append(got, r.Value.String()+" "...)
				return nil
			})
		})
		if err != nil || string(got) != "149.30 " {
			t.Errorf("Export = %q, %v", got, err)
		}
	})
}
