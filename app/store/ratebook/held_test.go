package ratebook

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/rates"
)

// selling returns a feed of selling rates of the dollar, written "04-01 149.27".
func selling(t testing.TB, days ...string) rates.Feed {
	t.Helper()
	feed := rates.Feed{Source: rates.NRB}
	for _, one := range days {
		date, value, _ := strings.Cut(one, " ")
		feed.Rates = append(feed.Rates, money.Rate{From: "USD", To: "NPR", Value: exact.Must(value), Per: exact.Int(1), Side: money.Sell,
			Source: rates.NRB.Name(), Date: in2026(t, date)})
	}
	return feed
}

func in2026(t testing.TB, monthDay string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate("2026-" + monthDay)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// take takes a feed in and says its result: "1 added, 2 unchanged, …".
func take(t testing.TB, s *Store, days ...string) string {
	t.Helper()
	return takeFeed(t, s, selling(t, days...))
}

func takeFeed(t testing.TB, s *Store, feed rates.Feed) string {
	t.Helper()
	got, err := s.TakeRates(t.Context(), Who{Name: "Tashi", At: noon}, Intake{Name: "feed", Share: exact.Must("0.10")}, feed)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d added, %d unchanged, %d corrected, %d held, %d skipped", got.Added, got.Unchanged, len(got.Corrected), len(got.Held), len(got.Skipped))
}

// holding returns the value that applies on a day, or "none".
func holding(t testing.TB, s *Store, monthDay string) string {
	t.Helper()
	return holdingFrom(t, s, "USD", monthDay)
}

func holdingFrom(t testing.TB, s *Store, from money.Currency, monthDay string) string {
	t.Helper()
	r, ok := published(t, s, rates.Series{Source: rates.NRB, Side: money.Sell, From: from, To: "NPR"}, in2026(t, monthDay))
	if !ok {
		return "none"
	}
	return r.Value.String()
}

// published returns the last rate of a series up to a day.
func published(t testing.TB, s *Store, series rates.Series, day civil.Date) (r money.Rate, ok bool) {
	t.Helper()
	err := s.View(t.Context(), func(tx *Tx) (err error) {
		r, ok, err = LastPublished(t.Context(), tx.Tx, series, day)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, ok
}

// waiting returns the held rates, as "04-01 149.27".
func waiting(t testing.TB, s *Store) string {
	t.Helper()
	return waitingFrom(t, s, "USD")
}

func waitingFrom(t testing.TB, s *Store, from money.Currency) string {
	t.Helper()
	held, err := s.HeldRates(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, h := range held {
		if h.Rate.From == from {
			all = append(all, h.Rate.Date.String()[5:]+" "+h.Rate.Value.String())
		}
	}
	return strings.Join(all, ", ")
}

// TestHeldRates takes feeds in one after the other.
func TestHeldRates(t *testing.T) {
	type step struct{ feed, came, held, holds string } // what holds on 04-09
	tests := []struct {
		what  string
		steps []step
	}{
		{"small steps", []step{
			{"04-01 100,04-02 110,04-03 99", "3 added, 0 unchanged, 0 corrected, 0 held, 0 skipped", "", "99"},
		}},
		{"a jump is held, and what is near the last good one is not", []step{
			{"04-01 100,04-02 1000,04-03 101", "2 added, 0 unchanged, 0 corrected, 1 held, 0 skipped", "04-02 1000", "101"},
		}},
		{"what follows a jump is held with it", []step{
			{"04-01 100,04-02 150,04-03 151", "1 added, 0 unchanged, 0 corrected, 2 held, 0 skipped", "04-02 150, 04-03 151", "100"},
		}},
		{"the same feed again holds nothing twice", []step{
			{"04-01 100,04-02 150", "1 added, 0 unchanged, 0 corrected, 1 held, 0 skipped", "04-02 150", "100"},
			{"04-01 100,04-02 150.00", "0 added, 2 unchanged, 0 corrected, 0 held, 0 skipped", "04-02 150", "100"},
		}},
		{"days in any order are compared by date", []step{
			{"04-03 120,04-01 100,04-02 110", "3 added, 0 unchanged, 0 corrected, 0 held, 0 skipped", "", "120"},
		}},
		{"an earlier day compares with the one before it, not with the last", []step{
			{"04-01 100,04-05 105", "2 added, 0 unchanged, 0 corrected, 0 held, 0 skipped", "", "105"},
			{"04-03 300", "0 added, 0 unchanged, 0 corrected, 1 held, 0 skipped", "04-03 300", "105"},
			{"04-02 101,04-04 104", "2 added, 0 unchanged, 0 corrected, 0 held, 0 skipped", "04-03 300", "105"},
		}},
		{"days that are stored stand between those of a feed", []step{
			{"04-02 115", "1 added, 0 unchanged, 0 corrected, 0 held, 0 skipped", "", "115"},
			{"04-01 105,04-03 125", "2 added, 0 unchanged, 0 corrected, 0 held, 0 skipped", "", "125"},
		}},
		{"a small correction is one", []step{
			{"04-01 100", "1 added, 0 unchanged, 0 corrected, 0 held, 0 skipped", "", "100"},
			{"04-01 101", "0 added, 0 unchanged, 1 corrected, 0 held, 0 skipped", "", "101"},
		}},
		{"a large correction is held", []step{
			{"04-01 100", "1 added, 0 unchanged, 0 corrected, 0 held, 0 skipped", "", "100"},
			{"04-01 10", "0 added, 0 unchanged, 0 corrected, 1 held, 0 skipped", "04-01 10", "100"},
		}},
		{"the publisher takes a jump back", []step{
			{"04-01 100,04-02 1010", "1 added, 0 unchanged, 0 corrected, 1 held, 0 skipped", "04-02 1010", "100"},
			{"04-02 101", "1 added, 0 unchanged, 0 corrected, 0 held, 0 skipped", "", "101"},
			{"04-02 1010", "0 added, 1 unchanged, 0 corrected, 0 held, 0 skipped", "", "101"},
		}},
		{"the publisher takes a large correction back", []step{
			{"04-01 100", "1 added, 0 unchanged, 0 corrected, 0 held, 0 skipped", "", "100"},
			{"04-01 10", "0 added, 0 unchanged, 0 corrected, 1 held, 0 skipped", "04-01 10", "100"},
			{"04-01 100", "0 added, 1 unchanged, 0 corrected, 0 held, 0 skipped", "", "100"},
		}},
		{"one jump takes the place of another", []step{
			{"04-01 100,04-02 1010", "1 added, 0 unchanged, 0 corrected, 1 held, 0 skipped", "04-02 1010", "100"},
			{"04-02 202", "0 added, 0 unchanged, 0 corrected, 1 held, 0 skipped", "04-02 202", "100"},
		}},
		{"two values for a day in one feed", []step{
			{"04-01 100,04-01 100.0,04-01 101", "1 added, 0 unchanged, 0 corrected, 0 held, 1 skipped", "", "100"},
		}},
		{"the first of all has nothing to be compared with", []step{
			{"04-01 999999", "1 added, 0 unchanged, 0 corrected, 0 held, 0 skipped", "", "999999"},
		}},
	}
	each(t, func(t *testing.T, s *Store) {
		for i, test := range tests {
			for _, step := range test.steps {
				// Each has a currency of its own, which is a history of its own.
				feed := selling(t, strings.Split(step.feed, ",")...)
				from := []money.Currency{"USD", "EUR", "GBP", "CHF", "AUD", "CAD", "SGD", "JPY", "CNY", "SAR", "QAR", "THB", "AED", "MYR"}[i]
				for i := range feed.Rates {
					feed.Rates[i].From = from
				}
				if got := takeFeed(t, s, feed); got != step.came {
					t.Errorf("%s, %s: %s, want %s", test.what, step.feed, got, step.came)
				}
				if got := waitingFrom(t, s, from); got != step.held {
					t.Errorf("%s, %s: held %q, want %q", test.what, step.feed, got, step.held)
				}
				if got := holdingFrom(t, s, from, "04-09"); got != step.holds {
					t.Errorf("%s, %s: %s holds, want %s", test.what, step.feed, got, step.holds)
				}
			}
		}
	})
}

// TestOtherSeriesAreNotCompared: what moved is told by source, side and pair.
func TestOtherSeriesAreNotCompared(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		feed := selling(t, "04-01 100", "04-02 200", "04-02 300", "04-02 400", "04-02 500")
		feed.Rates[1].Side = money.Buy
		feed.Rates[2].From = "EUR"
		feed.Rates[3].Source = rates.ECB.Name()
		feed.Rates[4].From, feed.Rates[4].To = "NPR", "USD"
		got, err := s.TakeRates(t.Context(), Who{Name: "Tashi", At: noon}, Intake{Name: "feed", Share: exact.Must("0.10")}, feed)
		if err != nil || got.Added != 5 || len(got.Held) != 0 {
			t.Errorf("%+v, %v; want all five added", got, err)
		}
	})
}

func TestAHeldRateIsConfirmed(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		take(t, s, "04-01 100", "04-02 150", "04-03 151", "04-04 15.1", "04-05 152", "04-06 152")
		held, err := s.HeldRates(t.Context())
		if err != nil || len(held) != 5 {
			t.Fatalf("%d held, %v; want 5", len(held), err)
		}
		h := held[0]
		if h.Last.Value.String() != "100" || h.Last.Date != in2026(t, "04-01") || h.Share.String() != "0.10" || h.Feed != "feed" || !h.At.Equal(noon.Truncate(time.Microsecond)) {
			t.Errorf("held: %+v", h)
		}
		if _, err := s.ConfirmRate(t.Context(), Who{Name: "Tashi", At: noon}, "x", ""); codeOf(err) != trade.NotFound {
			t.Errorf("confirmed what is not there: %v", err)
		}
		all, err := s.ConfirmRate(t.Context(), Who{Name: "Tashi", At: noon.Add(time.Hour)}, h.ID, "devalued")
		if err != nil || len(all) != 4 || all[0].ID != h.ID || all[0].Decision != Confirmed || all[3].Decision != Followed {
			t.Fatalf("confirmed %+v, %v; want it and the three that follow", all, err)
		}
		if got := waiting(t, s); got != "04-04 15.1" {
			t.Errorf("still held: %q", got)
		}
		for day, want := range map[string]string{"04-01": "100", "04-02": "150", "04-04": "151", "04-06": "152"} {
			if got := holding(t, s, day); got != want {
				t.Errorf("on %s %s holds, want %s", day, got, want)
			}
		}
		if _, err := s.ConfirmRate(t.Context(), Who{Name: "Tashi", At: noon}, h.ID, ""); codeOf(err) != trade.Conflict || !strings.Contains(err.Error(), "Tashi has confirmed") {
			t.Errorf("confirmed twice: %v", err)
		}
		if err := s.RejectRate(t.Context(), Who{Name: "Tashi", At: noon}, all[1].ID, ""); codeOf(err) != trade.Conflict {
			t.Errorf("rejected what followed: %v", err)
		}
		decided, err := s.DecidedRates(t.Context(), 10)
		if err != nil || len(decided) != 4 || decided[0].DecidedBy != "Tashi" || decided[0].Reason != "devalued" || !decided[0].DecidedAt.Equal(noon.Add(time.Hour).Truncate(time.Microsecond)) {
			t.Errorf("decided: %+v, %v", decided, err)
		}
		if got := take(t, s, "04-02 150", "04-07 153"); got != "1 added, 1 unchanged, 0 corrected, 0 held, 0 skipped" {
			t.Errorf("afterwards: %s", got)
		}
	})
}

