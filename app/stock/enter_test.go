package stock_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"woolroad/app/fibre"
	"woolroad/app/orders"
	"woolroad/app/sample"
	"woolroad/app/stock"
	"woolroad/app/store"
	"woolroad/app/trade"
)

// shelf is a lot of two bales.
func shelf(number string) trade.Lot {
	bale := func(number, gross string) trade.Bale {
		return trade.Bale{Number: number, Gross: fibre.Must(gross), Tare: fibre.Must("1.2")}
	}
	return trade.Lot{Number: number, Product: "scoured wool", Package: "BL", County: "Nagqu", Test: &trade.Test{Certificate: "XZFI-2026-0400"},
		Bales: []trade.Bale{bale("1", "85.2"), bale("2", "84.7")}}
}

// each runs test on both engines with an empty desk.
func each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	migrated.Each(t, func(t *testing.T, w store.Where) {
		s, err := store.Open(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		test(t, s)
	})
}

// sampleOrder returns the order to Kathmandu with its lot under another number.
func sampleOrder(t *testing.T, lot trade.Lot) trade.Order {
	t.Helper()
	f, err := sample.Files.Open("orders/01-kathmandu-scoured-wool.json")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	o, faults := trade.ReadOrder(f)
	if faults.Err() != nil {
		t.Fatal(faults)
	}
	o.TotalsIn, o.Lots, o.Lines[0].Lots = nil, []trade.Lot{lot}, []string{lot.Number}
	return o
}

// said returns the faults in an error, or the error's own sentence.
func said(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestALotIsEnteredAndChanged(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		at := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)

		ctx, tashi, dawa := t.Context(), store.Who{Name: "Tashi", At: at}, store.Who{Name: "Dawa", At: at}
		if number, err := stock.Enter(ctx, s, tashi, shelf("LHW26-100")); err != nil || number != "LHW26-100" {
			t.Fatalf("%q, %v", number, err)
		}
		if _, err := stock.Enter(ctx, s, tashi, shelf("LHW26-100")); err != nil {
			t.Errorf("the same lot again: %v", err)
		}
		lot, err := stock.Look(ctx, s, dawa, "LHW26-100")
		if err != nil || lot.Version != 1 || lot.ChangedBy != "Tashi" || !lot.ChangedAt.Equal(at) || lot.County != "Nagqu" || lot.Test.Certificate != "XZFI-2026-0400" || len(lot.Bales) != 2 {
			t.Fatalf("the lot is %+v, %v", lot, err)
		}
		other := shelf("LHW26-100")
		other.Bales = other.Bales[:1]
		if _, err := stock.Enter(ctx, s, tashi, other); !strings.Contains(said(err), "Lot LHW26-100 is already in stock; give this lot another number") {
			t.Errorf("another lot of that number: %v", err)
		}
		if _, err := stock.Change(ctx, s, dawa, other, 1); err != nil {
			t.Errorf("a bale less: %v", err)
		}
		stale := (*store.Stale[trade.Lot])(nil)
		if _, err := stock.Change(ctx, s, tashi, shelf("LHW26-100"), 1); !errors.As(err, &stale) || stale.By != "Dawa" || stale.Version != 2 || len(stale.Now.Bales) != 1 {
			t.Errorf("a change of the version before: %v", err)
		}
		list, err := stock.List(ctx, s, tashi, store.LotFilter{Text: "lhw26-100"}, store.Paging{})
		if err != nil || len(list.Rows) != 1 || list.Rows[0].Bales != 1 || list.Rows[0].Net.String() != "84.0" || len(list.Rows[0].Orders) != 0 {
			t.Errorf("the list is %+v, %v", list, err)
		}
		bad := shelf("LHW26-101")
		bad.Bales[1].Tare = bad.Bales[1].Gross
		if _, err := stock.Enter(ctx, s, tashi, bad); !strings.Contains(said(err), "/bales/1/tare") {
			t.Errorf("a bale of nothing: %v", err)
		}
		e := (*trade.Error)(nil)
		if _, err := stock.Change(ctx, s, tashi, shelf("none"), 1); !errors.As(err, &e) || e.Code != trade.NotFound {
			t.Errorf("a lot that is not there: %v", err)
		}
	})
}

// TestAnOrderTakesALotOfTheShelf holds that an order cannot give a lot that was weighed in
// stock other bales, and that its bales stay while an order lists them.
func TestAnOrderTakesALotOfTheShelf(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx, who := t.Context(), store.Who{Name: "Tashi"}
		if _, err := stock.Enter(ctx, s, who, shelf("LHW26-100")); err != nil {
			t.Fatal(err)
		}
		less := shelf("LHW26-100")
		less.Bales = less.Bales[:1]
		if _, err := orders.Add(ctx, s, who, orders.Judge(sampleOrder(t, less)), orders.Source{}); !strings.Contains(said(err), "Lot LHW26-100 is already in stock with 2 bales and not 1") {
			t.Errorf("an order of other bales: %v", err)
		}
		sold := shelf("LHW26-100")
		sold.MassDecimals = 1
		if _, err := orders.Add(ctx, s, who, orders.Judge(sampleOrder(t, sold)), orders.Source{}); err != nil {
			t.Fatal(err)
		}
		if _, err := stock.Change(ctx, s, who, less, 1); !strings.Contains(said(err), "Order SO-2026-0041 has lot LHW26-100 with 2 bales and not 1") {
			t.Errorf("other bales than the order's: %v", err)
		}
		tested := shelf("LHW26-100")
		tested.Test.Laboratory = "Sample Laboratory"
		if _, err := stock.Change(ctx, s, who, tested, 1); err != nil {
			t.Errorf("a laboratory: %v", err)
		}
		lot, err := stock.Look(ctx, s, who, "LHW26-100")
		if err != nil || lot.Version != 2 || lot.Test.Laboratory != "Sample Laboratory" || len(lot.Orders) != 1 {
			t.Errorf("the lot is %+v, %v", lot, err)
		}
	})
}

// TestALotOfAnOrderKeepsHowItIsSold changes the test of a lot that an order brought.
func TestALotOfAnOrderKeepsHowItIsSold(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx, who := t.Context(), store.Who{Name: "Tashi"}
		f, err := sample.Files.Open("orders/01-kathmandu-scoured-wool.json")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		if _, err := orders.Add(ctx, s, who, orders.Read(f), orders.Source{}); err != nil {
			t.Fatal(err)
		}
		was, err := stock.Look(ctx, s, who, "LHW26-031")
		if err != nil || was.Version != 0 || was.Regain == nil {
			t.Fatalf("the lot is %+v, %v", was, err)
		}
		changed := was.Lot
		changed.Regain, changed.MassDecimals, changed.Cooperative = nil, 0, "Sample Cooperative"
		if _, err := stock.Change(ctx, s, who, changed, 0); err != nil {
			t.Fatal(err)
		}
		is, err := stock.Look(ctx, s, who, "LHW26-031")
		if err != nil || is.Version != 1 || is.Cooperative != "Sample Cooperative" || is.Regain == nil || is.Regain.Standard.Cmp(was.Regain.Standard) != 0 || is.MassDecimals != was.MassDecimals {
			t.Errorf("the lot is %+v, %v", is, err)
		}
	})
}
