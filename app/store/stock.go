package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"woolroad/app/fibre"
	"woolroad/app/store/db"
	"woolroad/app/store/words"
	"woolroad/app/trade"
)

// A StockLot is a lot as it is stored.
type StockLot struct {
	trade.Lot
	Version   int64 // 0: an order brought the lot, and nobody has changed it in stock
	ChangedAt time.Time
	ChangedBy string
}

// EnterLot adds a lot to the stock that a person enters before an order has it. The same lot
// again changes nothing; another lot of that number is a Conflict.
func (t *Tx) EnterLot(ctx context.Context, lot trade.Lot) (Outcome, error) {
	there, err := t.StockLot(ctx, lot.Number)
	if isNotFound(err) {
		if err := t.insertLot(ctx, lot); err != nil {
			return "", err
		}
		return Added, t.stampLot(ctx, lot.Number)
	}
	if err != nil {
		return "", err
	}
	if same, err := sameLot(there.Lot, lot); err != nil || same {
		return Unchanged, err
	}
	return "", &trade.Error{Code: trade.Conflict, Field: "number",
		Format: "Lot %s is already in stock; give this lot another number, or change that one.", Args: []any{lot.Number}}
}

// ChangeLot replaces the lot of that number in stock, if it is still of the version given:
// otherwise the error is a *Stale[trade.Lot]. How an order sells the lot stays as it is. The
// product, the packages and the bales of a lot that an order has are a Conflict: the order
// lists them. Where there is no such lot, the error is NotFound.
func (t *Tx) ChangeLot(ctx context.Context, lot trade.Lot, version int64) (Outcome, error) {
	there, err := t.StockLot(ctx, lot.Number)
	if err != nil {
		return "", err
	}
	if there.Version != version {
		return "", &Stale[trade.Lot]{Now: there.Lot, Version: there.Version, At: there.ChangedAt, By: there.ChangedBy}
	}
	lot.Regain, lot.MassDecimals = there.Regain, there.MassDecimals
	if same, err := sameLot(there.Lot, lot); err != nil || same {
		return Unchanged, err
	}
	if format, args := differenceOf(there.Lot, lot); format != "" {
		orders, err := t.ordersOfLots(ctx, []string{lot.Number})
		if err != nil {
			return "", err
		}
		if of := orders[lot.Number]; len(of) > 0 {
			return "", &trade.Error{Code: trade.Conflict, Field: "bales",
				Format: "Order %s has lot %s with %s; change the product, the packages and the bales in the order.", Args: []any{of[0], lot.Number, &trade.Error{Format: format, Args: args}}}
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM bales WHERE lot = $1`, lot.Number); err != nil {
			return "", fmt.Errorf("change lot %s: %w", lot.Number, err)
		}
		if err := t.insertLot(ctx, lot); err != nil {
			return "", err
		}
		return Changed, t.stampLot(ctx, lot.Number)
	}
	body, err := trade.EncodeLot(lot)
	if err != nil {
		return "", err
	}
	if _, err := t.ExecContext(ctx, `UPDATE lots SET body = $2 WHERE number = $1`, lot.Number, string(body)); err != nil {
		return "", fmt.Errorf("change lot %s: %w", lot.Number, err)
	}
	return Changed, t.stampLot(ctx, lot.Number)
}

// stampLot stores who has entered or changed a lot in stock, and when.
func (t *Tx) stampLot(ctx context.Context, number string) error {
	by := t.Who()
	_, err := t.ExecContext(ctx, `UPDATE lots SET version = version + 1, changed_at = $2, changed_by = $3 WHERE number = $1`, number, by.Stamp(), by.Name)
	if err != nil {
		return fmt.Errorf("change lot %s: %w", number, err)
	}
	return nil
}

// sameLot reports whether two lots are stored as the same text.
func sameLot(a, b trade.Lot) (bool, error) {
	one, err := trade.EncodeLot(a)
	if err != nil {
		return false, err
	}
	other, err := trade.EncodeLot(b)
	return string(one) == string(other), err
}

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

// saveLot adds an order's lot to the stock. It replaces another lot of that number, unless
// another order has that lot too or a person has entered it in stock: that is a Conflict.
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
	others, err := t.Texts(ctx, `
		SELECT order_id FROM order_lots WHERE lot = $1 AND order_id <> $2
		UNION ALL SELECT number FROM lots WHERE number = $1 AND version > 0 LIMIT 1`, lot.Number, orderID)
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

// Lot returns a lot in stock with its bales. The errors are those of StockLot.
func (t *Tx) Lot(ctx context.Context, number string) (trade.Lot, error) {
	lot, err := t.StockLot(ctx, number)
	return lot.Lot, err
}

// StockLot returns a lot in stock as it was stored: how it is sold is in the orders that sell
// it. An unknown number is NotFound, and a lot that cannot be read a Conflict.
func (t *Tx) StockLot(ctx context.Context, number string) (lot StockLot, err error) {
	var body, at string
	err = t.QueryRowContext(ctx, `SELECT body, version, changed_at, changed_by FROM lots WHERE number = $1`, number).Scan(&body, &lot.Version, &at, &lot.ChangedBy)
	if errors.Is(err, sql.ErrNoRows) {
		return lot, &trade.Error{Code: trade.NotFound, Field: "number", Format: "There is no lot %s in stock.", Args: []any{number}}
	}
	if err != nil {
		return lot, fmt.Errorf("read lot %s: %w", number, err)
	}
	if lot.ChangedAt, err = db.ParseStamp(at); err == nil {
		lot.Lot, err = trade.DecodeLot([]byte(body))
	}
	if err != nil {
		return lot, &trade.Error{Code: trade.Conflict, Field: "lot", Err: err,
			Format: "What is stored of lot %s cannot be read: it was damaged. Ask whoever looks after the server to run “woolroad verify” and to restore a backup.", Args: []any{number}}
	}
	return lot, nil
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
