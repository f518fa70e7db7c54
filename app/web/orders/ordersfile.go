package orders

import (
	"context"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/orders"
	"woolroad/app/store"
	"woolroad/app/store/drafts"
	"woolroad/app/web/page"
	"woolroad/app/web/page/table"
	"woolroad/app/web/say"
)

var orderListColumns = table.Columns[store.OrderInfo]{
	{Head: say.Msg("Number"), Cell: func(o store.OrderInfo) any { return o.Number }},
	{Head: say.Msg("Buyer"), Cell: func(o store.OrderInfo) any { return o.Buyer }},
	{Head: say.Msg("Country"), Cell: func(o store.OrderInfo) any { return say.CountryName(o.Country) }},
	{Head: say.Msg("Goods"), Cell: func(o store.OrderInfo) any { return table.InOneCell(page.OrderRowOf(o).Products) }},
	{Head: say.Msg("Invoice mass, kg"), Cell: func(o store.OrderInfo) any { return o.Mass.Number() }},
	{Head: say.Msg("Date"), Cell: func(o store.OrderInfo) any { return o.Date }},
	{Head: say.Msg("Terms"), Cell: func(o store.OrderInfo) any {
		return say.TermsInFull(o.Incoterm, page.OneLine(o.Place))
	}},
	{Head: say.Msg("Currency"), Cell: func(o store.OrderInfo) any { return table.CurrencyCell(o.Total) }},
	{Head: say.Msg("Total"), Cell: func(o store.OrderInfo) any { return table.AmountCell(o.Total) }},
	{Head: say.Msg("State"), Cell: func(o store.OrderInfo) any { return page.OrderStates[o.Status].Label }},
}

// exportOrders serves GET /orders.csv and .xlsx: all orders of the list, in its order.
func (s *pages) exportOrders(c fiber.Ctx) error {
	l := page.ListOf(c)
	f, typed := orderFilter(l)
	if err := page.Faulty(typed.Faults()); err != nil {
		return err
	}
	who := s.Who(c)
	by, descending := l.Sort("date-")
	return table.Send(s.Desk, c, table.File[store.OrderInfo]{Name: "orders", Title: say.Msg("Orders"), Columns: orderListColumns,
		Rows: func(ctx context.Context, write func(store.Rows[store.OrderInfo]) error) error {
			return orders.Export(ctx, s.Store, who, f, store.OrderSort(by), descending, write)
		}})
}

var draftColumns = table.Columns[drafts.Draft]{
	{Head: say.Msg("Order number"), Cell: func(d drafts.Draft) any { return d.Number }},
	{Head: say.Msg("Buyer"), Cell: func(d drafts.Draft) any { return d.Buyer }},
	{Head: say.Msg("Changed"), Cell: func(d drafts.Draft) any { return d.ChangedAt }},
	{Head: say.Msg("Changed by"), Cell: func(d drafts.Draft) any { return d.ChangedBy }},
}

// exportDrafts serves GET /orders/drafts.csv and .xlsx: all drafts.
func (s *pages) exportDrafts(c fiber.Ctx) error {
	who := s.Who(c)
	return table.Send(s.Desk, c, table.File[drafts.Draft]{Name: "drafts", Title: say.Msg("Drafts of orders"), Columns: draftColumns,
		Rows: func(ctx context.Context, write func(store.Rows[drafts.Draft]) error) error {
			return orders.ExportDrafts(ctx, s.Store, who, write)
		}})
}
