package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// The kinds of words: what they lead to, and what they are of it.
const (
	wordOrder    = "order"    // a word of an order, by its id
	wordDocument = "document" // of an issued document, by its number
	wordParty    = "party"    // of a party, by its id
	wordLot      = "lot"      // of a lot, by its number
	partOfName   = "name"     // a part of a party's name, by that name
	partOfLot    = "lot name" // a part of a lot's number, by that number
)

// orderWords returns the words that an order is found by.
func orderWords(o trade.Order, total money.Amount) []string {
	var texts []string
	for _, text := range trade.Texts(o, trade.Sought) {
		texts = append(texts, text)
	}
	return append(db.Words(texts...), db.AmountWords(total.String(), string(total.Currency()))...)
}

// searched is what is searched of a document, in every format.
type searched struct {
	Order string `json:"order"`
	Buyer struct {
		Name      string `json:"name"`
		NameLocal string `json:"name_local"`
		Country   string `json:"country"`
	} `json:"buyer"`
	Contract       string `json:"contract"`
	BuyerReference string `json:"buyer_reference"`
	Credit         struct {
		Number string `json:"number"`
	} `json:"credit"`
	Transport struct {
		Truck     string `json:"truck"`
		Vessel    string `json:"vessel"`
		Flight    string `json:"flight"`
		Container string `json:"container"`
		Seal      string `json:"seal"`
	} `json:"transport"`
	Total   *money.Amount `json:"total"`
	Deposit *struct {
		Amount money.Amount `json:"amount"`
	} `json:"deposit"`
	Balance *money.Amount `json:"balance"`
	In      []struct {
		Amount money.Amount `json:"amount"`
	} `json:"totals_in"`
}

// readPrinted reads the frozen content of the document with that number.
func readPrinted(number, payload string) (p searched, err error) {
	if err := json.Unmarshal([]byte(payload), &p); err != nil {
		return p, fmt.Errorf("document %s as stored: %w", number, err)
	}
	return p, nil
}

// texts returns what a document is found by besides its number, by the places that an
// order file has for it.
func (p searched) texts() []FoundText {
	return []FoundText{
		{"/contract", p.Contract}, {"/buyer_reference", p.BuyerReference}, {"/credit/number", p.Credit.Number},
		{"/route/truck", p.Transport.Truck}, {"/route/vessel", p.Transport.Vessel}, {"/route/flight", p.Transport.Flight},
		{"/route/container", p.Transport.Container}, {"/route/seal", p.Transport.Seal},
	}
}

// amounts returns the printed amounts that somebody may pay.
func (p searched) amounts() (all []money.Amount) {
	for _, a := range []*money.Amount{p.Total, p.Balance} {
		if a != nil && a.Currency() != "" {
			all = append(all, *a)
		}
	}
	if p.Deposit != nil {
		all = append(all, p.Deposit.Amount)
	}
	for _, in := range p.In {
		all = append(all, in.Amount)
	}
	return all
}

// words returns the words that the document with that number is found by.
func (p searched) words(number string) []string {
	texts := []string{number, p.Order}
	for _, text := range p.texts() {
		texts = append(texts, text.Text)
	}
	words := db.Words(texts...)
	for _, a := range p.amounts() {
		words = append(words, db.AmountWords(a.String(), string(a.Currency()))...)
	}
	slices.Sort(words)
	return slices.Compact(words) // the total and the balance may be equal
}

// partySearchTexts returns the texts by which a search finds a party.
func partySearchTexts(p trade.Party) []string {
	texts := []string{p.Name, p.NameLocal, p.Country}
	for _, id := range p.IDs {
		texts = append(texts, id.Value)
	}
	return texts
}

// nameParts stores the parts of a party's names, by which filters find its name. What was
// its name once stays: no row has it any more.
func (t *Tx) nameParts(ctx context.Context, name, local string) error {
	for _, text := range []string{name, local} {
		if err := t.AddParts(ctx, partOfName, name, text); err != nil {
			return err
		}
	}
	return nil
}

// storePartyWords stores what the party with that id is found by.
func (t *Tx) storePartyWords(ctx context.Context, id string, p trade.Party) error {
	if err := t.StoreWords(ctx, wordParty, id, db.Words(partySearchTexts(p)...)...); err != nil {
		return err
	}
	return t.nameParts(ctx, p.Name, p.NameLocal)
}

// storeLotWords stores what a lot is found by.
func (t *Tx) storeLotWords(ctx context.Context, number, product string) error {
	if err := t.StoreWords(ctx, wordLot, number, db.Words(number, product)...); err != nil {
		return err
	}
	return t.StoreWords(ctx, partOfLot, number, db.Parts(number)...)
}

// storeOrderWords stores what the order with that id and total is found by.
func (t *Tx) storeOrderWords(ctx context.Context, id string, o trade.Order, total money.Amount) error {
	if err := t.StoreWords(ctx, wordOrder, id, orderWords(o, total)...); err != nil {
		return err
	}
	return t.nameParts(ctx, o.Buyer.Name, o.Buyer.NameLocal)
}

// storeDocumentWords stores what the issued document with that number is found by.
func (t *Tx) storeDocumentWords(ctx context.Context, number string, p searched) error {
	if err := t.StoreWords(ctx, wordDocument, number, p.words(number)...); err != nil {
		return err
	}
	return t.nameParts(ctx, p.Buyer.Name, p.Buyer.NameLocal)
}

// reword makes the words again that a program of before has made, for some of what they
// lead to, and returns for how many things. While it runs, what is not done yet is found
// by its words of before.
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
		{wordOrder, `SELECT id, number, body FROM orders WHERE id IN `, func(id, number, body string) error {
			o, err := decodeOrder(number, body)
			if err != nil {
				return nil // it keeps its words
			}
			total, err := ownTotal(o)
			if err != nil {
				return nil
			}
			return t.storeOrderWords(ctx, id, o, total)
		}},
		{wordDocument, `SELECT number, number, payload FROM issued WHERE number IN `, func(_, number, payload string) error {
			p, err := readPrinted(number, payload)
			if err != nil {
				return err
			}
			return t.storeDocumentWords(ctx, number, p)
		}},
		{wordParty, `SELECT id, name, body FROM parties WHERE id IN `, func(id, _, body string) error {
			p, err := trade.DecodeParty([]byte(body))
			if err != nil {
				return err
			}
			return t.storePartyWords(ctx, id, p)
		}},
		{wordLot, `SELECT number, number, product FROM lots WHERE number IN `, func(_, number, product string) error {
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
			return 0, fmt.Errorf("make the words of %ss again: %w", of.kind, err)
		}
	}
	for _, row := range all { // what could not be read, or is not there any more, is as it was
		if _, err := t.ExecContext(ctx, `UPDATE words SET form = 1 WHERE kind = $1 AND ref = $2 AND `+db.OldWords, row[0], row[1]); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}
