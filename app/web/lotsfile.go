package web

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/stock"
	"woolroad/app/store"
	"woolroad/app/trade"
)

var lotColumns = columns[store.LotInfo]{
	{msg("Lot"), func(l store.LotInfo) any { return l.Number }},
	{msg("Product"), func(l store.LotInfo) any { return productLabel(l.Product) }},
	{msg("Packages"), func(l store.LotInfo) any { return l.Bales }},
	{msg("Gross, kg"), func(l store.LotInfo) any { return l.Gross.Number() }},
	{msg("Net, kg"), func(l store.LotInfo) any { return l.Net.Number() }},
	{msg("Orders"), func(l store.LotInfo) any { return strings.Join(l.Orders, ", ") }},
}

// exportLots serves GET /lots.csv and .xlsx: all lots of the list.
func (s *Server) exportLots(c fiber.Ctx) error {
	f, who := lotFilter(listingOf(c)), s.who(c)
	return sendList(s, c, listFile[store.LotInfo]{"lots", msg("Lots and bales"), lotColumns,
		func(ctx context.Context, write func(store.Rows[store.LotInfo]) error) error {
			return stock.Export(ctx, s.store, who, f, write)
		}})
}

var baleColumns = columns[trade.Bale]{
	{msg("Number"), func(b trade.Bale) any { return b.Number }},
	{msg("Gross, kg"), func(b trade.Bale) any { return b.Gross.Number() }},
	{msg("Tare, kg"), func(b trade.Bale) any { return b.Tare.Number() }},
	{msg("Net, kg"), func(b trade.Bale) any { return b.Net().Number() }},
}

// exportBales serves GET /lots/:number/bales.csv and .xlsx.
func (s *Server) exportBales(c fiber.Ctx) error {
	lot, err := stock.Look(c.Context(), s.store, s.who(c), param(c, "number"))
	if err != nil {
		return err
	}
	return sendList(s, c, listFile[trade.Bale]{"bales", msg("Bales"), baleColumns, read(lot.Bales)})
}

// read are the rows of a list that is read already.
func read[T any](list []T) func(context.Context, func(store.Rows[T]) error) error {
	return func(_ context.Context, write func(store.Rows[T]) error) error { return write(store.RowsOf(list)) }
}
