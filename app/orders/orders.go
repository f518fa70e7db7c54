// Package orders is everything that can be done with orders: list and look at them, type
// them in a form, store drafts, and save them.
//
// Its one rule: an order is judged in one place, however it comes in. Read and Judge find
// what is wrong with the order itself, and saving adds what conflicts with stored data.
// All of it is faults, each with its place in the order file.
package orders

import (
	"context"

	"woolroad/app/store"
	"woolroad/app/trade"
)

// Listed is a page of the orders that a filter picks.
type Listed struct {
	store.Page[store.OrderInfo]
	Sums *store.OrderSums // of all orders that the filter picks; nil: not asked for
}

// List returns the page of the orders that the filter picks, and their sums if sums is
// set. An unknown sort order, a cursor in p that no page has given out and a sum of too many
// digits are an Invalid error.
func List(ctx context.Context, s *store.Store, who store.Who, f store.OrderFilter, by store.OrderSort, descending bool, p store.Paging, sums bool) (Listed, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (out Listed, err error) {
		if out.Page, err = t.Orders(ctx, f, by, descending, p); err != nil || !sums {
			return out, err
		}
		all, err := t.OrderSums(ctx, f)
		out.Sums = &all
		return out, err
	})
}

// Export passes all orders that the filter picks to write, in the order of List. It may
// call write more than once, and write must then begin again. An unknown sort order is an
// Invalid error; an error of write ends the list and is returned.
func Export(ctx context.Context, s *store.Store, who store.Who, f store.OrderFilter, by store.OrderSort, descending bool, write func(store.Rows[store.OrderInfo]) error) error {
	return store.Export(ctx, s, who, func(t *store.Tx, p store.Paging) (store.Page[store.OrderInfo], error) {
		return t.Orders(ctx, f, by, descending, p)
	}, write)
}

// Sums adds up the orders that the filter picks. A sum of too many digits is an Invalid
// error.
func Sums(ctx context.Context, s *store.Store, who store.Who, f store.OrderFilter) (store.OrderSums, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (store.OrderSums, error) { return t.OrderSums(ctx, f) })
}

// Stored is an order as it is stored.
type Stored struct {
	Order trade.Order
	Info  store.OrderInfo
}

// Look returns the order with that number, or a NotFound error. An order whose stored text
// cannot be read is a Conflict.
func Look(ctx context.Context, s *store.Store, who store.Who, number string) (Stored, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (Stored, error) { return stored(ctx, t, number) })
}

// stored reads the order with that number. The errors are those of Look.
func stored(ctx context.Context, t *store.Tx, number string) (o Stored, err error) {
	o.Order, o.Info, err = t.Order(ctx, number)
	return o, err
}

// LookAll returns the orders with those numbers, in the order of numbers. The errors are
// those of Look.
func LookAll(ctx context.Context, s *store.Store, who store.Who, numbers []string) ([]Stored, error) {
	return store.View(ctx, s, who, func(t *store.Tx) ([]Stored, error) {
		var list []Stored
		for _, number := range numbers {
			o, err := stored(ctx, t, number)
			if err != nil {
				return nil, err
			}
			list = append(list, o)
		}
		return list, nil
	})
}
