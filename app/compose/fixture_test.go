package compose_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/app/compose"
	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
	"woolroad/rates"
)

// everyKey is an order in which every key that may be absent is there.
var everyKey = filepath.Join("testdata", "every-key.json")

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read(t testing.TB, data []byte) trade.Order {
	t.Helper()
	o, faults := trade.ReadOrder(bytes.NewReader(data))
	if err := faults.Err(); err != nil {
		t.Fatalf("ReadOrder: %v", err)
	}
	return o
}

func sampleOrder(t testing.TB, name string) trade.Order {
	t.Helper()
	return read(t, readFile(t, filepath.Join("..", "sample", "orders", name+".json")))
}

func day(t testing.TB, s string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// published returns a table with one rate of each kind that the tests ask for.
func published(t testing.TB, date string) *rates.Table {
	t.Helper()
	table := new(rates.Table)
	add := func(source rates.SourceID, side money.Side, from, to money.Currency, value, per string) {
		r := money.Rate{From: from, To: to, Value: exact.Must(value), Per: exact.Must(per), Side: side, Source: source.Name(), Date: day(t, date)}
		if left := table.Add(r); left != nil {
			t.Fatal(left)
		}
	}
	add(rates.NRB, money.Buy, money.INR, money.NPR, "160.00", "100")
	add(rates.NRB, money.Sell, money.INR, money.NPR, "160.15", "100")
	add(rates.NRB, money.Sell, "USD", money.NPR, "149.27", "1")
	add(rates.FBIL, money.Mid, "USD", money.INR, "93.348300", "1")
	add(rates.ECB, money.Mid, "EUR", "USD", "1.15", "1")
	add(rates.ECB, money.Mid, "EUR", money.CNY, "7.9214", "1")
	add(rates.ECB, money.Mid, "EUR", money.INR, "107.3505", "1")
	return table
}

// issued returns the documents of an order, and its totals.
func issued(t testing.TB, o trade.Order, labels exporter.Labels) ([]documents.Document, trade.Totals) {
	t.Helper()
	found, faults := compose.Rates(o, published(t, o.Date.String()))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	totals, err := o.Totals(found)
	if err != nil {
		t.Fatal(err)
	}
	docs, err := compose.Documents(compose.Consignment{Order: o, Totals: totals, Labels: labels}, compose.KindsFor(o))
	if err != nil {
		t.Fatal(err)
	}
	return docs, totals
}
