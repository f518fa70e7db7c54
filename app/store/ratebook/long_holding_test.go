//go:build long

package ratebook

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/rates"
)

// Twenty years of working days in 40 currencies, 208,000 rates, each question
// in a transaction of its own:
//
//	go test -tags long -run - -bench LongHolding -benchtime 5000x ./app/store/ratebook

var quotedByECB = []money.Currency{
	"USD", "JPY", "CZK", "DKK", "GBP", "HUF", "PLN", "RON", "SEK", "CHF", "ISK", "NOK", "TRY", "AUD", "BRL", "CAD", "CNY", "HKD", "IDR", "ILS",
	"INR", "KRW", "MXN", "MYR", "NZD", "PHP", "SGD", "THB", "ZAR", "AED", "SAR", "KWD", "BHD", "OMR", "QAR", "PKR", "LKR", "BDT", "MMK", "KZT",
}

func BenchmarkLongHolding(b *testing.B) {
	last := civil.Date{Year: 2026, Month: 11, Day: 20}
	first := last.AddDays(-20 * 364)
	eachBench(b, func(b *testing.B, w Where) {
		s := openAt(b, w)
		n := aHistory(b, s, first, last)
		for _, test := range []struct {
			name     string
			from, to money.Currency
		}{
			{"direct", "EUR", "CNY"}, {"inverse", "CNY", "EUR"}, {"cross", "USD", "CNY"},
		} {
			b.Run(test.name, func(b *testing.B) {
				r := rand.New(rand.NewPCG(1, 1))
				span := last.DaysSince(first)
				var took []time.Duration
				for b.Loop() {
					day := last.AddDays(-r.IntN(span))
					start := time.Now()
					a, err := s.Holding(b.Context(), "ecb", test.from, test.to, day)
					took = append(took, time.Since(start))
					if err != nil || a.Age() > 2 {
						b.Fatalf("%s to %s on %s: %v of %s, %v", test.from, test.to, day, a.Rate, a.Rate.Date, err)
					}
				}
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-median")
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-99%")
				b.ReportMetric(float64(n), "rates")
			})
		}
	})
}

// aHistory fills the database with the ECB's rates of each working day.
func aHistory(b *testing.B, s *Store, first, last civil.Date) (n int) {
	b.Helper()
	const together = 100 // days in a transaction
	for from := first; !from.After(last); from = from.AddDays(together) {
		var rows [][]any
		for d := from; d.Before(from.AddDays(together)) && !d.After(last); d = d.AddDays(1) {
			if weekday := d.In(time.UTC).Weekday(); weekday == time.Saturday || weekday == time.Sunday {
				continue
			}
			for i, to := range quotedByECB {
				rows = append(rows, []any{rates.ECB.Name(), "mid", "EUR", string(to), d.String(), 1, fmt.Sprintf("%d.%04d", i+1, d.DaysSince(first)), "1", "history"})
			}
		}
		err := s.Update(b.Context(), tashi, func(t *Tx) error {
			return t.InsertMany(b.Context(), `rates (source, side, from_currency, to_currency, date, version, value, per, feed)`, rows)
		})
		if err != nil {
			b.Fatal(err)
		}
		n += len(rows)
	}
	return n
}

func eachBench(b *testing.B, f func(b *testing.B, w Where)) {
	b.Run("sqlite", func(b *testing.B) { f(b, migrated.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { f(b, migrated.Postgres(b)) })
}
