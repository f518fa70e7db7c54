package office_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"woolroad/app/office"
	"woolroad/app/orders"
	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
)

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w store.Where) error { return store.Migrate(context.Background(), w) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// tashi asks with a request's key, or none.
func tashi(request string) store.Who {
	return store.Who{Name: "Tashi", At: time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC), Request: request}
}

// each runs f against a fresh store on both engines.
func each(t *testing.T, f func(t *testing.T, s *store.Store)) {
	storetest.Opened(t, migrated, store.Open, f)
}

// addOrder stores a sample's order.
func addOrder(t *testing.T, s *store.Store) trade.Order {
	t.Helper()
	f, err := sample.Files.Open("orders/01-kathmandu-scoured-wool.json")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	o, faults := trade.ReadOrder(f)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if _, err := orders.Add(t.Context(), s, tashi(""), orders.Judge(o), orders.Source{}); err != nil {
		t.Fatal(err)
	}
	return o
}

// result returns the places of an error's faults, "stale", or its code.
func result(err error) string {
	found, e := trade.Faults(nil), (*trade.Error)(nil)
	switch {
	case errors.As(err, &found):
		var list []string
		for _, f := range found {
			list = append(list, f.Pointer)
		}
		return strings.Join(list, " ")
	case errors.As(err, new(*store.Stale[exporter.Exporter])):
		return "stale"
	case errors.As(err, &e):
		return string(e.Code)
	case err != nil:
		return err.Error()
	}
	return ""
}

func TestSave(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		seller := addOrder(t, s).Seller
		with := func(version int64, edit func(*exporter.Exporter)) exporter.Exporter {
			e, mine := exporter.Default(), seller
			e.Seller, e.Version = &mine, version
			edit(&e)
			return e
		}
		for _, test := range []struct {
			what, request string
			typed         exporter.Exporter
			want          string
		}{
			{"the first", "a", with(0, func(e *exporter.Exporter) { e.Labels = exporter.English }), ""},
			{"the same request", "a", with(0, func(e *exporter.Exporter) { e.Labels = exporter.English }), ""},
			{"another page of that time", "b", with(0, func(e *exporter.Exporter) { e.Labels = exporter.English }), "stale"},
			{"all that may be wrong", "b", with(1, func(e *exporter.Exporter) {
				e.Seller.Name, e.Seller.Country, e.Calendar, e.Labels, e.Address, e.Zone = "", "XX", "MAY", "zh", "papers", "Local"
			}), "/seller/name /seller/country /calendar /labels /address /zone"},
			{"no calendar", "b", with(1, func(e *exporter.Exporter) { e.Calendar = "" }), "/calendar"},
			{"no zone", "b", with(1, func(e *exporter.Exporter) { e.Zone = "" }), "/zone"},
			{"a zone that is nowhere", "b", with(1, func(e *exporter.Exporter) { e.Zone = "Nowhere/Town" }), "/zone"},
			{"an address without a host", "b", with(1, func(e *exporter.Exporter) { e.Address = "https:papers" }), "/address"},
			{"an address of no page", "b", with(1, func(e *exporter.Exporter) { e.Address = "mailto:desk@example.com" }), "/address"},
			{"an address that no code holds", "b", with(1, func(e *exporter.Exporter) { e.Address = "https://" + strings.Repeat("x", 120) }), "/address"},
			{"as it is now", "b", with(1, func(e *exporter.Exporter) { e.Zone = "Asia/Kathmandu" }), ""},
		} {
			if _, err := office.Save(t.Context(), s, tashi(test.request), test.typed); result(err) != test.want {
				t.Errorf("%s: %q (%v), want %q", test.what, result(err), err, test.want)
			}
		}
		e, err := office.Look(t.Context(), s, tashi(""))
		if err != nil || e.Version != 2 || e.Zone != "Asia/Kathmandu" || e.Seller == nil || e.Seller.Name != seller.Name {
			t.Errorf("the exporter is %+v, %v", e, err)
		}
	})
}

func TestSet(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o := addOrder(t, s)
		zone, nowhere, april, may, elsewhere := "Asia/Kolkata", "Nowhere/Town", exporter.April, exporter.Calendar("MAY"), "SO-9"
		for _, test := range []struct {
			what    string
			changes office.Changes
			want    string
		}{
			{"the zone alone", office.Changes{Zone: &zone}, ""},
			{"the seller of an order", office.Changes{SellerOf: &o.Number}, ""},
			{"the calendar", office.Changes{Calendar: &april}, ""},
			{"two that are wrong", office.Changes{Calendar: &may, Zone: &nowhere}, "/calendar /zone"},
			{"an order that is not there", office.Changes{SellerOf: &elsewhere}, "not found"},
		} {
			if _, err := office.Set(t.Context(), s, tashi(""), test.changes); result(err) != test.want {
				t.Errorf("%s: %q (%v), want %q", test.what, result(err), err, test.want)
			}
		}
		e, err := office.Look(t.Context(), s, tashi(""))
		if err != nil || e.Version != 3 || e.Zone != zone || e.Calendar != april || e.Seller == nil || e.Seller.Name != o.Seller.Name || e.Labels != exporter.EnglishChinese {
			t.Errorf("the exporter is %+v, %v", e, err)
		}
	})
}

func TestLookForForm(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		look := func(order string) office.Form {
			t.Helper()
			f, err := office.LookForForm(t.Context(), s, tashi(""), order)
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		if f := look(""); !f.New || len(f.Sellers) > 0 {
			t.Errorf("a fresh desk has %+v", f)
		}
		o := addOrder(t, s)
		if f := look(""); !f.New || f.Exporter.Seller != nil || len(f.Sellers) != 1 || f.Sellers[0] != (office.Seller{Name: o.Seller.Name, Order: o.Number}) {
			t.Errorf("a desk with an order has %+v", f)
		}
		if f := look(o.Number); !f.New || f.Exporter.Seller == nil || f.Exporter.Seller.Name != o.Seller.Name || len(f.Sellers) > 0 {
			t.Errorf("a desk that takes an order's seller has %+v", f)
		}
		if _, err := office.LookForForm(t.Context(), s, tashi(""), "SO-9"); result(err) != "not found" {
			t.Errorf("of an order that is not there: %v", err)
		}
		if _, err := office.Set(t.Context(), s, tashi(""), office.Changes{SellerOf: &o.Number}); err != nil {
			t.Fatal(err)
		}
		if f := look(""); f.New || len(f.Sellers) > 0 || f.Exporter.Seller == nil {
			t.Errorf("a desk that has said whose it is has %+v", f)
		}
	})
}
