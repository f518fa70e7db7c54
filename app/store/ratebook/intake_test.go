package ratebook

import (
	"testing"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/rates"
	"woolroad/rates/reason"
)

func TestRatesAreKeptWithTheirDigits(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		r := money.Rate{From: "USD", To: "NPR", Value: exact.Must("133.50"), Per: exact.Must("1"), Side: money.Buy, Source: "Nepal Rastra Bank", Date: sampleOrder(t, kathmandu, "").Date}
		bad := reason.Skipped{Place: "line 3", Code: reason.SkipNoFigure}
		feed := rates.Feed{Source: rates.NRB, Rates: []money.Rate{r}, Skipped: []reason.Skipped{bad}}
		for i, test := range []struct {
			value                       string
			added, unchanged, corrected int
		}{{"133.50", 1, 0, 0}, {"133.50", 0, 1, 0}, {"133.5", 0, 1, 0}, {"134.100", 0, 0, 1}, {"134.100", 0, 1, 0}} {
			feed.Rates[0].Value = exact.Must(test.value)
			got, err := s.ImportRates(t.Context(), tashi, "feed.json", feed)
			if err != nil {
				t.Fatal(err)
			}
			if got.Added != test.added || got.Unchanged != test.unchanged || len(got.Corrected) != test.corrected || len(got.Skipped) != 1 {
				t.Errorf("import %d = %+v", i, got)
			}
		}
		got, err := s.Holding(t.Context(), "nrb-buy", "USD", "NPR", r.Date)
		if err != nil || got.Rate.Value.String() != "134.100" {
			t.Errorf("the rate is %s, %v; want 134.100", got.Rate.Value, err)
		}
	})
}
