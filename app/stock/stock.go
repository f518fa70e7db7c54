// Package stock is everything that can be asked about the lots in stock and their bales.
//
// Its one rule: it only reads. Orders and files bring lots into stock.
package stock

import (
	"context"

	"woolroad/app/store"
	"woolroad/app/trade"
)

// List returns the page of the lots that the filter picks, by number. A cursor in p that no
// page has given out is an Invalid error.
func List(ctx context.Context, s *store.Store, who store.Who, f store.LotFilter, p store.Paging) (store.Page[store.LotInfo], error) {
	return store.View(ctx, s, who, func(t *store.Tx) (store.Page[store.LotInfo], error) { return t.LotPage(ctx, f, p) })
}

// Export passes all lots that the filter picks to write, by number. It may call write
// more than once, and write must then begin again. An error of write ends it and is returned.
func Export(ctx context.Context, s *store.Store, who store.Who, f store.LotFilter, write func(store.Rows[store.LotInfo]) error) error {
	return store.Export(ctx, s, who, func(t *store.Tx, p store.Paging) (store.Page[store.LotInfo], error) { return t.LotPage(ctx, f, p) }, write)
}

// Lot is a lot in stock.
type Lot struct {
	trade.Lot
	Orders []store.OrderInfo // the orders that contain the lot, by number
}

// Look returns the lot with that number and its bales, or a NotFound error.
func Look(ctx context.Context, s *store.Store, who store.Who, number string) (Lot, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (lot Lot, err error) {
		if lot.Lot, err = t.Lot(ctx, number); err != nil {
			return lot, err
		}
		lot.Orders, err = t.LotOrders(ctx, number)
		return lot, err
	})
}
