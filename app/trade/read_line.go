package trade

import (
	"woolroad/app/money"
	"woolroad/app/trade/orderfile"
)

func (v value) readLines(cur money.Currency) []Line {
	var lines []Line
	for _, item := range v.list() {
		lines = append(lines, item.readLine(cur))
	}
	return lines
}

func (v value) readLine(cur money.Currency) Line {
	k := v.fields()
	defer k.close()
	return Line{
		Product:     k.text("product"),
		Description: k.text("description"),
		HS6:         k.text("hs6"),
		Origin:      k.text("origin"),
		Unit:        k.text("unit"),
		Price:       k.need("price").price(cur),
		HS:          k.may("hs").readHS(),
		Lots:        k.may("lots").texts(), // that there are some is a rule
	}
}

// readHS reads the tariff codes of countries.
func (v value) readHS() map[string]string {
	if !v.is(orderfile.Object) {
		return nil
	}
	out := map[string]string{}
	for i, country := range v.node.Keys {
		item := v.node.Items[i]
		out[country] = value{v.findings, item.Pointer, item}.entry()
	}
	return out
}
