package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/store/parties"
	"woolroad/app/store/wait"
	"woolroad/app/store/words"
	"woolroad/app/trade"
)

// The index is what lists and searches need of orders, documents, parties, lots and
// bales. It is made from these in the transaction that stores them, and by completeIndex.

// indexOrder stores what lists and searches need of an order. It adds parties that the
// address book does not have. Where the order is not fresh, it removes first what was
// stored of the order.
func (t *Tx) indexOrder(ctx context.Context, id string, o trade.Order, fresh bool) error {
	if !fresh {
		for _, table := range []string{"order_list WHERE id", "order_products WHERE order_id", "order_lots WHERE order_id", "order_parties WHERE order_id"} {
			if _, err := t.ExecContext(ctx, `DELETE FROM `+table+` = $1`, id); err != nil {
				return err
			}
		}
	}
	total, err := t.listOrder(ctx, id, o, nil)
	if err != nil {
		return err
	}
	return words.StoreOrder(ctx, t.Tx, id, o, total)
}

// listOrder stores what lists need of an order, of which nothing may be listed, and returns
// the order's total. It adds parties that the address book does not have under the name
// that the order gives them, unless linked has the id of a party in that role: a party may
// have got another name since.
func (t *Tx) listOrder(ctx context.Context, id string, o trade.Order, linked map[parties.Role]string) (total money.Amount, err error) {
	grams, decimals, total, err := ListFigures(o)
	if err != nil {
		return total, err
	}
	var products, lots, roles [][]any
	var names []string
	for _, line := range o.Lines {
		if !slices.Contains(names, line.Product) {
			names = append(names, line.Product)
			products = append(products, []any{line.Product, id, o.Date.String(), o.Number})
		}
	}
	for _, lot := range o.Lots {
		lots = append(lots, []any{lot.Number, id})
	}
	for _, p := range parties.Of(o) {
		party, err := parties.FindID(ctx, t.Tx, p.Name, p.Country)
		if db.IsNoRow(err) {
			if party, err = linked[p.Role], nil; party == "" {
				party, err = parties.FindOrAdd(ctx, t.Tx, p.Party)
			}
		}
		if err != nil {
			return total, err
		}
		roles = append(roles, []any{party, string(p.Role), id, o.Date.String()})
	}
	_, err = t.ExecContext(ctx, `
		INSERT INTO order_list (id, number, date, buyer, country, currency, total_minor, grams, mass_decimals, incoterm, place, status, products, changed_at, changed_by, version)
		SELECT id, number, date, buyer, CAST($2 AS text), currency, total_minor, CAST($3 AS BIGINT), CAST($4 AS INTEGER), incoterm, CAST($5 AS text), status, CAST($6 AS text), changed_at, changed_by, version
		FROM orders WHERE id = $1`, id, o.Buyer.Country, grams, decimals, o.Terms.Place, strings.Join(names, ", "))
	if err != nil {
		return total, err
	}
	for _, made := range []struct {
		into string
		rows [][]any
	}{
		{"order_products (product, order_id, date, number)", products},
		{"order_lots (lot, order_id)", lots},
		{"order_parties (party, role, order_id, date)", roles},
	} {
		if err := t.InsertMany(ctx, made.into, made.rows); err != nil {
			return total, err
		}
	}
	return total, nil
}

