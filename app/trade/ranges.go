package trade

import (
	"slices"
	"strconv"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/app/trade/known"
)

// rangeRules warns of a lot's figures that lie outside what is known of its fibre.
func (f *findings) rangeRules(lot Lot, at string) {
	warn := func(w Fault, is bool) {
		if is && f.usable(w.Pointer) {
			f.warn(w.Pointer, w.Code, w.Format, w.Args...)
		}
	}
	if r := lot.Regain; r != nil {
		warn(oddRegain(at+"/regain_standard", lot.Product, known.AgreedRegains, r.Standard))
		warn(oddRegain(at+"/regain_measured", lot.Product, known.MeasuredRegains, r.Measured))
	}
	if t := lot.Test; t != nil && t.MeanFibreDiameter != nil {
		warn(oddDiameter(at+"/test/mean_fibre_diameter_um", lot.Product, *t.MeanFibreDiameter))
	}
	f.baleMassRules(lot, at)
}

// OddRegain returns a warning of an agreed regain that lies outside what is known of the
// product, and false if it does not or nothing is known.
func OddRegain(pointer, product string, n exact.Number) (Fault, bool) {
	return oddRegain(pointer, product, known.AgreedRegains, n)
}

// oddRegain returns a warning of a regain that lies outside one of the ranges, and false if
// it does not or nothing is known of the product.
func oddRegain(pointer, product string, all known.Ranges, n exact.Number) (Fault, bool) {
	r, is := all.Outside(product, n)
	if r.Of != "" {
		return Fault{Pointer: pointer, Code: FaultRegainOutside, Warning: true,
			Format: "A regain of %s %% is outside the known range of wool, %s to %s %% (%s); no source was found for %s itself. Check it.",
			Args:   []any{n.String(), r.Least.String(), r.Most.String(), r.Source, product}}, is
	}
	return Fault{Pointer: pointer, Code: FaultRegainOutside, Warning: true,
		Format: "A regain of %s %% is outside the known range of %s, %s to %s %% (%s); check it.",
		Args:   []any{n.String(), product, r.Least.String(), r.Most.String(), r.Source}}, is
}

// oddDiameter returns a warning of a product's mean fibre diameter in µm that lies outside
// what is known of the product, and false if it does not or nothing is known.
func oddDiameter(pointer, product string, n exact.Number) (Fault, bool) {
	r, is := known.MeanDiameters.Outside(product, n)
	if r.Slip && n.Cmp(r.Least) < 0 {
		return Fault{Pointer: pointer, Code: FaultDiameterOutside, Warning: true,
			Format: "A mean fibre diameter of %s µm is less than a tenth of what %s may have, %s µm (%s): a decimal point may be out of place. Check it.",
			Args:   []any{n.String(), product, r.Most.String(), r.Source}}, is
	}
	return Fault{Pointer: pointer, Code: FaultDiameterOutside, Warning: true,
		Format: "A mean fibre diameter of %s µm is outside the known range of %s, at most %s µm (%s); check it.",
		Args:   []any{n.String(), product, r.Most.String(), r.Source}}, is
}

// unboxed lists the codes of packages that hold more than one bale, or none.
var unboxed = []string{"PX", "8A", "NE"}

// baleMassRules warns of bales that weigh what no bale does: of the first one in the lot,
// with how many there are.
func (f *findings) baleMassRules(lot Lot, at string) {
	if slices.Contains(unboxed, lot.Package) {
		return
	}
	first, count := "", 0
	var gross fibre.Mass
	for i, b := range lot.Bales {
		bale := at + "/bales/" + strconv.Itoa(i)
		if fibre.CanBeABale(b.Gross) || !f.usable(bale+"/gross", bale+"/tare") {
			continue
		}
		if count++; count == 1 {
			first, gross = bale+"/gross", b.Gross
		}
	}
	if count > 0 {
		f.warn(first, FaultBaleOutside, "A bale of %s kg gross is outside the usual range of bales, %s to %s kg; check it. Such bales in this lot: %d.",
			gross.Grouped(), fibre.LightestBale.String(), fibre.HeaviestBale.String(), count)
	}
}

// An Earlier is an order from before, of the same product and currency, with what the
// product came to for a kilogram, charges included.
type Earlier struct {
	Number string
	PerKg  money.Price
}

// farPrice is how many times higher or lower a price must be than before for a warning. A
// point in the wrong place makes it ten times; charges and markets do not make it four.
var farPrice = exact.Int(4)

// OddPrice returns a warning of a line's price that is far from what all these earlier
// orders came to. It returns false where the price is near one of them, and where there
// are none. The desk's own orders are the measure, since no published source was found
// for what fibres cost.
func OddPrice(pointer string, line Line, earlier []Earlier) (Fault, bool) {
	price := line.Price.Number()
	for _, e := range earlier {
		per := e.PerKg.Number()
		if price.Cmp(per.Mul(farPrice)) <= 0 && per.Cmp(price.Mul(farPrice)) <= 0 {
			return Fault{}, false
		}
	}
	if len(earlier) == 0 || price.Sign() == 0 {
		return Fault{}, false
	}
	return Fault{Pointer: pointer, Code: FaultPriceOutside, Warning: true,
		Format: "%s %s for a kilogram of %s is far from the earlier price, %s in order %s; check the price.",
		Args:   []any{string(line.Price.Currency()), line.Price.Grouped(), line.Product, earlier[0].PerKg.Grouped(), earlier[0].Number}}, true
}
