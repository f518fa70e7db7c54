package trade

import (
	"fmt"
	"slices"

	"woolroad/app/exact"
)

// figureRules reports figures that cannot be: a mass that rounds to nothing, a figure too
// large to hold, a total that is not above zero. It warns of a lot whose invoice mass is
// far from its net mass.
func (f *findings) figureRules(o Order) {
	f.sums = newSums(o)
	lots := map[string]LotTotals{}
	for i, lot := range o.Lots {
		at := fmt.Sprintf("/lots/%d", i)
		if lot.Number == "" || !f.usable(at+"/bales", at+"/basis", at+"/regain_standard", at+"/regain_measured", at+"/mass_decimals") {
			continue
		}
		t := f.sums.lot(i)
		if t.InvoiceMass.Sign() == 0 {
			f.report(at+"/mass_decimals", FaultMassRoundsToNothing, "The invoice mass of %s kg net rounds to zero; use more decimals.", t.Net.Grouped())
			f.spoil(at + "/mass_decimals")
			continue
		}
		if off := t.InvoiceMass.Sub(t.Net).Number(); isFar(off, t.Net.Number()) {
			f.warn(at, FaultMassFarFromNet, "The invoice mass of %s kg differs from the net mass of %s kg by more than 10 %%; check the regains and mass_decimals.", t.InvoiceMass.Grouped(), t.Net.Grouped())
		}
		lots[lot.Number] = t
	}
	f.agreedRules(o, lots)
	if f.lineFigureRules(o, lots) && f.usable("/lots", "/lines", "/charges", "/currency", "/payment") {
		f.orderFigureRules(o)
	}
}

// isFar reports whether a difference is more than a tenth of the whole.
func isFar(off, whole exact.Number) bool {
	if off.Sign() < 0 {
		off = exact.Int(0).Sub(off)
	}
	return off.Mul(exact.Int(10)).Cmp(whole) > 0
}

// lineFigureRules reports the lines whose amount is too large to hold, and whether there
// are none. lots has the figures of the lots that can be relied on, by number; a line
// with another lot is not looked at.
func (f *findings) lineFigureRules(o Order, lots map[string]LotTotals) bool {
	good := true
	for i, line := range o.Lines {
		at := fmt.Sprintf("/lines/%d", i)
		unknown := slices.ContainsFunc(line.Lots, func(number string) bool {
			_, ok := lots[number]
			return !ok
		})
		if unknown || line.Price.Currency() == "" || len(line.Lots) == 0 && line.Agreed == nil {
			continue
		}
		if _, err := f.sums.line(i, lots); err != nil {
			f.faults = append(f.faults, tooLarge(at))
			good = false
		}
	}
	return good
}

// orderFigureRules reports a total that is not above zero, and a total in any currency
// that is too large to hold.
func (f *findings) orderFigureRules(o Order) {
	t, err := f.sums.whole()
	if fault, ok := err.(Fault); ok {
		f.faults = append(f.faults, fault)
		return
	}
	if t.Total.Sign() <= 0 {
		f.report("/lines", FaultTotalNotPositive, "The order's total is %s; it must be above zero.", t.Total.String())
		return
	}
	for i, want := range o.TotalsIn {
		if want.Rate == nil || !f.usable(fmt.Sprintf("/totals_in/%d", i)) || want.Rate.From == want.Rate.To {
			continue
		}
		_, err := f.sums.convert(i, t.Total, *want.Rate)
		if fault, ok := err.(Fault); ok {
			f.faults = append(f.faults, fault)
		}
	}
}
