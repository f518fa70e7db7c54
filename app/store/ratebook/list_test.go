package ratebook

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/rates"
)

func listed(k StoredRate) string {
	text := fmt.Sprintf("%s %s %s/%s %s per %s of %s", k.Source, k.Side, k.From, k.To, k.Value, k.Per, k.Date)
	if k.Version > 1 {
		text += fmt.Sprintf(" v%d", k.Version)
	}
	if !k.Until.IsZero() {
		text += " until " + k.Until.String()
	}
	return text
}

// lists stores rates of three sources, one of them corrected and one entered.
func lists(t *testing.T, s *Store) {
	t.Helper()
	imports := func(value, day string) {
		t.Helper()
		feed := rates.Feed{Source: rates.NRB}
		for _, side := range []money.Side{money.Buy, money.Sell} {
			feed.Rates = append(feed.Rates, money.Rate{From: "USD", To: "NPR", Value: exact.Must(value), Per: exact.Int(1), Side: side, Source: rates.NRB.Name(), Date: dayOf(t, day)})
		}
		if _, err := s.ImportRates(t.Context(), tashi, "a feed", feed); err != nil {
			t.Fatal(err)
		}
	}
	imports("149.00", "2026-04-01")
	imports("149.50", "2026-04-02")
	imports("149.27", "2026-04-02")
	peg := Entry{Source: rates.Peg, Side: money.Mid, From: "INR", To: "NPR", Value: exact.Must("160.00"), Per: exact.Int(100),
		Date: dayOf(t, "2026-01-01"), Until: dayOf(t, "2026-12-31"), Who: "desk", Reason: "notice", At: noon}
	for range 2 { // a form that is sent twice
		if err := s.EnterRate(t.Context(), Who{Name: peg.Who, At: peg.At}, peg); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheBoardHasTheLastOfEachSeries(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		lists(t, s)
		for _, test := range []struct{ day, want string }{
			{"2025-12-31", ""},
			{"2026-04-01", "Nepal Rastra Bank buy USD/NPR 149.00 per 1 of 2026-04-01, Nepal Rastra Bank sell USD/NPR 149.00 per 1 of 2026-04-01, " +
				"peg of the Nepalese to the Indian rupee mid INR/NPR 160.00 per 100 of 2026-01-01 until 2026-12-31"},
			{"2027-04-03", "Nepal Rastra Bank buy USD/NPR 149.27 per 1 of 2026-04-02 v2, Nepal Rastra Bank sell USD/NPR 149.27 per 1 of 2026-04-02 v2, " +
				"peg of the Nepalese to the Indian rupee mid INR/NPR 160.00 per 100 of 2026-01-01 until 2026-12-31"},
		} {
			var got []string
			view(t, s, func(tx *Tx) error {
				got = nil
				list, err := Board(t.Context(), tx.Tx, dayOf(t, test.day))
				for _, k := range list {
					got = append(got, listed(k))
				}
				return err
			})
			if strings.Join(got, ", ") != test.want {
				t.Errorf("the board of %s is\n%s\nwant\n%s", test.day, strings.Join(got, ", "), test.want)
			}
		}
	})
}

func TestRatesAreListedByDay(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		lists(t, s)
		for _, test := range []struct {
			what   string
			filter Filter
			want   int
		}{
			{"all of them, corrected ones twice", Filter{}, 7},
			{"of a publisher", Filter{Source: rates.NRB}, 6},
			{"of a pair", Filter{From: "INR", To: "NPR"}, 1},
			{"from a currency", Filter{From: "USD"}, 6},
			{"of some days", Filter{First: dayOf(t, "2026-04-02"), Last: dayOf(t, "2026-04-02")}, 4},
			{"of none", Filter{Source: rates.ECB}, 0},
		} {
			var days []string
			view(t, s, func(tx *Tx) error {
				days = nil
				return Each(t.Context(), tx.Tx, test.filter, func(k StoredRate) error {
					days = append(days, k.Date.String())
					return nil
				})
			})
			if len(days) != test.want || strings.Join(days, " ") != strings.Join(slices.Sorted(slices.Values(days)), " ") {
				t.Errorf("%s: %v, want %d by day", test.what, days, test.want)
			}
		}
		view(t, s, func(tx *Tx) error {
			first, last, err := Days(t.Context(), tx.Tx, "USD", "NPR")
			if first.String() != "2026-04-01" || last.String() != "2026-04-02" {
				t.Errorf("USD/NPR has rates from %s to %s", first, last)
			}
			if none, _, err := Days(t.Context(), tx.Tx, "NPR", "USD"); !none.IsZero() || err != nil {
				t.Errorf("NPR/USD has rates from %s, %v", none, err)
			}
			return err
		})
	})
}
