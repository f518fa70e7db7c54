package web

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/codes"
	"woolroad/app/stock"
	"woolroad/app/store"
	"woolroad/app/trade"
)

type lotsPage struct {
	Base
	Rows     []lotRow
	Products []choice
	Text     string
	Chips    []chip
	Pager    pager
	Files    files
	Filtered bool
}

// lotRow is a lot in the list.
type lotRow struct {
	store.LotInfo
	Label Message // of its product
}

type lotPage struct {
	Base
	Number  string
	Label   Message // of its product
	Package Message
	Bales   []trade.Bale
	Figures trade.LotTotals
	Orders  []orderRow
}

var (
	lotsTmpl = parse[lotsPage]("stock/lots.html")
	lotTmpl  = parse[lotPage]("stock/lot.html")
)

func (s *Server) lotsRoutes(app *fiber.App) {
	app.Get("/lots", s.listLots)
	bothFiles(app, "/lots", s.exportLots)
	bothFiles(app, "/lots/:number/bales", s.exportBales)
	app.Get("/lots/:number", s.showLot)
}

// listLots serves GET /lots.
func (s *Server) listLots(c fiber.Ctx) error {
	l := listingOf(c)
	f := lotFilter(l)
	p := lotsPage{Base: s.base(c, "lots", msg("Lots and bales")), Text: f.Text, Files: l.files(), Filtered: f != store.LotFilter{},
		Chips: l.chips(orderChip, "q", "product"), Products: []choice{{Label: msg("any")}}}
	for _, product := range codes.Products() {
		p.Products = append(p.Products, choice{Value: product.Name, Label: bilingual(product.Name, product.NameZH)})
	}
	p.Products = chosen(p.Products, f.Product)
	page, err := stock.List(c.Context(), s.store, s.who(c), f, store.Paging{Cursor: l.get("at")})
	if err != nil {
		return err
	}
	for _, lot := range page.Rows {
		p.Rows = append(p.Rows, lotRow{lot, productLabel(lot.Product)})
	}
	p.Pager = l.pager(page.Prev, page.Next)
	return lotsTmpl.render(c, fiber.StatusOK, p)
}

// lotFilter is the filter that the address says.
func lotFilter(l listing) store.LotFilter {
	return store.LotFilter{Product: l.get("product"), Text: l.get("q")}
}

// showLot serves GET /lots/:number.
func (s *Server) showLot(c fiber.Ctx) error {
	number := param(c, "number")
	lot, err := stock.Look(c.Context(), s.store, s.who(c), number)
	if err != nil {
		return err
	}
	p := lotPage{
		Base: s.base(c, "lots", msg("Lot %s", number)), Number: number, Label: productLabel(lot.Product),
		Package: packagesLabel(lot.Package, len(lot.Bales)), Bales: lot.Bales, Figures: lot.Totals(),
	}
	for _, o := range lot.Orders {
		p.Orders = append(p.Orders, rowOf(o))
	}
	return lotTmpl.render(c, fiber.StatusOK, p)
}
