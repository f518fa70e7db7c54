package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/golang-sql/civil"

	"woolroad/app/store/db"
	"woolroad/documents"
)

// A HitKind says what a search has found.
type HitKind string

// What may be found, in the order that it is shown.
const (
	HitOrder    HitKind = "order"
	HitDocument HitKind = "document"
	HitParty    HitKind = "party"
	HitLot      HitKind = "lot"
	HitBale     HitKind = "bale"
)

// A Hit is something that a search has found.
type Hit struct {
	Kind     HitKind
	ID       string         // of an order or a party
	Number   string         // of an order, document, lot or bale
	Name     string         // of a party, or the buyer of an order or document
	Date     civil.Date     // of an order or document
	Document documents.Kind // of a document
	Lot      string         // the lot that a bale is in
	Product  string         // of a lot
	Orders   []string       // the numbers of the orders that a document, lot or bale belongs to
}

// MaxHits is how many hits of a kind a search may ask for.
const MaxHits = 50

// Search returns what is found by the beginnings of the words in text: orders by their
// numbers, parties, lots, contract and reference, documents by their numbers and their
// orders', parties by their names and numbers, lots by their numbers and products, and
// bales by their numbers, with or without their lots'. It returns up to most hits of each
// kind. All words must be found. Case and width do not matter, and Chinese is found by
// any part.
func (t *Tx) Search(ctx context.Context, text string, most int) (hits []Hit, err error) {
	words := db.SearchTerms(text)
	if len(words) == 0 {
		return nil, nil
	}
	most = min(max(most, 1), MaxHits)
	for _, find := range []func(context.Context, []string, int) ([]Hit, error){
		t.findOrders, t.findDocuments, t.findParties, t.findLots, t.findBales,
	} {
		found, err := find(ctx, words, most)
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		hits = append(hits, found...)
	}
	return hits, nil
}

// sortedBy sorts hits in the order of refs. ref returns what refs has of a hit.
func sortedBy(hits []Hit, refs []string, ref func(Hit) string) []Hit {
	slices.SortStableFunc(hits, func(a, b Hit) int { return slices.Index(refs, ref(a)) - slices.Index(refs, ref(b)) })
	return hits
}

// byID returns a hit's id.
func byID(h Hit) string { return h.ID }

// byNumber returns a hit's number.
func byNumber(h Hit) string { return h.Number }

// findOrders returns up to most orders that have all the words.
func (t *Tx) findOrders(ctx context.Context, words []string, most int) (hits []Hit, err error) {
	refs, err := t.Refs(ctx, "order", words, most)
	if err != nil || len(refs) == 0 {
		return nil, err
	}
	var q db.Query
	err = t.Each(ctx, `SELECT id, number, buyer, date FROM order_list WHERE id IN `+q.Among(refs), q.Args, func(row db.Scanner) error {
		h := Hit{Kind: HitOrder}
		err := scanDated(row, &h, &h.ID, &h.Number, &h.Name)
		hits = append(hits, h)
		return err
	})
	return sortedBy(hits, refs, byID), err
}

// scanDated reads a row whose last column is the hit's date. The other columns go into
// into.
func scanDated(row db.Scanner, h *Hit, into ...any) (err error) {
	var date string
	if err := row.Scan(append(into, &date)...); err != nil {
		return err
	}
	h.Date, err = civil.ParseDate(date)
	return err
}

// findDocuments returns up to most issued documents that have all the words.
func (t *Tx) findDocuments(ctx context.Context, words []string, most int) (hits []Hit, err error) {
	refs, err := t.Refs(ctx, "document", words, most)
	if err != nil || len(refs) == 0 {
		return nil, err
	}
	var q db.Query
	err = t.Each(ctx, `
		SELECT i.number, i.kind, a.buyer, o.number, i.date FROM issued i
		JOIN issued_about a ON a.number = i.number JOIN order_list o ON o.id = i.subject_id
		WHERE i.number IN `+q.Among(refs), q.Args, func(row db.Scanner) error {
		h := Hit{Kind: HitDocument, Orders: make([]string, 1)}
		err := scanDated(row, &h, &h.Number, &h.Document, &h.Name, &h.Orders[0])
		hits = append(hits, h)
		return err
	})
	return sortedBy(hits, refs, byNumber), err
}

// findParties returns up to most parties that have all the words.
func (t *Tx) findParties(ctx context.Context, words []string, most int) (hits []Hit, err error) {
	refs, err := t.Refs(ctx, "party", words, most)
	if err != nil || len(refs) == 0 {
		return nil, err
	}
	var q db.Query
	err = t.Each(ctx, `SELECT id, name FROM parties WHERE id IN `+q.Among(refs), q.Args, func(row db.Scanner) error {
		h := Hit{Kind: HitParty}
		err := row.Scan(&h.ID, &h.Name)
		hits = append(hits, h)
		return err
	})
	return sortedBy(hits, refs, byID), err
}

// findLots returns up to most lots that have all the words.
func (t *Tx) findLots(ctx context.Context, words []string, most int) (hits []Hit, err error) {
	refs, err := t.Refs(ctx, "lot", words, most)
	if err != nil || len(refs) == 0 {
		return nil, err
	}
	orders, err := t.ordersOfLots(ctx, refs)
	if err != nil {
		return nil, err
	}
	var q db.Query
	err = t.Each(ctx, `SELECT number, product FROM lots WHERE number IN `+q.Among(refs), q.Args, func(row db.Scanner) error {
		h := Hit{Kind: HitLot}
		err := row.Scan(&h.Number, &h.Product)
		h.Orders = orders[h.Number]
		hits = append(hits, h)
		return err
	})
	return sortedBy(hits, refs, byNumber), err
}

// findBales returns up to most bales whose number begins with one of the words and whose
// lot has all the others.
func (t *Tx) findBales(ctx context.Context, words []string, most int) (hits []Hit, err error) {
	for i, word := range words {
		var q db.Query
		q.And(q.Begins("word", word))
		if len(words) > 1 {
			lots, err := t.Refs(ctx, "lot", slices.Delete(slices.Clone(words), i, i+1), most)
			if err != nil {
				return nil, err
			}
			q.And(`lot IN ` + q.Among(lots))
		}
		err := t.Each(ctx, `SELECT lot, number FROM bales WHERE `+q.Conditions()+` ORDER BY word, lot LIMIT `+strconv.Itoa(most), q.Args, func(row db.Scanner) error {
			h := Hit{Kind: HitBale}
			err := row.Scan(&h.Lot, &h.Number)
			if len(hits) < most {
				hits = append(hits, h)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	lots := make([]string, len(hits))
	for i, h := range hits {
		lots[i] = h.Lot
	}
	orders, err := t.ordersOfLots(ctx, lots)
	for i, h := range hits {
		hits[i].Orders = orders[h.Lot]
	}
	return hits, err
}
