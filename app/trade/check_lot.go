package trade

import (
	"fmt"
	"strconv"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/fibre"
)

// checkLots checks the lots, and returns them without the values that it refuses.
func (f *findings) checkLots(lots []Lot) []Lot {
	if !f.fits("/lots", len(lots), maxLots) { // whether there are any is for lineRules to say
		return nil
	}
	return checkAll(lots, func(i int, lot Lot) Lot { return f.checkLot(fmt.Sprintf("/lots/%d", i), lot) })
}

// checkLot checks the lot at a place with its bales, and returns it without the values
// that it refuses.
func (f *findings) checkLot(at string, lot Lot) Lot {
	if f.refused[at] {
		return Lot{}
	}
	product := f.plainCode(at, "product", lot.Product)
	out := Lot{
		Number:       f.label(at, "number", lot.Number),
		Product:      lookup(f, at+"/product", product, codes.LookupProduct).Name,
		Species:      f.text(at, "species", lot.Species, LongText),
		County:       f.text(at, "county", lot.County, LongText),
		Cooperative:  f.text(at, "cooperative", lot.Cooperative, LongText),
		Package:      lookup(f, at+"/package", strings.ToUpper(f.plainCode(at, "package", lot.Package)), codes.LookupPackage).Code,
		Regain:       f.checkRegain(at, lot.Regain),
		MassDecimals: f.checkMassDecimals(at, lot.MassDecimals),
		Test:         f.checkTest(at+"/test", lot.Test),
	}
	if f.fitsFilled(at+"/bales", len(lot.Bales), maxBales) {
		out.Bales = checkAll(lot.Bales, func(i int, b Bale) Bale { return f.checkBale(at+"/bales/"+strconv.Itoa(i), b) })
	}
	return out
}

// percent is how much water, in per cent, a regain may be.
var percent = span{most: "100"}

// checkRegain checks a lot's regain, and returns it, or nil where the lot has none or its
// basis is not known.
func (f *findings) checkRegain(at string, r *fibre.Regain) *fibre.Regain {
	if r == nil {
		return nil
	}
	out := fibre.Regain{Standard: f.number(at, "regain_standard", r.Standard, percent), Measured: f.number(at, "regain_measured", r.Measured, percent)}
	if f.refused[at+"/basis"] {
		return nil
	}
	return &out
}

// checkMassDecimals returns to how many decimals of a kilogram a lot's invoice mass is
// rounded, or 0 where it refuses the number.
func (f *findings) checkMassDecimals(at string, n int32) int32 {
	if n < 0 || n > fibre.MaxInvoiceDecimals {
		f.refuseMassDecimals(at+"/mass_decimals", strconv.Itoa(int(n)))
		return 0
	}
	return n
}

// checkTest checks what a laboratory found, which may be absent, and returns it without
// the values that it refuses.
func (f *findings) checkTest(at string, t *Test) *Test {
	if t == nil || f.refused[at] {
		return t
	}
	out := Test{
		Certificate:            f.plainText(at, "certificate", t.Certificate),
		Laboratory:             f.text(at, "laboratory", t.Laboratory, LongText),
		MeanFibreDiameter:      f.decimal(at, "mean_fibre_diameter_um", t.MeanFibreDiameter, span{positive: true}),
		DiameterCVPercent:      f.decimal(at, "mean_fibre_diameter_cv_percent", t.DiameterCVPercent, span{positive: true, most: "100"}),
		Length:                 f.decimal(at, "length_mm", t.Length, span{positive: true}),
		VegetableMatterPercent: f.decimal(at, "vegetable_matter_percent", t.VegetableMatterPercent, span{most: "100"}),
		GreasePercent:          f.decimal(at, "grease_percent", t.GreasePercent, span{most: "100"}),
		AshPercent:             f.decimal(at, "ash_percent", t.AshPercent, percent),
		RegainPercent:          f.decimal(at, "regain_percent", t.RegainPercent, percent),
		CoarseHairPerMille:     f.decimal(at, "coarse_hair_per_mille", t.CoarseHairPerMille, span{most: "1000"}),
		ImpurityPerMille:       f.decimal(at, "impurity_per_mille", t.ImpurityPerMille, span{most: "1000"}),
		Colour:                 f.text(at, "colour", t.Colour, LongText),
	}
	if t.Date != nil {
		d := f.date(at, "date", *t.Date)
		out.Date = &d
	}
	return &out
}

// checkBale checks a bale, and returns it without the values that it refuses.
func (f *findings) checkBale(at string, b Bale) Bale {
	if b.Number == "" && f.refused[at] {
		return Bale{}
	}
	return Bale{
		Number: f.label(at, "number", b.Number),
		Gross:  f.mass(at, "gross", b.Gross),
		Tare:   f.mass(at, "tare", b.Tare),
	}
}
