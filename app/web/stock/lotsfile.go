package stock

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/stock"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/page/table"
	"woolroad/app/web/say"
)

var lotColumns = table.Columns[store.LotInfo]{
	{Head: say.Msg("Lot"), Cell: func(l store.LotInfo) any { return l.Number }},
	{Head: say.Msg("Product"), Cell: func(l store.LotInfo) any { return say.ProductLabel(l.Product) }},
	{Head: say.Msg("Packages"), Cell: func(l store.LotInfo) any { return l.Bales }},
	{Head: say.Msg("Gross, kg"), Cell: func(l store.LotInfo) any { return l.Gross.Number() }},
	{Head: say.Msg("Net, kg"), Cell: func(l store.LotInfo) any { return l.Net.Number() }},
	{Head: say.Msg("Orders"), Cell: func(l store.LotInfo) any { return strings.Join(l.Orders, ", ") }},
}

// exportLots serves GET /lots.csv and .xlsx: all lots of the list.
func (s *pages) exportLots(c fiber.Ctx) error {
	f, _ := lotFilter(page.ListOf(c))
	who := s.Who(c)
	return table.Send(s.Desk, c, table.File[store.LotInfo]{Name: "lots", Title: say.Msg("Lots and bales"), Columns: lotColumns,
		Rows: func(ctx context.Context, write func(store.Rows[store.LotInfo]) error) error {
			return stock.Export(ctx, s.Store, who, f, write)
		}})
}

var baleColumns = table.Columns[trade.Bale]{
	{Head: say.Msg("Number"), Cell: func(b trade.Bale) any { return b.Number }},
	{Head: say.Msg("Gross, kg"), Cell: func(b trade.Bale) any { return b.Gross.Number() }},
	{Head: say.Msg("Tare, kg"), Cell: func(b trade.Bale) any { return b.Tare.Number() }},
	{Head: say.Msg("Net, kg"), Cell: func(b trade.Bale) any { return b.Net().Number() }},
}

// exportBales serves GET /lots/:number/bales.csv and .xlsx: the bales of a lot.
func (s *pages) exportBales(c fiber.Ctx) error {
	lot, err := stock.Look(c.Context(), s.Store, s.Who(c), page.Param(c, "number"))
	if err != nil {
		return err
	}
	return table.Send(s.Desk, c, table.File[trade.Bale]{Name: "bales", Title: say.Msg("Bales"), Columns: baleColumns, Rows: table.RowsOf(lot.Bales)})
}
