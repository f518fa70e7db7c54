package codes

import "slices"

// A Unit is a unit of measure of UN/ECE Recommendation 20.
type Unit struct {
	Code         string
	Symbol       string // as documents print it: "kg"
	Name, NameZH string
}

// Checked against github.com/datasets/unece-units-of-measure (2026-03).
var units = []Unit{
	{"KGM", "kg", "kilogram", "千克"},
	{"GRM", "g", "gram", "克"},
	{"TNE", "t", "tonne", "吨"},
	{"LBR", "lb", "pound", "磅"},
	{"DTN", "dt", "decitonne", "公担"},
	{"58", "kg net", "net kilogram", "净重千克"},
	{"MND", "kg dry", "kilogram dry weight", "干重千克"},
	{"P1", "%", "percent", "百分比"},
	{"4H", "µm", "micrometre", "微米"},
	{"MMT", "mm", "millimetre", "毫米"},
	{"CMT", "cm", "centimetre", "厘米"},
	{"MTR", "m", "metre", "米"},
	{"MTQ", "m³", "cubic metre", "立方米"},
	{"CEL", "°C", "degree Celsius", "摄氏度"},
	{"C62", "1", "one", "一"},
	{"H87", "pc", "piece", "件"},
	{"EA", "ea", "each", "个"},
	{"SET", "set", "set", "套"},
}

// Units returns the units of measure that the trade uses, masses first.
func Units() []Unit { return slices.Clone(units) }

// LookupUnit returns the unit with this Rec 20 code. The error is a *Problem; about two
// codes it says more: BL, once a bale, was deleted from the Recommendation, and NPR is
// not a unit of money.
func LookupUnit(code string) (Unit, error) {
	for _, u := range units {
		if u.Code == code {
			return u, nil
		}
	}
	switch code {
	case "BL":
		return Unit{}, problem("unit.bale", "BL (bale) was deleted from the units of UN/ECE Rec 20; a bale is a package of Rec 21, so give the mass in KGM and BL as the package.")
	case "NPR":
		return Unit{}, problem("unit.npr", "NPR as a unit of UN/ECE Rec 20 meant number of pairs and is deprecated; it is not the Nepalese rupee.")
	}
	return Unit{}, problem("unit.unknown", "%q is not a unit code (UN/ECE Rec 20) known here; use one of %s.", code,
		list(units, func(u Unit) string { return u.Code }))
}
