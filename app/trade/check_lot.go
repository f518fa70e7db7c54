package trade

import (
	"fmt"
	"strconv"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/fibre"
)

func (f *findings) lotsValues(lots []Lot) []Lot {
	if !f.filled("/lots", len(lots), maxLots) {
		return nil
	}
	return checked(lots, func(i int, lot Lot) Lot { return f.lot(fmt.Sprintf("/lots/%d", i), lot) })
}

func (f *findings) lot(at string, lot Lot) Lot {
	if f.bad[at] {
		return Lot{}
	}
	product := f.code(at, "product", lot.Product)
	out := Lot{
		Number:       f.label(at, "number", lot.Number),
		Product:      lookup(f, at+"/product", product, codes.LookupProduct).Name,
		Package:      lookup(f, at+"/package", strings.ToUpper(f.code(at, "package", lot.Package)), codes.LookupPackage).Code,
		Regain:       f.regain(at, lot.Regain),
		MassDecimals: f.massDecimals(at, lot.MassDecimals),
		Test:         f.testValues(at+"/test", lot.Test),
	}
	if f.filled(at+"/bales", len(lot.Bales), maxBales) {
		out.Bales = checked(lot.Bales, func(i int, b Bale) Bale { return f.bale(at+"/bales/"+strconv.Itoa(i), b) })
	}
	return out
}

// percent is how much water a regain may be.
var percent = span{most: "100"}

func (f *findings) regain(at string, r *fibre.Regain) *fibre.Regain {
	if r == nil {
		return nil
	}
	out := fibre.Regain{Standard: f.number(at, "regain_standard", r.Standard, percent), Measured: f.number(at, "regain_measured", r.Measured, percent)}
	if f.bad[at+"/basis"] {
		return nil
	}
	return &out
}

func (f *findings) massDecimals(at string, n int32) int32 {
	if n < 0 || n > fibre.MaxInvoiceDecimals {
		f.notMassDecimals(at+"/mass_decimals", strconv.Itoa(int(n)))
		return 0
	}
	return n
}

func (f *findings) testValues(at string, t *Test) *Test {
	if t == nil || f.bad[at] {
		return t
	}
	out := Test{
		Certificate:            f.numbered(at, "certificate", t.Certificate),
		MeanFibreDiameter:      f.decimal(at, "mean_fibre_diameter_um", t.MeanFibreDiameter, span{positive: true}),
		Length:                 f.decimal(at, "length_mm", t.Length, span{positive: true}),
		VegetableMatterPercent: f.decimal(at, "vegetable_matter_percent", t.VegetableMatterPercent, span{most: "100"}),
		GreasePercent:          f.decimal(at, "grease_percent", t.GreasePercent, span{most: "100"}),
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

func (f *findings) bale(at string, b Bale) Bale {
	if b.Number == "" && f.bad[at] {
		return Bale{}
	}
	return Bale{
		Number: f.label(at, "number", b.Number),
		Gross:  f.mass(at, "gross", b.Gross),
		Tare:   f.mass(at, "tare", b.Tare),
	}
}
