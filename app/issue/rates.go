package issue

import (
	"fmt"

	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/rates"
)

// Rates are the rates that the order asks for, one for each of its TotalsIn:
// the one it gives, or the last published on or before its date. A rate that is
// missing is a fault, one that is old a warning. What could not be read of the
// order's dates, currencies and sources is passed over: it has a fault already.
func Rates(o trade.Order, table *rates.Table) ([]money.Rate, trade.Faults) {
	found := make([]money.Rate, len(o.TotalsIn))
	var faults trade.Faults
	for i, want := range o.TotalsIn {
		if want.Rate != nil { // ReadOrder has looked at its age
			found[i] = *want.Rate
			continue
		}
		nrb := want.Source == string(rates.NRB)
		if !o.Date.IsValid() || o.Currency == "" || want.Currency == "" || want.Source == "" || nrb && want.Side == "" {
			continue
		}
		at := fmt.Sprintf("/totals_in/%d", i)
		rate, err := table.On(rates.SourceID(want.Source), want.Side, o.Currency, want.Currency, o.Date)
		if err != nil {
			faults = append(faults, trade.Fault{Pointer: at, Format: "%s", Args: []any{err}})
			continue
		}
		found[i] = rate
		if old, is := trade.OldRate(at, o.Date, rate); is {
			faults = append(faults, old)
		}
	}
	return found, faults
}
