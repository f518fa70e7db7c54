package series_test

import (
	"fmt"
	"testing"
	"time"

	"woolroad/app/compose"
	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/store/series"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

// issued returns the series and the documents of a store that has issued three invoices
// and a packing list.
func issued(t testing.TB) (heads series.Heads, rows []series.Row) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Where{Data: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	for i := range 3 {
		issue(t, s, fmt.Sprintf("SO-%d", i+1), documents.KindCommercialInvoice)
	}
	issue(t, s, "SO-1", documents.KindPackingList)
	_, err = store.View(t.Context(), s, tashi, func(tx *store.Tx) (none struct{}, err error) {
		if heads, err = series.ReadHeads(t.Context(), tx.Tx); err != nil {
			return none, err
		}
		return none, series.Read(t.Context(), tx.Tx, func(r series.Row) bool {
			rows = append(rows, r)
			return true
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return heads, rows
}

var tashi = store.Who{Name: "Tashi", At: time.Date(2026, 11, 23, 4, 0, 0, 123456789, time.UTC)}

// issue issues a document of a sample order under that number.
func issue(t testing.TB, s *store.Store, number string, k documents.Kind) {
	t.Helper()
	f, err := sample.Files.Open("orders/01-kathmandu-scoured-wool.json")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	o, faults := trade.ReadOrder(f)
	o.Number, o.TotalsIn = number, nil
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	totals, err := o.Totals(nil)
	if err != nil {
		t.Fatal(err)
	}
	draw := func(a store.Assigned) ([]documents.Document, error) {
		doc, err := compose.Document(compose.Consignment{Order: o, Totals: totals, Labels: exporter.English}, k, compose.Numbers{Number: a.Numbers[k]})
		return []documents.Document{doc}, err
	}
	err = s.Issuing(t.Context(), tashi, func(tx *store.Tx) error {
		if _, err := tx.AddOrder(t.Context(), o); err != nil {
			return err
		}
		if err := tx.TurnOf(t.Context(), number); err != nil {
			return err
		}
		_, info, err := tx.Order(t.Context(), number)
		if err != nil {
			return err
		}
		_, err = tx.Issue(t.Context(), o, info.ID, store.IssueRequest{Kinds: []documents.Kind{k}, Key: number + string(k), Rebill: true, Draw: draw})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
