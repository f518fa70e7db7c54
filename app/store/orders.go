package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/app/store/activity"
	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/app/trade/texts"
)

// An OrderInfo is what a list shows of an order.
type OrderInfo struct {
	ID        string
	Number    string
	Date      civil.Date
	Buyer     string
	Country   string // the buyer's
	Products  []string
	Mass      fibre.Mass // the invoice mass
	Total     money.Amount
	Incoterm  string
	Place     string // the place that the trade term names
	Status    trade.OrderStatus
	ChangedAt time.Time // zero: not known
	ChangedBy string
	Version   int64  // 1 for a new order, and one more with each change
	Unread    string // the date as the list has it, where the date, the mass or the time cannot be read; else empty
}

// An Outcome is the result of storing something.
type Outcome string

// The outcomes.
const (
	Added     Outcome = "added"
	Unchanged Outcome = "unchanged" // the same was stored already
	Changed   Outcome = "changed"
)

// AddOrder stores an order in which trade.Check finds no errors, its lots as stock and
// its parties in the address book. The same order again changes nothing. Another order of
// that number is a Conflict, and so is a lot that another order has with other bales.
func (t *Tx) AddOrder(ctx context.Context, o trade.Order) (Outcome, error) {
	var there string
	err := t.QueryRowContext(ctx, `SELECT body FROM orders WHERE number = $1`, o.Number).Scan(&there)
	if db.IsNoRow(err) {
		return Added, t.addOrder(ctx, o)
	}
	if err != nil {
		return "", fmt.Errorf("look for order %s: %w", o.Number, err)
	}
	body, err := trade.Encode(o)
	if err != nil {
		return "", err
	}
	if there == string(body) {
		return Unchanged, nil
	}
	return "", &trade.Error{Code: trade.Conflict, Field: "number",
		Format: "Order %s already exists; give this order another number, or replace the existing one.", Args: []any{o.Number}}
}

// ReplaceOrder stores an order as AddOrder does, but replaces an order of that number,
// whoever changed that last. Documents that were issued for the order stay as they are. A
// lot that another order has with other bales is a Conflict.
func (t *Tx) ReplaceOrder(ctx context.Context, o trade.Order) (Outcome, error) {
	there, err := t.storedOrder(ctx, "o.number", o.Number)
	if isNotFound(err) {
		return Added, t.addOrder(ctx, o)
	}
	if err != nil {
		return "", err
	}
	return t.updateOrder(ctx, there, o)
}

// ChangeOrder replaces the order with that id, if it is still of the version given:
// otherwise the error is a *Stale[trade.Order] with the order that is stored. Documents
// that were issued stay as they are, and so must the number then: another number is a
// Conflict, as is one that another order has. Where there is no such order, the error is
// NotFound.
func (t *Tx) ChangeOrder(ctx context.Context, id string, o trade.Order, version int64) (Outcome, error) {
	there, err := t.storedOrder(ctx, "o.id", id)
	if err != nil {
		return "", err
	}
	if there.Version != version {
		now, err := decodeOrder(there.Number, there.body)
		if err != nil {
			return "", err
		}
		return "", &Stale[trade.Order]{Now: now, Version: there.Version, At: there.ChangedAt, By: there.ChangedBy}
	}
	if o.Number != there.Number {
		if err := t.checkRename(ctx, there.OrderInfo, o.Number); err != nil {
			return "", err
		}
	}
	return t.updateOrder(ctx, there, o)
}

// checkRename returns a Conflict where an order cannot have another number, since its
// documents name the old one or another order has that number.
func (t *Tx) checkRename(ctx context.Context, there OrderInfo, number string) error {
	if there.Status != trade.OrderOpen {
		return &trade.Error{Code: trade.Conflict, Field: "number",
			Format: "Issued documents name order %s; its number cannot be changed.", Args: []any{there.Number}}
	}
	_, err := t.storedOrder(ctx, "o.number", number)
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return &trade.Error{Code: trade.Conflict, Field: "number",
		Format: "Order %s already exists; give this order another number.", Args: []any{number}}
}

// A storedOrder is an order as it is stored.
type storedOrder struct {
	OrderInfo
	body string
}

// storedOrder returns the order whose column has that value, or a NotFound error.
func (t *Tx) storedOrder(ctx context.Context, column, value string) (k storedOrder, err error) {
	k.OrderInfo, err = scanOrder(t.QueryRowContext(ctx, `
		SELECT `+orderInfoColumns+`, b.body FROM order_list o JOIN orders b ON b.id = o.id WHERE `+column+` = $1`, value), &k.body)
	if db.IsNoRow(err) {
		return k, noOrder(value)
	}
	if err != nil {
		return k, fmt.Errorf("read order %s: %w", value, err)
	}
	return k, nil
}

// addOrder stores a new order with all that belongs to it.
func (t *Tx) addOrder(ctx context.Context, o trade.Order) error {
	body, err := trade.Encode(o)
	if err != nil {
		return err
	}
	totals, err := ownTotals(o)
	if err != nil {
		return err
	}
	id, by := rand.Text(), t.Who()
	_, err = t.ExecContext(ctx, `
		INSERT INTO orders (id, number, date, buyer, currency, total_minor, incoterm, status, body, version, changed_at, changed_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11)`,
		id, o.Number, o.Date.String(), o.Buyer.Name, string(o.Currency), totals.Total.Minor(), string(o.Terms.Incoterm),
		string(trade.OrderOpen), string(body), by.Stamp(), by.Name)
	if err != nil {
		return fmt.Errorf("store order %s: %w", o.Number, err)
	}
	event := activity.Event{Subject: id, Code: activity.Entered, Changes: texts.Confirmations(o)}
	if by.File != "" {
		event.Code, event.Args = activity.Imported, []string{by.File}
	}
	return t.finishOrder(ctx, id, o, true, event)
}

