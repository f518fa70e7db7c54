package web

import (
	"context"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/orders"
	"woolroad/app/store"
)

var orderListColumns = columns[store.OrderInfo]{
	{msg("Number"), func(o store.OrderInfo) any { return o.Number }},
	{msg("Buyer"), func(o store.OrderInfo) any { return o.Buyer }},
	{msg("Country"), func(o store.OrderInfo) any { return countryName(o.Country) }},
	{msg("Goods"), func(o store.OrderInfo) any { return inOneCell(rowOf(o).Products) }},
	{msg("Invoice mass, kg"), func(o store.OrderInfo) any { return o.Mass.Number() }},
	{msg("Date"), func(o store.OrderInfo) any { return o.Date }},
	{msg("Terms"), func(o store.OrderInfo) any { return oneLine(o.Incoterm + " " + o.Place) }},
	{msg("Currency"), func(o store.OrderInfo) any { return currencyCell(o.Total) }},
	{msg("Total"), func(o store.OrderInfo) any { return amountCell(o.Total) }},
	{msg("State"), func(o store.OrderInfo) any { return orderStates[o.Status].Label }},
}

// exportOrders serves GET /orders.csv and .xlsx: all orders of the list, in its order.
func (s *Server) exportOrders(c fiber.Ctx) error {
	l := listingOf(c)
	f, faults := orderFilter(l)
	if err := faulty(faults); err != nil {
		return err
	}
	who := s.who(c)
	by, descending := l.sort("date-")
	return sendList(s, c, listFile[store.OrderInfo]{"orders", msg("Orders"), orderListColumns,
		func(ctx context.Context, write func(store.Rows[store.OrderInfo]) error) error {
			return orders.Export(ctx, s.store, who, f, store.OrderSort(by), descending, write)
		}})
}

var draftColumns = columns[store.Draft]{
	{msg("Order number"), func(d store.Draft) any { return d.Number }},
	{msg("Buyer"), func(d store.Draft) any { return d.Buyer }},
	{msg("Changed"), func(d store.Draft) any { return d.ChangedAt }},
	{msg("Changed by"), func(d store.Draft) any { return d.ChangedBy }},
}

// exportDrafts serves GET /orders/drafts.csv and .xlsx.
func (s *Server) exportDrafts(c fiber.Ctx) error {
	who := s.who(c)
	return sendList(s, c, listFile[store.Draft]{"drafts", msg("Drafts of orders"), draftColumns,
		func(ctx context.Context, write func(store.Rows[store.Draft]) error) error {
			return orders.ExportDrafts(ctx, s.store, who, write)
		}})
}
