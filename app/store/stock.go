package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"woolroad/app/fibre"
	"woolroad/app/store/db"
	"woolroad/app/store/words"
	"woolroad/app/trade"
)

// AddLot adds a lot to the stock. The same lot again changes nothing. The same number
// with another product, other packages or other bales is a Conflict: an error that says how
// they differ. Regain and test of a lot stay as they were first stored.
func (t *Tx) AddLot(ctx context.Context, lot trade.Lot) (Outcome, error) {
	there, err := t.Lot(ctx, lot.Number)
	if e := (*trade.Error)(nil); errors.As(err, &e) && e.Code == trade.NotFound {
		return Added, t.insertLot(ctx, lot)
	}
	if err != nil {
		return "", err
	}
	if format, args := differenceOf(there, lot); format != "" {
		return "", &trade.Error{Code: trade.Conflict, Field: "lots",
			Format: "Lot %s is already in stock with %s; correct the lot, or give it another number.", Args: []any{lot.Number, &trade.Error{Format: format, Args: args}}}
	}
	return Unchanged, nil
}

// saveLot adds an order's lot to the stock. It replaces another lot of that number,
// unless another order has that lot too: that is a Conflict.
func (t *Tx) saveLot(ctx context.Context, lot trade.Lot, orderID string) error {
	// Writing the lot's row locks it: a request that reads the lot waits for one that replaces it.
	if _, err := t.ExecContext(ctx, `UPDATE lots SET product = product WHERE number = $1`, lot.Number); err != nil {
		return fmt.Errorf("look for lot %s: %w", lot.Number, err)
	}
	_, err := t.AddLot(ctx, lot)
	if e := (*trade.Error)(nil); !errors.As(err, &e) || e.Code != trade.Conflict {
		return err
	}
	conflict := err
	others, err := t.Texts(ctx, `SELECT order_id FROM order_lots WHERE lot = $1 AND order_id <> $2 LIMIT 1`, lot.Number, orderID)
	if err != nil {
		return fmt.Errorf("look for orders of lot %s: %w", lot.Number, err)
	}
	if len(others) > 0 {
		return conflict
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM bales WHERE lot = $1`, lot.Number); err != nil {
		return fmt.Errorf("replace lot %s: %w", lot.Number, err)
	}
	return t.insertLot(ctx, lot)
}

// differenceOf returns in words how the stored lot differs from the one given, as a format
// for fmt.Sprintf and its arguments, or "" for no difference.
func differenceOf(there, lot trade.Lot) (format string, args []any) {
	switch n := len(there.Bales); {
	case there.Product != lot.Product:
		return "another product, %s", []any{there.Product}
	case there.Package != lot.Package:
		return "other packages, %s", []any{there.Package}
	case n == 1 && len(lot.Bales) != n:
		return "one bale and not %d", []any{len(lot.Bales)}
	case n != len(lot.Bales):
		return "%d bales and not %d", []any{n, len(lot.Bales)}
	}
	for i, b := range lot.Bales {
		is := there.Bales[i]
		switch {
		case is.Number != b.Number:
			return "bale %s where this has %s", []any{is.Number, b.Number}
		case is.Gross.Cmp(b.Gross) != 0:
			return "bale %s of %s kg gross and not %s kg", []any{b.Number, is.Gross, b.Gross}
		case is.Tare.Cmp(b.Tare) != 0:
			return "bale %s of %s kg tare and not %s kg", []any{b.Number, is.Tare, b.Tare}
		}
	}
	return "", nil
}

// insertLot stores a lot with its bales and search words. It replaces the row of a lot of
// that number, whose bales the caller must have removed.
func (t *Tx) insertLot(ctx context.Context, lot trade.Lot) error {
	body, err := trade.EncodeLot(lot)
	if err != nil {
		return err
	}
	var gross, tare fibre.Mass
	for _, b := range lot.Bales {
		gross, tare = gross.Add(b.Gross), tare.Add(b.Tare)
	}
	_, err = t.ExecContext(ctx, `
		INSERT INTO lots (number, product, package, bales, gross, tare, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (number) DO UPDATE SET product = excluded.product, package = excluded.package, bales = excluded.bales,
			gross = excluded.gross, tare = excluded.tare, body = excluded.body`,
		lot.Number, lot.Product, lot.Package, len(lot.Bales), gross.String(), tare.String(), string(body))
	if err != nil {
		return fmt.Errorf("store lot %s: %w", lot.Number, err)
	}
	bales := make([][]any, len(lot.Bales))
	for i, b := range lot.Bales {
		bales[i] = []any{lot.Number, i + 1, b.Number, b.Gross.String(), b.Tare.String(), BaleWord(b.Number)}
	}
	if err := t.InsertMany(ctx, "bales (lot, place, number, gross, tare, word)", bales); err != nil {
		return fmt.Errorf("store the bales of lot %s: %w", lot.Number, err)
	}
	return words.StoreLot(ctx, t.Tx, lot.Number, lot.Product)
}

// Lot returns a lot in stock with its bales, without regain and test, which are in the
// orders that sell the lot. An unknown number is a *trade.Error with the code NotFound.
func (t *Tx) Lot(ctx context.Context, number string) (lot trade.Lot, err error) {
	err = t.QueryRowContext(ctx, `SELECT number, product, package FROM lots WHERE number = $1`, number).
		Scan(&lot.Number, &lot.Product, &lot.Package)
	if errors.Is(err, sql.ErrNoRows) {
		return lot, &trade.Error{Code: trade.NotFound, Field: "number", Format: "There is no lot %s in stock.", Args: []any{number}}
	}
	if err != nil {
		return lot, fmt.Errorf("read lot %s: %w", number, err)
	}
	rows, err := t.QueryContext(ctx, `SELECT number, gross, tare FROM bales WHERE lot = $1 ORDER BY place`, number)
	if err != nil {
		return lot, fmt.Errorf("read the bales of lot %s: %w", number, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var b trade.Bale
		var gross, tare string
		if err := rows.Scan(&b.Number, &gross, &tare); err != nil {
			return lot, fmt.Errorf("read the bales of lot %s: %w", number, err)
		}
		if b.Gross, err = fibre.Parse(gross); err != nil {
			return lot, fmt.Errorf("bale %s of lot %s: %w", b.Number, number, err)
		}
		if b.Tare, err = fibre.Parse(tare); err != nil {
			return lot, fmt.Errorf("bale %s of lot %s: %w", b.Number, number, err)
		}
		lot.Bales = append(lot.Bales, b)
	}
	return lot, rows.Err()
}

// A LotInfo is what a list shows of a lot in stock.
type LotInfo struct {
	Number  string
	Product string
	Package string
	Bales   int
	Gross   fibre.Mass
	Net     fibre.Mass
	Orders  []string // the numbers of the orders that have the lot
}

// A LotFilter picks lots. It ignores fields that are empty.
type LotFilter struct {
	Product string
	Text    string // a part of the number, or the beginnings of words in the lot's number or product
}

// LotPage returns a page of the lots in stock that the filter picks, by number. A limit or a
// cursor that does not fit is an Invalid error.
func (t *Tx) LotPage(ctx context.Context, f LotFilter, p Paging) (Page[LotInfo], error) {
	var q db.Query
	if f.Product != "" {
		q.And(`l.product = ` + q.Arg(f.Product))
	}
	if terms := words.Terms(f.Text); terms != nil {
		q.And(`l.number IN (` + words.AllOf(words.Lot, terms)(&q) + ` UNION ALL ` + words.PartOf(f.Text).Refs(words.PartOfLot, false)(&q) + `)`)
	} else if strings.TrimSpace(f.Text) != "" { // no lot is found by punctuation alone
		q.And(`1 = 0`)
	}
	out, err := db.ReadPage(ctx, t.Tx, db.List[LotInfo]{
		Sort: db.Sort{Name: "lots", Columns: []string{"l.number"}, Desc: false},
		From: `SELECT l.number, l.product, l.package, l.bales, l.gross, l.tare FROM lots l`,
		Scan: scanLot,
		Keys: func(l LotInfo) []any { return []any{l.Number} },
	}, q, p)
	if err != nil {
		return out, err
	}
	numbers := make([]string, len(out.Rows))
	for i, l := range out.Rows {
		numbers[i] = l.Number
	}
	orders, err := t.ordersOfLots(ctx, numbers)
	for i, l := range out.Rows {
		out.Rows[i].Orders = orders[l.Number]
	}
	return out, err
}

// scanLot reads a row of a list of lots.
func scanLot(row db.Scanner) (l LotInfo, err error) {
	var gross, tare string
	if err := row.Scan(&l.Number, &l.Product, &l.Package, &l.Bales, &gross, &tare); err != nil {
		return l, err
	}
	if l.Gross, err = fibre.Parse(gross); err != nil {
		return l, err
	}
	less, err := fibre.Parse(tare)
	l.Net = l.Gross.Sub(less)
	return l, err
}

// ordersOfLots returns the numbers of the orders that have each of these lots, by lot.
func (t *Tx) ordersOfLots(ctx context.Context, lots []string) (map[string][]string, error) {
	var q db.Query
	orders := map[string][]string{}
	err := t.Each(ctx, `
		SELECT x.lot, o.number FROM order_lots x JOIN order_list o ON o.id = x.order_id
		WHERE x.lot IN `+q.Among(lots)+` ORDER BY x.lot, o.number`, q.Args, func(row db.Scanner) error {
		var lot, number string
		err := row.Scan(&lot, &number)
		orders[lot] = append(orders[lot], number)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for the orders of lots: %w", err)
	}
	return orders, nil
}

// LotOrders returns the orders that have a lot, by number.
func (t *Tx) LotOrders(ctx context.Context, lot string) (list []OrderInfo, err error) {
	err = t.Each(ctx, `
		SELECT `+orderInfoColumns+` FROM order_lots x JOIN order_list o ON o.id = x.order_id WHERE x.lot = $1 ORDER BY o.number`,
		[]any{lot}, func(row db.Scanner) error {
			o, err := scanOrder(row)
			list = append(list, o)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("look for the orders of lot %s: %w", lot, err)
	}
	return list, nil
}
