package orders

import (
	"strings"

	"woolroad/app/trade"
	"woolroad/app/web/form"
	"woolroad/app/web/say"
)

// How much the form of an order takes besides bales: whatever a browser sends is
// drawn again with all its fields, and a lot has some sixteen kilobytes of them.
const (
	MaxLots = 200 // lots, and as many lines
	MaxRows = 30  // rows of each other list, and countries with tariff codes
)

// mostRows is how many rows a list of the form takes; the bales of all lots are
// counted together, by baleRoom.
func mostRows(pattern string) int {
	switch pattern {
	case "/lots", "/lines":
		return MaxLots
	case "/lots/*/bales":
		return MaxBales
	}
	return MaxRows
}

// drawable returns an Invalid error for a form that has so much more than forms
// take that it is not even drawn again: no page of ours leads to one.
func (f *orderForm) drawable() error { return f.within(2, MaxBales+MaxLots*newBales) }

// fits returns an Invalid error for a form that has more than forms take.
func (f *orderForm) fits() error { return f.within(1, MaxBales) }

func (f *orderForm) within(times, bales int) error {
	if f.rowsFit(times) && f.baleRows() <= bales && len((orderFormPage{form: f}).tariffCountries()) <= times*MaxRows {
		return nil
	}
	return &trade.Error{Code: trade.Invalid, Field: "lots", Args: []any{MaxLots, MaxRows},
		Format: "This order is too large for a form. A form holds at most %d lots, as many lines, and %d rows of anything else. Change the order file and upload it again."}
}

// rowsFit says whether no list has more than so many times the rows that forms take.
func (f *orderForm) rowsFit(times int) bool {
	return f.Fits(func(pattern string) int { return times * mostRows(pattern) })
}

// full says why a list takes no further row, in a sentence that is empty where
// it takes one.
func (f *orderForm) full(list string) say.Message {
	switch pattern := form.PatternOf(list); {
	case strings.HasSuffix(pattern, "/bales"):
		if f.baleRoom() == 0 {
			return formIsFull
		}
	case f.Rows(list) >= mostRows(pattern):
		return listsAreFull
	}
	return say.Message{}
}

var listsAreFull = say.Msg("A form holds at most %d lots, as many lines, and %d rows of anything else. Upload a larger order as a file.", MaxLots, MaxRows)
