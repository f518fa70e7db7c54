package trade

import (
	"woolroad/app/fibre"
	"woolroad/app/typing"
)

func (v value) readLots() []Lot {
	var lots []Lot
	for _, item := range v.list() {
		lots = append(lots, item.readLot())
	}
	return lots
}

func (v value) readLot() Lot {
	k := v.fields()
	defer k.close()
	lot := Lot{
		Number:       k.text("number"),
		Product:      k.text("product"),
		Package:      k.text("package"),
		Regain:       k.readRegain(),
		MassDecimals: k.need("mass_decimals").digit(),
		Test:         k.may("test").readTest(),
	}
	for _, bale := range k.need("bales").list() {
		lot.Bales = append(lot.Bales, bale.readBale())
	}
	return lot
}

// readRegain reads what a lot is sold by: with both regains or with neither.
func (lot *fields) readRegain() *fibre.Regain {
	switch lot.need("basis").oneOf("conditioned", "net") {
	case "conditioned":
		return &fibre.Regain{Standard: lot.need("regain_standard").number(typing.PerCent), Measured: lot.need("regain_measured").number(typing.PerCent)}
	case "net":
		for _, key := range []string{"regain_standard", "regain_measured"} {
			if v := lot.may(key); v.given() {
				v.reject(FaultNetWithRegain, "A lot sold by its net mass has no regain; take this out, or write \"conditioned\" as the basis.")
			}
		}
		return nil
	}
	return &fibre.Regain{Standard: lot.may("regain_standard").number(typing.PerCent), Measured: lot.may("regain_measured").number(typing.PerCent)}
}

func (v value) readTest() *Test {
	if !v.given() {
		return nil
	}
	k := v.fields()
	defer k.close()
	test := Test{
		Certificate:            k.may("certificate").text(),
		MeanFibreDiameter:      k.may("mean_fibre_diameter_um").decimal(typing.Micrometres),
		Length:                 k.may("length_mm").decimal(typing.Millimetres),
		VegetableMatterPercent: k.may("vegetable_matter_percent").decimal(typing.PerCent),
		GreasePercent:          k.may("grease_percent").decimal(typing.PerCent),
		CoarseHairPerMille:     k.may("coarse_hair_per_mille").decimal(typing.PerMille),
		ImpurityPerMille:       k.may("impurity_per_mille").decimal(typing.PerMille),
		Colour:                 k.may("colour").text(),
	}
	if date := k.may("date"); date.given() {
		d := date.date()
		test.Date = &d
	}
	return &test
}

func (v value) readBale() Bale {
	k := v.fields()
	defer k.close()
	return Bale{
		Number: k.text("number"),
		Gross:  k.need("gross").mass(),
		Tare:   k.need("tare").mass(),
	}
}
