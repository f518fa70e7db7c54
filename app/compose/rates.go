package compose

import (
	"context"
	"errors"
	"fmt"

	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/rates"
)

// Rates returns the rates that the order asks for, one for each of its TotalsIn: either
// the one that the order states, or the one that a rule chooses from the feeds in the
// table. A rate that is missing or held is a fault, an old one is a warning; in place of
// a rate with a fault stands the zero Rate. A total whose currency or source could not be
// read, and an order without a date, are passed over, because they have a fault already.
func Rates(o trade.Order, table *rates.Table) ([]money.Rate, trade.Faults) {
	// A table does not wait, and returns no error.
	found, faults, _ := findRates(context.Background(), o, table, sentences{
		missing: func(none *rates.ErrNone) (string, []any) {
			_, args := none.Sentence()
			return "There is no rate from %s to %s by %s on or before %s; add a feed with --rates.", args
		},
		held: func(held *rates.ErrHeld) (string, []any) {
			_, args := held.Sentence()
			return "The rate from %s to %s by %s is held: %s for %s of %s, a move of %s %% from %s of %s. Check the publisher's page; if the rate is right, confirm it with --rates-confirmed.", args
		},
	})
	return found, faults
}

// StoredRates returns the rates that the order asks for, one for each of its TotalsIn:
// either the one that the order states, or the one that a rule of the desk chooses from the
// rates that the desk has stored. It returns faults and warnings for the same reasons as
// Rates. The error is that of reading book.
func StoredRates(ctx context.Context, o trade.Order, book rates.Book) ([]money.Rate, trade.Faults, error) {
	return findRates(ctx, o, book, sentences{(*rates.ErrNone).Sentence, (*rates.ErrHeld).Sentence})
}

// sentences returns the sentences about missing and held rates: what a person can do
// depends on where the rates come from.
type sentences struct {
	missing func(*rates.ErrNone) (string, []any)
	held    func(*rates.ErrHeld) (string, []any)
}

// findRates finds the rates of the order's TotalsIn in book, as Rates describes. A rate that
// is missing, held or too old is a fault, and the error is that of book alone.
func findRates(ctx context.Context, o trade.Order, book rates.Book, say sentences) ([]money.Rate, trade.Faults, error) {
	found := make([]money.Rate, len(o.TotalsIn))
	var faults trade.Faults
	for i, want := range o.TotalsIn {
		if want.Rate != nil { // ReadOrder has checked its age
			found[i] = *want.Rate
			continue
		}
		nrb := want.Source == string(rates.NRB)
		if !o.Date.IsValid() || o.Currency == "" || want.Currency == "" || want.Source == "" && want.Rule == "" || nrb && want.Side == "" {
			continue
		}
		at := fmt.Sprintf("/totals_in/%d", i)
		rule, ok, err := ruleOf(ctx, o, want, book)
		if err != nil {
			return nil, nil, err
		}
		if !ok {
			faults = append(faults, trade.Fault{Pointer: at + "/rule", Code: trade.FaultUnknownRule, Format: "There is no rate rule %s; name an existing rule or a source.", Args: []any{want.Rule}})
			continue
		}
		answer, err := rates.Choose(ctx, book, rule, o.Currency, want.Currency, o.Date)
		none, held, stale := (*rates.ErrNone)(nil), (*rates.ErrHeld)(nil), (*rates.ErrStale)(nil)
		switch {
		case errors.As(err, &held):
			format, args := say.held(held)
			faults = append(faults, trade.Fault{Pointer: at, Code: trade.FaultHeldRate, Format: format, Args: args, Err: held})
			continue
		case errors.As(err, &none):
			format, args := say.missing(none)
			faults = append(faults, trade.Fault{Pointer: at, Code: trade.FaultNoRate, Format: format, Args: args, Err: none})
			continue
		case errors.As(err, &stale):
			format, args := stale.Sentence()
			faults = append(faults, trade.Fault{Pointer: at, Code: trade.FaultStaleRate, Format: format, Args: args, Err: stale, Warning: true})
			answer = stale.Answer
		case err != nil:
			return nil, nil, err
		}
		found[i] = answer.Rate
		if want.Rule != "" { // without a rule, source and side are printed
			found[i].Rule, found[i].RuleZH = rule.Name, rule.NameZH
		}
	}
	return found, faults, nil
}

// ruleOf returns the rule that a total asks for: the desk's choice for the buyer, the
// rule with an ID, or the rule of a source and side. It returns false if no rule has the
// ID. The error is that of reading book.
func ruleOf(ctx context.Context, o trade.Order, want trade.TotalIn, book rates.Book) (rates.Rule, bool, error) {
	if want.Rule == rates.ByDefault {
		rule, err := book.RuleOnDocuments(ctx, o.Buyer.Name, o.Buyer.Country, want.Currency)
		return rule, err == nil, err
	}
	if want.Rule != "" {
		return book.RateRule(ctx, want.Rule)
	}
	rule, err := rates.SourceRule(ctx, book, rates.SourceID(want.Source), want.Side)
	return rule, err == nil, err
}
