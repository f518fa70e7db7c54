package issue

import (
	"context"
	"fmt"

	"woolroad/app/compose"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/store/ratebook"
	"woolroad/app/trade"
)

// ratesFor are the rates of an order's totals, and the faults of those that are
// missing or too old: what is a warning to who looks at a draft stops an issue.
func ratesFor(ctx context.Context, t *store.Tx, o trade.Order) ([]money.Rate, trade.Faults, error) {
	found, faults, err := compose.StoredRates(ctx, o, ratebook.In(t.Tx))
	if err != nil {
		return nil, nil, err
	}
	for i, want := range o.TotalsIn {
		if want.Rate == nil {
			continue
		}
		if old, is := trade.OldRate(fmt.Sprintf("/totals_in/%d", i), o.Date, *want.Rate); is {
			faults = append(faults, old)
		}
	}
	for i := range faults {
		faults[i].Warning = false
	}
	return found, faults, nil
}

// noRate is the error of an order whose rates are missing or too old.
func noRate(o trade.Order, faults trade.Faults) error {
	return &trade.Error{Code: trade.Unavailable, Field: "rates", Err: faults,
		Format: "Order %s is not issued for want of a rate. %s", Args: []any{o.Number, faults}}
}
