package trade

import (
	"fmt"
	"slices"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/typing"
)

// An Agreed is the quantity that seller and buyer have agreed on for a line, and how the
// mass that is packed for it will be invoiced.
type Agreed struct {
	Quantity     exact.Number  // in Unit, above zero
	Unit         string        // Kilograms or Tonnes
	Of           string        // InvoiceMass or NetMass: which mass the quantity is of
	More, Less   *exact.Number // by how many per cent more or less may be shipped; nil: by none
	Regain       *exact.Number // the regain, in per cent, that lots are invoiced at; nil: lots are sold by net mass
	MassDecimals int32         // of the invoice mass, 0 to 3
}

// The units of agreed quantities, UN/ECE Recommendation 20.
const (
	Kilograms = "KGM"
	Tonnes    = "TNE"
)

// Which mass an agreed quantity is of.
const (
	InvoiceMass = "invoice_mass"
	NetMass     = "net_mass"
)

// Mass returns the agreed quantity in kilograms.
func (a Agreed) Mass() fibre.Mass {
	if a.Unit == Tonnes {
		return fibre.Kilograms(a.Quantity.Mul(exact.Int(1000)).Trim(a.Quantity.Decimals() - 3))
	}
	return fibre.Kilograms(a.Quantity)
}

// Range returns the least and the most that may be shipped, in kilograms, without rounding.
func (a Agreed) Range() (least, most fibre.Mass) {
	part := func(percent *exact.Number) fibre.Mass {
		if percent == nil {
			return fibre.Mass{}
		}
		n := a.Mass().Number().Mul(*percent).Mul(exact.Shifted(1, 2))
		return fibre.Kilograms(n.Trim(a.Mass().Decimals()))
	}
	return a.Mass().Sub(part(a.Less)), a.Mass().Add(part(a.More))
}

// A Period is the days in which the goods are to be delivered, both included.
type Period struct{ From, To civil.Date }

// Unpacked returns a fault for each line of an order for which nothing is packed. While
// there is one, none of the order's documents can be made.
func Unpacked(o Order) (faults Faults) {
	for i, line := range o.Lines {
		if len(line.Lots) == 0 && line.Agreed != nil {
			faults = append(faults, Fault{Pointer: fmt.Sprintf("/lines/%d/lots", i), Code: FaultNothingPacked,
				Format: "Nothing is packed for this line yet; enter its lots with their bales, which documents list."})
		}
	}
	return faults
}

// readAgreed reads an agreed quantity, which may be absent.
func (v value) readAgreed() *Agreed {
	if !v.given() {
		return nil
	}
	k := v.fields()
	defer k.reportOthers()
	a := &Agreed{
		Unit:         k.text("unit"),
		Of:           k.text("of"),
		More:         k.optional("more_percent").decimal(typing.PerCent),
		Less:         k.optional("less_percent").decimal(typing.PerCent),
		MassDecimals: k.must("mass_decimals").digit(),
	}
	a.Quantity = k.must("quantity").number(unitsOf[a.Unit]) // of which "24 t" is no number of kilograms
	regain := k.optional("regain_standard")
	switch basis := k.must("basis").oneOf("conditioned", "net"); {
	case basis == "conditioned":
		n := k.must("regain_standard").number(typing.PerCent)
		a.Regain = &n
	case basis == "net" && regain.given():
		regain.reject(FaultNetWithRegain, "A lot sold by its net mass has no regain; remove this, or write \"conditioned\" as the basis.")
	default:
		a.Regain = regain.decimal(typing.PerCent)
	}
	return a
}

// readPeriod reads a delivery period, which may be absent.
func (v value) readPeriod() *Period {
	if !v.given() {
		return nil
	}
	k := v.fields()
	defer k.reportOthers()
	return &Period{From: k.must("from").date(), To: k.must("to").date()}
}

// unitsOf has the ways of writing each unit of an agreed quantity.
var unitsOf = map[string]typing.Units{Kilograms: typing.Kilograms, Tonnes: typing.Tonnes}

