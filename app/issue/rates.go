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

	"github.com/golang-sql/civil"
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

// oldToday returns warnings of rates that are good for the order's date and old on the day
// of issue, as long as a document that prints them is still to be issued. Of a rate that the
// order gives itself, whoever gave it has decided.
func (l *Look) oldToday() (warnings trade.Faults) {
	for _, k := range l.fit {
		if k.Converts && l.hasCurrent(k.Kind) {
			return nil
		}
	}
	for i, rate := range l.Rates {
		if rate.To == "" || l.Judged.Order.TotalsIn[i].Rate != nil {
			continue
		}
		if w, old := oldOnIssue(fmt.Sprintf("/totals_in/%d", i), l.Order.Date, l.Today, rate); old {
			warnings = append(warnings, w)
		}
	}
	return warnings
}

// oldOnIssue returns a warning of a rate that is of the order's date and more than trade.MaxRateAge
// days old on the day of issue, and false where the rate is newer. A document is billed at
// the rate of the order's date whenever it is issued, so somebody has to know. pointer leads
// to what asked for the rate.
func oldOnIssue(pointer string, order, today civil.Date, rate money.Rate) (trade.Fault, bool) {
	age := trade.RateAge(today, rate)
	return trade.Fault{
		Pointer: pointer,
		Code:    trade.FaultRateOldToday,
		Format:  "Documents take the rate of the order's date, %s; it is of %s, and %d days old today. If they are to take a newer one, change the order's date or give the rate.",
		Args:    []any{order.String(), rate.Date.String(), age},
		Warning: true,
	}, age > trade.MaxRateAge
}

// errNoRate returns the Unavailable error for documents that print totals whose rates are
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
