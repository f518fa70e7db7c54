// Package office is everything that can be done with the exporter's record: whose desk
// this is, and what all its documents have in common.
//
// The record is judged here, all of it at once. The one rule: numbers and dates only go
// forward, so a calendar or a zone is refused in which an issued document would lie in
// the future.
package office

import (
	"context"

	"woolroad/app/store"
	"woolroad/app/store/parties"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
)

// Look returns the exporter, or the default settings before anybody has entered one.
func Look(ctx context.Context, s *store.Store, who store.Who) (exporter.Exporter, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (exporter.Exporter, error) { return t.Exporter(ctx) })
}

// Form is what a form of the exporter begins with.
type Form struct {
	Exporter exporter.Exporter
	New      bool     // no exporter is entered yet
	Sellers  []Seller // who a new exporter may be; empty if an order was named
}

// Seller is a seller whom orders name, and the latest of these orders.
type Seller struct{ Name, Order string }

// LookForForm returns what a form of the exporter begins with: the exporter, with the
// seller of the order with that number if order is not empty. An unknown order is a
// NotFound error.
func LookForForm(ctx context.Context, s *store.Store, who store.Who, order string) (Form, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (f Form, err error) {
		if f.Exporter, err = t.Exporter(ctx); err != nil {
			return f, err
		}
		f.New = f.Exporter.Seller == nil
		switch {
		case order != "":
			f.Exporter.Seller, err = sellerOf(ctx, t, order)
		case f.New:
			f.Sellers, err = sellers(ctx, t)
		}
		return f, err
	})
}

// sellerOf returns the seller of the order with that number, or a NotFound error.
func sellerOf(ctx context.Context, t *store.Tx, order string) (*trade.Party, error) {
	o, _, err := t.Order(ctx, order)
	return &o.Seller, err
}

// sellers returns up to five sellers that orders name.
func sellers(ctx context.Context, t *store.Tx) (list []Seller, err error) {
	page, err := parties.Page(ctx, t.Tx, parties.Filter{Role: parties.Seller}, store.Paging{Limit: 5})
	if err != nil {
		return nil, err
	}
	for _, p := range page.Rows {
		orders, err := t.Orders(ctx, store.OrderFilter{Party: p.ID}, store.ByDate, true, store.Paging{Limit: 1})
		if err != nil {
			return nil, err
		}
		for _, o := range orders.Rows {
			list = append(list, Seller{p.Party.Name, o.Number})
		}
	}
	return list, nil
}

// Save checks the exporter as it was typed, all of it, and stores it in place of the
// version that was read, which is typed.Version. If somebody has stored another one
// since, the error is a *store.Stale[exporter.Exporter].
//
// If the exporter breaks rules, the error is trade.Faults with all that was found,
// warnings included. Pointers are "/calendar", "/zone", "/labels" and "/address", and
// "/seller/…" for the seller's. A calendar or a zone in which an issued document would
// lie in the future is a Conflict about that field.
func Save(ctx context.Context, s *store.Store, who store.Who, typed exporter.Exporter) (exporter.Exporter, error) {
	e, found := check(typed)
	if found.Err() != nil {
		return e, found
	}
	return store.Change(ctx, s, who, "office.save", typed, func(t *store.Tx) (exporter.Exporter, error) { return save(ctx, t, e) })
}

// Changes are the values to change of the exporter; nil leaves a value as it is.
type Changes struct {
	Calendar *exporter.Calendar
	Zone     *string
	Labels   *exporter.Labels
	Address  *string
	SellerOf *string // the number of an order whose seller becomes the exporter
}

// Set changes the given values of the exporter and leaves the others, whoever changed
// them last. A seller that stays is not judged again. The errors are those of Save, and
// NotFound for an unknown order.
func Set(ctx context.Context, s *store.Store, who store.Who, c Changes) (exporter.Exporter, error) {
	return store.Change(ctx, s, who, "office.set", c, func(t *store.Tx) (exporter.Exporter, error) {
		e, err := t.Exporter(ctx)
		if err != nil {
			return e, err
		}
		previous := e.Seller
		set(&e.Calendar, c.Calendar)
		set(&e.Zone, c.Zone)
		set(&e.Labels, c.Labels)
		set(&e.Address, c.Address)
		e.Seller = nil
		if c.SellerOf != nil {
			if e.Seller, err = sellerOf(ctx, t, *c.SellerOf); err != nil {
				return e, err
			}
		}
		checked, found := check(e)
		if found.Err() != nil {
			return e, found
		}
		if checked.Seller == nil {
			checked.Seller = previous
		}
		return save(ctx, t, checked)
	})
}

// set changes what to to, unless to is nil.
func set[T any](what, to *T) {
	if to != nil {
		*what = *to
	}
}

// save stores the exporter and returns it as it is stored.
func save(ctx context.Context, t *store.Tx, e exporter.Exporter) (exporter.Exporter, error) {
	if err := t.SaveExporter(ctx, e); err != nil {
		return e, err
	}
	return t.Exporter(ctx)
}

// check returns the exporter as it is stored, and everything that was found in it.
func check(typed exporter.Exporter) (exporter.Exporter, trade.Faults) {
	var found trade.Faults
	e := typed
	if typed.Seller != nil {
		seller, faults := trade.CheckParty(*typed.Seller, true)
		for _, f := range faults {
			f.Pointer = "/seller" + f.Pointer
			found = append(found, f)
		}
		e.Seller = nil // CheckParty has found the seller's faults
		typed.Seller = &seller
	}
	for _, fault := range e.Faults() {
		found = append(found, fault.At("/"+fault.Field))
	}
	return typed, found
}
