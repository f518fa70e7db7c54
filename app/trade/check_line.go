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

func (f *findings) linesValues(lines []Line, cur money.Currency) []Line {
	if !f.filled("/lines", len(lines), maxLots) {
		return nil
	}
	return checked(lines, func(i int, line Line) Line { return f.line(fmt.Sprintf("/lines/%d", i), line, cur) })
}

func (f *findings) line(at string, line Line, cur money.Currency) Line {
	if f.bad[at] {
		return Line{}
	}
	product := lookup(f, at+"/product", f.code(at, "product", line.Product), codes.LookupProduct)
	parse := codes.ParseHS6
	if product.Name != "" {
		parse = product.ParseHS6
	}
	out := Line{
		Product:     product.Name,
		Description: f.required(at, "description", line.Description, LongText),
		HS6:         string(lookup(f, at+"/hs6", f.code(at, "hs6", line.HS6), parse)),
		Origin:      lookup(f, at+"/origin", f.code(at, "origin", line.Origin), codes.FindCountry).Code,
		Unit:        f.oneOf(at+"/unit", f.code(at, "unit", line.Unit), "KGM"),
		Price:       f.price(at, line.Price, cur),
	}
	out.HS = f.tariffCodes(at+"/hs", line.HS, codes.HS6(out.HS6))
	if lots := at + "/lots"; f.fits(lots, len(line.Lots), maxLots) { // that there are some is a rule
		out.Lots = checked(line.Lots, func(i int, number string) string {
			key := strconv.Itoa(i)
			return f.trimmed(lots, key, f.entry(lots, key, typing.Plain(number), shortText))
		})
	}
	return out
}

// tariffCodes are the tariff codes of countries.
func (f *findings) tariffCodes(at string, hs map[string]string, hs6 codes.HS6) map[string]string {
	if hs == nil {
		return nil
	}
	out := map[string]string{}
	for _, country := range slices.Sorted(maps.Keys(hs)) {
		key := orderfile.Escape(orderfile.Clip(country))
		code := f.entry(at, key, strings.TrimSpace(typing.Plain(hs[country])), shortText)
		out[country] = lookup(f, at+"/"+key, code, func(code string) (string, error) { return codes.ParseHS(country, code, hs6) })
	}
	return out
}
