package compose

import (
	"woolroad/app/codes"
	"woolroad/documents"
)

// packing composes the lots bale by bale. The error is a *codes.Problem about an unknown
// code.
func (c Consignment) packing() (documents.Packing, error) {
	described := make(map[string]int, len(c.Order.Lots)) // index of a lot's line, by lot
	for i, l := range c.Order.Lines {
		for _, lot := range l.Lots {
			described[lot] = i
		}
	}
	var out documents.Packing
	for i, l := range c.Order.Lots {
		p, err := codes.LookupProduct(l.Product)
		if err != nil {
			return out, err
		}
		packages, err := packagesOf(l.Package, len(l.Bales))
		if err != nil {
			return out, err
		}
		line, t := c.Order.Lines[described[l.Number]], c.Totals.Lots[i]
		lot := documents.PackedLot{
			Number: l.Number, Description: line.Description,
			Product: documents.Bilingual{EN: p.Name, ZH: p.NameZH}, Species: p.Species.Name, HS6: line.HS6,
			Package: packages, Bales: make([]documents.Bale, len(l.Bales)),
			Gross: t.Gross, Tare: t.Tare, Net: t.Net,
		}
		if len(c.Order.Lines) > 1 {
			lot.Line = described[l.Number] + 1
		}
		for j, b := range l.Bales {
			lot.Bales[j] = documents.Bale{Number: b.Number, Gross: b.Gross, Tare: b.Tare, Net: b.Net()}
		}
		out.Lots = append(out.Lots, lot)
	}
	return out, nil
}
