package trade

import (
	"woolroad/app/codes"
	"woolroad/app/fibre"
)

// maxGross is above what any package weighs, in kg.
var maxGross = fibre.Must("100000")

func readLots(v value) []Lot {
	var lots []Lot
	for _, item := range v.filled(maxLots) {
		lots = append(lots, readLot(item))
	}
	return lots
}

func readLot(v value) Lot {
	k := v.fields()
	defer k.close()
	lot := Lot{
		Number:       k.need("number").label(),
		Product:      lookup(k.need("product"), codes.LookupProduct).Name,
		Package:      lookup(k.need("package"), codes.LookupPackage).Code,
		Regain:       readRegain(k),
		MassDecimals: k.need("mass_decimals").massDecimals(),
		Test:         readTest(k.may("test")),
	}
	for _, bale := range k.need("bales").filled(maxBales) {
		lot.Bales = append(lot.Bales, readBale(bale))
	}
	return lot
}

// percent is how much water a regain may be.
var percent = span{most: "100"}

// readRegain reads what a lot is sold by: with both regains or with neither.
func readRegain(lot *fields) *fibre.Regain {
	switch lot.need("basis").oneOf("conditioned", "net") {
	case "conditioned":
		standard := lot.need("regain_standard").decimal(percent)
		measured := lot.need("regain_measured").decimal(percent)
		return &fibre.Regain{Standard: orZero(standard), Measured: orZero(measured)}
	case "net":
		for _, key := range []string{"regain_standard", "regain_measured"} {
			if v := lot.may(key); v.given() {
				v.bad("A lot sold by its net mass has no regain; take this out, or write \"conditioned\" as the basis.")
			}
		}
	default:
		lot.may("regain_standard").decimal(percent)
		lot.may("regain_measured").decimal(percent)
	}
	return nil
}

func (v value) massDecimals() int32 {
	if v.node != nil && v.node.kind == text {
		v.bad("This is the one JSON number of the file: write 0, 1, 2 or 3 without quotation marks.")
		return 0
	}
	if !v.is(number) {
		return 0
	}
	if s := v.node.text; len(s) == 1 && s[0] <= '0'+fibre.MaxInvoiceDecimals {
		return int32(s[0] - '0')
	}
	v.bad("%s is not 0, 1, 2 or 3; an invoice mass is rounded to that many decimals of a kilogram.", clip(v.node.text))
	return 0
}

func readTest(v value) *Test {
	if !v.given() {
		return nil
	}
	k := v.fields()
	defer k.close()
	test := Test{
		Certificate:            k.may("certificate").text(longText),
		MeanFibreDiameter:      k.may("mean_fibre_diameter_um").decimal(span{positive: true}),
		Length:                 k.may("length_mm").decimal(span{positive: true}),
		VegetableMatterPercent: k.may("vegetable_matter_percent").decimal(span{most: "100"}),
		GreasePercent:          k.may("grease_percent").decimal(span{most: "100"}),
		CoarseHairPerMille:     k.may("coarse_hair_per_mille").decimal(span{most: "1000"}),
		ImpurityPerMille:       k.may("impurity_per_mille").decimal(span{most: "1000"}),
		Colour:                 k.may("colour").text(longText),
	}
	if date := k.may("date"); date.given() {
		d := date.date()
		test.Date = &d
	}
	return &test
}

func readBale(v value) Bale {
	k := v.fields()
	defer k.close()
	return Bale{
		Number: k.need("number").label(),
		Gross:  k.need("gross").mass(),
		Tare:   k.need("tare").mass(),
	}
}

func (v value) mass() fibre.Mass {
	n := v.decimal(span{})
	if n == nil {
		return fibre.Mass{}
	}
	m, err := fibre.Parse(v.node.text)
	switch {
	case err != nil:
		v.bad("%s.", err.Error())
	case m.Cmp(maxGross) >= 0:
		v.bad("%s kg is more than a package weighs; it must be below %s kg.", m.String(), maxGross.String())
	default:
		return m
	}
	return fibre.Mass{}
}
