package rates_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/sample"
	"woolroad/rates"
)

func TestOn(t *testing.T) {
	table := recorded(t)
	for _, test := range []struct {
		name     string
		source   rates.SourceID
		side     money.Side
		from, to money.Currency
		day      string
		want     string
	}{
		{"the day itself", rates.NRB, money.Sell, "USD", "NPR", "2026-04-03", "149.27 per 1 of 2026-04-03"},
		{"the other side", rates.NRB, money.Buy, "USD", "NPR", "2026-04-03", "148.67 per 1 of 2026-04-03"},
		{"per 100", rates.NRB, money.Buy, "INR", "NPR", "2026-04-04", "160.00 per 100 of 2026-04-04"},
		{"per 10", rates.NRB, money.Sell, "JPY", "NPR", "2026-04-02", "9.59 per 10 of 2026-04-02"},
		{"won per 100", rates.NRB, money.Sell, "KRW", "NPR", "2026-04-01", "9.96 per 100 of 2026-04-01"},
		{"Nepal publishes on Sunday too", rates.NRB, money.Sell, "JPY", "NPR", "2026-04-05", "9.36 per 10 of 2026-04-05"},
		{"long after the last day", rates.NRB, money.Sell, "USD", "NPR", "2026-11-23", "149.27 per 1 of 2026-04-05"},
		{"the other way round swaps the figures", rates.NRB, money.Sell, "NPR", "INR", "2026-04-04", "100 per 160.15 of 2026-04-04"},

		{"FBIL on its day", rates.FBIL, money.Mid, "USD", "INR", "2026-03-20", "93.348300 per 1 of 2026-03-20"},
		{"FBIL on Saturday", rates.FBIL, money.Mid, "USD", "INR", "2026-03-21", "93.348300 per 1 of 2026-03-20"},
		{"FBIL on a holiday", rates.FBIL, money.Mid, "USD", "INR", "2026-03-19", "92.451400 per 1 of 2026-03-18"},
		{"no side is the middle", rates.FBIL, "", "JPY", "INR", "2026-03-17", "57.990000 per 100 of 2026-03-17"},
		{"per 10000", rates.FBIL, money.Mid, "IDR", "INR", "2026-03-20", "55.107900 per 10000 of 2026-03-20"},

		{"CFETS", rates.CFETS, money.Mid, "USD", "CNY", "2026-07-29", "6.7928 per 1 of 2026-07-29"},
		{"CFETS per 100", rates.CFETS, money.Mid, "JPY", "CNY", "2026-07-28", "4.5712 per 100 of 2026-07-28"},
		{"CFETS quoted per yuan", rates.CFETS, money.Mid, "KRW", "CNY", "2026-07-29", "1 per 193.72 of 2026-07-29"},
		{"and asked as quoted", rates.CFETS, money.Mid, "CNY", "KRW", "2026-07-31", "193.72 per 1 of 2026-07-29"},

		{"ECB from the euro", rates.ECB, money.Mid, "EUR", "USD", "2026-03-18", "1.15 per 1 of 2026-03-18"},
		{"ECB to the euro", rates.ECB, money.Mid, "USD", "EUR", "2026-03-18", "1 per 1.15 of 2026-03-18"},
		{"ECB through the euro", rates.ECB, money.Mid, "USD", "CNY", "2026-03-21", "7.9214 per 1.15 of 2026-03-18 through EUR"},
		{"ECB on Sunday", rates.ECB, money.Mid, "USD", "CNY", "2026-03-15", "7.9145 per 1.1476 of 2026-03-13 through EUR"},
		{"ECB's XML", rates.ECB, money.Mid, "GBP", "INR", "2025-10-10", "103.1025 per 0.86830 of 2025-10-09 through EUR"},
		{"both files of the ECB", rates.ECB, money.Mid, "USD", "INR", "2026-02-16", "103.1025 per 1.1611 of 2025-10-09 through EUR"},
		{"both figures are of one day", rates.ECB, money.Mid, "USD", "BGN", "2026-03-18", "1.9558 per 1.1611 of 2025-10-09 through EUR"},
		{"whichever of the two is older", rates.ECB, money.Mid, "BGN", "USD", "2026-03-18", "1.1611 per 1.9558 of 2025-10-09 through EUR"},
	} {
		r, err := table.On(test.source, test.side, test.from, test.to, day(t, test.day))
		if err != nil {
			t.Errorf("%s: %s", test.name, err)
			continue
		}
		got := fmt.Sprintf("%s per %s of %s", r.Value, r.Per, r.Date)
		if r.Through != "" {
			got += " through " + string(r.Through)
		}
		if got != test.want {
			t.Errorf("%s: %s to %s by %s on %s = %s, want %s", test.name, test.from, test.to, test.source, test.day, got, test.want)
		}
		if r.From != test.from || r.To != test.to || r.Source != test.source.Name() {
			t.Errorf("%s: got %s to %s by %q, want %s to %s by %q", test.name, r.From, r.To, r.Source, test.from, test.to, test.source.Name())
		}
	}
}

