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
	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// What lists and searches need of an order is stored beside it and made from it,
// in the same transaction; complete makes what is missing, such as after a
// migration or a restore.

// enlist keeps an order in the lists, in place of what they had of it.
func (t *Tx) enlist(ctx context.Context, id string, o trade.Order, fresh bool) error {
	if !fresh {
		for _, table := range []string{"order_list WHERE id", "order_products WHERE order_id", "order_lots WHERE order_id", "order_parties WHERE order_id", "words WHERE kind = 'order' AND ref"} {
			if _, err := t.ExecContext(ctx, `DELETE FROM `+table+` = $1`, id); err != nil {
				return err
			}
		}
	}
	grams, decimals, err := gramsOf(o)
	if err != nil {
		return err
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
	for _, p := range partiesOf(o) {
		party, err := t.meet(ctx, p.Party)
		if err != nil {
			return err
		}
		roles = append(roles, []any{party, string(p.role), id, o.Date.String()})
	}
	_, err = t.ExecContext(ctx, `
		INSERT INTO order_list (id, number, date, buyer, country, currency, total_minor, grams, mass_decimals, incoterm, place, status, products, changed_at, changed_by, version)
		SELECT id, number, date, buyer, CAST($2 AS text), currency, total_minor, CAST($3 AS BIGINT), CAST($4 AS INTEGER), incoterm, CAST($5 AS text), status, CAST($6 AS text), changed_at, changed_by, version
		FROM orders WHERE id = $1`, id, o.Buyer.Country, grams, decimals, o.Terms.Place, strings.Join(names, ", "))
	if err != nil {
		return err
	}
	for _, made := range []struct {
		into string
		rows [][]any
	}{
		{"order_products (product, order_id, date, number)", products},
		{"order_lots (lot, order_id)", lots},
		{"order_parties (party, role, order_id, date)", roles},
		{"words (kind, word, ref)", db.WordsOf("order", id, orderTexts(o)...)},
	} {
		if err := t.InsertMany(ctx, made.into, made.rows); err != nil {
			return err
		}
	}
	return nil
}

// gramsOf returns what the order is invoiced for, in grams, and with how many decimals of
// a kilogram documents print that, or an error for people where it cannot be computed.
func gramsOf(o trade.Order) (grams int64, decimals int32, err error) {
	totals, err := totalsOf(o)
	if err != nil {
		return 0, 0, err
	}
	mass := invoiceMass(totals)
	grams, ok := mass.Number().Units(gram)
	if !ok {
		return 0, 0, &trade.Error{Code: trade.Invalid, Field: "lots", Format: "Order %s weighs more than 18 digits can hold; check the masses.", Args: []any{o.Number}}
	}
	return grams, mass.Decimals(), nil
}

// orderTexts are what an order is found by.
func orderTexts(o trade.Order) (texts []string) {
	for _, text := range trade.Texts(o, trade.Sought) {
		texts = append(texts, text)
	}
	return texts
}

// listing is the version of what this file makes. A program that makes something
// else has another one, and makes all of it again.
const listing = 2

// completing is how many rows are read in one transaction, and completingBales
// how many bales, which are short: most of their time would go into commits.
const (
	completing      = 200
	completingBales = 10_000
)

// complete makes what lists and searches need of everything that has none.
func (s *Store) complete(ctx context.Context) (err error) {
	made, empty, err := s.listedBy(ctx)
	if err != nil || made == listing || empty { // an empty one stays so: a backup may be restored into it
		return err
	}
	release, err := s.LockSchema(ctx) // one program at a time
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	if made != 0 {
		if err := s.Update(ctx, db.Program, func(t *Tx) error { return t.unlist(ctx) }); err != nil {
			return fmt.Errorf("make the lists again: %w", err)
		}
	}
	for _, step := range []func(*Tx, context.Context) (int, error){
		(*Tx).enlistMissing, (*Tx).referLots, (*Tx).referParties, (*Tx).referBales, (*Tx).describeMissing,
	} {
		for more := true; more; {
			err := s.Update(ctx, db.Program, func(t *Tx) error {
				n, err := step(t, ctx)
				more = n > 0
				return err
			})
			if err != nil {
				return fmt.Errorf("complete the lists: %w", err)
			}
		}
	}
	return s.Update(ctx, db.Program, func(t *Tx) error {
		_, err := t.ExecContext(ctx, `INSERT INTO listed (version) VALUES ($1) ON CONFLICT DO NOTHING`, listing)
		return err
	})
}

// listedBy returns the version of the listing that all there is was made by, or 0, and
// whether there is nothing to list.
func (s *Store) listedBy(ctx context.Context) (version int, empty bool, err error) {
	err = s.view(ctx, db.Program, func(t *Tx) error {
		return t.QueryRowContext(ctx, `
			SELECT (SELECT coalesce(max(version), 0) FROM listed),
			       NOT EXISTS (SELECT 1 FROM parties) AND NOT EXISTS (SELECT 1 FROM lots)`).Scan(&version, &empty)
	})
	return version, empty, err
}

// unlist takes away all that complete makes.
func (t *Tx) unlist(ctx context.Context) error {
	for _, statement := range []string{
		`DELETE FROM listed`, `DELETE FROM words`, `DELETE FROM order_parties`, `DELETE FROM order_lots`,
		`DELETE FROM order_products`, `DELETE FROM order_list`, `DELETE FROM issued_about`, `UPDATE bales SET word = ''`,
	} {
		if _, err := t.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// missing are rows, each of that many texts, for which something is to be made.
func (t *Tx) missing(ctx context.Context, most, texts int, statement string) (list [][]string, err error) {
	err = t.Each(ctx, statement+` LIMIT `+strconv.Itoa(most), nil, func(r db.Scanner) error {
		row, into := make([]string, texts), make([]any, texts)
		for i := range row {
			into[i] = &row[i]
		}
		list = append(list, row)
		return r.Scan(into...)
	})
	return list, err
}

func (t *Tx) enlistMissing(ctx context.Context) (int, error) {
	all, err := t.missing(ctx, completing, 3, `
		SELECT o.id, o.number, o.body FROM orders o LEFT JOIN order_list l ON l.id = o.id WHERE l.id IS NULL`)
	if err != nil {
		return 0, err
	}
	for _, k := range all {
		id, number, body := k[0], k[1], k[2]
		o, err := decodeOrder(number, body)
		if err == nil {
			_, _, err = gramsOf(o)
		}
		if err == nil {
			err = t.enlist(ctx, id, o, true)
		} else { // it is shown with what its row says, so that someone can see what is wrong with it
			_, err = t.ExecContext(ctx, `
				INSERT INTO order_list (id, number, date, buyer, country, currency, total_minor, grams, incoterm, place, status, products, changed_at, changed_by, version)
				SELECT id, number, date, buyer, '', currency, total_minor, 0, incoterm, '', status, '', changed_at, changed_by, version
				FROM orders WHERE id = $1`, id)
		}
		if err != nil {
			return 0, fmt.Errorf("order %s: %w", number, err)
		}
	}
	return len(all), nil
}

// referLots makes words of the lots that have none.
func (t *Tx) referLots(ctx context.Context) (int, error) {
	all, err := t.missing(ctx, completing, 2, `
		SELECT l.number, l.product FROM lots l WHERE NOT EXISTS (SELECT 1 FROM words w WHERE w.kind = 'lot' AND w.ref = l.number)`)
	if err != nil {
		return 0, err
	}
	var words [][]any
	for _, lot := range all {
		words = append(words, db.WordsOf("lot", lot[0], lot...)...)
	}
	return len(all), t.InsertMany(ctx, "words (kind, word, ref)", words)
}

// referParties makes words of the parties that have none.
func (t *Tx) referParties(ctx context.Context) (int, error) {
	all, err := t.missing(ctx, completing, 2, `
		SELECT p.id, p.body FROM parties p WHERE NOT EXISTS (SELECT 1 FROM words w WHERE w.kind = 'party' AND w.ref = p.id)`)
	if err != nil {
		return 0, err
	}
	var words [][]any
	for _, p := range all {
		party, err := trade.DecodeParty([]byte(p[1]))
		if err != nil {
			return 0, err
		}
		words = append(words, db.WordsOf("party", p[0], partyTexts(party)...)...)
	}
	return len(all), t.InsertMany(ctx, "words (kind, word, ref)", words)
}

// partyTexts are what a party is found by.
func partyTexts(p trade.Party) []string {
	texts := []string{p.Name, p.NameLocal, p.Country}
	for _, id := range p.IDs {
		texts = append(texts, id.Value)
	}
	return texts
}

// referBales makes words of the bales that have none.
func (t *Tx) referBales(ctx context.Context) (int, error) {
	all, err := t.missing(ctx, completingBales, 2, `SELECT lot, number FROM bales WHERE word = ''`)
	for _, b := range all {
		if err == nil {
			_, err = t.ExecContext(ctx, `UPDATE bales SET word = $3 WHERE lot = $1 AND number = $2`, b[0], b[1], baleWord(b[1]))
		}
	}
	return len(all), err
}

// baleWord is what a bale is found by; it is never empty.
func baleWord(number string) string { return cmp.Or(db.Phrase(number), "-") }

// invoiceMass is what all lines are invoiced for together.
func invoiceMass(t trade.Totals) (mass fibre.Mass) {
	for _, line := range t.Lines {
		mass = mass.Add(line.Quantity)
	}
	return mass
}

func isNotFound(err error) bool {
	e := (*trade.Error)(nil)
	return errors.As(err, &e) && e.Code == trade.NotFound
}
