package orders

import (
	"strings"

	"woolroad/app/trade"
	"woolroad/app/trade/orderfile"
	"woolroad/app/web/say"
)

// How many rows the form of an order may have besides bales. The page draws all fields that
// a browser sends again, and those of one lot have some sixteen kilobytes.
const (
	MaxLots = 200 // lots, and the same number of lines
	MaxRows = 30  // rows of each other list, and countries with tariff codes
)

// mostRows returns the number of rows that a list of the form may have. The bales of all
// lots together are counted by baleRoom.
func mostRows(pattern string) int {
	switch pattern {
	case "/lots", "/lines":
		return MaxLots
	case "/lots/*/bales":
		return MaxBales
	}
	return MaxRows
}

// drawable returns an Invalid error for a form so much larger than forms may be that it
// is not even drawn again; no page of ours leads to one.
func (f *orderForm) drawable() error { return f.within(2, MaxBales+MaxLots*newBales) }

// fits returns an Invalid error for a form that is larger than forms may be.
func (f *orderForm) fits() error { return f.within(1, MaxBales) }

// within returns an Invalid error for a form that has more bales than those given, or
// more than times as many rows of anything else as forms may have.
func (f *orderForm) within(times, bales int) error {
	if f.rowsFit(times) && f.baleRows() <= bales && len((orderFormPage{form: f}).tariffCountries()) <= times*MaxRows {
		return nil
	}
	return &trade.Error{Code: trade.Invalid, Field: "lots", Args: []any{MaxLots, MaxRows},
		Format: "This order is too large for a form. A form holds at most %d lots, as many lines, and %d rows of anything else. Change the order file and upload it again."}
}

// rowsFit reports whether no list has more than times as many rows as forms may have.
func (f *orderForm) rowsFit(times int) bool {
	return f.Fits(func(pattern string) int { return times * mostRows(pattern) })
}

// full returns the sentence that says why a list can have no further row, or a Message
// without Format where it can.
func (f *orderForm) full(list string) say.Message {
	switch pattern := orderfile.PatternOf(list); {
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
