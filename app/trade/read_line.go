package trade

import (
	"woolroad/app/money"
	"woolroad/app/trade/orderfile"
	"woolroad/app/typing"
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
	line := Line{
		Product:       k.text("product"),
		Description:   k.text("description"),
		Specification: k.optional("specification").text(),
		HS6:           k.text("hs6"),
		Origin:        k.text("origin"),
		Unit:          k.text("unit"),
		NoCharge:      k.optional("no_charge").yes(),
		HS:            k.optional("hs").readHS(),
		Agreed:        k.optional("agreed").readAgreed(),
		Lots:          k.optional("lots").texts(), // whether there are any is for lineRules to say
	}
	line.Price = k.readPrice(cur)
	return line
}

// readPrice reads the price of a line and how many kilograms it is of.
func (line *fields) readPrice(cur money.Currency) money.Price {
	units := line.optional("price_per").oneOf("1", "100", "1000")
	if units == "" {
		return line.must("price").price(typing.PerKilogram(string(cur)), cur)
	}
	p, err := line.must("price").price(typing.Money(string(cur)), cur).PerUnits(units) // which may not be written as one "per kg"
	if err != nil {
		line.optional("price_per").reject(FaultInvalid, "%s.", err.Error())
	}
	return p
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
