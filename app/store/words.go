package store

import (
	"context"
	"fmt"
	"strconv"

	"woolroad/app/store/db"
	"woolroad/app/store/words"
	"woolroad/app/trade"
)

// rewordNames makes the parts of up to indexBatch names again that an older version of
// the program has stored, and returns how many names those are; 0 means that none are
// left. A name gets its own parts and those of its local names in the address book. It must
// run before rewordRecords, which adds the local names that only orders and documents have.
func (t *Tx) rewordNames(ctx context.Context) (int, error) {
	names, err := t.Texts(ctx, `SELECT DISTINCT ref FROM words WHERE kind = '`+words.PartOfName+`' AND `+words.Old+` LIMIT `+strconv.Itoa(indexBatch))
	if err != nil || len(names) == 0 {
		return 0, err
	}
	const columns = 2
	var q db.Query
	parties, err := t.readTexts(ctx, columns, `SELECT name, body FROM parties WHERE name IN `+q.Among(names), q.Args)
	if err != nil {
		return 0, err
	}
	locals := map[string][]string{}
	for _, row := range parties {
		name, body := row[0], row[1]
		if p, err := trade.DecodeParty([]byte(body)); err == nil { // otherwise the name alone has to do
			locals[name] = append(locals[name], p.NameLocal)
		}
	}
	for _, name := range names {
		if err := words.Store(ctx, t.Tx, words.PartOfName, name, words.Parts(append(locals[name], name)...)...); err != nil {
			return 0, err
		}
	}
	return len(names), nil
}

// rewordRecords makes the words again of up to indexBatch orders, documents, parties and
// lots whose words an older version of the program has stored, and returns how many those
// are; 0 means that none are left. A search finds a record by its old words until its
// words are made again. A record that cannot be read keeps its old words for good.
func (t *Tx) rewordRecords(ctx context.Context) (int, error) {
	const kindAndRef = 2
	all, err := t.readBatch(ctx, indexBatch, kindAndRef, `SELECT DISTINCT kind, ref FROM words WHERE kind <> '`+words.PartOfName+`' AND `+words.Old)
	if err != nil {
		return 0, err
	}
	refs := map[string][]string{}
	for _, row := range all {
		kind, ref := row[0], row[1]
		refs[kind] = append(refs[kind], ref)
	}
	for _, r := range t.rewordings(ctx) {
		var q db.Query
		rows, err := t.readTexts(ctx, rewordingColumns, r.from+q.Among(refs[r.kind]), q.Args)
		for _, row := range rows {
			if err == nil {
				err = r.store(row[0], row[1], row[2])
			}
		}
		if err != nil {
			return 0, fmt.Errorf("make the words of kind %s again: %w", r.kind, err)
		}
	}
	// The old words of records that cannot be read, or are gone, are marked as current, so
	// that they are not read again.
	for _, row := range all {
		if err := words.Accept(ctx, t.Tx, row[0], row[1]); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}

// rewordingColumns is how many columns the statement of a rewording selects.
const rewordingColumns = 3

// A rewording says how the words of one kind are made again.
type rewording struct {
	kind  string
	from  string                       // selects what store takes, for the refs whose list follows
	store func(ref, a, b string) error // stores nothing where the record cannot be read
}

// rewordings returns the rewordings of all kinds but parts of names.
func (t *Tx) rewordings(ctx context.Context) []rewording {
	lot := func(_, number, product string) error { return words.StoreLot(ctx, t.Tx, number, product) }
	return []rewording{
		{words.Order, `SELECT id, number, body FROM orders WHERE id IN `, func(id, number, body string) error {
			o, err := decodeOrder(number, body)
			if err != nil {
				return nil
			}
			total, err := ownTotal(o)
			if err != nil {
				return nil
			}
			return words.StoreOrder(ctx, t.Tx, id, o, total)
		}},
		{words.Document, `SELECT number, number, payload FROM issued WHERE number IN `, func(_, number, payload string) error {
			p, err := words.ReadPrinted(number, payload)
			if err != nil {
				return nil
			}
			return words.StoreDocument(ctx, t.Tx, number, p)
		}},
		{words.Party, `SELECT id, name, body FROM parties WHERE id IN `, func(id, _, body string) error {
			p, err := trade.DecodeParty([]byte(body))
			if err != nil {
				return nil
			}
			return words.StoreParty(ctx, t.Tx, id, p)
		}},
		{words.Lot, `SELECT number, number, product FROM lots WHERE number IN `, lot},
		{words.PartOfLot, `SELECT number, number, product FROM lots WHERE number IN `, lot},
	}
}
