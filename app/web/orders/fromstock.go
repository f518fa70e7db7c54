package orders

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/stock"
	"woolroad/app/trade"
	"woolroad/app/trade/orderfile"
	"woolroad/app/trade/texts"
	"woolroad/app/typing"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// fillFromStock answers with the form in which the lot at a place is filled in from the lot of
// that number in stock, or with a fault at its number where there is none. A place that is
// none of a lot fails with status 400.
func (s *pages) fillFromStock(c fiber.Ctx, p orderFormPage, at string) error {
	if orderfile.PatternOf(at) != "/lots/*" || p.form.Find(at) == nil {
		return fiber.ErrBadRequest
	}
	number := strings.TrimSpace(typing.Plain(p.form.Value(at + "/number")))
	if number == "" {
		return s.refuseLot(c, p, at, say.Msg("Enter the number of a lot in stock."))
	}
	lot, err := stock.Look(c.Context(), s.Store, s.Who(c), number)
	if e := (*trade.Error)(nil); errors.As(err, &e) && e.Code == trade.NotFound {
		return s.refuseLot(c, p, at, say.Msg("There is no lot %s in stock.", number))
	}
	if err != nil {
		return err
	}
	if !p.form.fillLot(at, lot.Lot) {
		return s.refuseLot(c, p, at, formIsFull)
	}
	p.form.Settle()
	return s.showTyped(c, fiber.StatusOK, p, nil, nil)
}

// refuseLot answers with the form and why the lot at a place cannot be filled in.
func (s *pages) refuseLot(c fiber.Ctx, p orderFormPage, at string, why say.Message) error {
	at += "/number"
	p.form.Judge(nil)
	p.form.Fault(at, why)
	p.Faults = []page.FieldFault{{Field: fieldID(at), Message: why}}
	return s.showTyped(c, fiber.StatusUnprocessableEntity, p, nil, nil)
}

// sold are the keys of a lot that say how an order sells it.
var sold = []string{"basis", "regain_standard", "regain_measured", "mass_decimals"}

// fillLot replaces what was typed of the lot at a place by a lot in stock, but for how the lot
// is sold, and reports whether its bales fit into the form.
func (f *orderForm) fillLot(at string, lot trade.Lot) bool {
	had := 0
	if bales := f.Find(at + "/bales"); bales != nil {
		had = len(bales.Keys)
	}
	if len(lot.Bales) > f.baleRoom()+had {
		return false
	}
	typed := make([]string, len(sold))
	for i, key := range sold {
		typed[i] = f.Value(at + "/" + key)
	}
	if t := lot.Test; t != nil && t.RegainPercent != nil && typed[0] == "conditioned" {
		typed[2] = t.RegainPercent.String()
	}
	f.Clear(at)
	for pointer, text := range texts.OfLot(lot) {
		if !slices.Contains(sold, pointer[1:]) {
			f.Set(at+pointer, text)
		}
	}
	for i, key := range sold {
		f.Set(at+"/"+key, typed[i])
	}
	for i, b := range lot.Bales {
		bale := fmt.Sprintf("%s/bales/%d", at, i)
		f.Set(bale+"/number", b.Number)
		f.Set(bale+"/gross", b.Gross.String())
		f.Set(bale+"/tare", b.Tare.String())
	}
	return true
}
