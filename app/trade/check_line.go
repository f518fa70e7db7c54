package trade

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"woolroad/app/codes"
	"woolroad/app/money"
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
	product := f.required(at, "product", line.Product, shortText)
	out := Line{
		Product:     lookup(f, at+"/product", product, codes.LookupProduct).Name,
		Description: f.required(at, "description", line.Description, LongText),
		HS6:         string(lookup(f, at+"/hs6", f.required(at, "hs6", line.HS6, shortText), codes.ParseHS6)),
		Origin:      lookup(f, at+"/origin", f.required(at, "origin", line.Origin, shortText), codes.LookupCountry).Code,
		Unit:        f.oneOf(at+"/unit", f.required(at, "unit", line.Unit, shortText), "KGM"),
		Price:       f.price(at, line.Price, cur),
	}
	out.HS = f.tariffCodes(at+"/hs", line.HS, codes.HS6(out.HS6))
	if lots := at + "/lots"; f.fits(lots, len(line.Lots), maxLots) { // that there are some is a rule
		out.Lots = checked(line.Lots, func(i int, number string) string {
			key := strconv.Itoa(i)
			return f.trimmed(lots, key, f.entry(lots, key, number, shortText))
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
		key := escape.Replace(clip(country))
		out[country] = lookup(f, at+"/"+key, f.entry(at, key, hs[country], shortText), func(code string) (string, error) {
			if hs6 == "" && len(code) >= 6 { // not read, so there is nothing to differ from
				return codes.ParseHS(country, code, codes.HS6(code[:4]+"."+code[4:6]))
			}
			return codes.ParseHS(country, code, hs6)
		})
	}
	return out
}
