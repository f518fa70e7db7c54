package trade_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/trade"
)

// published are the rates that the recorded feeds give for the samples.
var published = map[string][]money.Rate{
	"01-kathmandu-scoured-wool": {
		rate("USD", "NPR", "149.27", "1", "2026-04-03"),
		{}, // the order's own
	},
	"02-nhava-sheva-cashmere": {
		rate("USD", "INR", "93.348300", "1", "2026-03-20"),
		rate("USD", "CNY", "7.9214", "1.15", "2026-03-18"),
	},
	"03-kolkata-yak-inr": {
		rate("INR", "NPR", "160.00", "100", "2026-04-04"),
		{}, // the order's own
	},
}

func rate(from, to money.Currency, value, per, date string) money.Rate {
	d, err := civil.ParseDate(date)
	if err != nil {
		panic(err)
	}
	return money.Rate{From: from, To: to, Value: exact.Must(value), Per: exact.Must(per), Side: money.Mid, Source: "test", Date: d}
}

func file(t testing.TB, path ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err) // a missing sample is a failure
	}
	return data
}

func read(t testing.TB, data []byte) trade.Order {
	t.Helper()
	o, faults := trade.ReadOrder(bytes.NewReader(data))
	if err := faults.Err(); err != nil {
		t.Fatalf("ReadOrder: %v", err)
	}
	return o
}

func TestSamplesAddUpToWhatIsExpected(t *testing.T) {
	for name, rates := range published {
		o := read(t, file(t, "..", "sample", "orders", name+".json"))
		totals, err := o.Totals(rates)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := json.MarshalIndent(totals, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		want := bytes.TrimSpace(file(t, "..", "sample", "testdata", name+".expected.json"))
		if !bytes.Equal(got, want) {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
	}
}
