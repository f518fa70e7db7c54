package web

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/products"
)

var productColumns = columns[productRow]{
	{msg("Product"), func(p productRow) any { return p.Name }},
	{msg("Name in Chinese"), func(p productRow) any { return p.NameZH }},
	{msg("Species"), func(p productRow) any { return p.Species }},
	{msg("Usual HS subheading"), func(p productRow) any { return p.HS6 }},
	{msg("Proposed regain"), proposed(func(r agreed) any { return r.Percent })},
	{msg("Source"), proposed(func(r agreed) any { return r.Source })},
	{msg("Looked up on"), proposed(func(r agreed) any { return r.Date })},
	{msg("Verified"), proposed(func(r agreed) any { return verifiedLabel(r.Verified) })},
	{msg("What is said of its regain"), func(p productRow) any {
		var said []Message
		for _, r := range p.Said {
			said = append(said, msg("%s %%, %s, %s", r.Percent.String(), r.Source, verifiedLabel(r.Verified)))
		}
		return inOneCell(said)
	}},
}

// proposed is a cell of a product for which the desk proposes a regain.
func proposed(cell func(agreed) any) func(productRow) any {
	return func(p productRow) any {
		if p.Agreed == nil {
			return nil
		}
		return cell(*p.Agreed)
	}
}

func verifiedLabel(is bool) Message {
	if is {
		return msg("verified")
	}
	return msg("not verified")
}

// exportProducts serves GET /products.csv and .xlsx.
func (s *Server) exportProducts(c fiber.Ctx) error {
	all, err := products.List(c.Context(), s.store, s.who(c))
	if err != nil {
		return err
	}
	var rows []productRow
	for _, p := range all {
		rows = append(rows, rowOfProduct(p))
	}
	return sendList(s, c, listFile[productRow]{"products", msg("Products"), productColumns, read(rows)})
}
