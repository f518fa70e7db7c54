package issuing

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/rates"
)

// ratesFor are the rates of an order's totals, and the faults of those that are
// missing or too old: what is a warning to who looks at a draft stops an issue.
func ratesFor(ctx context.Context, t *store.Tx, o trade.Order) ([]money.Rate, trade.Faults, error) {
	table, err := t.Rates(ctx)
	if err != nil {
		return nil, nil, err
	}
	found, faults := issue.Rates(o, table)
	for i, want := range o.TotalsIn {
		if want.Rate == nil {
			continue
		}
		if old, is := trade.OldRate(fmt.Sprintf("/totals_in/%d", i), o.Date, *want.Rate); is {
			faults = append(faults, old)
		}
	}
	for i := range faults {
		faults[i] = withoutRemedy(faults[i])
	}
	return found, faults, nil
}

// withoutRemedy is a fault of a rate, less what to do about a draft.
func withoutRemedy(f trade.Fault) trade.Fault {
	f.Warning = false
	for _, arg := range f.Args {
		none := (*rates.ErrNone)(nil)
		if err, is := arg.(error); is && errors.As(err, &none) {
			side := string(none.Side)
			if side == "" {
				side = "mid"
			}
			f.Format = "There is none from %s to %s by %s (%s) on or before %s."
			f.Args = []any{string(none.From), string(none.To), none.Source.Name(), side, none.Day.String()}
		}
	}
	return f
}

// noRate is the error of an order whose rates are missing or too old.
func noRate(o trade.Order, faults trade.Faults) error {
	var sentences []string
	for _, f := range faults {
		sentences = append(sentences, f.Error())
	}
	return &trade.Error{Code: trade.Unavailable, Field: "rates", Err: faults,
		Format: "Order %s is not issued for want of a rate. %s Put rates in with \"woolroad rates import\".", Args: []any{o.Number, strings.Join(sentences, " ")}}
}

// sameRates says whether two forms of an order ask for the same rates.
func sameRates(a, b trade.Order) bool {
	return a.Date == b.Date && a.Currency == b.Currency && reflect.DeepEqual(a.TotalsIn, b.TotalsIn)
}
