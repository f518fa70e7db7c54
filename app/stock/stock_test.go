package stock_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"woolroad/app/orders"
	"woolroad/app/sample"
	"woolroad/app/stock"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
)

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w store.Where) error { return store.Migrate(context.Background(), w) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

func TestLotsOfAnOrder(t *testing.T) {
	migrated.Each(t, func(t *testing.T, w store.Where) {
		s, err := store.Open(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}()
		f, err := sample.Files.Open("orders/01-kathmandu-scoured-wool.json")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		who := store.Who{Name: "Tashi"}
		if _, err := orders.Add(t.Context(), s, who, orders.Read(f), orders.Source{}); err != nil {
			t.Fatal(err)
		}
		list, err := stock.List(t.Context(), s, who, store.LotFilter{Text: "LHW26"}, store.Paging{})
		if err != nil || len(list.Rows) != 1 || list.Rows[0].Bales != 60 {
			t.Fatalf("the list is %+v, %v", list, err)
		}
		lot, err := stock.Look(t.Context(), s, who, list.Rows[0].Number)
		if err != nil || len(lot.Bales) != 60 || len(lot.Orders) != 1 || lot.Orders[0].Number != "SO-2026-0041" {
			t.Errorf("the lot is %+v, %v", lot, err)
		}
		e := (*trade.Error)(nil)
		if _, err := stock.Look(t.Context(), s, who, "none"); !errors.As(err, &e) || e.Code != trade.NotFound {
			t.Errorf("a lot that is not there: %v", err)
		}
	})
}
