package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/rates"
)

// RateImport is what came of a feed.
type RateImport struct {
	Added     int
	Unchanged int
	Corrected []Correction    // figures that differ from those kept before
	Skipped   []rates.Skipped // rows that could not be read or say two things
}

// Correction is a rate that its publisher has changed. Both figures are kept;
// the new one holds.
type Correction struct {
	Was, Is money.Rate
}

// ImportRates keeps a feed's rates; name says where it was read. The same feed
// again changes nothing.
func (s *Store) ImportRates(ctx context.Context, name string, feed rates.Feed) (out RateImport, err error) {
	err = s.Update(ctx, func(t *Tx) error {
		out, err = t.ImportRates(ctx, name, feed)
		return err
	})
	return out, err
}

// ImportRates is Store.ImportRates in this transaction.
func (t *Tx) ImportRates(ctx context.Context, name string, feed rates.Feed) (RateImport, error) {
	out := RateImport{Skipped: feed.Skipped}
	seen := map[rateKey]money.Rate{}
	for _, r := range feed.Rates {
		key := keyOf(r)
		if first, twice := seen[key]; twice {
			if !sameRate(first, r) {
				out.Skipped = append(out.Skipped, rates.Skipped{
					Place:  fmt.Sprintf("%s, %s to %s (%s), %s", r.Source, r.From, r.To, r.Side, r.Date),
					Reason: fmt.Sprintf("two values for one day, %s for %s and %s for %s; the first stays", first.Value, first.Per, r.Value, r.Per),
				})
			}
			continue
		}
		seen[key] = r
		was, version, err := t.lastRate(ctx, key)
		if err != nil {
			return out, err
		}
		switch {
		case version == 0:
			out.Added++
		case sameRate(was, r):
			out.Unchanged++
			continue
		case version > 1: // an old feed read again does not take a correction back
			had, err := t.hadRate(ctx, key, r)
			if err != nil {
				return out, err
			}
			if had {
				out.Unchanged++
				continue
			}
			out.Corrected = append(out.Corrected, Correction{was, r})
		default:
			out.Corrected = append(out.Corrected, Correction{was, r})
		}
		_, err = t.tx.ExecContext(ctx, `
			INSERT INTO rates (source, side, from_currency, to_currency, date, version, value, per, feed)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			key.source, key.side, key.from, key.to, key.date, version+1, r.Value.String(), r.Per.String(), name)
		if err != nil {
			return out, fmt.Errorf("keep the rate of %s from %s to %s: %w", r.Date, r.From, r.To, err)
		}
	}
	return out, nil
}

// rateKey is what a publisher has one figure for.
type rateKey struct{ source, side, from, to, date string }

func keyOf(r money.Rate) rateKey {
	return rateKey{r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String()}
}

// sameRate says whether two rates convert alike: 1.10 for 1 is 110 for 100.
func sameRate(a, b money.Rate) bool {
	return a.Value.Mul(b.Per).Cmp(b.Value.Mul(a.Per)) == 0
}

// lastRate is the version of a rate that holds, or version 0.
func (t *Tx) lastRate(ctx context.Context, k rateKey) (money.Rate, int, error) {
	var version int
	r, err := scanRate(t.tx.QueryRowContext(ctx, `
		SELECT source, side, from_currency, to_currency, date, value, per, version FROM rates
		WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date = $5
		ORDER BY version DESC LIMIT 1`, k.source, k.side, k.from, k.to, k.date), &version)
	if errors.Is(err, sql.ErrNoRows) {
		return r, 0, nil
	}
	if err != nil {
		return r, 0, fmt.Errorf("read the rate of %s from %s to %s: %w", k.date, k.from, k.to, err)
	}
	return r, version, nil
}

// hadRate says whether some version of a rate was this one.
func (t *Tx) hadRate(ctx context.Context, k rateKey, want money.Rate) (had bool, err error) {
	rows, err := t.tx.QueryContext(ctx, `
		SELECT source, side, from_currency, to_currency, date, value, per FROM rates
		WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date = $5`, k.source, k.side, k.from, k.to, k.date)
	if err != nil {
		return false, fmt.Errorf("read the rates of %s from %s to %s: %w", k.date, k.from, k.to, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		r, err := scanRate(rows)
		if err != nil {
			return false, err
		}
		had = had || sameRate(r, want)
	}
	return had, rows.Err()
}

func scanRate(row scanner, more ...any) (r money.Rate, err error) {
	var date, value, per string
	if err := row.Scan(append([]any{&r.Source, &r.Side, &r.From, &r.To, &date, &value, &per}, more...)...); err != nil {
		return r, err
	}
	if r.Date, err = civil.ParseDate(date); err != nil {
		return r, err
	}
	if r.Value, err = exact.Parse(value); err != nil {
		return r, err
	}
	r.Per, err = exact.Parse(per)
	return r, err
}

// Rates are all rates that hold, each as last corrected, to look one up in.
func (t *Tx) Rates(ctx context.Context) (table *rates.Table, err error) {
	rows, err := t.tx.QueryContext(ctx, `
		SELECT source, side, from_currency, to_currency, date, value, per FROM rates r
		WHERE NOT EXISTS (
			SELECT 1 FROM rates c WHERE c.source = r.source AND c.side = r.side AND c.from_currency = r.from_currency
				AND c.to_currency = r.to_currency AND c.date = r.date AND c.version > r.version)`)
	if err != nil {
		return nil, fmt.Errorf("read rates: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var all []money.Rate
	for rows.Next() {
		r, err := scanRate(rows)
		if err != nil {
			return nil, fmt.Errorf("read rates: %w", err)
		}
		all = append(all, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read rates: %w", err)
	}
	table = new(rates.Table)
	if conflicts := table.Add(all...); len(conflicts) > 0 {
		return nil, fmt.Errorf("rates as kept: %s", conflicts[0])
	}
	return table, nil
}

// Rates is Tx.Rates in a transaction of its own.
func (s *Store) Rates(ctx context.Context) (table *rates.Table, err error) {
	err = s.View(ctx, func(t *Tx) error {
		table, err = t.Rates(ctx)
		return err
	})
	return table, err
}
