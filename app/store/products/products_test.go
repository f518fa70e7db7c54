package products_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/store"
	"woolroad/app/store/products"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
)

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w store.Where) error { return store.Migrate(context.Background(), w) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

var tashi = store.Who{Name: "Tashi", At: time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)}

// update and view run f in a transaction and fail the test with its error.
func update(t testing.TB, s *store.Store, f func(*store.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), tashi, f); err != nil {
		t.Fatal(err)
	}
}

func view(t testing.TB, s *store.Store, f func(*store.Tx) error) {
	t.Helper()
	_, err := store.View(t.Context(), s, tashi, func(tx *store.Tx) (struct{}, error) { return struct{}{}, f(tx) })
	if err != nil {
		t.Fatal(err)
	}
}

// codeOf returns the code of an Error, or "".
func codeOf(err error) trade.Code {
	if e := (*trade.Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func isStale[T any](err error) bool {
	return errors.As(err, new(*store.Stale[T])) && codeOf(err) == trade.Conflict
}

func TestProductsAndRegains(t *testing.T) {
	storetest.Opened(t, migrated, store.Open, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		view(t, s, func(tx *store.Tx) error {
			all, err := products.Catalogue(ctx, tx.Tx)
			if len(all) != 10 || all[1].Name != "scoured wool" || all[1].HS6 != "5101.21" || all[1].NameZH != "洗净毛" || all[1].Version != 0 {
				t.Errorf("the catalogue is %+v", all)
			}
			return err
		})
		p := products.Product{Name: "scoured wool", NameZH: "洗净毛", HS6: "5101.29", Regain: &products.AgreedRegain{Percent: exact.Must("16.00"), Source: "contract", Date: civil.Date{Year: 2026, Month: 11, Day: 1}}}
		update(t, s, func(tx *store.Tx) error { return products.Change(ctx, tx.Tx, p) })
		if err := s.Update(ctx, tashi, func(tx *store.Tx) error { return products.Change(ctx, tx.Tx, p) }); !isStale[products.Product](err) {
			t.Errorf("the second save: %v", err)
		}
		view(t, s, func(tx *store.Tx) error {
			got, err := products.Named(ctx, tx.Tx, "scoured wool")
			if got.HS6 != "5101.29" || got.Version != 1 || got.Regain.Percent.String() != "16.00" || got.ChangedBy != "Tashi" {
				t.Errorf("it is stored as %+v", got)
			}
			return err
		})
		var stated []products.StatedRegain
		view(t, s, func(tx *store.Tx) (err error) {
			stated, err = products.Regains(ctx, tx.Tx, "")
			return err
		})
		if len(stated) != 5 || stated[0].Product != "dehaired cashmere" || stated[0].Verified || !stated[1].Verified || stated[3].Percent.String() != "18.25" {
			t.Errorf("regains: %+v", stated)
		}
		r := stated[0]
		r.Percent = exact.Must("16.5")
		update(t, s, func(tx *store.Tx) error { _, err := products.SaveRegain(ctx, tx.Tx, r); return err })
		if err := s.Update(ctx, tashi, func(tx *store.Tx) error { _, err := products.SaveRegain(ctx, tx.Tx, r); return err }); !isStale[products.StatedRegain](err) {
			t.Errorf("the second save: %v", err)
		}
		r.ID, r.Source = "", ""
		if err := s.Update(ctx, tashi, func(tx *store.Tx) error { _, err := products.SaveRegain(ctx, tx.Tx, r); return err }); codeOf(err) != trade.Invalid {
			t.Errorf("no source: %v", err)
		}
		update(t, s, func(tx *store.Tx) error { return products.DeleteRegain(ctx, tx.Tx, stated[0].ID, 2) })
	})
}
