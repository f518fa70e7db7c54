package parties_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/store/parties"
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

func isConflict(err error) bool {
	e := (*trade.Error)(nil)
	return errors.As(err, &e) && e.Code == trade.Conflict
}

func isStale(err error) bool {
	return errors.As(err, new(*store.Stale[trade.Party])) && isConflict(err)
}

// sampleOrder returns one of the sample's orders.
func sampleOrder(t testing.TB, file string) trade.Order {
	t.Helper()
	f, err := sample.Files.Open("orders/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	o, faults := trade.ReadOrder(f)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	o.TotalsIn = nil
	return o
}

// addOrders adds twelve orders of five buyers by turns, a week apart, and one of a sixth.
func addOrders(t testing.TB, s *store.Store) {
	t.Helper()
	orders := []trade.Order{sampleOrder(t, "02-nhava-sheva-cashmere.json")}
	for i := range 12 {
		o := sampleOrder(t, "01-kathmandu-scoured-wool.json")
		o.Number = fmt.Sprintf("SO-%05d", i)
		o.Date = civil.Date{Year: 2026, Month: 1, Day: 1}.AddDays(7 * i)
		o.Buyer.Name, o.Buyer.IDs = fmt.Sprintf("Buyer %c Pvt. Ltd.", 'A'+i%5), nil
		orders = append(orders, o)
	}
	update(t, s, func(tx *store.Tx) error {
		for _, o := range orders {
			if _, err := tx.AddOrder(t.Context(), o); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestPartiesAreListedWithWhatTheyDid(t *testing.T) {
	storetest.Opened(t, migrated, store.Open, func(t *testing.T, s *store.Store) {
		addOrders(t, s)
		var list []parties.Info
		view(t, s, func(tx *store.Tx) error {
			p, err := parties.Page(t.Context(), tx.Tx, parties.Filter{Role: parties.Buyer, Text: "pvt buyer"}, store.Paging{Limit: 3})
			if err != nil {
				return err
			}
			list = p.Rows
			p, err = parties.Page(t.Context(), tx.Tx, parties.Filter{Role: parties.Buyer, Text: "pvt buyer"}, store.Paging{Limit: 3, Cursor: p.Next})
			list = append(list, p.Rows...)
			return err
		})
		if len(list) != 5 || list[0].Party.Name != "Buyer A Pvt. Ltd." || list[4].Party.Name != "Buyer E Pvt. Ltd." {
			t.Fatalf("%d buyers", len(list))
		}
		a := list[0] // of orders 0, 5 and 10
		if len(a.Roles) != 1 || a.Roles[0] != (parties.RoleCount{Role: parties.Buyer, Orders: 3}) || a.Last != (civil.Date{Year: 2026, Month: 3, Day: 12}) {
			t.Errorf("buyer A: %+v, last on %s", a.Roles, a.Last)
		}
		ctx := t.Context()
		changed := a.Party
		changed.Name = "Himal 喜马拉雅 Traders"
		update(t, s, func(tx *store.Tx) error { return parties.Change(ctx, tx.Tx, a.ID, changed, a.Version) })
		if err := s.Update(t.Context(), tashi, func(tx *store.Tx) error { return parties.Change(ctx, tx.Tx, a.ID, a.Party, a.Version) }); !isStale(err) {
			t.Errorf("the second save: %v", err)
		}
		taken := changed
		taken.Name = "Buyer B Pvt. Ltd."
		if err := s.Update(t.Context(), tashi, func(tx *store.Tx) error { return parties.Change(ctx, tx.Tx, a.ID, taken, a.Version+1) }); !isConflict(err) {
			t.Errorf("another one's name: %v", err)
		}
		view(t, s, func(tx *store.Tx) error {
			for _, text := range []string{"himal", "拉雅", "traders himal", "RADER", "mal 喜"} {
				p, err := parties.Page(t.Context(), tx.Tx, parties.Filter{Text: text}, store.Paging{})
				if len(p.Rows) == 0 || p.Rows[0].ID != a.ID || p.Rows[0].ChangedBy != "Tashi" {
					t.Errorf("%q finds %d parties", text, len(p.Rows))
				}
				if err != nil {
					return err
				}
			}
			for _, text := range []string{"Nepal", "nepal", "尼泊尔", "नेपाल", " NP "} {
				p, err := parties.Page(t.Context(), tx.Tx, parties.Filter{Text: text}, store.Paging{})
				if err != nil {
					return err
				}
				if !slices.ContainsFunc(p.Rows, func(p parties.Info) bool { return p.ID == a.ID }) {
					t.Errorf("%q does not find the party of Nepal", text)
				}
			}
			p, err := tx.Orders(t.Context(), store.OrderFilter{Party: a.ID}, store.ByDate, true, store.Paging{})
			if len(p.Rows) != 3 {
				t.Errorf("its orders: %v", p.Rows)
			}
			return err
		})
	})
}
