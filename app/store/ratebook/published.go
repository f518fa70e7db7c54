package ratebook

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/rates"
)

// LastPublished returns the rate of the series for the last day up to this one, as
// last corrected, and false if there is none. Of rates that were entered it is
// the newest that holds on the day.
func LastPublished(ctx context.Context, t *db.Tx, s rates.Series, day civil.Date) (money.Rate, bool, error) {
	found, err := LastPublishedOf(ctx, t, []rates.Series{s}, day)
	r, ok := found[s]
	return r, ok, err
}

// LastPublishedOf returns what LastPublished does for some series, all of them at once. A
// series without a rate is not among what it returns.
func LastPublishedOf(ctx context.Context, t *db.Tx, all []rates.Series, day civil.Date) (found map[rates.Series]money.Rate, err error) {
	found = make(map[rates.Series]money.Rate, len(all))
	if len(all) == 0 {
		return found, nil
	}
	parts, args := make([]string, len(all)), []any{day.String()}
	for i, s := range all {
		n := len(args)
		parts[i] = fmt.Sprintf(lastOfSeries, i, n+1, n+2, n+3, n+4, holdsFor(s.Source))
		args = append(args, s.Source.Name(), string(s.Side), string(s.From), string(s.To))
	}
	rows, err := t.QueryContext(ctx, strings.Join(parts, " UNION ALL "), args...)
	if err != nil {
		return nil, fmt.Errorf("look up the last rates up to %s: %w", day, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var i int
		r, err := scanRate(rows, &i)
		if err != nil {
			return nil, fmt.Errorf("look up the last rates up to %s: %w", day, err)
		}
		found[all[i]] = r
	}
	return found, rows.Err()
}

// lastOfSeries reads the key's index backwards: one row of it, but for rates
// that were entered and are over. SQLite wants a limit within brackets.
const lastOfSeries = `SELECT source, side, from_currency, to_currency, date, value, per, place FROM (
	SELECT r.source, r.side, r.from_currency, r.to_currency, r.date, r.value, r.per, %d AS place FROM rates r
	WHERE r.source = $%d AND r.side = $%d AND r.from_currency = $%d AND r.to_currency = $%d AND r.date <= $1%s
	ORDER BY r.date DESC, r.version DESC LIMIT 1) AS last`

// holdsFor returns the condition under which a rate of the source holds on a day. What
// was entered is to be its day's last version, and not over.
func holdsFor(source rates.SourceID) string {
	if _, entered := rates.EnteredOf(source); !entered {
		return ""
	}
	return `
	AND NOT EXISTS (SELECT 1 FROM rates c WHERE c.source = r.source AND c.side = r.side AND c.from_currency = r.from_currency
		AND c.to_currency = r.to_currency AND c.date = r.date AND c.version > r.version)
	AND NOT EXISTS (SELECT 1 FROM manual_rates m WHERE m.source = r.source AND m.side = r.side AND m.from_currency = r.from_currency
		AND m.to_currency = r.to_currency AND m.date = r.date AND m.version = r.version AND m.until < $1)`
}

// Holding returns the rate from one currency to another that holds by the rule of
// that ID on a day. Its errors are those of rates.Choose as trade.Errors, and
// *rates.ErrStale, which has the rate all the same, lies behind its.
func Holding(ctx context.Context, t *db.Tx, rule string, from, to money.Currency, day civil.Date) (rates.Answer, error) {
	r, ok, err := FindRule(ctx, t, rule)
	if err != nil {
		return rates.Answer{}, err
	}
	if !ok {
		return rates.Answer{}, noRule(rule)
	}
	return HoldingBy(ctx, t, r, from, to, day)
}

// HoldingBy returns what Holding does, by a rule that need not be stored.
func HoldingBy(ctx context.Context, t *db.Tx, rule rates.Rule, from, to money.Currency, day civil.Date) (rates.Answer, error) {
	a, err := rates.Choose(ctx, In(t), rule, from, to, day)
	return a, ratesError(err)
}

// ratesError returns an error of rates.Choose as one for people.
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

// Book is where a transaction looks up published rates and the desk's rules.
type Book struct{ t *db.Tx }

var _ rates.Book = Book{}

// In returns the book as it is in the transaction.
func In(t *db.Tx) Book { return Book{t} }

// LastPublishedOf returns the last rates of some series, as the function of that name.
func (b Book) LastPublishedOf(ctx context.Context, all []rates.Series, day civil.Date) (map[rates.Series]money.Rate, error) {
	return LastPublishedOf(ctx, b.t, all, day)
}

// RateRule returns the rule of that ID, and false if there is none.
func (b Book) RateRule(ctx context.Context, id string) (rates.Rule, bool, error) {
	return FindRule(ctx, b.t, id)
}

// RuleOnDocuments returns the rule that a buyer's documents take into a currency where
// their order names none.
func (b Book) RuleOnDocuments(ctx context.Context, buyer, country string, to money.Currency) (rates.Rule, error) {
	return RuleOnDocuments(ctx, b.t, buyer, country, to)
}