// updateOrder replaces a stored order with another one, and all that belongs to it. It
// does nothing where they are the same. The error is errChangedMeanwhile where another
// transaction changed the order since it was read.
func (t *Tx) updateOrder(ctx context.Context, there storedOrder, o trade.Order) (Outcome, error) {
	body, err := trade.Encode(o)
	if err != nil {
		return "", err
	}
	if there.body == string(body) {
		return Unchanged, nil
	}
	was, err := decodeOrder(there.Number, there.body)
	if err != nil {
		return "", err
	}
	totals, err := ownTotals(o)
	if err != nil {
		return "", err
	}
	by := t.Who()
	done, err := t.ExecContext(ctx, `
		UPDATE orders SET number = $2, date = $3, buyer = $4, currency = $5, total_minor = $6, incoterm = $7, body = $8,
			version = version + 1, changed_at = $9, changed_by = $10
		WHERE id = $1 AND version = $11 AND status = $12`,
		there.ID, o.Number, o.Date.String(), o.Buyer.Name, string(o.Currency), totals.Total.Minor(), string(o.Terms.Incoterm),
		string(body), by.Stamp(), by.Name, there.Version, string(there.Status))
	if err != nil {
		return "", fmt.Errorf("store order %s: %w", o.Number, err)
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return "", errors.Join(err, fmt.Errorf("store order %s: %w", o.Number, errChangedMeanwhile))
	}
	event := activity.Event{Subject: there.ID, Code: activity.Changed, Changes: texts.Changes(was, o)}
	if by.File != "" {
		event.Code, event.Args = activity.Replaced, []string{by.File}
	}
	return Changed, t.finishOrder(ctx, there.ID, o, false, event)
}

// finishOrder stores what belongs to an order that was just stored: its lots, what lists
// and searches need of it, and the event. A fresh order is a new one.
func (t *Tx) finishOrder(ctx context.Context, id string, o trade.Order, fresh bool, event activity.Event) error {
	for _, lot := range o.Lots {
		if err := t.saveLot(ctx, lot, id); err != nil {
			return err
		}
	}
	if err := t.indexOrder(ctx, id, o, fresh); err != nil {
		return fmt.Errorf("list order %s: %w", o.Number, err)
	}
	return activity.Note(ctx, t.Tx, event)
}

// ownTotals returns the order's totals in its own currency.
func ownTotals(o trade.Order) (trade.Totals, error) {
	o.TotalsIn = nil // other currencies have no part in these totals
	totals, err := o.Totals(nil)
	if err != nil {
		return totals, fmt.Errorf("add up order %s: %w", o.Number, err)
	}
	return totals, nil
}

// ownTotal returns the order's total in its own currency.
func ownTotal(o trade.Order) (money.Amount, error) {
	totals, err := ownTotals(o)
	return totals.Total, err
}

// Order returns the order of that number, or a NotFound error. One that cannot be read is a
// Conflict.
func (t *Tx) Order(ctx context.Context, number string) (trade.Order, OrderInfo, error) {
	return t.readOrder(ctx, "o.number", number)
}

// OrderByID returns the order of that id. The errors are those of Order.
func (t *Tx) OrderByID(ctx context.Context, id string) (trade.Order, OrderInfo, error) {
	return t.readOrder(ctx, "o.id", id)
}

// OrderInfo returns what a list shows of the order of that id, or a NotFound error.
func (t *Tx) OrderInfo(ctx context.Context, id string) (OrderInfo, error) {
	k, err := t.storedOrder(ctx, "o.id", id)
	return k.OrderInfo, err
}

// readOrder returns the order whose column has that value. The errors are those of Order.
func (t *Tx) readOrder(ctx context.Context, column, value string) (trade.Order, OrderInfo, error) {
	k, err := t.storedOrder(ctx, column, value)
	if err != nil {
		return trade.Order{}, k.OrderInfo, err
	}
	o, err := decodeOrder(k.Number, k.body)
	return o, k.OrderInfo, err
}

// decodeOrder reads the stored body of an order of that number, by its shape alone. One that
// cannot be read is a Conflict.
func decodeOrder(number, body string) (trade.Order, error) {
	o, faults := trade.Decode(strings.NewReader(body))
	if err := faults.Err(); err != nil {
		return o, &trade.Error{Code: trade.Conflict, Field: "order", Err: err,
			Format: "What is stored of order %s cannot be read: it was damaged. Ask whoever looks after the server to run “woolroad verify” and to restore a backup.", Args: []any{number}}
	}
	return o, nil
}

// errChangedMeanwhile reports an order that another transaction has changed or issued
// since this one read it.
var errChangedMeanwhile = errors.New("it was changed meanwhile")

// ChangeOrders returns what f returns, run for who and only Once for who's request, as
// Change does, but in a transaction of the kind that issuing has: its locks are the rows
// of the orders and lots that f writes. Under the stricter isolation of Change,
// PostgreSQL would stop transactions for orders that have nothing to do with each other.
// ChangeOrders may run f again, so that f sees what another transaction has stored
// meanwhile.
func ChangeOrders[T any](ctx context.Context, s *Store, who Who, operation string, content any, f func(*Tx) (T, error)) (out T, err error) {
	for try := 1; ; try++ {
		err = s.UpdateLocking(ctx, who, func(t *Tx) (err error) {
			out, err = Once(ctx, t, operation, content, func() (T, error) { return f(t) })
			return err
		})
		if try == db.Tries || !db.IsDuplicate(err) && !errors.Is(err, errChangedMeanwhile) {
			return out, err
		}
	}
}
