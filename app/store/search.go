package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/store/parties"
	"woolroad/app/store/words"
	"woolroad/app/trade"
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
	Kind         HitKind
	ID           string            // of an order or a party
	OrderID      string            // the id of the order itself, or of the order that a document belongs to
	Number       string            // of an order, document, lot or bale
	Name         string            // of a party, or the buyer of an order or document
	Country      string            // of a party: its code
	Date         civil.Date        // of an order or document
	Total        money.Amount      // of an order or document; of no currency on a document without prices
	Status       trade.OrderStatus // of an order
	SupersededBy string            // the number of the document that corrects this one
	Document     documents.Kind    // of a document
	Lot          string            // the lot that a bale is in
	Product      string            // of a lot
	Orders       []string          // the numbers of the orders that a document, lot or bale belongs to
	// By says which of these the search found it by, and Found by what else.
	By    HitBy
	Found []words.Text
	// Unread says that what is stored of an order, document or party cannot be read, as far
	// as the search had to read it.
	Unread bool
}

// A HitBy says which of the values that a hit has the search found it by.
type HitBy struct{ Number, Name, Total, Orders bool }

// MaxHits is how many hits of a kind a search may ask for.
const MaxHits = 50

// Search returns what all parts of a text find: orders by their numbers, parties, lots,
// references, places in English, in Chinese and by their codes, vehicles, seals, test
// certificates and totals, documents by their numbers, buyers, references, places, vehicles
// and amounts, parties, lots, and bales by their number, with or without their lot's. There are
// up to that many hits of each kind. Orders and documents with the very number that was
// typed come first, then the newest; parties are by name, lots and bales by number.
func (t *Tx) Search(ctx context.Context, text string, most int) (hits []Hit, err error) {
	q := query{text, words.Terms(text), words.Number(text), min(max(most, 1), MaxHits), map[string][]string{}, map[string]string{}}
	if len(q.terms) == 0 {
		return nil, nil
	}
	for _, find := range []func(context.Context, query) ([]Hit, error){
		t.findOrders, t.findDocuments, t.findParties, t.findLots, t.findBales,
	} {
		found, err := find(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		hits = append(hits, found...)
	}
	return hits, nil
}

// query is what a person looks for.
type query struct {
	text   string
	terms  []words.Term
	number words.Term // what has the number that the whole text is
	most   int
	words  map[string][]string // of the texts that wordsOf was asked for
	orders map[string]string   // the numbers of the orders that are found, by their ids
}

// wordsOf returns the words of a text. Many hits have the same buyer or order, whose words
// are made once.
func (q query) wordsOf(text string) []string {
	made, is := q.words[text]
	if !is {
		made = words.Of(text)
		q.words[text] = made
	}
	return made
}

// numbered returns what has the very number that was typed, where there may be some that is
// not among the found ones, because as many are found as a search shows.
func (t *Tx) numbered(ctx context.Context, kind string, q query, found int) ([]string, error) {
	if q.number.Blank() || found < q.most {
		return nil, nil
	}
	return words.Refs(ctx, t.Tx, kind, []words.Term{q.number}, q.most)
}

// best puts hits in order, those with the very number first, and the newest first among the
// others, and returns as many as are asked for.
func (q query) best(hits []Hit) []Hit {
	rank := func(h Hit) int {
		if q.number.Is(h.Number) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(hits, func(a, b Hit) int {
		switch {
		case rank(a) != rank(b):
			return cmp.Compare(rank(a), rank(b))
		case a.Date.After(b.Date):
			return -1
		case b.Date.After(a.Date):
			return 1
		}
		return cmp.Compare(b.Number, a.Number)
	})
	hits = slices.CompactFunc(hits, func(a, b Hit) bool { return a.Number == b.Number })
	return hits[:min(len(hits), q.most)]
}

// spot notes by which of its own values a hit was found, and returns the terms that none of
// them explains.
func (q query) spot(h *Hit) (rest []words.Term) {
	number, name := q.wordsOf(h.Number), q.wordsOf(h.Name)
	var orders []string
	for _, order := range h.Orders {
		orders = append(orders, q.wordsOf(order)...)
	}
	var total []string
	if cur := h.Total.Currency(); cur != "" && slices.ContainsFunc(q.terms, words.Term.MayBeAmount) {
		total = words.OfAmount(h.Total.String(), string(cur))
	}
	for _, term := range q.terms {
		by := HitBy{term.In(number), term.In(name), term.In(total), term.In(orders)}
		h.By = HitBy{h.By.Number || by.Number, h.By.Name || by.Name, h.By.Total || by.Total, h.By.Orders || by.Orders}
		if by == (HitBy{}) {
			rest = append(rest, term)
		}
	}
	return rest
}

// explain adds the texts and amounts by which the terms find a hit, each term by the first one that it finds.
func (h *Hit) explain(terms []words.Term, texts []words.Text) {
	for _, term := range terms {
		for _, text := range texts {
			if term.In(text.Words()) {
				if !slices.ContainsFunc(h.Found, func(t words.Text) bool { return t.Pointer == text.Pointer && t.Text == text.Text }) {
					h.Found = append(h.Found, text)
				}
				break
			}
		}
	}
}

// unexplained are hits with the terms that their own values do not explain, by their keys.
type unexplained map[string][]words.Term

// spotAll spots all hits, and returns the terms that none of their values explains. key
// returns a hit's id or number.
func (q query) spotAll(hits []Hit, key func(Hit) string) unexplained {
	rest := unexplained{}
	for i := range hits {
		if terms := q.spot(&hits[i]); terms != nil {
			rest[key(hits[i])] = terms
		}
	}
	return rest
}

// explainAll reads a key and a body of each row that a statement has for the keys that are
// not explained yet, and explains their hits by the body's texts. A hit whose body cannot
// be read is Unread.
func (t *Tx) explainAll(ctx context.Context, hits []Hit, key func(Hit) string, rest unexplained, statement string, texts func(key, body string) ([]words.Text, error)) error {
	if len(rest) == 0 {
		return nil
	}
	at := map[string]*Hit{}
	var keys []string
	for i := range hits {
		k := key(hits[i])
		if at[k] = &hits[i]; rest[k] != nil {
			keys = append(keys, k)
		}
	}
	var q db.Query
	rows, err := t.readTexts(ctx, 2, statement+q.Among(keys), q.Args)
	for _, row := range rows {
		hit := at[row[0]]
		found, unread := texts(row[0], row[1])
		if unread != nil {
			hit.Unread = true
			continue
		}
		hit.explain(rest[row[0]], found)
	}
	return err
}

func byID(h Hit) string     { return h.ID }
func byNumber(h Hit) string { return h.Number }

// findOrders returns the orders that all terms find, each with the texts that explain
// it. Its errors are those of the database.
func (t *Tx) findOrders(ctx context.Context, q query) (hits []Hit, err error) {
	list, err := t.Orders(ctx, OrderFilter{Text: q.text}, ByDate, true, Paging{Limit: q.most})
	if err != nil {
		return nil, err
	}
	refs, err := t.numbered(ctx, words.Order, q, len(list.Rows))
	if err != nil {
		return nil, err
	}
	if refs != nil {
		var of db.Query
		err := t.Each(ctx, `SELECT `+orderInfoColumns+` FROM order_list o WHERE o.id IN `+of.Among(refs), of.Args, func(row db.Scanner) error {
			o, err := scanOrder(row)
			list.Rows = append(list.Rows, o)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	for _, o := range list.Rows {
		hits = append(hits, Hit{Kind: HitOrder, ID: o.ID, OrderID: o.ID, Number: o.Number, Name: o.Buyer, Date: o.Date, Total: o.Total, Status: o.Status, Unread: o.Unread != ""})
	}
	hits = q.best(hits)
	for _, h := range hits {
		q.orders[h.ID] = h.Number
	}
	return hits, t.explainAll(ctx, hits, byID, q.spotAll(hits, byID), `SELECT id, body FROM orders WHERE id IN `, func(id, body string) ([]words.Text, error) {
		o, err := decodeOrder(id, body)
		return words.TextsOfOrder(o), err
	})
}

// findDocuments returns the issued documents that all terms find, each with the texts
// that explain it. Its errors are those of the database.
func (t *Tx) findDocuments(ctx context.Context, q query) (hits []Hit, err error) {
	list, err := t.IssuedPage(ctx, IssuedFilter{Text: q.text}, IssuedByDate, true, Paging{Limit: q.most})
	if err != nil {
		return nil, err
	}
	refs, err := t.numbered(ctx, words.Document, q, len(list.Rows))
	if err != nil {
		return nil, err
	}
	if refs != nil {
		same, err := t.IssuedPage(ctx, IssuedFilter{Numbers: refs}, IssuedByNumber, true, Paging{Limit: q.most})
		if err != nil {
			return nil, err
		}
		list.Rows = append(list.Rows, same.Rows...)
	}
	for _, d := range list.Rows {
		hits = append(hits, Hit{Kind: HitDocument, OrderID: d.SubjectID, Number: d.Number, Name: d.Buyer, Date: d.Date, Total: d.Total, Document: d.Kind, SupersededBy: d.SupersededBy, Orders: []string{d.Order}, Unread: d.Unread != ""})
	}
	if hits = q.best(hits); len(hits) == 0 {
		return nil, nil
	}
	if err := t.orderNumbers(ctx, hits, q.orders); err != nil {
		return nil, err
	}
	return hits, t.explainAll(ctx, hits, byNumber, q.spotAll(hits, byNumber), `SELECT number, payload FROM issued WHERE number IN `, func(number, payload string) ([]words.Text, error) {
		p, err := words.ReadPrinted(number, payload)
		return p.Texts(), err
	})
}

// orderNumbers gives documents the numbers that their orders have now. It looks up those
// that are not among the known ones, which are by the orders' ids.
func (t *Tx) orderNumbers(ctx context.Context, hits []Hit, known map[string]string) error {
	var unknown []string
	at := map[string]*Hit{}
	for i := range hits {
		if number, is := known[hits[i].OrderID]; is {
			hits[i].Orders = []string{number}
			continue
		}
		unknown, at[hits[i].Number] = append(unknown, hits[i].Number), &hits[i]
	}
	if unknown == nil {
		return nil
	}
	var q db.Query
	rows, err := t.readTexts(ctx, 2, `SELECT i.number, o.number FROM issued i JOIN order_list o ON o.id = i.subject_id WHERE i.number IN `+q.Among(unknown), q.Args)
	for _, row := range rows {
		at[row[0]].Orders = []string{row[1]}
	}
	return err
}

// findParties returns the parties that all terms find, by name. Its errors are those of
// the database.
func (t *Tx) findParties(ctx context.Context, q query) (hits []Hit, err error) {
	refs, err := words.Refs(ctx, t.Tx, words.Party, q.terms, q.most)
	if err != nil || len(refs) == 0 {
		return nil, err
	}
	found, err := parties.WithIDs(ctx, t.Tx, refs)
	texts := map[string][]words.Text{}
	for _, p := range found {
		hits = append(hits, Hit{Kind: HitParty, ID: p.ID, Name: p.Party.Name, Country: p.Party.Country, Unread: p.Unread})
		texts[p.ID] = []words.Text{{Pointer: "/name_local", Text: p.Party.NameLocal}}
		for _, id := range p.Party.IDs {
			texts[p.ID] = append(texts[p.ID], words.Text{Pointer: "/ids/" + id.Kind, Text: id.Value})
		}
	}
	for id, terms := range q.spotAll(hits, byID) {
		i := slices.IndexFunc(hits, func(h Hit) bool { return h.ID == id })
		hits[i].explain(terms, texts[id])
	}
	return hits, err
}

// findLots returns the lots that all terms find, with their orders. Its errors are those
// of the database.
func (t *Tx) findLots(ctx context.Context, q query) (hits []Hit, err error) {
	refs, err := words.Refs(ctx, t.Tx, words.Lot, q.terms, q.most)
	if err != nil || len(refs) == 0 {
		return nil, err
	}
	orders, err := t.ordersOfLots(ctx, refs)
	if err != nil {
		return nil, err
	}
	var of db.Query
	err = t.Each(ctx, `SELECT number, product FROM lots WHERE number IN `+of.Among(refs)+` ORDER BY number`, of.Args, func(row db.Scanner) error {
		h := Hit{Kind: HitLot}
		err := row.Scan(&h.Number, &h.Product)
		h.Orders = orders[h.Number]
		hits = append(hits, h)
		return err
	})
	slices.SortStableFunc(hits, func(a, b Hit) int { // the very number first
		return cmp.Compare(map[bool]int{true: 0, false: 1}[q.number.Is(a.Number)], map[bool]int{true: 0, false: 1}[q.number.Is(b.Number)])
	})
	q.spotAll(hits, byNumber)
	return hits, err
}

// findBales returns the bales that one word of the text finds by their number, and all the
// other words by their lot's number.
func (t *Tx) findBales(ctx context.Context, q query) (hits []Hit, err error) {
	for i, term := range q.terms {
		if term.Text == "" { // an amount
			continue
		}
		var of db.Query
		of.And(of.Begins("word", term.Text))
		if len(q.terms) > 1 {
			lots, err := words.Refs(ctx, t.Tx, words.Lot, slices.Delete(slices.Clone(q.terms), i, i+1), q.most)
			if err != nil {
				return nil, err
			}
			of.And(`lot IN ` + of.Among(lots))
		}
		err := t.Each(ctx, `SELECT lot, number FROM bales WHERE `+of.Conditions()+` ORDER BY word, lot LIMIT `+strconv.Itoa(q.most), of.Args, func(row db.Scanner) error {
			h := Hit{Kind: HitBale, By: HitBy{Number: true}}
			err := row.Scan(&h.Lot, &h.Number)
			if len(hits) < q.most {
				hits = append(hits, h)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if len(hits) == 0 {
		return nil, nil
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