func TestALargeCorrectionIsConfirmed(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		take(t, s, "04-01 100", "04-02 1000", "04-02 10")
		take(t, s, "04-01 10")
		held, err := s.HeldRates(t.Context())
		if err != nil || len(held) != 2 {
			t.Fatalf("%+v, %v", held, err)
		}
		if _, err := s.ConfirmRate(t.Context(), Who{Name: "Tashi", At: noon}, held[0].ID, ""); err != nil {
			t.Fatal(err)
		}
		if got := holding(t, s, "04-09"); got != "10" {
			t.Errorf("%s holds, want the correction", got)
		}
		if got := take(t, s, "04-01 100"); got != "0 added, 1 unchanged, 0 corrected, 0 held, 0 skipped" { // an old feed takes nothing back
			t.Errorf("the old value again: %s", got)
		}
	})
}

func TestAHeldRateIsRejected(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		take(t, s, "04-01 100", "04-02 1000")
		held, err := s.HeldRates(t.Context())
		if err != nil || len(held) != 1 {
			t.Fatalf("%+v, %v", held, err)
		}
		if err := s.RejectRate(t.Context(), Who{Name: "Tashi", At: noon}, held[0].ID, "a slip of the publisher's"); err != nil {
			t.Fatal(err)
		}
		if got := take(t, s, "04-01 100", "04-02 1000.0"); got != "0 added, 2 unchanged, 0 corrected, 0 held, 0 skipped" {
			t.Errorf("the same feed again: %s", got)
		}
		if waiting(t, s) != "" || holding(t, s, "04-02") != "100" {
			t.Errorf("held %q, holds %s", waiting(t, s), holding(t, s, "04-02"))
		}
		if got := take(t, s, "04-02 2000"); got != "0 added, 0 unchanged, 0 corrected, 1 held, 0 skipped" {
			t.Errorf("another value for the day: %s", got)
		}
		if _, err := s.ConfirmRate(t.Context(), Who{Name: "Tashi", At: noon}, held[0].ID, ""); codeOf(err) != trade.Conflict || !strings.Contains(err.Error(), "has sent another rate") {
			t.Errorf("confirmed after it was rejected, and another came: %v", err)
		}
	})
}

