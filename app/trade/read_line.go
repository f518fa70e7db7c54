package trade

import "woolroad/app/money"

func readLines(v value, cur money.Currency) []Line {
	var lines []Line
	for _, item := range v.list() {
		lines = append(lines, readLine(item, cur))
	}
	return lines
}

func readLine(v value, cur money.Currency) Line {
	k := v.fields()
	defer k.close()
	return Line{
		Product:     k.text("product"),
		Description: k.text("description"),
		HS6:         k.text("hs6"),
		Origin:      k.text("origin"),
		Unit:        k.text("unit"),
		Price:       k.need("price").price(cur),
		HS:          readHS(k.may("hs")),
		Lots:        k.may("lots").texts(), // that there are some is a rule
	}
}

// readHS reads the tariff codes of countries.
func readHS(v value) map[string]string {
	if !v.is(object) {
		return nil
	}
	out := map[string]string{}
	for i, country := range v.node.keys {
		item := v.node.items[i]
		out[country] = value{v.findings, item.pointer, item}.entry()
	}
	return out
}
