// Package rebuild makes the tables anew that are made from others: lists, search words,
// which order bills a lot, and whether anything is issued of an order.
//
// Its one rule: what it makes is what the store makes when orders are stored and documents
// issued, whatever is in the tables before.
package rebuild

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/store/words"
	"woolroad/app/trade"
	"woolroad/documents"
)

// A Table is a table that was made anew, or one column of a table.
type Table struct {
	Name string `json:"table"`
	Rows int    `json:"rows"` // that the table has now
}

// derived lists the tables that are made from others, each after those that it is made
// from. Tables of one entry are made anew together: make removes what is there of them,
// and makes them while nobody else writes to the tables of from.
var derived = []struct {
	tables, from []string
	make         func(context.Context, *store.Tx) error
}{
	{[]string{"orders.status"}, []string{"orders", "issued"}, remakeStates},
	{[]string{"billed"}, []string{"orders", "issued", "billed"}, remakeBilled},
	{
		[]string{"order_list", "order_products", "order_lots", "order_parties", "issued_about", "bales.word", "words"},
		[]string{"orders", "parties", "lots", "bales", "issued", "order_list", "order_products", "order_lots", "order_parties", "issued_about", "words"},
		func(ctx context.Context, t *store.Tx) error { return t.RemakeIndex(ctx) },
	},
}

// Run makes all tables anew that are made from others, whatever is in them, and calls
// done with each. Tables that belong together are made in one transaction: others read what
// was there until it is done, and write after it. After an error, the tables that done was
// called with are made, and the others are as they were.
func Run(ctx context.Context, s *store.Store, who store.Who, done func(Table)) error {
	for _, d := range derived {
		var made []Table
		err := s.UpdateLocking(ctx, who, func(t *store.Tx) error {
			t.MayRepeat()
			if err := t.LockTables(ctx, d.from...); err != nil {
				return err
			}
			if err := d.make(ctx, t); err != nil {
				return err
			}
			made = nil
			for _, name := range d.tables {
				r := Table{Name: name}
				table, _, _ := strings.Cut(name, ".")
				if err := t.QueryRowContext(ctx, `SELECT count(*) FROM `+table).Scan(&r.Rows); err != nil {
					return err
				}
				made = append(made, r)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("make %s anew: %w", d.tables[0], err)
		}
		for _, r := range made {
			done(r)
		}
	}
	return nil
}

// remakeStates makes the state of each order anew: whether anything is issued of it.
func remakeStates(ctx context.Context, t *store.Tx) error {
	for status, condition := range map[trade.OrderStatus]string{trade.OrderIssued: "", trade.OrderOpen: "NOT "} {
		_, err := t.ExecContext(ctx, `UPDATE orders SET status = $1 WHERE status <> $1 AND `+condition+`EXISTS (SELECT 1 FROM issued i WHERE i.subject_id = orders.id)`, string(status))
		if err != nil {
			return err
		}
	}
	return nil
}

// remakeBilled makes the table billed anew, which says of each lot which order bills it. It
// reads all documents that bill goods, in the order in which they were issued: each frees the
// lots that its order billed until then, and takes its own unless another order has them. At
// the end, a lot that no order has goes to a current document that bills it. A document that
// cannot be read is left to verify.
func remakeBilled(ctx context.Context, t *store.Tx) error {
	if _, err := t.ExecContext(ctx, `DELETE FROM billed`); err != nil {
		return err
	}
	type bill struct {
		order string
		lots  []string
	}
	of := map[string]string{}     // the order that bills a lot
	held := map[string][]string{} // the lots that an order bills
	var current []bill
	err := t.Each(ctx, `
		SELECT i.number, i.kind, i.subject_id, i.payload, CASE WHEN s.number IS NULL THEN 'current' ELSE '' END
		FROM issued i JOIN orders o ON o.id = i.subject_id LEFT JOIN issued s ON s.supersedes = i.number ORDER BY i.issued_at, i.number`, nil, func(row db.Scanner) error {
		var number, payload, isCurrent string
		var kind documents.Kind
		var b bill
		if err := row.Scan(&number, &kind, &b.order, &payload, &isCurrent); err != nil {
			return err
		}
		doc, err := words.ReadPrinted(number, payload)
		if err != nil || !kind.BillsGoods() { // verify names a document whose content was changed
			return nil
		}
		b.lots = doc.Lots()
		for _, lot := range held[b.order] {
			delete(of, lot)
		}
		held[b.order] = nil
		for _, lot := range b.lots {
			if of[lot] == "" {
				of[lot] = b.order
				held[b.order] = append(held[b.order], lot)
			}
		}
		if isCurrent != "" {
			current = append(current, b)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, b := range current {
		for _, lot := range b.lots {
			if of[lot] == "" {
				of[lot] = b.order
			}
		}
	}
	rows := make([][]any, 0, len(of))
	for lot, order := range of {
		rows = append(rows, []any{lot, order})
	}
	slices.SortFunc(rows, func(a, b []any) int { return strings.Compare(a[0].(string), b[0].(string)) })
	return t.InsertMany(ctx, "billed (lot, order_id)", rows)
}
