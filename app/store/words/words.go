// Package words says by which words orders, documents, parties and lots are found, stores
// them, and finds what has the words that a person types.
//
// Its one rule: the words of something follow from it alone, so that an index can be made
// anew at any time.
package words

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/app/trade/orderfile"
	"woolroad/app/trade/texts"
)

// The kinds of words: what they lead to, and what they are of it.
const (
	Order      = "order"    // a word of an order, by its id
	Document   = "document" // of an issued document, by its number
	Party      = "party"    // of a party, by its id
	Lot        = "lot"      // of a lot, by its number
	PartOfName = "name"     // a part of a party's name, by that name
	PartOfLot  = "lot name" // a part of a lot's number, by that number
)

// A Text is a text that a hit was found by, and where it is.
type Text struct {
	Pointer string // JSON Pointer in an order file, "/ids/VAT" in a party
	Text    string
}

// TextsOfOrder returns the texts that an order is found by. A place that is known is
// found by its code and its names in both languages as well, whichever of them the order
// has.
func TextsOfOrder(o trade.Order) (found []Text) {
	for pointer, text := range texts.Of(o, texts.Sought) {
		found = append(found, Text{pointer, text})
		if !slices.Contains(orderfile.Localities, pointer) {
			continue
		}
		if p, known := codes.FindPlace(text); known {
			all := text
			for _, other := range []string{p.Name, p.NameZH, p.Code} {
				if !strings.Contains(all, other) {
					all += " · " + other
				}
			}
			found = append(found, Text{pointer, all})
		}
	}
	return found
}

// OfOrder returns the words that an order is found by.
func OfOrder(o trade.Order, total money.Amount) []string {
	var all []string
	for _, found := range TextsOfOrder(o) {
		all = append(all, found.Text)
	}
	return append(Of(all...), OfAmount(total.String(), string(total.Currency()))...)
}

// Printed is what is searched of a document, in every format.
type Printed struct {
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
	Lines []struct {
		Lots []string `json:"lots"`
	} `json:"lines"`
}

// Lots returns the numbers of the lots of all lines, each once, sorted.
func (p Printed) Lots() (lots []string) {
	for _, l := range p.Lines {
		lots = append(lots, l.Lots...)
	}
	slices.Sort(lots)
	return slices.Compact(lots)
}

// ReadPrinted reads the frozen content of the document with that number. The error names the
// document, and wraps encoding/json's for a text that is not its JSON.
func ReadPrinted(number, payload string) (p Printed, err error) {
	if err := json.Unmarshal([]byte(payload), &p); err != nil {
		return p, fmt.Errorf("document %s as stored: %w", number, err)
	}
	return p, nil
}

// Texts returns what a document is found by besides its number, by the places that an
// order file has for it.
func (p Printed) Texts() []Text {
	return []Text{
		{"/buyer/name", p.Buyer.Name}, {"/buyer/name_local", p.Buyer.NameLocal},
		{"/contract", p.Contract}, {"/buyer_reference", p.BuyerReference}, {"/credit/number", p.Credit.Number},
		{"/route/truck", p.Transport.Truck}, {"/route/vessel", p.Transport.Vessel}, {"/route/flight", p.Transport.Flight},
		{"/route/container", p.Transport.Container}, {"/route/seal", p.Transport.Seal},
	}
}

// Amounts returns the printed amounts that somebody may pay.
func (p Printed) Amounts() (all []money.Amount) {
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

// Words returns the words that the document with that number is found by.
func (p Printed) Words(number string) []string {
	texts := []string{number, p.Order}
	for _, text := range p.Texts() {
		texts = append(texts, text.Text)
	}
	words := Of(texts...)
	for _, a := range p.Amounts() {
		words = append(words, OfAmount(a.String(), string(a.Currency()))...)
	}
	slices.Sort(words)
	return slices.Compact(words) // the total and the balance may be equal
}

// PartyTexts returns the texts by which a search finds a party.
func PartyTexts(p trade.Party) []string {
	texts := []string{p.Name, p.NameLocal, p.Country}
	for _, id := range p.IDs {
		texts = append(texts, id.Value)
	}
	return texts
}
