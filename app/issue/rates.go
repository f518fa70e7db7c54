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

// ratesFor returns the rates of an order's totals, and the faults of those that are
// missing, held or too old. An old rate is only a warning in a form, but here it is an
// error, because it prevents an issue.
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

// errNoRate returns the *trade.Error for documents that print totals whose rates are
// missing, held or too old. It names the first kind of document that needs no rate.
func (l *Look) errNoRate(kinds []documents.Kind) error {
	for _, k := range kinds {
		if info, _ := k.Info(); !l.converts(k) {
			return &trade.Error{Code: trade.Unavailable, Field: "rates", Err: l.unrated,
				Format: "Order %s cannot be issued because a rate is missing. %s The %s needs no rate and can be issued by itself.",
				Args:   []any{l.Order.Number, l.unrated, info.InSentence()}}
		}
	}
	return &trade.Error{Code: trade.Unavailable, Field: "rates", Err: l.unrated,
		Format: "Order %s cannot be issued because a rate is missing. %s", Args: []any{l.Order.Number, l.unrated}}
}
