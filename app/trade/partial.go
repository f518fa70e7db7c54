package trade

import (
	"fmt"
	"regexp"
	"slices"

	"woolroad/app/money"
	"woolroad/app/trade/orderfile"
)

// A Partial has the figures of an order that need not be right yet, as far as they can be
// relied on: each is what Totals would return, or absent where a value that it comes from
// is at fault.
type Partial struct {
	Lots  []*LotTotals  // as Order.Lots; nil: not known yet
	Lines []*LineTotals // as Order.Lines; nil: not known yet
	Order *Totals       // without In; nil: not known yet
	In    []*Converted  // as Order.TotalsIn; nil: not known yet
}

// partial adds up what the faults leave of the order, as Judged.Partial says.
func (s *sums) partial(faults Faults, wanted []TotalIn, rates []money.Rate) Partial {
	o := s.order
	o.TotalsIn = wanted
	p := Partial{
		Lots: make([]*LotTotals, len(o.Lots)), Lines: make([]*LineTotals, len(o.Lines)), In: make([]*Converted, len(o.TotalsIn)),
	}
	wrong := figurePlaces(faults.Errors())
	lots := map[string]LotTotals{}
	for i, lot := range o.Lots {
		at := fmt.Sprintf("/lots/%d", i)
		if wrong.Overlap(at+"/bales", at+"/basis", at+"/regain_standard", at+"/regain_measured", at+"/mass_decimals") {
			continue
		}
		t := s.lot(i)
		p.Lots[i] = &t
		if lot.Number != "" {
			lots[lot.Number] = t
		}
	}
	for i, line := range o.Lines {
		unknown := func(number string) bool { _, ok := lots[number]; return !ok }
		if len(line.Lots) == 0 && line.Agreed == nil || line.Price.Currency() == "" || slices.ContainsFunc(line.Lots, unknown) {
			continue
		}
		if t, err := s.line(i, lots); err == nil {
			p.Lines[i] = &t
		}
	}
	p.Order = s.wholeOf(p, wrong)
	for i, want := range o.TotalsIn {
		var r money.Rate
		switch {
		case want.Rate != nil:
			r = *want.Rate
		case i < len(rates):
			r = rates[i]
		}
		if p.Order == nil || r.From != o.Currency || r.To != want.Currency || wrong.Overlap(fmt.Sprintf("/totals_in/%d", i), "/date") {
			continue
		}
		if c, err := s.convert(i, p.Order.Total, r); err == nil {
			p.In[i] = &c
		}
	}
	return p
}

// wholeOf returns the order's totals in its own currency, or nil if they cannot be computed:
// a lot, a line or a field that they depend on is missing or wrong.
func (s *sums) wholeOf(p Partial, wrong orderfile.Places) *Totals {
	o := s.order
	if len(o.Lines) == 0 || slices.Contains(p.Lots, nil) || slices.Contains(p.Lines, nil) ||
		wrong.Overlap("/currency", "/charges", "/payment/deposit_percent") {
		return nil
	}
	for i := range o.Lots {
		if wrong.Overlap(fmt.Sprintf("/lots/%d/number", i)) { // a lot that no line can name would be left out of the totals
			return nil
		}
	}
	for i := range o.Lines {
		if wrong.Overlap(fmt.Sprintf("/lines/%d/lots", i)) {
			return nil
		}
	}
	t, err := s.whole()
	if err != nil { // which is among the faults
		return nil
	}
	return &t
}

var baleNumber = regexp.MustCompile(`^/lots/[0-9]+/bales/[0-9]+/number$`)

// figurePlaces returns the places of faults without those of bales' numbers, which have no
// part in a figure.
func figurePlaces(faults Faults) orderfile.Places {
	var pointers []string
	for _, f := range faults {
		if !baleNumber.MatchString(f.Pointer) {
			pointers = append(pointers, f.Pointer)
		}
	}
	return orderfile.PlacesOf(pointers)
}
