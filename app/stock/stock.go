// Package stock is everything that can be done with the lots in stock and their bales.
//
// Its one rule: a lot is judged by the rules for an order's lots, whether an order brings it
// into stock or a person enters it before.
package stock

import (
	"context"
	"errors"
	"slices"

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
	store.StockLot
	Orders []store.OrderInfo // the orders that contain the lot, by number
	Found  trade.Faults      // what the rules find in the lot
}

// Look returns the lot with that number and its bales, or a NotFound error. Its time is in the
// exporter's zone.
func Look(ctx context.Context, s *store.Store, who store.Who, number string) (Lot, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (lot Lot, err error) {
		if lot.StockLot, err = t.StockLot(ctx, number); err != nil {
			return lot, err
		}
		zone, err := t.Zone(ctx)
		if err != nil {
			return lot, err
		}
		lot.ChangedAt = lot.ChangedAt.In(zone)
		_, lot.Found = trade.CheckLot(lot.Lot)
		lot.Orders, err = t.LotOrders(ctx, number)
		return lot, err
	})
}

// Enter checks a lot as it was typed and adds it to the stock. The same lot again is no
// change. If the lot breaks rules, or another lot has its number, the error is trade.Faults
// with all that was found, warnings included. Pointers begin at the lot.
func Enter(ctx context.Context, s *store.Store, who store.Who, typed trade.Lot) (number string, err error) {
	lot, found := trade.CheckLot(typed)
	if found.Err() != nil {
		return "", found
	}
	return store.Change(ctx, s, who, "stock.enter", typed, func(t *store.Tx) (string, error) {
		_, err := t.EnterLot(ctx, lot)
		return lot.Number, refusal(found, err)
	})
}

// Change checks a lot as it was typed and stores it in place of the one of its number, if that
// one still has the given version. Otherwise the error is a *store.Stale[trade.Lot]. The
// product, the packages and the bales of a lot that an order has stay as the order lists them.
// The other errors are those of Enter, and NotFound for an unknown number.
func Change(ctx context.Context, s *store.Store, who store.Who, typed trade.Lot, version int64) (number string, err error) {
	lot, found := trade.CheckLot(typed)
	if found.Err() != nil {
		return "", found
	}
	return store.Change(ctx, s, who, "stock.change", []any{typed, version}, func(t *store.Tx) (string, error) {
		_, err := t.ChangeLot(ctx, lot, version)
		return lot.Number, refusal(found, err)
	})
}

// refusal returns found with one more fault if err says that another lot has the number or that
// an order lists the bales. It returns every other error as it is.
func refusal(found trade.Faults, err error) error {
	conflict := (*trade.Error)(nil)
	if errors.As(err, &conflict) && conflict.Code == trade.Conflict && (conflict.Field == "number" || conflict.Field == "bales") {
		return append(slices.Clone(found), conflict.At("/"+conflict.Field))
	}
	return err
}
