package ratebook

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/rates"
)

// LastPublished returns the series' rate of the last day up to this one, as last
// corrected, and false where there is none. Of a source of entered rates it returns the
// newest that applies on the day.
func LastPublished(ctx context.Context, t *db.Tx, s rates.Series, day civil.Date) (money.Rate, bool, error) {
	found, err := LastPublishedOf(ctx, t, []rates.Series{s}, day)
	r := found[s].Rate
	return r, r.To != "", err
}

// LastPublishedOf returns what LastPublished does for several series at once, and with
// each the figure up to the day that is held back. A series that has neither is not in
// the result.
func LastPublishedOf(ctx context.Context, t *db.Tx, all []rates.Series, day civil.Date) (found map[rates.Series]rates.Last, err error) {
	found = make(map[rates.Series]rates.Last, len(all))
	if len(all) == 0 {
		return found, nil
	}
	var parts []string
	args := []any{day.String()}
	for i, s := range all {
		n := len(args)
		parts = append(parts, fmt.Sprintf(lastOfSeries, i, n+1, n+2, n+3, n+4, holdsFor(s.Source)), fmt.Sprintf(heldOfSeries, i, n+1, n+2, n+3, n+4))
		args = append(args, s.Source.Name(), string(s.Side), string(s.From), string(s.To))
	}
	rows, err := t.QueryContext(ctx, strings.Join(parts, " UNION ALL "), args...)
	if err != nil {
		return nil, fmt.Errorf("look up the last rates up to %s: %w", day, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var i int
		var date, value, per string // of the rate that a held figure was compared with
		r, err := scanRate(rows, &i, &date, &value, &per)
		if err != nil {
			return nil, fmt.Errorf("look up the last rates up to %s: %w", day, err)
		}
		last := found[all[i]]
		if date == "" {
			last.Rate = r
		} else {
			last.Held = &rates.Held{Rate: r}
			if last.Held.Since, err = comparedWith(r, date, value, per); err != nil {
				return nil, fmt.Errorf("look up the held rates up to %s: %w", day, err)
			}
		}
		found[all[i]] = last
	}
	return found, rows.Err()
}

// lastOfSeries reads the key's index backwards: one row of it, except for entered rates
// that do not apply any more. SQLite wants a limit within brackets.
const lastOfSeries = `SELECT source, side, from_currency, to_currency, date, value, per, place, last_date, last_value, last_per FROM (
	SELECT r.source, r.side, r.from_currency, r.to_currency, r.date, r.value, r.per, %d AS place,
		'' AS last_date, '' AS last_value, '' AS last_per FROM rates r
	WHERE r.source = $%d AND r.side = $%d AND r.from_currency = $%d AND r.to_currency = $%d AND r.date <= $1%s
	ORDER BY r.date DESC, r.version DESC LIMIT 1) AS last`

// heldOfSeries reads the latest figure that waits for a person.
const heldOfSeries = `SELECT source, side, from_currency, to_currency, date, value, per, place, last_date, last_value, last_per FROM (
	SELECT h.source, h.side, h.from_currency, h.to_currency, h.date, h.value, h.per, %d AS place,
		h.last_date, CAST(h.last_value AS text) AS last_value, CAST(h.last_per AS text) AS last_per FROM held_rates h
	WHERE h.source = $%d AND h.side = $%d AND h.from_currency = $%d AND h.to_currency = $%d AND h.date <= $1 AND h.decision = ''
	ORDER BY h.date DESC, h.id LIMIT 1) AS held`

// comparedWith returns the rate, of the same series, with which a held one was compared.
func comparedWith(held money.Rate, date, value, per string) (since money.Rate, err error) {
	since = held
	var errs [3]error
	since.Date, errs[0] = civil.ParseDate(date)
	since.Value, errs[1] = exact.Parse(value)
	since.Per, errs[2] = exact.Parse(per)
	return since, errors.Join(errs[:]...)
}

// holdsFor returns the SQL condition under which a rate of the source applies on a day:
// an entered rate must be the last version of its day and must not have ended.
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

// Holding returns the rate from one currency to another that applies, by the rule with
// that ID, on a day. The errors are a NotFound error for an unknown rule, and those of
// rates.Choose as *trade.Errors, which wrap them. Where the error wraps a
// *rates.ErrStale, the returned answer still has the old rate.
func Holding(ctx context.Context, t *db.Tx, rule string, from, to money.Currency, day civil.Date) (rates.Answer, error) {
	r, ok, err := FindRule(ctx, t, rule)
	if err != nil {
		return rates.Answer{}, err
	}
	if !ok {
		return rates.Answer{}, errNoRule(rule)
	}
	return HoldingBy(ctx, t, r, from, to, day)
}

// HoldingBy returns what Holding does, by a rule that need not be stored. The errors are those
// of rates.Choose, as Holding returns them.
func HoldingBy(ctx context.Context, t *db.Tx, rule rates.Rule, from, to money.Currency, day civil.Date) (rates.Answer, error) {
	a, err := rates.Choose(ctx, In(t), rule, from, to, day)
	return a, chooseError(err)
}

// chooseError returns an error of rates.Choose as a *trade.Error that wraps it: NotFound where
// there is no rate, Unavailable where it is held or too old. Any other error it returns as
// it is.
func chooseError(err error) error {
	none, held, stale := (*rates.ErrNone)(nil), (*rates.ErrHeld)(nil), (*rates.ErrStale)(nil)
	switch {
	case errors.As(err, &held):
		format, args := held.Sentence()
		return &trade.Error{Code: trade.Unavailable, Field: "rate", Format: format, Args: args, Err: err}
	case errors.As(err, &none):
		format, args := none.Sentence()
		return &trade.Error{Code: trade.NotFound, Field: "rate", Format: format, Args: args, Err: err}
	case errors.As(err, &stale):
		format, args := stale.Sentence()
		return &trade.Error{Code: trade.Unavailable, Field: "rate", Format: format, Args: args, Err: err}
	}
	return err
}

// errNoRule returns a NotFound error for a rule's ID.
func errNoRule(id string) error {
	return &trade.Error{Code: trade.NotFound, Field: "rule", Format: "There is no rate rule %s.", Args: []any{id}}
}

// A Book looks up published rates and the desk's rules in a transaction.
type Book struct{ t *db.Tx }

var _ rates.Book = Book{}

// In returns the Book of a transaction.
func In(t *db.Tx) Book { return Book{t} }

// LastPublishedOf returns the last rates of several series, as the function of that name
// does.
func (b Book) LastPublishedOf(ctx context.Context, all []rates.Series, day civil.Date) (map[rates.Series]rates.Last, error) {
	return LastPublishedOf(ctx, b.t, all, day)
}

// RateRule returns the rule with that ID, and false where there is none.
func (b Book) RateRule(ctx context.Context, id string) (rates.Rule, bool, error) {
	return FindRule(ctx, b.t, id)
}

// RuleOnDocuments returns the rule for a buyer's documents, as the function of that name
// does: a rule that is not stored is a NotFound error.
func (b Book) RuleOnDocuments(ctx context.Context, buyer, country string, to money.Currency) (rates.Rule, error) {
	return RuleOnDocuments(ctx, b.t, buyer, country, to)
}
