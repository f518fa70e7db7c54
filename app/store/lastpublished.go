package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/rates"
)

// LastPublished is the rate of the series for the last day up to this one, as
// last corrected, and false if there is none. A rate that was entered for some
// days only is none after them.
func (t *Tx) LastPublished(ctx context.Context, s rates.Series, day civil.Date) (money.Rate, bool, error) {
	var version int64
	// The key's index is read backwards, one row of it.
	r, err := scanRate(t.tx.QueryRowContext(ctx, `
		SELECT source, side, from_currency, to_currency, date, value, per, version FROM rates
		WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date <= $5
		ORDER BY date DESC, version DESC LIMIT 1`,
		s.Source.Name(), string(s.Side), string(s.From), string(s.To), day.String()), &version)
	if errors.Is(err, sql.ErrNoRows) {
		return money.Rate{}, false, nil
	}
	if err != nil {
		return money.Rate{}, false, fmt.Errorf("look up the rate from %s to %s on %s: %w", s.From, s.To, day, err)
	}
	if _, entered := rates.EnteredOf(s.Source); entered {
		over, err := t.over(ctx, r, version, day)
		if err != nil || over {
			return money.Rate{}, false, err
		}
	}
	return r, true, nil
}

// over says whether a rate that was entered does not hold on the day any more.
func (t *Tx) over(ctx context.Context, r money.Rate, version int64, day civil.Date) (over bool, err error) {
	err = t.tx.QueryRowContext(ctx, `
		SELECT coalesce(max(until), $7) < $7 FROM manual_rates
		WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date = $5 AND version = $6`,
		r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String(), version, day.String()).Scan(&over)
	if err != nil {
		return false, fmt.Errorf("look up how long the rate of %s holds: %w", r.Date, err)
	}
	return over, nil
}

// Holding is the rate from one currency to another that holds by the rule of
// that ID on a day. Its errors are those of rates.Choose as trade.Errors, and
// *rates.ErrStale, which has the rate all the same, lies behind its.
func (t *Tx) Holding(ctx context.Context, rule string, from, to money.Currency, day civil.Date) (rates.Answer, error) {
	r, ok, err := t.RateRule(ctx, rule)
	if err != nil {
		return rates.Answer{}, err
	}
	if !ok {
		return rates.Answer{}, noRule(rule)
	}
	return t.HoldingBy(ctx, r, from, to, day)
}

// HoldingBy is Holding by a rule that need not be kept.
func (t *Tx) HoldingBy(ctx context.Context, rule rates.Rule, from, to money.Currency, day civil.Date) (rates.Answer, error) {
	a, err := rates.Choose(ctx, t, rule, from, to, day)
	return a, ratesError(err)
}

// Holding is Tx.Holding in a transaction of its own.
func (s *Store) Holding(ctx context.Context, rule string, from, to money.Currency, day civil.Date) (a rates.Answer, err error) {
	err = s.View(ctx, func(t *Tx) error {
		a, err = t.Holding(ctx, rule, from, to, day)
		return err
	})
	return a, err
}

// ratesError is an error of rates.Choose as one for people.
func ratesError(err error) error {
	none, stale := (*rates.ErrNone)(nil), (*rates.ErrStale)(nil)
	switch {
	case errors.As(err, &none):
		format, args := none.Sentence()
		return &trade.Error{Code: trade.NotFound, Field: "rate", Format: format, Args: args, Err: err}
	case errors.As(err, &stale):
		format, args := stale.Sentence()
		return &trade.Error{Code: trade.Unavailable, Field: "rate", Format: format, Args: args, Err: err}
	}
	return err
}

func noRule(id string) error {
	return &trade.Error{Code: trade.NotFound, Field: "rule", Format: "There is no rate rule %s.", Args: []any{id}}
}
