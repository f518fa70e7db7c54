package trade

import (
	"slices"
	"strconv"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/trade/known"
)

// rangeRules warns of a lot's figures that lie outside what is known of its fibre.
func (f *findings) rangeRules(lot Lot, at string) {
	warn := func(w Fault, outside bool) {
		if outside && f.usable(w.Pointer) {
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
