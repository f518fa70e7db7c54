package trade

import (
	"woolroad/app/codes"
	"woolroad/app/money"
)

func readLines(v value, cur money.Currency) []Line {
	var lines []Line
	for _, item := range v.filled(maxLots) {
		lines = append(lines, readLine(item, cur))
	}
	return lines
}

func readLine(v value, cur money.Currency) Line {
	k := v.fields()
	defer k.close()
	line := Line{
		Product:     lookup(k.need("product"), codes.LookupProduct).Name,
		Description: k.need("description").text(longText),
		HS6:         string(lookup(k.need("hs6"), codes.ParseHS6)),
		Origin:      lookup(k.need("origin"), codes.LookupCountry).Code,
		Unit:        k.need("unit").oneOf("KGM"),
		Price:       k.need("price").price(cur),
	}
	line.HS = readHS(k.may("hs"), codes.HS6(line.HS6))
	for _, lot := range k.may("lots").list(maxLots) { // that there are some is a rule
		line.Lots = append(line.Lots, lot.label())
	}
	return line
}

// readHS reads the tariff codes of countries.
func readHS(v value, hs6 codes.HS6) map[string]string {
	if !v.is(object) {
		return nil
	}
	out := map[string]string{}
	for i, country := range v.node.keys {
		item := value{v.findings, v.pointer + "/" + escape.Replace(clip(country)), v.node.items[i]}
		out[country] = lookup(item, func(code string) (string, error) {
			if hs6 == "" && len(code) >= 6 { // not read, so there is nothing to differ from
				return codes.ParseHS(country, code, codes.HS6(code[:4]+"."+code[4:6]))
			}
			return codes.ParseHS(country, code, hs6)
		})
	}
	return out
}

// price is what a kilogram costs. Where the currency could not be read, only
// the figure is looked at.
func (v value) price(cur money.Currency) money.Price {
	n := v.decimal(span{positive: true})
	if n == nil {
		return money.Price{}
	}
	if n.Decimals() > money.MaxPriceDecimals {
		v.bad("%s has %d decimals; a price has %d at most.", n.String(), int(n.Decimals()), money.MaxPriceDecimals)
		return money.Price{}
	}
	if cur == "" {
		return money.Price{}
	}
	p, err := money.ParsePrice(v.node.text, cur)
	if err != nil {
		v.bad("%s.", err.Error()) // all that it refuses is refused above
	}
	return p
}
