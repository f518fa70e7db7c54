package trade

import (
	"woolroad/app/money"
	"woolroad/app/trade/orderfile"
)

// readLines reads the lines, whose prices are in the order's currency.
func (v value) readLines(cur money.Currency) []Line {
	var lines []Line
	for _, item := range v.list() {
		lines = append(lines, item.readLine(cur))
	}
	return lines
}

// readLine reads a line, whose price is in the order's currency.
func (v value) readLine(cur money.Currency) Line {
	k := v.fields()
	defer k.reportOthers()
	return Line{
		Product:     k.text("product"),
		Description: k.text("description"),
		HS6:         k.text("hs6"),
		Origin:      k.text("origin"),
		Unit:        k.text("unit"),
		Price:       k.must("price").price(cur),
		HS:          k.optional("hs").readHS(),
		Lots:        k.optional("lots").texts(), // whether there are any is for lineRules to say
	}
}

// readHS reads the further tariff codes by their countries.
func (v value) readHS() map[string]string {
	if !v.expect(orderfile.Object) {
		return nil
	}
	out := map[string]string{}
	for i, country := range v.node.Keys {
		item := v.node.Items[i]
		out[country] = value{v.findings, item.Pointer, item}.maybeEmptyText()
	}
	return out
}