func TestOnNothing(t *testing.T) {
	table := recorded(t)
	for _, test := range []struct {
		name     string
		source   rates.SourceID
		side     money.Side
		from, to money.Currency
		day      string
		want     string
	}{
		{"before the first day", rates.NRB, money.Sell, "USD", "NPR", "2026-03-31", "no rate from USD to NPR by Nepal Rastra Bank (sell) on or before 2026-03-31"},
		{"the cross before the first day", rates.ECB, money.Mid, "USD", "CNY", "2025-10-08", "no rate from USD to CNY by European Central Bank on or before 2025-10-08"},
		{"`---` is no rate", rates.CFETS, money.Mid, "KRW", "CNY", "2026-07-28", "no rate from KRW to CNY by China Foreign Exchange Trade System, central parity on or before 2026-07-28"},
		{"NRB has no middle", rates.NRB, money.Mid, "USD", "NPR", "2026-04-03", "no rate from USD to NPR by Nepal Rastra Bank on or before 2026-04-03"},
		{"FBIL sells nothing", rates.FBIL, money.Sell, "USD", "INR", "2026-03-20", "no rate from USD to INR by Financial Benchmarks India (sell) on or before 2026-03-20"},
		{"selling rates do not cross", rates.NRB, money.Sell, "USD", "INR", "2026-04-03", "no rate from USD to INR by Nepal Rastra Bank (sell) on or before 2026-04-03"},
		{"rupees do not cross", rates.FBIL, money.Mid, "USD", "EUR", "2026-03-20", "no rate from USD to EUR by Financial Benchmarks India on or before 2026-03-20"},
		{"yuan do not cross", rates.CFETS, money.Mid, "USD", "EUR", "2026-07-29", "no rate from USD to EUR by China Foreign Exchange Trade System, central parity on or before 2026-07-29"},
		{"the ECB has no Nepalese rupee", rates.ECB, money.Mid, "USD", "NPR", "2026-03-18", "no rate from USD to NPR by European Central Bank on or before 2026-03-18"},
		{"a currency against itself", rates.ECB, money.Mid, "USD", "USD", "2026-03-18", "no rate from USD to USD by European Central Bank on or before 2026-03-18"},
		{"the euro against itself", rates.ECB, money.Mid, "EUR", "EUR", "2026-03-18", "no rate from EUR to EUR by European Central Bank on or before 2026-03-18"},
		{"a source nobody knows", "boe", money.Mid, "USD", "GBP", "2026-03-18", "no rate from USD to GBP by boe on or before 2026-03-18"},
	} {
		r, err := table.On(test.source, test.side, test.from, test.to, day(t, test.day))
		if none := (*rates.ErrNone)(nil); !errors.As(err, &none) {
			t.Errorf("%s: got %v, %v, want *ErrNone", test.name, r, err)
		} else if err.Error() != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.name, err, test.want)
		}
	}
	if _, err := new(rates.Table).On(rates.ECB, money.Mid, "USD", "CNY", day(t, "2026-03-18")); err == nil {
		t.Error("the zero table has a rate")
	}
}

