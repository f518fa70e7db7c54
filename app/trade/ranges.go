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
	judge := func(key string, ranges known.Ranges, n exact.Number, code FaultCode, format string) {
		if r, is := ranges.Outside(lot.Product, n); is && f.usable(at+key) {
			f.warn(at+key, code, format, n.String(), lot.Product, r.Least.String(), r.Most.String(), r.Source)
		}
	}
	if r := lot.Regain; r != nil {
		judge("/regain_standard", known.AgreedRegains, r.Standard, FaultRegainOutside, "A regain of %s %% is outside what is known of %s, %s to %s %% (%s); check it.")
		judge("/regain_measured", known.MeasuredRegains, r.Measured, FaultRegainOutside, "A regain of %s %% is outside what is known of %s, %s to %s %% (%s); check it.")
	}
	if t := lot.Test; t != nil && t.MeanFibreDiameter != nil {
		judge("/test/mean_fibre_diameter_um", known.MeanDiameters, *t.MeanFibreDiameter, FaultDiameterOutside,
			"A mean fibre diameter of %s µm is outside what is known of %s, %s to %s µm (%s); check it.")
	}
	f.baleMassRules(lot, at)
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
		f.warn(first, FaultBaleOutside, "A bale of %s kg gross is outside what bales weigh here, %s to %s kg; check it. Such bales in this lot: %d.",
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
		Format: "%s %s for a kilogram of %s is far from what it came to before, %s in order %s; check the price.",
		Args:   []any{string(line.Price.Currency()), line.Price.Grouped(), line.Product, earlier[0].PerKg.Grouped(), earlier[0].Number}}, true
}
