package web

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/money"
	"woolroad/app/orders"
	"woolroad/app/trade"
)

// formTotals are the figures of an order that is being typed: those that can be
// relied on, and nothing in place of the others.
type formTotals struct {
	Lots  []lotFigures
	Lines []lineFigures
	Order *trade.Totals
	In    []trade.Converted
	Notes []any // what keeps a total in another currency away, and what the term says
}

type lotFigures struct {
	Number string
	*trade.LotTotals
}

type lineFigures struct {
	N       int
	Product Message
	*trade.LineTotals
}

// typedOrder is the order that stands in the form, without its empty rows. The form
// stays as it is.
func (f *orderForm) typedOrder() orders.Entry {
	tidied := readOrderForm(f.fields())
	tidied.tidy()
	return orders.Read(bytes.NewReader(tidied.file()))
}

// totalsOf adds up what it can of an order that is being typed, with the rates that
// there are.
func totalsOf(e orders.Entry, unrated trade.Faults, rates []money.Rate) formTotals {
	o, p := e.Order(), e.Partial(unrated, rates)
	faults := slices.Concat(e.Faults(), unrated)
	out := formTotals{Order: p.Order}
	for i, lot := range o.Lots {
		out.Lots = append(out.Lots, lotFigures{lot.Number, p.Lots[i]})
	}
	for i, line := range o.Lines {
		out.Lines = append(out.Lines, lineFigures{i + 1, productLabel(line.Product), p.Lines[i]})
	}
	for i, in := range p.In {
		if in != nil {
			out.In = append(out.In, *in)
		} else if p.Order != nil {
			out.Notes = append(out.Notes, rateFaults(faults, i)...)
		}
	}
	for _, f := range faults {
		if f.Pointer == "/terms/incoterm" && f.Code != trade.FaultMissing {
			out.Notes = append(out.Notes, f)
		}
	}
	return out
}

// rateFaults are the faults of one total in another currency.
func rateFaults(faults trade.Faults, i int) []any {
	at := fmt.Sprintf("/totals_in/%d", i)
	var out []any
	for _, f := range faults.Errors() {
		if f.Code != trade.FaultMissing && (f.Pointer == at || strings.HasPrefix(f.Pointer, at+"/")) {
			out = append(out, f)
		}
	}
	return out
}

// showTotals serves POST /orders/totals: the figures of what was typed, while it
// is typed.
func (s *Server) showTotals(c fiber.Ctx) error {
	p, _, err := s.sentOrder(c)
	if tooLarge := (*trade.Error)(nil); errors.As(err, &tooLarge) { // said where the totals stand
		p.Base, p.Totals.Notes = s.base(c, "orders", msg("New order")), []any{tooLarge}
		return orderFormTmpl.block(c, fiber.StatusUnprocessableEntity, "totals", p)
	}
	if err != nil {
		return err
	}
	e := p.form.typedOrder()
	rates, unrated, err := orders.Rates(c.Context(), s.store, s.who(c), e.Order())
	if err != nil {
		return err
	}
	p.Totals, p.Commas, p.Live = totalsOf(e, unrated, rates), p.form.commas(), true
	return orderFormTmpl.block(c, fiber.StatusOK, "totals", p)
}
