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
	"strconv"
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

// A Text is a text or an amount that a hit was found by, and where it is.
type Text struct {
	Pointer string // JSON Pointer in an order file, "/ids/VAT" in a party, "/deposit" in a document
	Text    string
	Amount  money.Amount // where there is no text
}

// Words returns the words by which a search finds the text or the amount.
func (t Text) Words() []string {
	if cur := t.Amount.Currency(); t.Text == "" && cur != "" {
		return OfAmount(t.Amount.String(), string(cur))
	}
	return Of(t.Text)
}

// appendNames appends a text with the names in both languages and the codes of the places
// that it names, where these are known.
func appendNames(found []Text, pointer, text string) []Text {
	places := codes.NamedPlaces(text)
	if places == nil {
		return found
	}
	all := text
	for _, p := range places {
		for _, other := range []string{p.Name, p.NameZH, p.Code} {
			if !strings.Contains(all, other) {
				all += " · " + other
			}
		}
	}
	return append(found, Text{Pointer: pointer, Text: all})
}

// TextsOfOrder returns the texts that an order is found by. A place that is known is
// found by its code and its names in both languages as well, whichever of them the order
// has.
func TextsOfOrder(o trade.Order) (found []Text) {
	for pointer, text := range texts.Of(o, texts.Sought) {
		found = append(found, Text{Pointer: pointer, Text: text})
		if slices.Contains(orderfile.Localities, pointer) {
			found = appendNames(found, pointer, text)
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
		Loading     string `json:"loading"`
		Border      string `json:"border"`
		Discharge   string `json:"discharge"`
		Destination string `json:"destination"`
		Truck       string `json:"truck"`
		Vessel      string `json:"vessel"`
		Flight      string `json:"flight"`
		Container   string `json:"container"`
		Seal        string `json:"seal"`
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

// Texts returns what a document is found by besides its number and its order's, by the
// places that an order file has for it. A place that is known is found as one of an order
// is. The amounts are those that somebody may pay.
func (p Printed) Texts() []Text {
	at := p.Transport
	all := []Text{
		{Pointer: "/buyer/name", Text: p.Buyer.Name}, {Pointer: "/buyer/name_local", Text: p.Buyer.NameLocal},
		{Pointer: "/contract", Text: p.Contract}, {Pointer: "/buyer_reference", Text: p.BuyerReference}, {Pointer: "/credit/number", Text: p.Credit.Number},
		{Pointer: "/route/truck", Text: at.Truck}, {Pointer: "/route/vessel", Text: at.Vessel}, {Pointer: "/route/flight", Text: at.Flight},
		{Pointer: "/route/container", Text: at.Container}, {Pointer: "/route/seal", Text: at.Seal},
	}
	for _, place := range []Text{
		{Pointer: "/route/loading", Text: at.Loading}, {Pointer: "/route/border", Text: at.Border},
		{Pointer: "/route/discharge", Text: at.Discharge}, {Pointer: "/route/destination", Text: at.Destination},
	} {
		all = appendNames(append(all, place), place.Pointer, place.Text)
	}
	if p.Total != nil {
		all = append(all, Text{Pointer: "/total", Amount: *p.Total})
	}
	if p.Deposit != nil {
		all = append(all, Text{Pointer: "/deposit", Amount: p.Deposit.Amount})
	}
	if p.Balance != nil {
		all = append(all, Text{Pointer: "/balance", Amount: *p.Balance})
	}
	for i, in := range p.In {
		all = append(all, Text{Pointer: "/totals_in/" + strconv.Itoa(i), Amount: in.Amount})
	}
	return all
}

// Words returns the words that the document with that number is found by.
func (p Printed) Words(number string) []string {
	words := Of(number, p.Order)
	for _, text := range p.Texts() {
		words = append(words, text.Words()...)
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
