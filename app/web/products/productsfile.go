package products

import (
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/products"
	"woolroad/app/web/page/table"
	"woolroad/app/web/say"
)

var productColumns = table.Columns[productRow]{
	{Head: say.Msg("Product"), Cell: func(p productRow) any { return p.Name }},
	{Head: say.Msg("Name in Chinese"), Cell: func(p productRow) any { return p.NameZH }},
	{Head: say.Msg("Species"), Cell: func(p productRow) any { return p.Species }},
	{Head: say.Msg("Usual HS subheading"), Cell: func(p productRow) any { return p.HS6 }},
	{Head: say.Msg("Proposed regain"), Cell: proposed(func(r agreed) any { return r.Percent })},
	{Head: say.Msg("Source"), Cell: proposed(func(r agreed) any { return r.Source })},
	{Head: say.Msg("Looked up on"), Cell: proposed(func(r agreed) any { return r.Date })},
	{Head: say.Msg("Verified"), Cell: proposed(func(r agreed) any { return verifiedLabel(r.Verified) })},
	{Head: say.Msg("Regains and their sources"), Cell: func(p productRow) any {
		var said []say.Message
		for _, r := range p.Said {
			said = append(said, say.Msg("%s %%, %s, %s", r.Percent.String(), r.Source, verifiedLabel(r.Verified)))
		}
		return table.InOneCell(said)
	}},
}

// proposed returns a cell that cell fills for products with a proposed regain; for others
// it is empty.
func proposed(cell func(agreed) any) func(productRow) any {
	return func(p productRow) any {
		if p.Agreed == nil {
			return nil
		}
		return cell(*p.Agreed)
	}
}

// verifiedLabel returns the words for a regain that somebody has or has not read in its
// source.
func verifiedLabel(is bool) say.Message {
	if is {
		return say.Msg("verified")
	}
	return say.Msg("not verified")
}

var regainColumns = table.Columns[statedRow]{
	{Head: say.Msg("Per cent"), Cell: func(r statedRow) any { return r.Percent }},
	{Head: say.Msg("Source"), Cell: func(r statedRow) any { return r.Source }},
	{Head: say.Msg("Note"), Cell: func(r statedRow) any { return r.Note }},
	{Head: say.Msg("Looked up on"), Cell: func(r statedRow) any { return r.Date }},
	{Head: say.Msg("I have read the source itself"), Cell: func(r statedRow) any { return verifiedLabel(r.Verified) }},
}

// exportRegains serves GET /products/:name/regains.csv and .xlsx: the regains of a
// product.
func (s *pages) exportRegains(c fiber.Ctx) error {
	shown, _, err := s.productPage(c)
	if err != nil {
		return err
	}
	return table.Send(s.Desk, c, table.File[statedRow]{Name: "regains-" + strings.ReplaceAll(shown.Name, " ", "-"), Title: say.Msg("Regains"), Columns: regainColumns, Rows: table.RowsOf(shown.Said)})
}

// exportProducts serves GET /products.csv and .xlsx: all products.
func (s *pages) exportProducts(c fiber.Ctx) error {
	all, err := products.List(c.Context(), s.Store, s.Who(c))
	if err != nil {
		return err
	}
	var rows []productRow
	for _, p := range all {
		rows = append(rows, rowOfProduct(p))
	}
	return table.Send(s.Desk, c, table.File[productRow]{Name: "products", Title: say.Msg("Products"), Columns: productColumns, Rows: table.RowsOf(rows)})
}