// TestARejectedRateIsConfirmedAfterAll rejects a rate by mistake, and the next feed has it
// and one near it.
func TestARejectedRateIsConfirmedAfterAll(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		take(t, s, "04-01 100", "04-02 1000")
		held, err := s.HeldRates(t.Context())
		if err != nil || len(held) != 1 {
			t.Fatalf("%+v, %v", held, err)
		}
		id := held[0].ID
		if err := s.RejectRate(t.Context(), Who{Name: "Tashi", At: noon}, id, "a slip of the publisher's"); err != nil {
			t.Fatal(err)
		}
		result, err := s.TakeRates(t.Context(), tashi, Intake{Name: "feed", Share: exact.Must("0.10"), Confirmed: "I have looked."}, selling(t, "04-02 1000"))
		if err != nil || result.Unchanged != 1 || result.Rejected != 1 || holding(t, s, "04-02") != "100" {
			t.Errorf("confirmed as a whole: %+v, %v, holds %s", result, err, holding(t, s, "04-02"))
		}
		take(t, s, "04-03 1001")
		done, err := s.ConfirmRate(t.Context(), Who{Name: "Dolma", At: noon.Add(time.Hour)}, id, "It is right: the money was changed.")
		if err != nil || len(done) != 2 || holding(t, s, "04-02") != "1000" || holding(t, s, "04-03") != "1001" {
			t.Errorf("%+v, %v; holds %s and %s", done, err, holding(t, s, "04-02"), holding(t, s, "04-03"))
		}
		decided, err := viewed(t.Context(), s, func(tx *db.Tx) ([]Held, error) { return Decided(t.Context(), tx, 10) })
		var said []string
		for _, h := range decided {
			said = append(said, h.Rate.Value.String()+" "+string(h.Decision)+" by "+h.DecidedBy+": "+h.Reason)
		}
		slices.Sort(said)
		want := []string{"1000 confirmed by Dolma: It is right: the money was changed.", "1000 rejected by Tashi: a slip of the publisher's", "1001 followed by Dolma: It is right: the money was changed."}
		if err != nil || !slices.Equal(said, want) {
			t.Errorf("decided: %q, %v; want %q", said, err, want)
		}
		still, err := viewed(t.Context(), s, func(tx *db.Tx) ([]Held, error) { return RejectedStill(t.Context(), tx, 10) })
		if err != nil || len(still) != 0 {
			t.Errorf("rejected still: %+v, %v", still, err)
		}
		if _, err := s.ConfirmRate(t.Context(), Who{Name: "Dolma", At: noon}, id, "again"); codeOf(err) != trade.Conflict || !strings.Contains(err.Error(), "already applies") {
			t.Errorf("once more: %v", err)
		}
		if got := take(t, s, "04-01 100", "04-02 1000", "04-03 1001"); got != "0 added, 3 unchanged, 0 corrected, 0 held, 0 skipped" {
			t.Errorf("the feed again: %s", got)
		}
	})
}

// TestWithoutAShareNothingIsHeld is how a person's own files come in.
func TestWithoutAShareNothingIsHeld(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		got, err := s.ImportRates(t.Context(), tashi, "feed", selling(t, "04-01 100", "04-02 1000"))
		if err != nil || got.Added != 2 || len(got.Held) != 0 {
			t.Errorf("%+v, %v", got, err)
		}
	})
}
