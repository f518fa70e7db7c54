package trade

import (
	"woolroad/app/fibre"
	"woolroad/app/typing"
)

// readLots reads the lots.
func (v value) readLots() []Lot {
	var lots []Lot
	for _, item := range v.list() {
		lots = append(lots, item.readLot())
	}
	return lots
}

// readLot reads a lot with its bales.
func (v value) readLot() Lot {
	k := v.fields()
	defer k.reportOthers()
	lot := Lot{
		Number:       k.text("number"),
		Product:      k.text("product"),
		Species:      k.optional("species").text(),
		County:       k.optional("county").text(),
		Cooperative:  k.optional("cooperative").text(),
		Package:      k.text("package"),
		Regain:       k.readRegain(),
		MassDecimals: k.must("mass_decimals").digit(),
		Test:         k.optional("test").readTest(),
	}
	for _, bale := range k.must("bales").list() {
		lot.Bales = append(lot.Bales, bale.readBale())
	}
	return lot
}

// readRegain reads what a lot is sold by: its net mass, without regains, or its
// conditioned mass, with both.
func (lot *fields) readRegain() *fibre.Regain {
	switch lot.must("basis").oneOf("conditioned", "net") {
	case "conditioned":
		return &fibre.Regain{Standard: lot.must("regain_standard").number(typing.PerCent), Measured: lot.must("regain_measured").number(typing.PerCent)}
	case "net":
		for _, key := range []string{"regain_standard", "regain_measured"} {
			if v := lot.optional(key); v.given() {
				v.reject(FaultNetWithRegain, "A lot sold by its net mass has no regain; remove this, or write \"conditioned\" as the basis.")
			}
		}
		return nil
	}
	return &fibre.Regain{Standard: lot.optional("regain_standard").number(typing.PerCent), Measured: lot.optional("regain_measured").number(typing.PerCent)}
}

// readTest reads what a laboratory found, which may be absent.
func (v value) readTest() *Test {
	if !v.given() {
		return nil
	}
	k := v.fields()
	defer k.reportOthers()
	test := Test{
		Certificate:            k.optional("certificate").text(),
		Laboratory:             k.optional("laboratory").text(),
		MeanFibreDiameter:      k.optional("mean_fibre_diameter_um").decimal(typing.Micrometres),
		DiameterCVPercent:      k.optional("mean_fibre_diameter_cv_percent").decimal(typing.PerCent),
		Length:                 k.optional("length_mm").decimal(typing.Millimetres),
		VegetableMatterPercent: k.optional("vegetable_matter_percent").decimal(typing.PerCent),
		GreasePercent:          k.optional("grease_percent").decimal(typing.PerCent),
		AshPercent:             k.optional("ash_percent").decimal(typing.PerCent),
		RegainPercent:          k.optional("regain_percent").decimal(typing.PerCent),
		CoarseHairPerMille:     k.optional("coarse_hair_per_mille").decimal(typing.PerMille),
		ImpurityPerMille:       k.optional("impurity_per_mille").decimal(typing.PerMille),
		Colour:                 k.optional("colour").text(),
	}
	if date := k.optional("date"); date.given() {
		d := date.date()
		test.Date = &d
	}
	return &test
}

// readBale reads a bale.
func (v value) readBale() Bale {
	k := v.fields()
	defer k.reportOthers()
	return Bale{
		Number: k.text("number"),
		Gross:  k.must("gross").mass(),
		Tare:   k.must("tare").mass(),
	}
}
