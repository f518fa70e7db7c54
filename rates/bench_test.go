package rates_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/rates"
)

var benchmarked = []money.Currency{"USD", "JPY", "CZK", "DKK", "GBP", "HUF", "PLN", "RON", "SEK", "CHF", "ISK", "NOK", "TRY", "AUD", "BRL", "CAD", "CNY", "HKD", "IDR", "ILS", "INR", "KRW", "MXN", "MYR", "NZD", "PHP", "SGD", "THB", "ZAR"}

// aHistory returns 200,000 rates of the ECB, the newest first as in its own files.
func aHistory() (history []money.Rate, first, last civil.Date) {
	last = civil.Date{Year: 2026, Month: 11, Day: 20}
	for first = last; len(history) < 200_000; first = first.AddDays(-1) {
		for i, to := range benchmarked {
			history = append(history, money.Rate{From: "EUR", To: to, Value: exact.Shifted(int64(10_000+len(history)+i), 4), Per: exact.Int(1), Side: money.Mid, Source: rates.ECB.Name(), Date: first})
		}
	}
	return history, first, last
}

func BenchmarkOn(b *testing.B) {
	history, first, last := aHistory()
	var table rates.Table
	if conflicts := table.Add(history...); len(conflicts) > 0 {
		b.Fatal(conflicts[0])
	}
	for _, pair := range []struct{ name, from, to string }{
		{"direct", "EUR", "CNY"}, {"inverse", "CNY", "EUR"}, {"cross", "USD", "CNY"},
	} {
		b.Run(pair.name, func(b *testing.B) {
			b.ReportAllocs()
			span := last.DaysSince(first)
			days := make([]civil.Date, 1000)
			for i := range days {
				days[i] = last.AddDays(-i * span / (len(days) + 1))
			}
			for i := 0; b.Loop(); i++ {
				if _, err := table.On(rates.ECB, money.Mid, money.Currency(pair.from), money.Currency(pair.to), days[i%len(days)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAdd(b *testing.B) {
	history, _, _ := aHistory()
	b.ReportAllocs()
	for b.Loop() {
		var table rates.Table
		table.Add(history...)
	}
}

func BenchmarkRead(b *testing.B) {
	const days = 200_000 / 44 // 22 currencies, two sides
	day := strings.SplitAfter(content(b, "rates/nrb-2026-04-01_2026-04-05.json"), `]}`)[0]
	day = day[strings.Index(day, `{"date":"2026`):]
	var history, csv strings.Builder
	csv.WriteString("FREQ,CURRENCY,TIME_PERIOD,OBS_VALUE\n")
	for i := range days {
		d := civil.Date{Year: 2026, Month: 4, Day: 1}.AddDays(-i).String()
		history.WriteString("," + strings.Replace(day, "2026-04-01", d, 1))
		for j := range 44 {
			fmt.Fprintf(&csv, "D,%s,%s,%d.%04d\n", benchmarked[j%len(benchmarked)], d, 1+j, i)
		}
	}
	for _, feed := range []struct{ name, content string }{
		{"nrb", strings.Replace(nrbDay, "%s", history.String()[1:], 1)},
		{"ecb-csv", csv.String()},
	} {
		b.Run(feed.name, func(b *testing.B) {
			b.SetBytes(int64(len(feed.content)))
			b.ReportAllocs()
			for b.Loop() {
				got, err := rates.Read(strings.NewReader(feed.content))
				if err != nil || len(got.Rates) != days*44 {
					b.Fatalf("%d rates, %v; want %d", len(got.Rates), err, days*44)
				}
			}
		})
	}
}
