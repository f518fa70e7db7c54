// Package ratebook stores exchange rates: what publishers sent and how often they were
// asked, what is held for a person, what people entered, and the rules and choices by
// which one holds on a day.
//
// A figure is never replaced: a correction is another version, and the newest holds.
// Every function works in its caller's transaction.
package ratebook

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/rates"
)

// Result is the result of taking in a feed.
type Result struct {
	Added     int
	Unchanged int             // there already, or looked at by a person before
	Corrected []Correction    // figures that differ from those stored before
	Held      []Held          // figures that moved far; a person has to look at them
	Skipped   []rates.Skipped // rows that could not be read or say two things
}

// Add adds the result of another feed.
func (out *Result) Add(more Result) {
	out.Added += more.Added
	out.Unchanged += more.Unchanged
	out.Corrected = append(out.Corrected, more.Corrected...)
	out.Held = append(out.Held, more.Held...)
	out.Skipped = append(out.Skipped, more.Skipped...)
}

// Correction is a rate that its publisher has changed. Both figures stay
// stored; the new one holds.
type Correction struct {
	Was, Is money.Rate
}

// Intake is how a feed's rates are taken in.
type Intake struct {
	Name string // where the feed was read
	// Share is how far a rate may move, 0.10 for 10 %; one that moved further is
	// held until a person has confirmed it. No share holds none back.
	Share exact.Number
	// Confirmed is why who takes the feed in confirms all of it that would be held, as one
	// who has looked at it; empty: nobody has.
	Confirmed string
}

// Take stores a feed's rates, and those apart that moved far from the last one of
// their pair. The same feed again changes nothing, and a value that a person has
// rejected does not come back with it.
func Take(ctx context.Context, t *db.Tx, in Intake, feed rates.Feed) (Result, error) {
	out := Result{Skipped: slices.Clone(feed.Skipped)}
	for _, days := range bySeries(feed.Rates) {
		h, err := readHistory(ctx, t, days[0], days[len(days)-1].Date)
		if err != nil {
			return out, err
		}
		for i, r := range days {
			if i > 0 && days[i-1].Date == r.Date {
				out.twice(first(days[:i]), r)
				continue
			}
			if err := takeRate(ctx, t, in, h, r, &out); err != nil {
				return out, fmt.Errorf("store the rate of %s from %s to %s: %w", r.Date, r.From, r.To, err)
			}
		}
	}
	return out, nil
}

// bySeries parts rates by what their days are compared in, each part by date.
func bySeries(all []money.Rate) (parts [][]money.Rate) {
	at := map[rateKey]int{}
	for _, r := range all {
		key := keyOf(r)
		key.date = ""
		i, ok := at[key]
		if !ok {
			i = len(parts)
			at[key] = i
			parts = append(parts, nil)
		}
		parts[i] = append(parts[i], r)
	}
	for _, days := range parts {
		slices.SortStableFunc(days, func(a, b money.Rate) int { return strings.Compare(a.Date.String(), b.Date.String()) })
	}
	return parts
}

// first returns the first rate of the last day.
func first(days []money.Rate) money.Rate {
	last := days[len(days)-1].Date
	return days[slices.IndexFunc(days, func(r money.Rate) bool { return r.Date == last })]
}

// twice notes a second value of a day in one feed.
func (out *Result) twice(first, r money.Rate) {
	if !sameRate(first, r) {
		out.Skipped = append(out.Skipped, rates.TwoValues(first, r))
	}
}

