package products_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"woolroad/app/products"
	"woolroad/app/store"
	stored "woolroad/app/store/products"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
)

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w store.Where) error { return store.Migrate(context.Background(), w) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// tashi asks with a request's key, or none. It is the next day in Shanghai.
func tashi(request string) store.Who {
	return store.Who{Name: "Tashi", At: time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC), Request: request}
}

// each runs f against a fresh store on both engines.
func each(t *testing.T, f func(t *testing.T, s *store.Store)) {
	storetest.Opened(t, migrated, store.Open, f)
}

// result returns the places of an error's faults, "stale", or its code.
func result(err error) string {
	found, e, stale := trade.Faults(nil), (*trade.Error)(nil), ""
	switch {
	case errors.As(err, &found):
	case errors.As(err, new(*store.Stale[stored.Product])), errors.As(err, new(*store.Stale[stored.StatedRegain])):
		stale = "stale"
	case errors.As(err, &e):
		return string(e.Code)
	case err != nil:
		return err.Error()
	}
	for _, f := range found {
		stale += " " + f.Pointer
	}
	return strings.TrimSpace(stale)
}

func TestChange(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		wool := products.Typed{NameZH: "洗净羊毛", HS6: "5101.21"}
		with := func(edit func(*products.Typed)) products.Typed {
			typed := wool
			edit(&typed)
			return typed
		}
		agreed := with(func(p *products.Typed) { p.Percent, p.Source, p.Date = "16.0", "Contract 7", "2026-11-20" })
		for _, test := range []struct {
			what, request, name string
			typed               products.Typed
			version             int64
			want                string
		}{
			{"a name in Chinese", "a", "scoured wool", wool, 0, ""},
			{"the same request", "a", "scoured wool", wool, 0, ""},
			{"another page of that time", "b", "scoured wool", wool, 0, "stale"},
			{"a regain", "b", "scoured wool", agreed, 1, ""},
			{"what nobody sells", "c", "silk", wool, 0, "not found"},
			{"no name, another's subheading", "c", "scoured wool", products.Typed{HS6: "5102.11"}, 2, "/name_zh /hs6"},
			{"a regain that nobody says, on no day", "c", "scoured wool", with(func(p *products.Typed) { p.Percent = "16.0" }), 2, "/source /date"},
			{"a source alone", "c", "scoured wool", with(func(p *products.Typed) { p.Source = "GB/T 9994-2018" }), 2, "/percent /date"},
			{"a regain of words", "c", "scoured wool", with(func(p *products.Typed) { p.Percent, p.Source, p.Date = "x", "x", "2026-11-20" }), 2, "/percent"},
			{"a long source", "c", "scoured wool", with(func(p *products.Typed) { p.Percent, p.Source, p.Date = "16", strings.Repeat("x", 501), "2026-11-20" }), 2, "/source"},
		} {
			if _, err := products.Change(t.Context(), s, tashi(test.request), test.name, test.typed, test.version); result(err) != test.want {
				t.Errorf("%s: %q (%v), want %q", test.what, result(err), err, test.want)
			}
		}
		got, err := products.Look(t.Context(), s, tashi(""), "scoured wool")
		if err != nil || got.NameZH != wool.NameZH || got.Regain == nil || got.Regain.Percent.String() != "16.0" || got.Version != 2 || got.Verified {
			t.Errorf("the product is %+v, %v", got, err)
		}
		if at := got.ChangedAt.Format(time.DateTime); at != "2026-11-24 04:00:00" || got.Today.String() != "2026-11-24" {
			t.Errorf("it was changed at %s, and today is %s: want Shanghai's", at, got.Today)
		}
		all, err := products.List(t.Context(), s, tashi(""))
		if err != nil || len(all) < 2 {
			t.Errorf("the list has %d products, %v", len(all), err)
		}
		for _, p := range all {
			if p.Name == got.Name && (p.Version != 2 || len(p.Said) != len(got.Said) || len(p.Said) == 0) {
				t.Errorf("the list has %+v, and the page %+v", p, got)
			}
		}
		if _, err := products.Look(t.Context(), s, tashi(""), "silk"); result(err) != "not found" {
			t.Errorf("silk: %v", err)
		}
	})
}

func TestRegains(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		const wool = "scoured wool"
		said := products.TypedRegain{Percent: "16", Source: "Contract 7", Date: "2026-11-20", Note: "of the first class"}
		add := func(request string, typed products.TypedRegain, want string) stored.StatedRegain {
			t.Helper()
			r, err := products.AddRegain(t.Context(), s, tashi(request), wool, typed)
			if result(err) != want {
				t.Errorf("adding %+v: %q (%v), want %q", typed, result(err), err, want)
			}
			return r
		}
		before, err := products.Look(t.Context(), s, tashi(""), wool)
		if err != nil {
			t.Fatal(err)
		}
		r := add("a", said, "")
		for _, request := range []string{"a", "b"} {
			if again := add(request, said, ""); again.ID != r.ID {
				t.Errorf("the request %s is said twice, as %s and %s", request, r.ID, again.ID)
			}
		}
		add("c", products.TypedRegain{Note: strings.Repeat("x", 501)}, "/percent /source /date /note")
		after, err := products.Look(t.Context(), s, tashi(""), wool)
		if err != nil || len(after.Said) != len(before.Said)+1 {
			t.Fatalf("%d are said after %d, %v", len(after.Said), len(before.Said), err)
		}

		read := said
		read.Verified = true
		for _, test := range []struct {
			what, request, product, id string
			typed                      products.TypedRegain
			version                    int64
			want                       string
		}{
			{"read in the source", "d", wool, r.ID, read, 1, ""},
			{"the same request", "d", wool, r.ID, read, 1, ""},
			{"another page of that time", "e", wool, r.ID, read, 1, "stale"},
			{"without a source", "e", wool, r.ID, products.TypedRegain{Percent: "16", Date: "2026-11-20"}, 2, "/source"},
			{"one that is not there", "e", wool, "x", read, 2, "not found"},
			{"another product's", "e", "cashmere", r.ID, read, 2, "not found"},
			{"of what nobody sells", "e", "silk", r.ID, read, 2, "not found"},
		} {
			if _, err := products.ChangeRegain(t.Context(), s, tashi(test.request), test.product, test.id, test.typed, test.version); result(err) != test.want {
				t.Errorf("%s: %q (%v), want %q", test.what, result(err), err, test.want)
			}
		}
		if got, err := products.LookAtRegain(t.Context(), s, tashi(""), wool, r.ID); err != nil || !got.Regain.Verified || got.Regain.Version != 2 {
			t.Errorf("it is %+v, %v", got.Regain, err)
		}
		for _, test := range []struct {
			what, request, product string
			version                int64
			want                   string
		}{
			{"another product's", "f", "cashmere", 2, "not found"},
			{"as it was before", "f", wool, 1, "stale"},
			{"as it is", "f", wool, 2, ""},
			{"the same request", "f", wool, 2, ""},
			{"another page of that time", "g", wool, 2, "not found"},
		} {
			if err := products.DeleteRegain(t.Context(), s, tashi(test.request), test.product, r.ID, test.version); result(err) != test.want {
				t.Errorf("taking out %s: %q (%v), want %q", test.what, result(err), err, test.want)
			}
		}
		if _, err := products.LookAtRegain(t.Context(), s, tashi(""), wool, r.ID); result(err) != "not found" {
			t.Errorf("it is looked at once more: %v", err)
		}
	})
}