func TestOrdersTotals(t *testing.T) {
	table := recorded(t)
	for _, test := range []struct {
		total  money.Amount
		to     money.Currency
		source rates.SourceID
		side   money.Side
		day    string
		want   string
	}{
		{money.Must("25420.11", "USD"), "NPR", rates.NRB, money.Sell, "2026-04-03", "3794459.82"},
		{money.Must("154058.72", "USD"), "INR", rates.FBIL, "", "2026-03-21", "14381119.61"},
		{money.Must("154058.72", "USD"), "CNY", rates.ECB, "", "2026-03-21", "1061183.26"},
		{money.Must("7155004.21", "INR"), "NPR", rates.NRB, money.Buy, "2026-04-04", "11448006.74"},
	} {
		r, err := table.On(test.source, test.side, test.total.Currency(), test.to, day(t, test.day))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := r.Convert(test.total); err != nil || got.String() != test.want {
			t.Errorf("%s %s = %s %s (%v), want %s", test.total, test.total.Currency(), got, test.to, err, test.want)
		}
	}
}

func TestAge(t *testing.T) {
	r, err := recorded(t).On(rates.ECB, money.Mid, "USD", "CNY", day(t, "2026-03-29"))
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Age(day(t, "2026-03-29")); got != 11 {
		t.Errorf("the rate of %s is %d days old on 2026-03-29, want 11", r.Date, got)
	}
}

