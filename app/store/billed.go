package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"woolroad/app/trade"
	"woolroad/documents"
)

// BilledElsewhere returns the lots of an order that another order's current invoice
// bills, by number.
func (t *Tx) BilledElsewhere(ctx context.Context, orderID string) (list []trade.Billed, err error) {
	lots, err := t.Texts(ctx, `
		SELECT l.lot FROM order_lots l JOIN billed b ON b.lot = l.lot
		WHERE l.order_id = $1 AND b.order_id <> l.order_id ORDER BY l.lot`, orderID)
	if err != nil {
		return nil, fmt.Errorf("look who bills the order's lots: %w", err)
	}
	for _, lot := range lots {
		b, err := t.findBill(ctx, lot)
		if err != nil {
			return nil, err
		}
		if b != nil {
			list = append(list, *b)
		}
	}
	return list, nil
}

// findBill returns who bills a lot, or nil where nobody does.
func (t *Tx) findBill(ctx context.Context, lot string) (found *trade.Billed, err error) {
	rows, err := t.QueryContext(ctx, `
		SELECT o.number, i.number, i.kind
		FROM billed b JOIN orders o ON o.id = b.order_id JOIN issued i ON i.subject_id = b.order_id
		WHERE b.lot = $1 AND NOT EXISTS (SELECT 1 FROM issued s WHERE s.supersedes = i.number)
		ORDER BY i.issued_at, i.number`, lot)
	if err != nil {
		return nil, fmt.Errorf("look who bills lot %s: %w", lot, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		b := trade.Billed{Lot: lot}
		var kind documents.Kind
		if err := rows.Scan(&b.Order, &b.Invoice, &kind); err != nil {
			return nil, fmt.Errorf("look who bills lot %s: %w", lot, err)
		}
		if found == nil && kind.BillsGoods() {
			found = &b
		}
	}
	return found, rows.Err()
}

// billLots stores that the order bills its lots, in place of those that it billed before.
// It returns a Conflict where another order bills one of them, unless shared allows both.
// Two requests for one lot wait for each other, and all requests take lots in the same
// order.
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
		result, err := t.ExecContext(ctx, `INSERT INTO billed (lot, order_id) VALUES ($1, $2) ON CONFLICT (lot) DO NOTHING`, lot, orderID)
		if err != nil {
			return fmt.Errorf("bill lot %s: %w", lot, err)
		}
		n, err := result.RowsAffected()
		if err != nil {
			return fmt.Errorf("bill lot %s: %w", lot, err)
		}
		if n > 0 || shared {
			continue
		}
		other, err := t.findBill(ctx, lot)
		if err != nil {
			return err
		}
		if other == nil {
			return fmt.Errorf("lot %s is billed by no document", lot)
		}
		return other.Conflict()
	}
	return nil
}
