package ratebook

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/rates"
)

// A StoredRate is a published or entered rate as it is stored.
type StoredRate struct {
	money.Rate
	Version int64      // above 1: the rate was corrected, and the earlier versions are stored too
	Feed    string     // where it was read
	Until   civil.Date // the last day on which an entered rate applies; the zero Date if there is none
}

const storedRateSelect = `
	SELECT r.source, r.side, r.from_currency, r.to_currency, r.date, r.value, r.per, r.version, r.feed, m.until
	FROM rates r LEFT JOIN manual_rates m ON m.source = r.source AND m.side = r.side AND m.from_currency = r.from_currency
		AND m.to_currency = r.to_currency AND m.date = r.date AND m.version = r.version`

// scanStoredRate reads a row of storedRateSelect.
func scanStoredRate(row db.Scanner) (k StoredRate, err error) {
	var until sql.NullString
	if k.Rate, err = scanRate(row, &k.Version, &k.Feed, &until); err == nil && until.Valid {
		k.Until, err = civil.ParseDate(until.String)
	}
	return k, err
}

// Board returns the last rate of each series up to a day, as last corrected, by publisher
// and pair. It returns rates too that do not apply any more.
func Board(ctx context.Context, t *db.Tx, day civil.Date) (list []StoredRate, err error) {
	err = t.Each(ctx, storedRateSelect+`
		JOIN (SELECT source, side, from_currency, to_currency, max(date) AS date FROM rates WHERE date <= $1
			GROUP BY source, side, from_currency, to_currency) l
			ON l.source = r.source AND l.side = r.side AND l.from_currency = r.from_currency AND l.to_currency = r.to_currency AND l.date = r.date
		WHERE NOT EXISTS (SELECT 1 FROM rates v WHERE v.source = r.source AND v.side = r.side AND v.from_currency = r.from_currency
			AND v.to_currency = r.to_currency AND v.date = r.date AND v.version > r.version)
		ORDER BY r.source, r.from_currency, r.to_currency, r.side`, []any{day.String()}, func(row db.Scanner) error {
		k, err := scanStoredRate(row)
		list = append(list, k)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the last rates: %w", err)
	}
	return list, nil
}

// A Filter picks rates. It ignores fields that are empty.
type Filter struct {
	Source   rates.SourceID
	From, To money.Currency
	First    civil.Date
	Last     civil.Date
}

// Each calls one with the rates that a filter picks, every version of them, by day and
// publisher. Memory does not grow with the rates. An error of one ends the list and is
// returned.
func Each(ctx context.Context, t *db.Tx, f Filter, one func(StoredRate) error) error {
	q := f.query()
	until, err := entryEnds(ctx, t, q)
	if err != nil {
		return err
	}
	err = t.Each(ctx, `
		SELECT r.source, r.side, r.from_currency, r.to_currency, r.date, r.value, r.per, r.version, r.feed FROM rates r
		WHERE `+q.Conditions()+` ORDER BY r.date, r.source, r.from_currency, r.to_currency, r.side, r.version`, q.Args, func(row db.Scanner) (err error) {
		var k StoredRate
		if k.Rate, err = scanRate(row, &k.Version, &k.Feed); err != nil {
			return err
		}
		if len(until) > 0 {
			k.Until = until[entryKey{rateKeyOf(k.Rate), k.Version}]
		}
		return one(k)
	})
	if err != nil {
		return fmt.Errorf("list rates: %w", err)
	}
	return nil
}

// An entryKey identifies one version of a rate.
type entryKey struct {
	rateKey
	version int64
}

// entryEnds returns the last days on which entered rates apply. Entered rates are few,
// and a join would look for one beside each published rate.
func entryEnds(ctx context.Context, t *db.Tx, q db.Query) (map[entryKey]civil.Date, error) {
	all := map[entryKey]civil.Date{}
	err := t.Each(ctx, `
		SELECT r.source, r.side, r.from_currency, r.to_currency, r.date, r.version, r.until FROM manual_rates r
		WHERE r.until IS NOT NULL AND `+q.Conditions(), q.Args, func(row db.Scanner) error {
		var k entryKey
		var until string
		if err := row.Scan(&k.source, &k.side, &k.from, &k.to, &k.date, &k.version, &until); err != nil {
			return err
		}
		day, err := civil.ParseDate(until)
		all[k] = day
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list until when rates hold: %w", err)
	}
	return all, nil
}

// query returns the conditions of the filter. It names all sources where the filter names
// none, so that the database uses their index.
func (f Filter) query() (q db.Query) {
	sources := []string{f.Source.Name()}
	if f.Source == "" {
		sources = nil
		for _, s := range rates.Sources() {
			sources = append(sources, s.Name())
		}
	}
	q.And("r.source IN " + q.Among(sources))
	sides := []string{string(money.Mid), string(money.Buy), string(money.Sell), string(money.Stated)}
	q.And("r.side IN " + q.Among(sides))
	for column, is := range map[string]money.Currency{"from_currency": f.From, "to_currency": f.To} {
		if is != "" {
			q.And("r." + column + " = " + q.Arg(string(is)))
		}
	}
	if !f.First.IsZero() {
		q.And("r.date >= " + q.Arg(f.First.String()))
	}
	if !f.Last.IsZero() {
		q.And("r.date <= " + q.Arg(f.Last.String()))
	}
	return q
}

// Between returns the rates of a pair in some days, as Each gives them. A zero day is no
// bound.
func Between(ctx context.Context, t *db.Tx, from, to money.Currency, first, last civil.Date) (list []StoredRate, err error) {
	err = Each(ctx, t, Filter{From: from, To: to, First: first, Last: last}, func(k StoredRate) error {
		list = append(list, k)
		return nil
	})
	return list, err
}

// Days returns the first and the last day for which a pair has a rate from any source, or
// the zero Dates where it has none.
func Days(ctx context.Context, t *db.Tx, from, to money.Currency) (first, last civil.Date, err error) {
	q := Filter{From: from, To: to}.query()
	var days [2]sql.NullString
	err = t.QueryRowContext(ctx, `SELECT min(r.date), max(r.date) FROM rates r WHERE `+q.Conditions(), q.Args...).Scan(&days[0], &days[1])
	if err == nil && days[0].Valid {
		if first, err = civil.ParseDate(days[0].String); err == nil {
			last, err = civil.ParseDate(days[1].String)
		}
	}
	if err != nil {
		return first, last, fmt.Errorf("look up the days of %s: %w", from+"/"+to, err)
	}
	return first, last, nil
}

// A rateKey identifies what a publisher has one figure for.
type rateKey struct{ source, side, from, to, date string }

// rateKeyOf returns the key of a rate.
func rateKeyOf(r money.Rate) rateKey {
	return rateKey{r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String()}
}
