package shipping

import (
	"fmt"

	"woolroad/app/fibre"
	"woolroad/app/trade"
)

// A Want is how much of what was agreed for a line is shipped, in kilograms of the mass that
// the quantity is agreed of, and how much is missing.
type Want struct {
	Agreed, Least, Most fibre.Mass // the quantity, and the range that its tolerance allows
	Before              fibre.Mass // what went in other shipments
	Here                fibre.Mass // what is picked in this one
	Verdict             Verdict
	// By is what is missing to Least where the line is Wanting, what is beyond Most where it is
	// Over, and else what is shipped less what was agreed, which may be below zero.
	By fibre.Mass
}

// A Verdict says how what is shipped compares with what was agreed.
type Verdict string

// What a line may be.
const (
	Wanting     Verdict = "wanting"
	InTolerance Verdict = "in tolerance" // the order may be closed
	Over        Verdict = "over"
)

// WantOf returns what is wanted of an agreed quantity of which some went before and some is
// picked here.
func WantOf(a trade.Agreed, before, here fibre.Mass) Want {
	w := Want{Agreed: a.Mass(), Before: before, Here: here}
	w.Least, w.Most = a.Range()
	switch all := before.Add(here); {
	case all.Cmp(w.Least) < 0:
		w.Verdict, w.By = Wanting, w.Least.Sub(all)
	case all.Cmp(w.Most) > 0:
		w.Verdict, w.By = Over, all.Sub(w.Most)
	default:
		w.Verdict, w.By = InTolerance, all.Sub(w.Agreed)
	}
	return w
}

// Wants returns what each line of an order still wants with what this shipment has picked for
// it; nil: nothing was agreed for the line but what its lots weigh. before is what went for each
// line in other shipments, of the mass that its quantity is of; it may be shorter than the
// lines.
func (s Shipment) Wants(o trade.Order, before []fibre.Mass) []*Want {
	wants := make([]*Want, len(o.Lines))
	for i, line := range o.Lines {
		if line.Agreed == nil {
			continue
		}
		var gone fibre.Mass
		if i < len(before) {
			gone = before[i]
		}
		w := WantOf(*line.Agreed, gone, s.Picked(o.Number, i, line.Agreed.Of))
		wants[i] = &w
	}
	return wants
}

// Picked returns how much the shipment has picked for a line of an order: trade.NetMass, or
// trade.InvoiceMass, which is rounded once for each lot.
func (s Shipment) Picked(order string, line int, of string) (picked fibre.Mass) {
	for _, p := range s.Picks {
		if p.Order != order || p.Line != line {
			continue
		}
		if t := p.Lot.Totals(); of == trade.NetMass {
			picked = picked.Add(t.Net)
		} else {
			picked = picked.Add(t.InvoiceMass)
		}
	}
	return picked
}

// PartFor returns a lot as a line invoices it, with the regain and the decimals of the invoice
// mass that were agreed for the line; for a line without an agreed quantity, as it is. A pick
// holds its lot so. The error is a Fault, without a place, for a lot whose regain is not
// measured and whose line is sold by conditioned mass.
func PartFor(line trade.Line, lot trade.Lot) (trade.Lot, error) {
	a := line.Agreed
	if a == nil {
		return lot, nil
	}
	lot.MassDecimals = a.MassDecimals
	switch {
	case a.Regain == nil:
		lot.Regain = nil
	case lot.Regain == nil:
		return lot, trade.Fault{Code: FaultNotMeasured, Format: "Lot %s has no measured regain, and the line is invoiced at a regain of %s %%; enter what the laboratory found.", Args: []any{lot.Number, a.Regain.String()}}
	default:
		regain := *lot.Regain
		regain.Standard = *a.Regain
		lot.Regain = &regain
	}
	return lot, nil
}

// noSuchLine returns the fault of a pick for a line that its order does not have.
func noSuchLine(pointer string, o trade.Order, line int) trade.Fault {
	return trade.Fault{Pointer: fmt.Sprintf("%s/line", pointer), Code: FaultNoSuchLine, Format: "Order %s has no line %d; it has %d.", Args: []any{o.Number, line + 1, len(o.Lines)}}
}
