package stock

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/stock"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type lotsPage struct {
	page.Base
	Rows     []lotRow
	Filter   *form.Form
	Chips    []page.Chip
	Pager    page.Pager
	Files    page.Files
	Filtered bool
}

// lotRow is a lot as a row of the list.
type lotRow struct {
	store.LotInfo
	Label say.Message // of its product
}

type lotPage struct {
	page.Base
	Number  string
	Label   say.Message // of its product
	Package say.Message
	Bales   []trade.Bale
	Figures trade.LotTotals
	Orders  []page.OrderRow
	Origin  []page.Fact
	Test    []page.Fact
	Changed say.Message // who has changed the lot last; without Format: an order brought it
	Found   []page.Warning
}

var (
	lotsTmpl   = page.Parse[lotsPage]("stock/lots.html")
	lotTmpl    = page.Parse[lotPage]("stock/lot.html")
	lotFilters = form.Of(form.TextFilter(say.Msg("Part of the number, or product")), form.ProductFilter)
)

// listLots serves GET /lots: the list with its filters.
func (s *pages) listLots(c fiber.Ctx) error {
	l := page.ListOf(c)
	f, typed := lotFilter(l)
	p := lotsPage{Base: s.Base(c, say.Msg("Lots and bales")), Filter: typed, Files: l.Files(), Filtered: f != store.LotFilter{},
		Chips: l.Chips(page.FilterLabel, "q", "product")}
	page, err := stock.List(c.Context(), s.Store, s.Who(c), f, store.Paging{Cursor: l.Value("at")})
	if err != nil {
		return err
	}
	for _, lot := range page.Rows {
		p.Rows = append(p.Rows, lotRow{lot, say.ProductLabel(lot.Product)})
	}
	p.Pager = l.Pager(page.Prev, page.Next)
	return lotsTmpl.Render(c, fiber.StatusOK, p)
}

// lotFilter returns the filter in the address, and the form of its fields.
func lotFilter(l page.List) (store.LotFilter, *form.Form) {
	f := lotFilters.Listed(l)
	return store.LotFilter{Product: f.Value("/product"), Text: f.Value("/text")}, f
}

// showLot serves GET /lots/:number: a lot with its bales and orders.
func (s *pages) showLot(c fiber.Ctx) error {
	number := page.Param(c, "number")
	lot, err := stock.Look(c.Context(), s.Store, s.Who(c), number)
	if err != nil {
		return err
	}
	p := lotPage{
		Base: s.Base(c, say.Msg("Lot %s", number)), Number: lot.Number, Label: say.ProductLabel(lot.Product),
		Package: say.PackagesLabel(lot.Package, len(lot.Bales)), Bales: lot.Bales, Figures: lot.Totals(),
	}
	var origin page.Facts
	origin.Add(say.Msg("Species"), lot.Species)
	origin.Add(say.Msg("County of origin"), lot.County)
	origin.Add(say.Msg("Cooperative"), lot.Cooperative)
	p.Origin, p.Test = origin, page.TestFacts(lot.Test, p.Lang)
	if lot.Version > 0 {
		p.Changed = say.Msg("Saved by %s, %s.", lot.ChangedBy, p.Lang.When(lot.ChangedAt))
	}
	for _, f := range lot.Found {
		p.Found = append(p.Found, page.Warning{Place: say.PlaceOf(f.Pointer, nil), Message: say.Spoken(f, nil)})
	}
	for _, o := range lot.Orders {
		p.Orders = append(p.Orders, page.OrderRowOf(o))
	}
	return lotTmpl.Render(c, fiber.StatusOK, p)
}
