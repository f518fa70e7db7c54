package orders

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
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// formTotals are the figures of an order that is being typed, without those that its
// faults make unreliable.
type formTotals struct {
	Lots  []lotFigures
	Lines []lineFigures
	Order *trade.Totals
	In    []typedIn
	Notes []typedNote // why a total in another currency is missing, and faults of the Incoterm
}

// typedIn is a total in another currency with the origin of its rate.
type typedIn struct {
	trade.Converted
	From say.Message
	Age  int // days before the order's date
}

// typedNote is something to know while an order is typed, with what helps.
type typedNote struct {
	Message any
	Ways    []page.WayOut
}

type lotFigures struct {
	Number string
	*trade.LotTotals
}

type lineFigures struct {
	N       int
	Product say.Message
	*trade.LineTotals
}

// typedOrder returns the order that is typed in the form, without the empty rows. It does
// not change the form.
func (f *orderForm) typedOrder() orders.Entry {
	tidied := readOrderForm(f.fields())
	tidied.Tidy()
	return orders.Read(bytes.NewReader(tidied.Document()))
}

// totalsOf returns the figures that can be computed of an order that is being typed.
// rates are the rates of its totals, and unrated the faults of the totals without a rate.
func (s *pages) totalsOf(e orders.Entry, unrated trade.Faults, rates []money.Rate) formTotals {
	o, p := e.Order(), e.Partial(unrated, rates)
	faults := slices.Concat(e.Faults(), unrated)
	out := formTotals{Order: p.Order}
	for i, lot := range o.Lots {
		out.Lots = append(out.Lots, lotFigures{lot.Number, p.Lots[i]})
	}
	for i, line := range o.Lines {
		out.Lines = append(out.Lines, lineFigures{N: i + 1, Product: say.ProductLabel(line.Product), LineTotals: p.Lines[i]})
	}
	for i, in := range p.In {
		if in != nil {
			out.In = append(out.In, typedIn{*in, say.RateFrom(in.Rate), trade.RateAge(o.Date, in.Rate)})
		}
		if in != nil || p.Order != nil {
			for _, f := range rateFaults(faults, i) {
				out.Notes = append(out.Notes, typedNote{f, s.WaysOut(f.Err, page.Need{})})
			}
		}
	}
	for _, f := range faults {
		if f.Pointer == "/terms/incoterm" && f.Code != trade.FaultMissing {
			out.Notes = append(out.Notes, typedNote{Message: f})
		}
	}
	return out
}

// rateFaults returns the faults and warnings of the i-th total in another currency, but
// for values that are missing.
func rateFaults(faults trade.Faults, i int) (out trade.Faults) {
	at := fmt.Sprintf("/totals_in/%d", i)
	for _, f := range faults {
		if f.Code != trade.FaultMissing && (f.Pointer == at || strings.HasPrefix(f.Pointer, at+"/")) {
			out = append(out, f)
		}
	}
	return out
}

// showTotals serves POST /orders/totals: the figures of what is typed, as the block that
// htmx puts into the form.
func (s *pages) showTotals(c fiber.Ctx) error {
	p, _, err := s.sentOrder(c)
	if tooLarge := (*trade.Error)(nil); errors.As(err, &tooLarge) { // shown in place of the totals
		p.Base, p.Totals.Notes = s.Base(c, say.Msg("New order")), []typedNote{{Message: tooLarge}}
		return orderFormTmpl.Block(c, fiber.StatusUnprocessableEntity, "totals", p)
	}
	if err != nil {
		return err
	}
	e := p.form.typedOrder()
	rates, unrated, err := orders.Rates(c.Context(), s.Store, s.Who(c), e.Order())
	if err != nil {
		return err
	}
	p.Totals, p.Commas, p.Live = s.totalsOf(e, unrated, rates), p.form.commas(), true
	return orderFormTmpl.Block(c, fiber.StatusOK, "totals", p)
}
