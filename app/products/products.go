// Package products is everything that can be done with the fibres that the desk sells,
// and with what standards and customs say about their regains: list them, look at one,
// and change them.
//
// The code lists say which products there are; a desk changes only what it proposes for
// them. The one rule: no regain is stored without its source and the date on which
// somebody looked it up.
package products

import (
	"context"
	"errors"
	"slices"

	"github.com/golang-sql/civil"

	"woolroad/app/codes"
	"woolroad/app/store"
	stored "woolroad/app/store/products"
	"woolroad/app/trade"
)

// Product is a product with everything that is said about its regain.
type Product struct {
	stored.Product
	Said []stored.StatedRegain // oldest first
	// Verified says that somebody has read the regain that the desk proposes in the
	// source itself.
	Verified bool
}

// List returns all products that the desk may sell, in the order of the code lists.
func List(ctx context.Context, s *store.Store, who store.Who) ([]Product, error) {
	return store.View(ctx, s, who, func(t *store.Tx) ([]Product, error) {
		all, err := stored.Catalogue(ctx, t.Tx)
		if err != nil {
			return nil, err
		}
		said, err := stored.Regains(ctx, t.Tx, "")
		if err != nil {
			return nil, err
		}
		var list []Product
		for _, p := range all {
			ofThis := slices.DeleteFunc(slices.Clone(said), func(r stored.StatedRegain) bool { return r.Product != p.Name })
			list = append(list, productOf(p, ofThis))
		}
		return list, nil
	})
}

// productOf returns a product with what is said about its regain.
func productOf(p stored.Product, said []stored.StatedRegain) Product {
	verified := p.Regain != nil && slices.ContainsFunc(said, func(r stored.StatedRegain) bool {
		return r.Verified && r.Source == p.Regain.Source && r.Percent.Cmp(p.Regain.Percent) == 0
	})
	return Product{p, said, verified}
}

// Stored is a product as it is now. The times are in the exporter's zone.
type Stored struct {
	Product
	Today civil.Date // in the exporter's zone
}

// Look returns the product with that name, or a NotFound error.
func Look(ctx context.Context, s *store.Store, who store.Who, name string) (Stored, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (Stored, error) { return look(ctx, t, name) })
}

// look does the work of Look within a transaction.
func look(ctx context.Context, t *store.Tx, name string) (out Stored, err error) {
	p, err := stored.Named(ctx, t.Tx, name)
	if err != nil {
		return out, err
	}
	said, err := stored.Regains(ctx, t.Tx, name)
	if err != nil {
		return out, err
	}
	if out.Today, err = t.Today(ctx); err != nil {
		return out, err
	}
	zone, err := t.Zone(ctx)
	if err != nil {
		return out, err
	}
	p.ChangedAt = p.ChangedAt.In(zone)
	out.Product = productOf(p, said)
	return out, nil
}

// Typed is what a desk may change about a product, as it is typed. Where percent, source
// and date are all empty the desk proposes no regain.
type Typed struct{ NameZH, HS6, Percent, Source, Date string }

// Change checks a product as it was typed and stores it, if it still has the given
// version, which is 0 where only the code lists have it. Otherwise the error is a
// *store.Stale[stored.Product]. Orders and documents still say what they said.
//
// If the product breaks rules, the error is trade.Faults with all of them, whose pointers
// are "/name_zh", "/hs6", "/percent", "/source" and "/date". An unknown product is a
// NotFound error.
func Change(ctx context.Context, s *store.Store, who store.Who, name string, typed Typed, version int64) (stored.Product, error) {
	content := []any{name, typed, version}
	return store.Change(ctx, s, who, "products.change", content, func(t *store.Tx) (stored.Product, error) {
		p, err := stored.Named(ctx, t.Tx, name)
		if err != nil {
			return p, err
		}
		changed, found := typed.check(name)
		if err := found.Err(); err != nil {
			return p, err
		}
		changed.Version = version
		return changed, stored.Change(ctx, t.Tx, changed)
	})
}

// check returns the product that was typed, and everything that is wrong with it.
func (typed Typed) check(name string) (stored.Product, trade.Faults) {
	p := stored.Product{Name: name, NameZH: typed.NameZH, HS6: typed.HS6}
	var found trade.Faults
	if typed.NameZH == "" {
		found = append(found, missingFault("/name_zh", "This field is required; fill it in."))
	}
	found = append(found, tooLong("/name_zh", typed.NameZH)...)
	if known, err := codes.LookupProduct(name); err == nil {
		if problem := (*codes.Problem)(nil); errors.As(known.CheckHS(codes.HS6(typed.HS6)), &problem) {
			found = append(found, trade.Fault{Pointer: "/hs6", Code: trade.FaultCode(problem.Code), Format: problem.Format, Args: problem.Args})
		}
	}
	if typed.Percent != "" || typed.Source != "" || typed.Date != "" {
		regain, faults := readRegain(typed.Percent, typed.Source, typed.Date)
		p.Regain, found = &regain, append(found, faults...)
	}
	return p, found
}