// relistOrder indexes a stored order, of which nothing but its parties is listed, from its
// body. An order that cannot be read, or not be added up, is listed as far as its row goes,
// so that a person can see what is wrong with it.
func (t *Tx) relistOrder(ctx context.Context, id, number, body string) error {
	linked := map[parties.Role]string{}
	all, err := t.readTexts(ctx, 2, `SELECT role, party FROM order_parties WHERE order_id = $1`, []any{id})
	for _, row := range all {
		linked[parties.Role(row[0])] = row[1]
	}
	if err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM order_parties WHERE order_id = $1`, id); err != nil {
		return err
	}
	o, unread := decodeOrder(number, body)
	if unread == nil {
		_, _, _, unread = ListFigures(o)
	}
	if unread == nil {
		total, err := t.listOrder(ctx, id, o, linked)
		if err != nil {
			return err
		}
		return words.StoreOrder(ctx, t.Tx, id, o, total)
	}
	_, err = t.ExecContext(ctx, `
		INSERT INTO order_list (id, number, date, buyer, country, currency, total_minor, grams, incoterm, place, status, products, changed_at, changed_by, version)
		SELECT id, number, date, buyer, '', currency, total_minor, 0, incoterm, '', status, '', changed_at, changed_by, version
		FROM orders WHERE id = $1`, id)
	return err
}

// ListFigures returns the order's invoice mass in grams, with how many decimals of a
// kilogram documents print it, and the order's total. A mass of more than 18 digits is an
// Invalid error; the other errors are those of trade.Order.Totals.
func ListFigures(o trade.Order) (grams int64, decimals int32, total money.Amount, err error) {
	totals, err := ownTotals(o)
	if err != nil {
		return 0, 0, total, err
	}
	mass := invoiceMass(totals)
	grams, ok := mass.Number().Units(gram)
	if !ok {
		return 0, 0, total, &trade.Error{Code: trade.Invalid, Field: "lots", Format: "The mass of order %s has more than 18 digits; check the masses.", Args: []any{o.Number}}
	}
	return grams, mass.Decimals(), totals.Total, nil
}

// indexVersion counts the versions of the index. A program whose functions here make
// another index has another version, and makes all of the index again.
const indexVersion = 4

// indexBatch is how many rows completeIndex reads in one transaction.
const indexBatch = 200

// completeIndex makes what lists and searches need, unless it is noted that this version of
// the index is made, and makes the words again that a program of before has stored. Of an
// empty database it notes that at once, so that later damage is named and not made again. says
// is the sentence that says so where that is long work.
func (s *Store) completeIndex(ctx context.Context, says string) (err error) {
	read := func(t *Tx) (indexState, error) { return t.indexState(ctx) }
	have, err := View(ctx, s, db.Program, read)
	if err != nil || have.complete() {
		return err
	}
	release, err := s.LockSchema(ctx) // one program at a time
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	if have, err = View(ctx, s, db.Program, read); err != nil || have.complete() { // another program has completed it meanwhile
		return err
	}
	if have.version != indexVersion {
		if !have.empty {
			wait.Say(ctx, says)
		}
		if err := s.makeIndex(ctx, have.version != 0); err != nil {
			return err
		}
	}
	if err = s.repeat(ctx, (*Tx).rewordNames); err == nil {
		err = s.repeat(ctx, (*Tx).rewordRecords)
	}
	if err != nil {
		return fmt.Errorf("make the words again: %w", err)
	}
	return nil
}

// makeIndex makes all of the index anew, also where some of it is there: that may be of an
// index which an older program has made, or of a schema of before. The words of bales, which
// are the most and never of another schema, are made again only if bales is set.
func (s *Store) makeIndex(ctx context.Context, bales bool) error {
	err := s.Update(ctx, db.Program, func(t *Tx) error {
		t.MayRepeat()
		_, err := t.ExecContext(ctx, `DELETE FROM listed`)
		return errors.Join(err, t.clearIndex(ctx, bales))
	})
	if err != nil {
		return fmt.Errorf("make the lists again: %w", err)
	}
	for _, step := range indexSteps {
		if err := s.repeat(ctx, step); err != nil {
			return fmt.Errorf("complete the lists: %w", err)
		}
	}
	return s.Update(ctx, db.Program, func(t *Tx) error {
		t.MayRepeat()
		_, err := t.ExecContext(ctx, `INSERT INTO listed (version) VALUES ($1) ON CONFLICT DO NOTHING`, indexVersion)
		return err
	})
}

// indexSteps are what the index is made by. Each makes some of what is missing and returns
// of how many records; 0 means that nothing is missing.
var indexSteps = []func(*Tx, context.Context) (int, error){
	(*Tx).indexMissingOrders, (*Tx).indexMissingLots, (*Tx).indexMissingParties, (*Tx).indexMissingBales, (*Tx).indexMissingDocuments,
}

// RemakeIndex makes all of an index that is complete anew in this transaction.
func (t *Tx) RemakeIndex(ctx context.Context) error {
	err := t.clearIndex(ctx, true)
	for _, step := range indexSteps {
		for n := 1; n > 0 && err == nil; {
			n, err = step(t, ctx)
		}
	}
	return err
}

// repeat runs a step, each time in a transaction of its own, until it returns 0.
func (s *Store) repeat(ctx context.Context, step func(*Tx, context.Context) (int, error)) error {
	for more := true; more; {
		err := s.Update(ctx, db.Program, func(t *Tx) error {
			t.MayRepeat()
			n, err := step(t, ctx)
			more = n > 0
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// An indexState says how far the index is made.
type indexState struct {
	version  int  // 0: there is none
	empty    bool // there is nothing to index
	oldWords bool // some words were stored by a program of before
}

// complete reports whether there is nothing to make.
func (s indexState) complete() bool { return s.version == indexVersion && !s.oldWords }

// indexState returns how far the index is made.
func (t *Tx) indexState(ctx context.Context) (is indexState, err error) {
	err = t.QueryRowContext(ctx, `
		SELECT (SELECT coalesce(max(version), 0) FROM listed),
		       NOT EXISTS (SELECT 1 FROM parties) AND NOT EXISTS (SELECT 1 FROM lots),
		       EXISTS (SELECT 1 FROM words WHERE `+words.Old+`)`).Scan(&is.version, &is.empty, &is.oldWords)
	return is, err
}

// Listed reports whether the index is made, with the words of this program.
func (t *Tx) Listed(ctx context.Context) (made bool, err error) {
	is, err := t.indexState(ctx)
	return is.complete(), err
}

// clearIndex removes all that completeIndex makes, but the parties of orders, which
// relistOrder compares, and the words of bales unless bales is set.
func (t *Tx) clearIndex(ctx context.Context, bales bool) error {
	statements := []string{
		`DELETE FROM words`, `DELETE FROM order_lots`, `DELETE FROM order_products`, `DELETE FROM order_list`, `DELETE FROM issued_about`,
	}
	if bales {
		statements = append(statements, `UPDATE bales SET word = ''`)
	}
	for _, statement := range statements {
		if _, err := t.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// readBatch returns the first rows, up to most, of a statement that selects so many columns
// of texts.
func (t *Tx) readBatch(ctx context.Context, most, columns int, statement string) ([][]string, error) {
	return t.readTexts(ctx, columns, statement+` LIMIT `+strconv.Itoa(most), nil)
}

// readTexts returns the rows of a statement that selects so many columns of texts. After an
// error the rows are of no use.
func (t *Tx) readTexts(ctx context.Context, columns int, statement string, args []any) (list [][]string, err error) {
	err = t.Each(ctx, statement, args, func(r db.Scanner) error {
		row, into := make([]string, columns), make([]any, columns)
		for i := range row {
			into[i] = &row[i]
		}
		list = append(list, row)
		return r.Scan(into...)
	})
	return list, err
}

// indexMissingOrders indexes up to indexBatch orders that are not indexed, and returns
// how many.
func (t *Tx) indexMissingOrders(ctx context.Context) (int, error) {
	all, err := t.readBatch(ctx, indexBatch, 3, `
		SELECT o.id, o.number, o.body FROM orders o LEFT JOIN order_list l ON l.id = o.id WHERE l.id IS NULL`)
	if err != nil {
		return 0, err
	}
	for _, row := range all {
		if err := t.relistOrder(ctx, row[0], row[1], row[2]); err != nil {
			return 0, fmt.Errorf("order %s: %w", row[1], err)
		}
	}
	return len(all), nil
}

// indexMissingLots stores the search words of up to indexBatch lots that have none, and
// returns how many lots it read.
func (t *Tx) indexMissingLots(ctx context.Context) (int, error) {
	all, err := t.readBatch(ctx, indexBatch, 2, `
		SELECT l.number, l.product FROM lots l WHERE NOT EXISTS (SELECT 1 FROM words w WHERE w.kind = 'lot' AND w.ref = l.number)`)
	if err != nil {
		return 0, err
	}
	for _, row := range all {
		if err := words.StoreLot(ctx, t.Tx, row[0], row[1]); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}

// indexMissingParties stores the search words of up to indexBatch parties that have none,
// and returns how many parties it read. A party that cannot be read is found by its name
// and country alone.
func (t *Tx) indexMissingParties(ctx context.Context) (int, error) {
	const columns = 4
	all, err := t.readBatch(ctx, indexBatch, columns, `
		SELECT p.id, p.name, p.country, p.body FROM parties p WHERE NOT EXISTS (SELECT 1 FROM words w WHERE w.kind = 'party' AND w.ref = p.id)`)
	if err != nil {
		return 0, err
	}
	for _, row := range all {
		id, name, country, body := row[0], row[1], row[2], row[3]
		party, err := trade.DecodeParty([]byte(body))
		if err != nil {
			party = trade.Party{Name: name, Country: country}
		}
		if err := words.StoreParty(ctx, t.Tx, id, party); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}

// indexMissingBales stores the search words of many bales that have none, and returns how
// many it read: bales are short, and most of their time would go into commits.
func (t *Tx) indexMissingBales(ctx context.Context) (int, error) {
	all, err := t.readBatch(ctx, 50*indexBatch, 2, `SELECT lot, number FROM bales WHERE word = ''`)
	for _, row := range all {
		if lot, number := row[0], row[1]; err == nil {
			_, err = t.ExecContext(ctx, `UPDATE bales SET word = $3 WHERE lot = $1 AND number = $2`, lot, number, BaleWord(number))
		}
	}
	return len(all), err
}

// BaleWord returns the word by which a search finds a bale. It is never empty.
func BaleWord(number string) string { return cmp.Or(words.Phrase(number), "-") }

// invoiceMass returns the invoice mass of all lines together.
func invoiceMass(t trade.Totals) (mass fibre.Mass) {
	for _, line := range t.Lines {
		mass = mass.Add(line.Quantity)
	}
	return mass
}

// isNotFound reports whether an error is a *trade.Error that is NotFound.
func isNotFound(err error) bool {
	e := (*trade.Error)(nil)
	return errors.As(err, &e) && e.Code == trade.NotFound
}
