package issue

import (
	"context"
	"fmt"

	"woolroad/app/compose"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/store/ratebook"
	"woolroad/app/trade"
	"woolroad/documents"
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

// noRate is the error of documents that are asked for while rates of the order are
// missing or too old. It names the first that could do without.
func (l *Look) noRate(kinds []documents.Kind) error {
	for _, k := range kinds {
		if info, _ := k.Info(); !l.converts(k) {
			return &trade.Error{Code: trade.Unavailable, Field: "rates", Err: l.unrated,
				Format: "Order %s is not issued for want of a rate. %s The %s needs no rate and can be issued by itself.",
				Args:   []any{l.Order.Number, l.unrated, info.InSentence()}}
		}
	}
	return &trade.Error{Code: trade.Unavailable, Field: "rates", Err: l.unrated,
		Format: "Order %s is not issued for want of a rate. %s", Args: []any{l.Order.Number, l.unrated}}
}
