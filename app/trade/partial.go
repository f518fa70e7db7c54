package trade

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"woolroad/app/money"
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

// partial adds up what the faults leave of the order. in and rates are those of
// Judged.Partial.
func (s *sums) partial(faults Faults, in []TotalIn, rates []money.Rate) Partial {
	o := s.order
	o.TotalsIn = in
	p := Partial{
		Lots: make([]*LotTotals, len(o.Lots)), Lines: make([]*LineTotals, len(o.Lines)), In: make([]*Converted, len(o.TotalsIn)),
	}
	wrong := placesOf(faults.Errors())
	lots := map[string]LotTotals{}
	for i, lot := range o.Lots {
		at := fmt.Sprintf("/lots/%d", i)
		if wrong.at(at+"/bales", at+"/basis", at+"/regain_standard", at+"/regain_measured", at+"/mass_decimals") {
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
		if len(line.Lots) == 0 || line.Price.Currency() == "" || slices.ContainsFunc(line.Lots, unknown) {
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
		if p.Order == nil || r.From != o.Currency || r.To != want.Currency || wrong.at(fmt.Sprintf("/totals_in/%d", i), "/date") {
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
func (s *sums) wholeOf(p Partial, wrong places) *Totals {
	o := s.order
	if len(o.Lines) == 0 || slices.Contains(p.Lots, nil) || slices.Contains(p.Lines, nil) ||
		wrong.at("/currency", "/charges", "/payment/deposit_percent") {
		return nil
	}
	for i := range o.Lots {
		if wrong.at(fmt.Sprintf("/lots/%d/number", i)) { // a lot that no line can name would be left out of the totals
			return nil
		}
	}
	for i := range o.Lines {
		if wrong.at(fmt.Sprintf("/lines/%d/lots", i)) {
			return nil
		}
	}
	t, err := s.whole()
	if err != nil { // which is among the faults
		return nil
	}
	return &t
}

// A places holds where faults are. exact has their pointers, around also the pointers of
// all that they are part of.
type places struct{ exact, around map[string]bool }

// A bale's number has no part in a figure.
var baleNumber = regexp.MustCompile(`^/lots/[0-9]+/bales/[0-9]+/number$`)

// placesOf returns where faults are, without those in bales' numbers, which have no part
// in a figure.
func placesOf(faults Faults) places {
	p := places{map[string]bool{}, map[string]bool{}}
	for _, f := range faults {
		if baleNumber.MatchString(f.Pointer) {
			continue
		}
		p.exact[f.Pointer] = true
		for at := f.Pointer; !p.around[at]; at = at[:max(0, strings.LastIndexByte(at, '/'))] {
			p.around[at] = true
		}
	}
	return p
}

// at reports whether a fault is at one of these pointers, inside its value or around it.
func (p places) at(pointers ...string) bool {
	return slices.ContainsFunc(pointers, func(pointer string) bool {
		if p.around[pointer] {
			return true
		}
		for pointer != "" {
			pointer = pointer[:strings.LastIndexByte(pointer, '/')]
			if p.exact[pointer] {
				return true
			}
		}
		return false
	})
}
