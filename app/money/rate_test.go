package money_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
)

func rate(from, to money.Currency, value, per string) money.Rate {
	return money.Rate{From: from, To: to, Value: exact.Must(value), Per: exact.Must(per), Side: money.Mid}
}

func TestConvert(t *testing.T) {
	for _, test := range []struct {
		amount     string
		from       money.Currency
		value, per string
		to         money.Currency
		want       string
	}{
		{"25420.11", "USD", "149.27", "1", "NPR", "3794459.82"},
		{"7155004.21", "INR", "160.00", "100", "NPR", "11448006.74"},
		{"154058.72", "USD", "7.9214", "1.15", "CNY", "1061183.26"},
		{"154058.72", "USD", "93.348300", "1", "INR", "14381119.61"},
		{"1.00", "NPR", "100", "160.00", "INR", "0.63"}, // the other way divides by what was published
		{"0.01", "USD", "50", "1", "JPY", "1"},
		{"0.01", "USD", "49.99", "1", "JPY", "0"},
		{"1", "JPY", "0.0015", "1", "KWD", "0.002"},
		{"0.00", "USD", "149.27", "1", "NPR", "0.00"},
	} {
		got, err := rate(test.from, test.to, test.value, test.per).Convert(money.Must(test.amount, test.from))
		if err != nil || got.String() != test.want || got.Currency() != test.to {
			t.Errorf("%s %s × %s/%s = %s %s, %v, want %s %s", test.from, test.amount, test.value, test.per, got.Currency(), got, err, test.to, test.want)
		}
	}
}

func TestConvertRefuses(t *testing.T) {
	usd, below := money.Must("100.00", money.USD), exact.Int(-1)
	for _, test := range []struct {
		name string
		rate money.Rate
		want error
	}{
		{"another currency", rate("INR", "NPR", "160.00", "100"), money.ErrRate},
		{"no rate at all", money.Rate{}, money.ErrRate},
		{"to no currency", rate("USD", "", "1", "1"), money.ErrRate},
		{"to an unknown currency", rate("USD", "XXX", "1", "1"), money.ErrRate},
		{"no value", rate("USD", "NPR", "0", "1"), money.ErrRate},
		{"per nothing", rate("USD", "NPR", "149.27", "0"), money.ErrRate},
		{"a value below zero", money.Rate{From: "USD", To: "NPR", Value: below, Per: exact.Int(1)}, money.ErrRate},
		{"per less than nothing", money.Rate{From: "USD", To: "NPR", Value: exact.Int(1), Per: below}, money.ErrRate},
		{"too much", rate("USD", "NPR", "149000000000000000", "1"), money.ErrTooLarge},
	} {
		if got, err := test.rate.Convert(usd); !errors.Is(err, test.want) {
			t.Errorf("%s: Convert = %s %s, %v, want %v", test.name, got.Currency(), got, err, test.want)
		}
	}
}

func TestRateJSON(t *testing.T) {
	r := rate("USD", "CNY", "7.9214", "1.1500")
	r.Source, r.Date, r.Through = "European Central Bank", civil.Date{Year: 2026, Month: time.March, Day: 18}, money.EUR
	text, err := json.Marshal(r)
	want := `{"from":"USD","to":"CNY","value":"7.9214","per":"1.1500","side":"mid","source":"European Central Bank","date":"2026-03-18","through":"EUR"}`
	if err != nil || string(text) != want {
		t.Fatalf("the rate as JSON is %s, %v, want %s", text, err, want)
	}
	var back money.Rate
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(back); err != nil || string(again) != want {
		t.Errorf("the rate came back as %s, %v, want %s", again, err, want)
	}
}

var converted money.Amount

func BenchmarkConvert(b *testing.B) {
	b.ReportAllocs()
	a, r := money.Must("154058.72", money.USD), rate("USD", "CNY", "7.9214", "1.15")
	for b.Loop() {
		got, err := r.Convert(a)
		if err != nil {
			b.Fatal(err)
		}
		converted = got
	}
}
