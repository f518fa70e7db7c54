package web

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/compose"
	"woolroad/app/money"
	"woolroad/app/store"
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

// totals adds up what it can of what was typed. The form stays as it is.
func (s *Server) totals(ctx context.Context, typed *orderForm) (formTotals, error) {
	f := readOrderForm(typed.fields())
	f.tidy()
	o, faults := f.order()
	var found []money.Rate
	if len(o.TotalsIn) > 0 {
		err := s.store.View(ctx, func(t *store.Tx) error {
			rates, missing, err := compose.RatesKept(ctx, o, t)
			found, faults = rates, append(faults, missing...)
			return err
		})
		if err != nil {
			return formTotals{}, err
		}
	}
	p := o.Partial(faults, found)
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
	return out, nil
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
	if p.Totals, err = s.totals(c.Context(), p.form); err != nil {
		return err
	}
	return orderFormTmpl.block(c, fiber.StatusOK, "totals", p)
}
