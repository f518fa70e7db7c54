package parties_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"woolroad/app/orders"
	"woolroad/app/parties"
	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
)

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w store.Where) error { return store.Migrate(context.Background(), w) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// tashi asks with a request's key, or none.
func tashi(request string) store.Who {
	return store.Who{Name: "Tashi", At: noon, Request: request}
}

// each runs f against a fresh store on both engines.
func each(t *testing.T, f func(t *testing.T, s *store.Store)) {
	storetest.Opened(t, migrated, store.Open, f)
}

// weavers returns a buyer as somebody types it.
func weavers() trade.Party {
	return trade.Party{
		Name: "Patan Weavers Pvt. Ltd.", Address: []string{"Patan Dhoka", "Lalitpur, Nepal"}, Country: "NP",
		IDs: []trade.ID{{Kind: "np_pan", Value: "601 234 567"}},
	}
}

// with returns a party that edit has changed.
func with(p trade.Party, edit func(*trade.Party)) trade.Party {
	edit(&p)
	return p
}

// pointers returns the places of an error's faults, with "!" before warnings.
func pointers(err error) string {
	var list []string
	found := trade.Faults(nil)
	errors.As(err, &found)
	for _, f := range found {
		mark := ""
		if f.Warning {
			mark = "!"
		}
		list = append(list, mark+f.Pointer)
	}
	return strings.Join(list, " ")
}

// TestAdd holds what each request of the same desk adds, one after another.
func TestAdd(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ids := map[string]string{} // by the names that the rows give them
		for _, test := range []struct {
			what, request string
			typed         trade.Party
			id            string // "" where it is refused
			faults        string
		}{
			{"a buyer", "a", weavers(), "weavers", ""},
			{"the same request", "a", weavers(), "weavers", ""},
			{"the same party, from another page", "b", weavers(), "weavers", ""},
			{"another one of that name", "c", with(weavers(), func(p *trade.Party) { p.Contact = "Dolma" }), "", "/name"},
			{"another one of that name, with a warning", "c", with(weavers(), func(p *trade.Party) {
				p.IDs = append(p.IDs, trade.ID{Kind: "in_pan", Value: "AAPFU0939F"})
			}), "", "!/ids/in_pan /name"},
			{"of that name in another country", "c", with(weavers(), func(p *trade.Party) { p.Country, p.IDs = "IN", nil }), "of India", ""},
			{"without a name", "c", with(weavers(), func(p *trade.Party) { p.Name = "" }), "", "/name"},
			{"with all that may be wrong", "c", trade.Party{IDs: []trade.ID{{Kind: "np_pan", Value: "6"}}}, "", "/name /country /address /ids/np_pan"},
			{"with an account", "c", with(weavers(), func(p *trade.Party) { p.Banks = []trade.Bank{{Name: "Lhasa Merchants Bank"}} }), "", "/banks"},
		} {
			added, err := parties.Add(t.Context(), s, tashi(test.request), test.typed)
			if (err == nil) != (test.id != "") || pointers(err) != test.faults {
				t.Errorf("%s: %v at %q, want faults at %q", test.what, err, pointers(err), test.faults)
				continue
			}
			if err != nil {
				continue
			}
			if ids[test.id] == "" {
				ids[test.id] = added.ID
			}
			if added != (parties.Saved{ID: ids[test.id], Name: test.typed.Name}) {
				t.Errorf("%s: added %+v, want the id %s", test.what, added, ids[test.id])
			}
		}
		page, err := parties.List(t.Context(), s, tashi(""), parties.Filter{}, store.Paging{})
		if err != nil || len(page.Rows) != 2 {
			t.Errorf("the address book has %d, %v; want 2", len(page.Rows), err)
		}
	})
}

func TestChange(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		added, err := parties.Add(t.Context(), s, tashi(""), weavers())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parties.Add(t.Context(), s, tashi(""), with(weavers(), func(p *trade.Party) { p.Name = "Jawalakhel Carpets" })); err != nil {
			t.Fatal(err)
		}
		named := func(name string) trade.Party { return with(weavers(), func(p *trade.Party) { p.Contact = name }) }
		for _, test := range []struct {
			what, request string
			typed         trade.Party
			version       int64
			stale         bool
			faults        string
		}{
			{"with a contact", "a", named("Dolma"), 1, false, ""},
			{"the same request", "a", named("Dolma"), 1, false, ""},
			{"another page of that time", "b", named("Dolma"), 1, true, ""},
			{"the page gone back to, with another contact", "a", named("Pema"), 1, true, ""},
			{"as it is now", "b", named("Pema"), 2, false, ""},
			{"by rules that it breaks", "c", with(weavers(), func(p *trade.Party) { p.Address = nil }), 3, false, "/address"},
			{"with the name of another", "c", with(weavers(), func(p *trade.Party) { p.Name = "Jawalakhel Carpets" }), 3, false, "/name"},
			{"a buyer with an account", "c", with(weavers(), func(p *trade.Party) { p.Banks = []trade.Bank{{Name: "Lhasa Merchants Bank"}} }), 3, false, "/banks"},
		} {
			_, err := parties.Change(t.Context(), s, tashi(test.request), added.ID, test.typed, test.version)
			stale := (*store.Stale[trade.Party])(nil)
			if errors.As(err, &stale) != test.stale || pointers(err) != test.faults || err != nil && !test.stale && test.faults == "" {
				t.Errorf("%s: %v at %q, want stale %v and faults at %q", test.what, err, pointers(err), test.stale, test.faults)
			}
		}
		got, err := parties.Look(t.Context(), s, tashi(""), added.ID)
		if err != nil || got.Party.Contact != "Pema" || got.Version != 3 || got.Seller || len(got.Found) > 0 {
			t.Errorf("the party is %+v, %v", got, err)
		}
		if at := got.ChangedAt.Format(time.DateTime); at != "2026-11-23 12:00:00" {
			t.Errorf("it was changed at %s, want Shanghai's time", at)
		}
		if e := (*trade.Error)(nil); !errors.As(func() error {
			_, err := parties.Change(t.Context(), s, tashi("d"), "NOBODY", weavers(), 1)
			return err
		}(), &e) || e.Code != trade.NotFound {
			t.Errorf("nobody is changed with %v", e)
		}
	})
}

func TestLook(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
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
		page, err := parties.List(t.Context(), s, tashi(""), parties.Filter{Role: parties.Seller}, store.Paging{})
		if err != nil || len(page.Rows) != 1 {
			t.Fatalf("%d sellers, %v", len(page.Rows), err)
		}
		got, err := parties.LookWithOrders(t.Context(), s, tashi(""), page.Rows[0].ID, store.Paging{})
		if err != nil || !got.Seller || len(got.Orders.Rows) != 1 || got.Orders.Rows[0].Number != o.Number {
			t.Errorf("the seller is %+v, %v", got, err)
		}
		for _, look := range []func() error{
			func() error { _, err := parties.Look(t.Context(), s, tashi(""), "NOBODY"); return err },
			func() error {
				_, err := parties.LookWithOrders(t.Context(), s, tashi(""), "NOBODY", store.Paging{})
				return err
			},
		} {
			if e := (*trade.Error)(nil); !errors.As(look(), &e) || e.Code != trade.NotFound {
				t.Errorf("nobody is found with %v", e)
			}
		}
	})
}
