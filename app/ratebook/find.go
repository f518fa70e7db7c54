package ratebook

import (
	"context"
	"errors"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store"
	stored "woolroad/app/store/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
)

// Question is which rate is wanted. Without a source and a rule it is the one that
// documents use.
type Question struct {
	From, To money.Currency
	Day      civil.Date     // zero: today
	Source   rates.SourceID // whose rate
	Side     money.Side     // of the source's rates
	Rule     string         // the rule's ID
}

// Find returns the rate that applies. The errors are NotFound where there is none,
// Unavailable with a wrapped *rates.ErrHeld where a person has to confirm the newest
// figure, and Unavailable with a wrapped *rates.ErrStale, which holds the answer, where
// the rate is older than its rule allows.
func Find(ctx context.Context, s *store.Store, who store.Who, q Question) (rates.Answer, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (rates.Answer, error) { return find(ctx, t, q) })
}

// Found is a rate, or why there is none, with what else may be asked.
type Found struct {
	Today   civil.Date
	Rules   []Rule
	Answer  rates.Answer
	Missing *trade.Error // why there is no Answer; nil: there is one, or nothing was asked
	Stale   *trade.Error // why no document is issued with the Answer; nil: it is new enough
}

// FindToShow finds a rate as Find does, but returns what else may be asked too, and
// returns a missing, held or old rate as a result and not as an error. A nil question
// asks for no rate.
func FindToShow(ctx context.Context, s *store.Store, who store.Who, q *Question) (Found, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (f Found, err error) {
		if f.Today, err = t.Today(ctx); err != nil {
			return f, err
		}
		if f.Rules, err = stored.Rules(ctx, t.Tx); err != nil || q == nil {
			return f, err
		}
		f.Answer, err = find(ctx, t, *q)
		stale, sentence := (*rates.ErrStale)(nil), (*trade.Error)(nil)
		switch {
		case errors.As(err, &stale):
			f.Answer = stale.Answer
			errors.As(err, &f.Stale)
		case errors.As(err, &sentence) && (sentence.Code == trade.NotFound || errors.As(err, new(*rates.ErrHeld))):
			f.Missing = sentence
		default:
			return f, err
		}
		return f, nil
	})
}

// find returns the rate that applies, within a transaction. The errors are NotFound, and
// Unavailable with a wrapped *rates.ErrHeld or *rates.ErrStale.
func find(ctx context.Context, t *store.Tx, q Question) (rates.Answer, error) {
	if q.Day.IsZero() {
		var err error
		if q.Day, err = t.Today(ctx); err != nil {
			return rates.Answer{}, err
		}
	}
	var rule rates.Rule
	var err error
	switch {
	case q.Source != "":
		rule, err = rates.SourceRule(ctx, stored.In(t.Tx), q.Source, q.Side)
	case q.Rule != "":
		return stored.Holding(ctx, t.Tx, q.Rule, q.From, q.To, q.Day)
	default:
		rule, err = stored.RuleFor(ctx, t.Tx, "", q.To, OnDocument)
	}
	if err != nil {
		return rates.Answer{}, err
	}
	return stored.HoldingBy(ctx, t.Tx, rule, q.From, q.To, q.Day)
}
