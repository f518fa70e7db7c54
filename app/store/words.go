package store

import (
	"context"
	"fmt"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/store/words"
	"woolroad/app/trade"
)

// nameParts stores the parts of a party's names, by which filters find its name. What was
// its name once stays: no row has it any more.
func (t *Tx) nameParts(ctx context.Context, name, local string) error {
	for _, text := range []string{name, local} {
		if err := t.AddParts(ctx, words.PartOfName, name, text); err != nil {
			return err
		}
	}
	return nil
}

// storePartyWords stores what the party with that id is found by.
func (t *Tx) storePartyWords(ctx context.Context, id string, p trade.Party) error {
	if err := t.StoreWords(ctx, words.Party, id, db.Words(words.PartyTexts(p)...)...); err != nil {
		return err
	}
	return t.nameParts(ctx, p.Name, p.NameLocal)
}

// storeLotWords stores what a lot is found by.
func (t *Tx) storeLotWords(ctx context.Context, number, product string) error {
	if err := t.StoreWords(ctx, words.Lot, number, db.Words(number, product)...); err != nil {
		return err
	}
	return t.StoreWords(ctx, words.PartOfLot, number, db.Parts(number)...)
}

// storeOrderWords stores what the order with that id and total is found by.
func (t *Tx) storeOrderWords(ctx context.Context, id string, o trade.Order, total money.Amount) error {
	if err := t.StoreWords(ctx, words.Order, id, words.OfOrder(o, total)...); err != nil {
		return err
	}
	return t.nameParts(ctx, o.Buyer.Name, o.Buyer.NameLocal)
}

// storeDocumentWords stores what the issued document with that number is found by.
func (t *Tx) storeDocumentWords(ctx context.Context, number string, p words.Printed) error {
	if err := t.StoreWords(ctx, words.Document, number, p.Words(number)...); err != nil {
		return err
	}
	return t.nameParts(ctx, p.Buyer.Name, p.Buyer.NameLocal)
}

// reword renews one batch of search words that an older version of the program has made,
// and returns how many records the batch has; 0 means that none are left. Until a record
// is renewed, a search finds it by its old words.
func (t *Tx) reword(ctx context.Context) (int, error) {
	all, err := t.readMissing(ctx, indexBatch, 2, `SELECT DISTINCT kind, ref FROM words WHERE `+db.OldWords)
	if err != nil {
		return 0, err
	}
	refs := map[string][]string{}
	for _, row := range all {
		refs[row[0]] = append(refs[row[0]], row[1])
	}
	for _, of := range []struct {
		kind, from string
		store      func(ref, a, b string) error
	}{
		{words.Order, `SELECT id, number, body FROM orders WHERE id IN `, func(id, number, body string) error {
			o, err := decodeOrder(number, body)
			if err != nil {
				return nil // an order that cannot be read keeps its old words
			}
			total, err := ownTotal(o)
			if err != nil {
				return nil
			}
			return t.storeOrderWords(ctx, id, o, total)
		}},
		{words.Document, `SELECT number, number, payload FROM issued WHERE number IN `, func(_, number, payload string) error {
			p, err := words.ReadPrinted(number, payload)
			if err != nil {
				return err
			}
			return t.storeDocumentWords(ctx, number, p)
		}},
		{words.Party, `SELECT id, name, body FROM parties WHERE id IN `, func(id, _, body string) error {
			p, err := trade.DecodeParty([]byte(body))
			if err != nil {
				return err
			}
			return t.storePartyWords(ctx, id, p)
		}},
		{words.Lot, `SELECT number, number, product FROM lots WHERE number IN `, func(_, number, product string) error {
			return t.storeLotWords(ctx, number, product)
		}},
	} {
		var q db.Query
		statement := of.from + q.Among(refs[of.kind])
		rows, err := t.readTexts(ctx, 3, statement, q.Args)
		for _, row := range rows {
			if err == nil {
				err = of.store(row[0], row[1], row[2])
			}
		}
		if err != nil {
			return 0, fmt.Errorf("make the words of kind %s again: %w", of.kind, err)
		}
	}
	// Records that cannot be read or are gone keep their old words, which are marked as
	// current so that they are not read again.
	for _, row := range all {
		if _, err := t.ExecContext(ctx, `UPDATE words SET form = 1 WHERE kind = $1 AND ref = $2 AND `+db.OldWords, row[0], row[1]); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}
