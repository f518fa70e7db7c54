package trade

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/trade/orderfile"
	"woolroad/app/typing"
)

// checkLines checks the lines, and returns them without the values that it refuses. cur
// is the order's currency.
func (f *findings) checkLines(lines []Line, cur money.Currency) []Line {
	if !f.fitsFilled("/lines", len(lines), maxLots) {
		return nil
	}
	return checkAll(lines, func(i int, line Line) Line { return f.checkLine(fmt.Sprintf("/lines/%d", i), line, cur) })
}

// checkLine checks the line at a place, and returns it without the values that it
// refuses. cur is the order's currency.
func (f *findings) checkLine(at string, line Line, cur money.Currency) Line {
	if f.refused[at] {
		return Line{}
	}
	product := lookup(f, at+"/product", f.plainCode(at, "product", line.Product), codes.LookupProduct)
	parse := codes.ParseHS6
	if product.Name != "" {
		parse = product.ParseHS6
	}
	out := Line{
		Product:       product.Name,
		Description:   f.paragraph(at, "description", line.Description),
		Specification: f.optionalParagraph(at, "specification", line.Specification),
		HS6:           string(lookup(f, at+"/hs6", f.plainCode(at, "hs6", line.HS6), parse)),
		Origin:        lookup(f, at+"/origin", f.plainCode(at, "origin", line.Origin), codes.FindCountry).Code,
		Unit:          f.oneOf(at+"/unit", f.plainCode(at, "unit", line.Unit), Kilograms),
		Price:         f.price(at, line.Price, cur),
		NoCharge:      line.NoCharge,
		Agreed:        f.checkAgreed(at+"/agreed", line.Agreed),
	}
	out.HS = f.checkTariffCodes(at+"/hs", line.HS, codes.HS6(out.HS6))
	if lots := at + "/lots"; f.fits(lots, len(line.Lots), maxLots) { // whether there are any is for lineRules to say
		out.Lots = checkAll(line.Lots, func(i int, number string) string {
			key := strconv.Itoa(i)
			return f.refuseSpaces(lots, key, f.listText(lots, key, typing.Plain(number), shortText))
		})
	}
	return out
}

// checkTariffCodes checks the further tariff codes by their countries, and returns them
// without those that it refuses. hs6 is the code that each of them must begin with.
func (f *findings) checkTariffCodes(at string, hs map[string]string, hs6 codes.HS6) map[string]string {
	if hs == nil {
		return nil
	}
	out := map[string]string{}
	for _, country := range slices.Sorted(maps.Keys(hs)) {
		key := orderfile.Escape(orderfile.Clip(country))
		code := f.listText(at, key, strings.TrimSpace(typing.Plain(hs[country])), shortText)
		out[country] = lookup(f, at+"/"+key, code, func(code string) (string, error) { return codes.ParseHS(country, code, hs6) })
	}
	return out
}
