package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"woolroad/app/store/db"
	"woolroad/app/store/words"
	"woolroad/app/trade"
	"woolroad/documents"
)

// Which order bills a lot is what the frozen documents say. The tables billed and order_lots
// only say where to look, since anybody who has the database can change them.

// BilledElsewhere returns the lots of an order that another order's current invoice
// bills, by number.
func (t *Tx) BilledElsewhere(ctx context.Context, orderID string) ([]trade.Billed, error) {
	lots, err := t.Texts(ctx, `SELECT lot FROM order_lots WHERE order_id = $1 ORDER BY lot`, orderID)
	if err != nil {
		return nil, fmt.Errorf("look for the lots of an order: %w", err)
	}
	return t.billedElsewhere(ctx, orderID, lots)
}

// billedElsewhere returns those of the lots that another order than the one with that id
// bills.
func (t *Tx) billedElsewhere(ctx context.Context, orderID string, lots []string) (list []trade.Billed, err error) {
	var q db.Query
	order := q.Arg(orderID)
	perhaps, err := t.Texts(ctx, `
		SELECT l.number FROM lots l
		WHERE l.number IN `+q.Among(lots)+` AND (
			EXISTS (SELECT 1 FROM billed b WHERE b.lot = l.number AND b.order_id <> `+order+`)
			OR EXISTS (SELECT 1 FROM order_lots x JOIN issued i ON i.subject_id = x.order_id WHERE x.lot = l.number AND x.order_id <> `+order+`))
		ORDER BY l.number`, q.Args...)
	if err != nil {
		return nil, fmt.Errorf("look who bills the order's lots: %w", err)
	}
	for _, lot := range perhaps {
		b, err := t.findBill(ctx, lot, orderID, "billed") // which has at most one order
		if b == nil && err == nil {
			b, err = t.findBill(ctx, lot, orderID, "order_lots")
		}
		if err != nil {
			return nil, err
		}
		if b != nil {
			list = append(list, *b)
		}
	}
	return list, nil
}

// findBill returns a current document of another order than orderID that bills a lot, or nil
// where there is none. It looks at the orders that the table names for the lot.
func (t *Tx) findBill(ctx context.Context, lot, orderID, table string) (found *trade.Billed, err error) {
	rows, err := t.QueryContext(ctx, `
		SELECT o.number, i.number, i.kind, i.payload
		FROM `+table+` b JOIN orders o ON o.id = b.order_id JOIN issued i ON i.subject_id = b.order_id
		WHERE b.lot = $1 AND b.order_id <> $2 AND NOT EXISTS (SELECT 1 FROM issued s WHERE s.supersedes = i.number)`, lot, orderID)
	if err != nil {
		return nil, fmt.Errorf("look who bills lot %s: %w", lot, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for found == nil && rows.Next() {
		b := trade.Billed{Lot: lot}
		var kind documents.Kind
		var payload string
		if err := rows.Scan(&b.Order, &b.Invoice, &kind, &payload); err != nil {
			return nil, fmt.Errorf("look who bills lot %s: %w", lot, err)
		}
		if !kind.BillsGoods() {
			continue
		}
		printed, err := words.ReadPrinted(b.Invoice, payload)
		if err != nil {
			return nil, err
		}
		if lots := printed.Lots(); len(lots) == 0 || slices.Contains(lots, lot) { // one that names no lots bills all of its order
			found = &b
		}
	}
	return found, rows.Err()
}

// billLots stores that the order bills its lots, in place of those that it billed before.
// It returns a Conflict where another order bills one of them, unless shared allows both.
// Two requests for one lot wait for each other, and all take lots in the same order.
func (t *Tx) billLots(ctx context.Context, o trade.Order, orderID string, shared bool) error {
	if _, err := t.ExecContext(ctx, `DELETE FROM billed WHERE order_id = $1`, orderID); err != nil {
		return fmt.Errorf("bill order %s: %w", o.Number, err)
	}
	var lots []string
	for _, lot := range o.Lots {
		lots = append(lots, lot.Number)
	}
	slices.Sort(lots)
	for _, lot := range lots {
		if _, err := t.ExecContext(ctx, `INSERT INTO billed (lot, order_id) VALUES ($1, $2) ON CONFLICT (lot) DO NOTHING`, lot, orderID); err != nil {
			return fmt.Errorf("bill lot %s: %w", lot, err)
		}
	}
	if shared {
		return nil
	}
	others, err := t.billedElsewhere(ctx, orderID, lots)
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return others[0].Conflict()
	}
	var q db.Query // also what billed has for orders that have no document that bills it
	_, err = t.ExecContext(ctx, `UPDATE billed SET order_id = `+q.Arg(orderID)+` WHERE lot IN `+q.Among(lots), q.Args...)
	return err
}