func TestAddConflicts(t *testing.T) {
	var table rates.Table
	rate := func(value, per, date string) money.Rate {
		return money.Rate{From: "USD", To: "NPR", Value: exact.Must(value), Per: exact.Must(per), Side: money.Sell, Source: rates.NRB.Name(), Date: day(t, date)}
	}
	const at = "Nepal Rastra Bank, USD to NPR (sell), "
	for _, test := range []struct {
		name string
		add  []money.Rate
		want string
	}{
		{"a first rate", []money.Rate{rate("149.27", "1", "2026-04-03")}, ""},
		{"the same again", []money.Rate{rate("149.27", "1", "2026-04-03")}, ""},
		{"the same with more zeros", []money.Rate{rate("149.2700", "1", "2026-04-03")}, ""},
		{"the same in another unit", []money.Rate{rate("14927", "100", "2026-04-03")}, ""},
		{"another value", []money.Rate{rate("149.28", "1", "2026-04-03")}, at + "2026-04-03: the day has two values, 149.27 for 1 and 149.28 for 1; the first is used"},
		{"two values in one call", []money.Rate{rate("150.01", "1", "2026-04-04"), rate("150.02", "1", "2026-04-04")}, at + "2026-04-04: the day has two values, 150.01 for 1 and 150.02 for 1; the first is used"},
		{"nothing per unit", []money.Rate{rate("0", "1", "2026-04-05")}, at + "2026-04-05: 0 for 1 is not a rate"},
		{"per nothing", []money.Rate{rate("149.27", "0", "2026-04-05")}, at + "2026-04-05: 149.27 for 0 is not a rate"},
		{"an earlier day, after the later ones", []money.Rate{rate("148.00", "1", "2026-04-01")}, ""},
	} {
		var got []string
		for _, s := range table.Add(test.add...) {
			got = append(got, s.String())
		}
		if strings.Join(got, "\n") != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
	for _, test := range []struct{ day, want string }{
		{"2026-04-02", "148.00"},
		{"2026-04-03", "149.27"},
		{"2026-04-05", "150.01"},
	} {
		if r, err := table.On(rates.NRB, money.Sell, "USD", "NPR", day(t, test.day)); err != nil || r.Value.String() != test.want {
			t.Errorf("after the conflicts %s is %s (%v), want %s", test.day, r.Value, err, test.want)
		}
	}
}

// TestThereAndBack multiplies each rate with the one of the way back: as exact
// fractions the product is one.
func TestThereAndBack(t *testing.T) {
	table := recorded(t)
	pairs := 0
	for _, r := range everyRate(t) {
		source := sourceOf(t, r)
		others := []money.Currency{r.To}
		if source == rates.ECB {
			others = append(others, "CNY", "INR", "ISK")
		}
		for _, from := range others {
			there, err := table.On(source, r.Side, r.From, from, r.Date)
			if from != r.To {
				there, err = table.On(source, r.Side, r.To, from, r.Date)
			}
			if none := (*rates.ErrNone)(nil); errors.As(err, &none) {
				continue // a currency against itself
			}
			back, err := table.On(source, r.Side, there.To, there.From, r.Date)
			if err != nil {
				t.Fatal(err)
			}
			if one := new(big.Rat).Mul(fraction(t, there), fraction(t, back)); one.Cmp(big.NewRat(1, 1)) != 0 {
				t.Errorf("%s to %s of %s: there and back is %s, want 1", there.From, there.To, r.Date, one)
			}
			pairs++
		}
	}
	if pairs < 2000 {
		t.Errorf("only %d pairs were tried", pairs)
	}
}

func fraction(t *testing.T, r money.Rate) *big.Rat {
	t.Helper()
	value, ok := new(big.Rat).SetString(r.Value.String())
	per, ok2 := new(big.Rat).SetString(r.Per.String())
	if !ok || !ok2 {
		t.Fatalf("%s per %s is no fraction", r.Value, r.Per)
	}
	return value.Quo(value, per)
}

// TestOnIsTheLastPublished compares with a walk over all rates.
func TestOnIsTheLastPublished(t *testing.T) {
	table, all := recorded(t), everyRate(t)
	for d := day(t, "2026-02-10"); d.Before(day(t, "2026-04-10")); d = d.AddDays(1) {
		for _, pair := range []struct {
			source rates.SourceID
			side   money.Side
			from   money.Currency
			to     money.Currency
		}{
			{rates.ECB, money.Mid, "EUR", "CNY"},
			{rates.FBIL, money.Mid, "JPY", "INR"},
			{rates.NRB, money.Buy, "INR", "NPR"},
		} {
			var want money.Rate
			for _, r := range all {
				if r.Source == pair.source.Name() && r.Side == pair.side && r.From == pair.from && r.To == pair.to && !r.Date.After(d) && r.Date.After(want.Date) {
					want = r
				}
			}
			got, err := table.On(pair.source, pair.side, pair.from, pair.to, d)
			if (err != nil) != want.Date.IsZero() || got.Date != want.Date || got.Value.Cmp(want.Value) != 0 {
				t.Errorf("%s to %s on %s = %s of %s (%v), want %s of %s", pair.from, pair.to, d, got.Value, got.Date, err, want.Value, want.Date)
			}
		}
	}
}

// recorded returns a table of all recorded feeds.
func recorded(t testing.TB) *rates.Table {
	t.Helper()
	var table rates.Table
	if conflicts := table.Add(everyRate(t)...); len(conflicts) > 0 {
		t.Fatalf("the recorded feeds contradict each other: %s", conflicts)
	}
	return &table
}

func everyRate(t testing.TB) (all []money.Rate) {
	t.Helper()
	names, err := fs.Glob(sample.Files, "rates/*")
	if err != nil || len(names) != 5 {
		t.Fatalf("recorded feeds: %v, %v; want 5", names, err)
	}
	for _, name := range names {
		feed, err := rates.Read(strings.NewReader(content(t, name)))
		if err != nil {
			t.Fatalf("%s: %s", name, err)
		}
		all = append(all, feed.Rates...)
	}
	return all
}

func content(t testing.TB, name string) string {
	t.Helper()
	b, err := fs.ReadFile(sample.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func sourceOf(t *testing.T, r money.Rate) rates.SourceID {
	t.Helper()
	sources := []rates.SourceID{rates.NRB, rates.FBIL, rates.CFETS, rates.ECB}
	i := slices.IndexFunc(sources, func(s rates.SourceID) bool { return s.Name() == r.Source })
	if i < 0 {
		t.Fatalf("%q is no source", r.Source)
	}
	return sources[i]
}

func day(t testing.TB, s string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
