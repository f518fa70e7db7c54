package words

import (
	"context"
	"fmt"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// form is the version of the words that this program stores. Words of version 0 are made
// again, so a migration that comes with other words sets stored ones to 0.
const form = 1

// Columns are the columns of Rows.
const Columns = "words (kind, word, ref, form)"

// Rows returns the rows of Columns by which a search finds ref by the words.
func Rows(kind, ref string, all ...string) (rows [][]any) {
	for _, word := range all {
		rows = append(rows, []any{kind, word, ref, form})
	}
	return rows
}

// Old is the condition on a row of words that a program of before has stored it.
const Old = `form = 0`

// addParts stores the parts of a name that leads to ref, where they are not stored yet.
func addParts(ctx context.Context, t *db.Tx, kind, ref, name string) error {
	parts := Parts(name)
	whole := PartOf(name).begins
	if len(parts) == 0 {
		return nil
	}
	var there int
	err := t.QueryRowContext(ctx, `SELECT count(*) FROM words WHERE kind = $1 AND word = $2 AND ref = $3`, kind, whole[0], ref).Scan(&there)
	if err == nil && there == 0 {
		err = t.InsertNew(ctx, Columns, Rows(kind, ref, parts...))
	}
	if err != nil {
		return fmt.Errorf("store the parts of %s: %w", name, err)
	}
	return nil
}

// whereOf is the condition of a statement that changes the words of a kind, $1, that lead to
// one ref, $2. By the kind and the ref alone SQLite would go through all words of the kind.
const whereOf = `WHERE kind = $1 AND ref = $2 AND word IN (SELECT word FROM words WHERE kind = $1 AND ref = $2)`

// Store stores the words by which a search finds ref, in place of those that were
// stored.
func Store(ctx context.Context, t *db.Tx, kind, ref string, all ...string) error {
	_, err := t.ExecContext(ctx, `DELETE FROM words `+whereOf, kind, ref)
	if err == nil {
		err = t.InsertMany(ctx, Columns, Rows(kind, ref, all...))
	}
	if err != nil {
		return fmt.Errorf("store the words of %s %s: %w", kind, ref, err)
	}
	return nil
}

// Accept marks the words by which a search finds ref as words of this program, also
// those that a program of before has stored.
func Accept(ctx context.Context, t *db.Tx, kind, ref string) error {
	_, err := t.ExecContext(ctx, `UPDATE words SET form = $3 `+whereOf+` AND `+Old, kind, ref, form)
	return err
}

// storeParts stores the parts of a party's names, by which filters find its name. What was
// its name once stays: no row has it any more. Its errors are those of the database.
func storeParts(ctx context.Context, t *db.Tx, name, local string) error {
	for _, text := range []string{name, local} {
		if err := addParts(ctx, t, PartOfName, name, text); err != nil {
			return err
		}
	}
	return nil
}

// StoreParty stores what the party with that id is found by. Its errors are those of the
// database.
func StoreParty(ctx context.Context, t *db.Tx, id string, p trade.Party) error {
	if err := Store(ctx, t, Party, id, Of(PartyTexts(p)...)...); err != nil {
		return err
	}
	return storeParts(ctx, t, p.Name, p.NameLocal)
}

// StoreLot stores what a lot is found by. Its errors are those of the database.
func StoreLot(ctx context.Context, t *db.Tx, number, product string) error {
	if err := Store(ctx, t, Lot, number, Of(number, product)...); err != nil {
		return err
	}
	return Store(ctx, t, PartOfLot, number, Parts(number)...)
}

// StoreOrder stores what the order with that id and total is found by. Its errors are those
// of the database.
func StoreOrder(ctx context.Context, t *db.Tx, id string, o trade.Order, total money.Amount) error {
	if err := Store(ctx, t, Order, id, OfOrder(o, total)...); err != nil {
		return err
	}
	return storeParts(ctx, t, o.Buyer.Name, o.Buyer.NameLocal)
}

// StoreDocument stores what the issued document with that number is found by. Its errors
// are those of the database.
func StoreDocument(ctx context.Context, t *db.Tx, number string, p Printed) error {
	if err := Store(ctx, t, Document, number, p.Words(number)...); err != nil {
		return err
	}
	return storeParts(ctx, t, p.Buyer.Name, p.Buyer.NameLocal)
}