// takeRate stores one rate: as it is, apart, or not at all if it is known.
func takeRate(ctx context.Context, t *db.Tx, in Intake, h *history, r money.Rate, out *Result) error {
	versions := h.stored[r.Date]
	if n := len(versions); n > 0 && sameRate(versions[n-1], r) {
		out.Unchanged++
		return withdraw(ctx, t, h, r.Date) // the publisher has taken its other value back
	}
	if i := slices.IndexFunc(h.held[r.Date], func(v Held) bool { return v.Decision == Undecided && sameRate(v.Rate, r) }); i >= 0 && in.Confirmed != "" {
		h.held[r.Date][i] = h.held[r.Date][i].decided(Confirmed, t.Who(), in.Confirmed)
		if err := decide(ctx, t, h.held[r.Date][i]); err != nil {
			return err
		}
		return out.store(ctx, t, in, h, r)
	}
	// An old feed read again takes neither a correction back nor a decision.
	if slices.ContainsFunc(versions, func(v money.Rate) bool { return sameRate(v, r) }) ||
		slices.ContainsFunc(h.held[r.Date], func(v Held) bool { return sameRate(v.Rate, r) }) {
		out.Unchanged++
		return nil
	}
	if err := withdraw(ctx, t, h, r.Date); err != nil {
		return err
	}
	if base, ok := h.base(r.Date); ok && in.Share.Sign() > 0 && rates.Moved(base, r, in.Share) {
		held := Held{ID: rand.Text(), Rate: r, Last: base, Feed: in.Name, At: t.Who().At, Share: in.Share}
		if err := hold(ctx, t, held); err != nil {
			return err
		}
		if in.Confirmed == "" {
			out.Held = append(out.Held, held)
			return nil
		}
		if err := decide(ctx, t, held.decided(Confirmed, t.Who(), in.Confirmed)); err != nil {
			return err
		}
	}
	return out.store(ctx, t, in, h, r)
}

// store stores a rate that holds from now on.
func (out *Result) store(ctx context.Context, t *db.Tx, in Intake, h *history, r money.Rate) error {
	if versions := h.stored[r.Date]; len(versions) > 0 {
		out.Corrected = append(out.Corrected, Correction{versions[len(versions)-1], r})
	} else {
		out.Added++
	}
	return storeRate(ctx, t, h, r, in.Name)
}

// storeRate adds a version of a rate, which then holds.
func storeRate(ctx context.Context, t *db.Tx, h *history, r money.Rate, feed string) error {
	_, err := t.ExecContext(ctx, `
		INSERT INTO rates (source, side, from_currency, to_currency, date, version, value, per, feed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String(), len(h.stored[r.Date])+1, r.Value.String(), r.Per.String(), feed)
	h.add(r)
	return err
}

// history is what is stored of a source's pair and side in some days, and of the last
// day before them.
type history struct {
	dates  []civil.Date                // ascending
	stored map[civil.Date][]money.Rate // by version
	held   map[civil.Date][]Held       // decided ones too
}

func (h *history) add(r money.Rate) {
	if len(h.stored[r.Date]) == 0 {
		i, _ := h.find(r.Date)
		h.dates = slices.Insert(h.dates, i, r.Date)
	}
	h.stored[r.Date] = append(h.stored[r.Date], r)
}

func (h *history) find(day civil.Date) (int, bool) {
	return slices.BinarySearchFunc(h.dates, day, func(a, b civil.Date) int { return a.DaysSince(b) })
}

// base returns what a rate of that day is compared with: the value that it corrects,
// or else the one of the last day before.
func (h *history) base(day civil.Date) (money.Rate, bool) {
	i, same := h.find(day)
	if !same {
		i--
	}
	if i < 0 {
		return money.Rate{}, false
	}
	versions := h.stored[h.dates[i]]
	return versions[len(versions)-1], true
}

// readHistory reads the days from that of a rate to another, of its series.
func readHistory(ctx context.Context, t *db.Tx, r money.Rate, to civil.Date) (h *history, err error) {
	h = &history{stored: map[civil.Date][]money.Rate{}, held: map[civil.Date][]Held{}}
	rows, err := t.QueryContext(ctx, `
		SELECT source, side, from_currency, to_currency, date, value, per FROM rates
		WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date <= $6 AND date >= coalesce(
			(SELECT max(date) FROM rates WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date < $5), $5)
		ORDER BY date, version`, r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String(), to.String())
	if err != nil {
		return nil, fmt.Errorf("read the rates from %s to %s: %w", r.From, r.To, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		r, err := scanRate(rows)
		if err != nil {
			return nil, fmt.Errorf("read the rates from %s to %s: %w", r.From, r.To, err)
		}
		h.add(r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the rates from %s to %s: %w", r.From, r.To, err)
	}
	held, err := heldWhere(ctx, t, `WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date BETWEEN $5 AND $6`,
		r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String(), to.String())
	for _, one := range held {
		h.held[one.Rate.Date] = append(h.held[one.Rate.Date], one)
	}
	return h, err
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

func scanRate(row db.Scanner, more ...any) (r money.Rate, err error) {
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
