package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/trade"
)

// OrderStatus is how far an order has come.
type OrderStatus string

// What an order may be.
const (
	OrderOpen   OrderStatus = "open"
	OrderIssued OrderStatus = "issued" // at least one of its papers is
)

// OrderInfo is what a list shows of an order.
type OrderInfo struct {
	ID       string
	Number   string
	Date     civil.Date
	Buyer    string
	Total    money.Amount
	Incoterm string
	Status   OrderStatus
}

// Outcome is what came of putting something in.
type Outcome string

// What may come of it.
const (
	Added     Outcome = "added"
	Unchanged Outcome = "unchanged" // it was there already, the same
	Changed   Outcome = "changed"
)

// AddOrder keeps an order that trade.ReadOrder made, its lots as stock and its
// parties in the address book. The same order again changes nothing; another
// order of that number, or a lot in stock with other bales, is a Conflict.
func (t *Tx) AddOrder(ctx context.Context, o trade.Order) (Outcome, error) {
	return t.putOrder(ctx, o, false)
}

// ChangeOrder is AddOrder, but an order of that number is replaced. Papers that
// were issued for it stay as they are.
func (t *Tx) ChangeOrder(ctx context.Context, o trade.Order) (Outcome, error) {
	return t.putOrder(ctx, o, true)
}

func (t *Tx) putOrder(ctx context.Context, o trade.Order, replace bool) (Outcome, error) {
	body, err := EncodeOrder(o)
	if err != nil {
		return "", err
	}
	total, err := totalOf(o)
	if err != nil {
		return "", err
	}
	var there string
	err = t.tx.QueryRowContext(ctx, `SELECT body FROM orders WHERE number = $1`, o.Number).Scan(&there)
	outcome := Changed
	switch {
	case errors.Is(err, sql.ErrNoRows):
		outcome = Added
	case err != nil:
		return "", fmt.Errorf("look for order %s: %w", o.Number, err)
	case there == string(body):
		return Unchanged, nil
	case !replace:
		return "", &trade.Error{Code: trade.Conflict, Field: "number",
			Format: "There is another order %s already; give this one another number, or replace that one.", Args: []any{o.Number}}
	}
	_, err = t.tx.ExecContext(ctx, `
		INSERT INTO orders (id, number, date, buyer, currency, total_minor, incoterm, status, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (number) DO UPDATE SET date = excluded.date, buyer = excluded.buyer, currency = excluded.currency,
			total_minor = excluded.total_minor, incoterm = excluded.incoterm, body = excluded.body`,
		rand.Text(), o.Number, o.Date.String(), o.Buyer.Name, string(o.Currency), total.Minor(), string(o.Terms.Incoterm), string(OrderOpen), string(body))
	if err != nil {
		return "", fmt.Errorf("keep order %s: %w", o.Number, err)
	}
	for _, lot := range o.Lots {
		if _, err := t.AddLot(ctx, lot); err != nil {
			return "", err
		}
	}
	for _, p := range []*trade.Party{&o.Seller, &o.Buyer, o.Consignee, o.Notify} {
		if p == nil {
			continue
		}
		if err := t.meet(ctx, *p); err != nil {
			return "", err
		}
	}
	return outcome, nil
}

// totalOf is the order's total in its own currency.
func totalOf(o trade.Order) (money.Amount, error) {
	o.TotalsIn = nil // they have no part in it
	totals, err := o.Totals(nil)
	if err != nil {
		return money.Amount{}, fmt.Errorf("add up order %s: %w", o.Number, err)
	}
	return totals.Total, nil
}

// Order is the order of that number, or a NotFound error.
func (t *Tx) Order(ctx context.Context, number string) (trade.Order, OrderInfo, error) {
	body, info, err := t.orderBody(ctx, number)
	if err != nil {
		return trade.Order{}, info, err
	}
	o, err := decodeOrder(number, body)
	return o, info, err
}

func (t *Tx) orderBody(ctx context.Context, number string) (body string, info OrderInfo, err error) {
	info, err = scanOrder(t.tx.QueryRowContext(ctx, `
		SELECT id, number, date, buyer, currency, total_minor, incoterm, status, body
		FROM orders WHERE number = $1`, number), &body)
	if errors.Is(err, sql.ErrNoRows) {
		return "", info, &trade.Error{Code: trade.NotFound, Field: "number", Format: "There is no order %s.", Args: []any{number}}
	}
	if err != nil {
		return "", info, fmt.Errorf("read order %s: %w", number, err)
	}
	return body, info, nil
}

// Orders are up to that many orders whose numbers come after the one given, by
// number.
func (t *Tx) Orders(ctx context.Context, after string, most int) (list []OrderInfo, err error) {
	rows, err := t.tx.QueryContext(ctx, `
		SELECT id, number, date, buyer, currency, total_minor, incoterm, status
		FROM orders WHERE number > $1 ORDER BY number LIMIT $2`, after, most)
	if err != nil {
		return nil, fmt.Errorf("list orders: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		info, err := scanOrder(rows)
		if err != nil {
			return nil, fmt.Errorf("list orders: %w", err)
		}
		list = append(list, info)
	}
	return list, rows.Err()
}

// scanner is a row, or the row that rows are at.
type scanner interface{ Scan(...any) error }

func scanOrder(row scanner, more ...any) (info OrderInfo, err error) {
	var date, currency string
	var minor int64
	err = row.Scan(append([]any{&info.ID, &info.Number, &date, &info.Buyer, &currency, &minor, &info.Incoterm, &info.Status}, more...)...)
	if err != nil {
		return info, err
	}
	info.Total = money.FromMinor(minor, money.Currency(currency))
	info.Date, err = civil.ParseDate(date)
	return info, err
}

// AddOrder is Tx.AddOrder in a transaction of its own.
func (s *Store) AddOrder(ctx context.Context, o trade.Order) (out Outcome, err error) {
	err = s.Update(ctx, func(t *Tx) error {
		out, err = t.AddOrder(ctx, o)
		return err
	})
	return out, err
}

// ChangeOrder is Tx.ChangeOrder in a transaction of its own.
func (s *Store) ChangeOrder(ctx context.Context, o trade.Order) (out Outcome, err error) {
	err = s.Update(ctx, func(t *Tx) error {
		out, err = t.ChangeOrder(ctx, o)
		return err
	})
	return out, err
}

// Order is Tx.Order in a transaction of its own.
func (s *Store) Order(ctx context.Context, number string) (o trade.Order, info OrderInfo, err error) {
	err = s.View(ctx, func(t *Tx) error {
		o, info, err = t.Order(ctx, number)
		return err
	})
	return o, info, err
}