// quantities is how much may be agreed, in any unit.
var quantities = span{positive: true, most: "99999999"}

// checkAgreed checks an agreed quantity, which may be absent, and returns it without the
// values that it refuses, or nil where its mass is not known then.
func (f *findings) checkAgreed(at string, a *Agreed) *Agreed {
	if a == nil || f.refused[at] {
		return nil
	}
	out := Agreed{
		Quantity:     f.number(at, "quantity", a.Quantity, quantities),
		Unit:         f.oneOf(at+"/unit", f.plainCode(at, "unit", a.Unit), Kilograms, Tonnes),
		Of:           f.oneOf(at+"/of", f.plainCode(at, "of", a.Of), InvoiceMass, NetMass),
		More:         f.decimal(at, "more_percent", a.More, span{most: "100", under: true}),
		Less:         f.decimal(at, "less_percent", a.Less, span{most: "100", under: true}),
		Regain:       f.decimal(at, "regain_standard", a.Regain, percent),
		MassDecimals: f.checkMassDecimals(at, a.MassDecimals),
	}
	decimals := map[string]int32{Kilograms: 3, Tonnes: 6}[out.Unit]
	if n := a.Quantity.Decimals(); out.Unit != "" && n > decimals && f.usable(at+"/quantity") {
		f.refuse(at+"/quantity", FaultTooManyDecimals, "%s has %d decimals; a quantity in %s has %d at most.", a.Quantity.String(), int(n), out.Unit, int(decimals))
	}
	if !f.usable(at+"/quantity", at+"/unit") {
		return nil
	}
	return &out
}

// checkPeriod checks a delivery period, which may be absent, and returns it without the days
// that it refuses.
func (f *findings) checkPeriod(at string, p *Period) *Period {
	if p == nil || f.refused[at] {
		return p
	}
	out := &Period{From: f.date(at, "from", p.From), To: f.date(at, "to", p.To)}
	if f.usable(at+"/from", at+"/to") && out.To.Before(out.From) {
		f.report(at+"/to", FaultPeriodBackwards, "The period ends on %s, before it begins on %s; correct one of the days.", out.To.String(), out.From.String())
	}
	return out
}

// agreedRules warns of a line whose lots are not what was agreed: more or less than the
// tolerance allows, or invoiced in another way. lots has the lots that can be relied on, by
// number.
func (f *findings) agreedRules(o Order, lots map[string]LotTotals) {
	for i, line := range o.Lines {
		a, at := line.Agreed, fmt.Sprintf("/lines/%d", i)
		if a == nil || len(line.Lots) == 0 {
			continue
		}
		var packed fibre.Mass
		known := true
		for _, number := range line.Lots {
			t, is := lots[number]
			known = known && is
			if a.Of == NetMass {
				packed = packed.Add(t.Net)
			} else {
				packed = packed.Add(t.InvoiceMass)
			}
		}
		if least, most := a.Range(); known && (packed.Cmp(least) < 0 || packed.Cmp(most) > 0) {
			f.warn(at+"/agreed/quantity", FaultOutsideTolerance, "The lots of this line come to %s kg, and %s to %s kg are agreed; ask the buyer, or correct the lots.",
				packed.Grouped(), least.Grouped(), most.Grouped())
		}
		for j, lot := range o.Lots {
			if known && !a.invoicedAs(line, lot) && f.usable(fmt.Sprintf("/lots/%d", j)) {
				f.warn(fmt.Sprintf("/lots/%d/basis", j), FaultNotAsAgreed, "Lot %s is invoiced in another way than line %d agrees; correct the basis or the agreed regain of one of them.", lot.Number, i+1)
			}
		}
	}
}

// invoicedAs reports whether a lot is invoiced as its line agrees. A lot that is not of the
// line is.
func (a Agreed) invoicedAs(line Line, lot Lot) bool {
	switch {
	case !slices.Contains(line.Lots, lot.Number):
		return true
	case a.Regain == nil || lot.Regain == nil:
		return a.Regain == nil && lot.Regain == nil
	}
	return a.Regain.Cmp(lot.Regain.Standard) == 0
}
