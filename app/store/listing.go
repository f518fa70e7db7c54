package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"woolroad/app/fibre"
	"woolroad/app/trade"
)

// What lists and searches need of an order is kept beside it and made from it,
// in the same transaction; complete makes what is missing, such as after a
// migration or a restore.

// enlist keeps an order in the lists, in place of what they had of it.
func (t *Tx) enlist(ctx context.Context, id string, o trade.Order, fresh bool) error {
	if !fresh {
		for _, table := range []string{"order_list WHERE id", "order_products WHERE order_id", "order_lots WHERE order_id", "order_parties WHERE order_id", "words WHERE kind = 'order' AND ref"} {
			if _, err := t.tx.ExecContext(ctx, `DELETE FROM `+table+` = $1`, id); err != nil {
				return err
			}
		}
	}
	totals, err := totalsOf(o)
	if err != nil {
		return err
	}
	grams, ok := invoiceMass(totals).Number().Units(gram)
	if !ok {
		return &trade.Error{Code: trade.Invalid, Field: "lots", Format: "Order %s weighs more than 18 digits can hold; check the masses.", Args: []any{o.Number}}
	}
	var products, lots, roles [][]any
	var names []string
	for _, line := range o.Lines {
		if !slices.Contains(names, line.Product) {
			names = append(names, line.Product)
			products = append(products, []any{line.Product, id})
		}
	}
	for _, lot := range o.Lots {
		lots = append(lots, []any{lot.Number, id})
	}
	for _, p := range partiesOf(o) {
		party, err := t.meet(ctx, p.Party)
		if err != nil {
			return err
		}
		roles = append(roles, []any{party, string(p.role), id})
	}
	_, err = t.tx.ExecContext(ctx, `
		INSERT INTO order_list (id, number, date, buyer, country, currency, total_minor, grams, incoterm, place, status, products, changed_at, changed_by, version)
		SELECT id, number, date, buyer, CAST($2 AS text), currency, total_minor, CAST($3 AS BIGINT), incoterm, CAST($4 AS text), status, CAST($5 AS text), changed_at, changed_by, version
		FROM orders WHERE id = $1`, id, o.Buyer.Country, grams, o.Terms.Place, strings.Join(names, ", "))
	return errors.Join(err,
		t.insertMany(ctx, "order_products (product, order_id)", products),
		t.insertMany(ctx, "order_lots (lot, order_id)", lots),
		t.insertMany(ctx, "order_parties (party, role, order_id)", roles),
		t.insertMany(ctx, "words (kind, word, ref)", refer("order", id, orderTexts(o)...)))
}

// refer are the rows by which texts lead to something.
func refer(kind, ref string, texts ...string) (rows [][]any) {
	for _, word := range wordsOf(texts...) {
		rows = append(rows, []any{kind, word, ref})
	}
	return rows
}

// orderTexts are what an order is found by.
func orderTexts(o trade.Order) []string {
	texts := []string{o.Number, o.Contract, o.BuyerReference}
	for _, p := range partiesOf(o) {
		if p.role != Seller { // who is in every order
			texts = append(texts, p.Name, p.NameLocal)
		}
	}
	for _, lot := range o.Lots {
		texts = append(texts, lot.Number)
	}
	return texts
}

// completing is how many orders or documents are read in one transaction.
const completing = 200

// complete makes what lists and searches need of everything that has none.
func (s *Store) complete(ctx context.Context) error {
	for _, step := range []func(*Tx, context.Context) (int, error){(*Tx).enlistMissing} {
		for more := true; more; {
			err := s.Update(ctx, func(t *Tx) error {
				n, err := step(t, ctx)
				more = n > 0
				return err
			})
			if err != nil {
				return fmt.Errorf("complete the lists: %w", err)
			}
		}
	}
	return nil
}

// missing says whether a table has rows that another, made from it, has not.
func (t *Tx) missing(ctx context.Context, table, made string) (bool, error) {
	var missing bool
	err := t.tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM `+table+`) > (SELECT count(*) FROM `+made+`)`).Scan(&missing)
	return missing, err
}

func (t *Tx) enlistMissing(ctx context.Context) (n int, err error) {
	if missing, err := t.missing(ctx, "orders", "order_list"); err != nil || !missing {
		return 0, err
	}
	type kept struct{ id, number, body string }
	var all []kept
	rows, err := t.tx.QueryContext(ctx, `
		SELECT o.id, o.number, o.body FROM orders o LEFT JOIN order_list l ON l.id = o.id WHERE l.id IS NULL LIMIT $1`, completing)
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		var k kept
		if err := rows.Scan(&k.id, &k.number, &k.body); err != nil {
			return 0, errors.Join(err, rows.Close())
		}
		all = append(all, k)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return 0, err
	}
	for _, k := range all {
		o, err := decodeOrder(k.number, k.body)
		if err == nil {
			err = t.enlist(ctx, k.id, o, true)
		} else { // it is shown with what its row says, so that someone can see what is wrong with it
			_, err = t.tx.ExecContext(ctx, `
				INSERT INTO order_list (id, number, date, buyer, country, currency, total_minor, grams, incoterm, place, status, products, changed_at, changed_by, version)
				SELECT id, number, date, buyer, '', currency, total_minor, 0, incoterm, '', status, '', changed_at, changed_by, version
				FROM orders WHERE id = $1`, k.id)
		}
		if err != nil {
			return 0, fmt.Errorf("order %s: %w", k.number, err)
		}
	}
	return len(all), nil
}

// invoiceMass is what all lines are invoiced for together.
func invoiceMass(t trade.Totals) (mass fibre.Mass) {
	for _, line := range t.Lines {
		mass = mass.Add(line.Quantity)
	}
	return mass
}

// isNoRow says whether a statement that had to find a row found none.
func isNoRow(err error) bool { return errors.Is(err, sql.ErrNoRows) }

func isNotFound(err error) bool {
	e := (*trade.Error)(nil)
	return errors.As(err, &e) && e.Code == trade.NotFound
}
