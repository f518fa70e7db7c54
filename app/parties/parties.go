// Package parties is everything that can be done with the address book: list it, look at
// a party, add one and change one.
//
// Its one rule: a party is judged by the rules for an order's parties, whoever enters it,
// so that a form, Add and Change find the same. A stored party is shown as it is, with
// what today's rules find in it.
package parties

import (
	"context"
	"errors"
	"reflect"
	"slices"

	"woolroad/app/store"
	stored "woolroad/app/store/parties"
	"woolroad/app/trade"
)

// The rows of the address book, as they are stored.
type (
	// Info is a party in the address book.
	Info = stored.Info
	// Filter picks parties.
	Filter = stored.Filter
	// Role is what a party is in an order.
	Role = stored.Role
)

// The roles of parties.
const (
	Seller    = stored.Seller
	Buyer     = stored.Buyer
	Consignee = stored.Consignee
	Notify    = stored.Notify
)

// List returns a page of the parties that the filter picks, by name and country. A cursor
// in p that no page has given out is an Invalid error.
func List(ctx context.Context, s *store.Store, who store.Who, f Filter, p store.Paging) (store.Page[Info], error) {
	return store.View(ctx, s, who, func(t *store.Tx) (store.Page[Info], error) { return stored.Page(ctx, t.Tx, f, p) })
}

// Export passes all parties that the filter picks to write, by name. It may call write
// more than once, and write must then begin again. An error of write ends it and is returned.
func Export(ctx context.Context, s *store.Store, who store.Who, f Filter, write func(store.Rows[Info]) error) error {
	return store.Export(ctx, s, who, func(t *store.Tx, p store.Paging) (store.Page[Info], error) { return stored.Page(ctx, t.Tx, f, p) }, write)
}

// Stored is a party of the address book. Its times are in the exporter's zone.
type Stored struct {
	Info
	Seller bool         // the party may have accounts
	Found  trade.Faults // what today's rules find; the party may have been entered under older ones
}

// Look returns the party with that ID, or a NotFound error.
func Look(ctx context.Context, s *store.Store, who store.Who, id string) (Stored, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (Stored, error) { return look(ctx, t, id) })
}

// BuyerOf returns the ID of the buyer of the order with that ID, or "" where no order or
// no buyer is there.
func BuyerOf(ctx context.Context, s *store.Store, who store.Who, orderID string) (string, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (string, error) { return stored.BuyerOf(ctx, t.Tx, orderID) })
}

// WithOrders is a party with the orders that name it, the latest first.
type WithOrders struct {
	Stored
	Orders store.Page[store.OrderInfo]
}

// LookWithOrders returns the party with that ID and a page of its orders. An unknown ID
// is a NotFound error, a cursor in p that no page has given out an Invalid error.
func LookWithOrders(ctx context.Context, s *store.Store, who store.Who, id string, p store.Paging) (WithOrders, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (out WithOrders, err error) {
		if out.Stored, err = look(ctx, t, id); err != nil {
			return out, err
		}
		out.Orders, err = t.Orders(ctx, store.OrderFilter{Party: id}, store.ByDate, true, p)
		return out, err
	})
}

// look does the work of Look within a transaction.
func look(ctx context.Context, t *store.Tx, id string) (out Stored, err error) {
	if out.Info, err = stored.Read(ctx, t.Tx, id); err != nil {
		return out, err
	}
	zone, err := t.Zone(ctx)
	if err != nil {
		return out, err
	}
	out.ChangedAt = out.ChangedAt.In(zone)
	out.Seller = sells(out.Info)
	_, out.Found = trade.CheckParty(out.Party, out.Seller)
	return out, nil
}

// sells reports whether a party may have accounts: it sells in an order, or has accounts
// already.
func sells(p Info) bool {
	return len(p.Party.Banks) > 0 || slices.ContainsFunc(p.Roles, func(r stored.RoleCount) bool { return r.Role == Seller })
}

// Saved is a party that was added or changed.
type Saved struct{ ID, Name string }

// Add checks a party as it was typed and stores it in the address book. For a party that
// is stored already, equal in everything, it returns the stored one.
//
// If the party breaks rules, or another one has its name and country, the error is
// trade.Faults with all that was found, warnings included. Pointers begin at the party.
func Add(ctx context.Context, s *store.Store, who store.Who, typed trade.Party) (Saved, error) {
	p, found := trade.CheckParty(typed, false)
	if found.Err() != nil {
		return Saved{}, found
	}
	return store.Change(ctx, s, who, "parties.add", typed, func(t *store.Tx) (Saved, error) {
		there, err := stored.Named(ctx, t.Tx, p.Name, p.Country)
		if err == nil && reflect.DeepEqual(there.Party, p) {
			return Saved{there.ID, p.Name}, nil
		}
		id, err := stored.Add(ctx, t.Tx, p)
		return Saved{id, p.Name}, refusal(found, err)
	})
}

// Change checks a party as it was typed and stores it in place of the one with that ID,
// if that one still has the given version. Otherwise the error is a
// *store.Stale[trade.Party]. Orders and documents still say what they said. Only a party
// that sells may have accounts.
//
// The other errors are those of Add, and NotFound for an unknown ID.
func Change(ctx context.Context, s *store.Store, who store.Who, id string, typed trade.Party, version int64) (Saved, error) {
	content := []any{id, typed, version}
	return store.Change(ctx, s, who, "parties.change", content, func(t *store.Tx) (Saved, error) {
		there, err := stored.Read(ctx, t.Tx, id)
		if err != nil {
			return Saved{}, err
		}
		p, found := trade.CheckParty(typed, sells(there))
		if found.Err() != nil {
			return Saved{}, found
		}
		return Saved{id, p.Name}, refusal(found, stored.Change(ctx, t.Tx, id, p, version))
	})
}

// refusal returns found with one more fault if err says that another party has the name.
// It returns every other error as it is.
func refusal(found trade.Faults, err error) error {
	if e := (*trade.Error)(nil); errors.As(err, &e) && e.Field == "name" {
		return append(slices.Clone(found), e.At("/name"))
	}
	return err
}
