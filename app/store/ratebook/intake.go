// Package ratebook stores exchange rates: what publishers sent and how often they were
// asked, what is held for a person, what people entered, and the rules and choices by
// which one holds on a day.
//
// A figure is never replaced: a correction is another version, and the newest holds.
// Every function works in its caller's transaction.
package ratebook

import (
	"context"
	"errors"
	"fmt"
	"slices"

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
	Released  int             // figures that were held, and are near what has come before them
	Skipped   []rates.Skipped // rows that could not be read or say two things
}

// Add adds the result of another feed.
func (out *Result) Add(more Result) {
	out.Added += more.Added
	out.Unchanged += more.Unchanged
	out.Corrected = append(out.Corrected, more.Corrected...)
	out.Held = append(out.Held, more.Held...)
	out.Released += more.Released
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
//
// Which rates are held does not depend on the order in which feeds come: those of later
// days are looked at again where what they were compared with has changed. What was held
// may hold then, and what held may be held. What a person has decided about or entered stays.
func Take(ctx context.Context, t *db.Tx, in Intake, feed rates.Feed) (Result, error) {
	out := Result{Skipped: slices.Clone(feed.Skipped)}
	for _, days := range bySeries(feed.Rates) {
		w := walk{t: t, in: in, out: &out}
		if err := w.take(ctx, days); err != nil {
			r := days[0]
			return out, fmt.Errorf("store the rates of %s from %s to %s: %w", r.Source, r.From, r.To, err)
		}
	}
	return out, nil
}

// bySeries parts rates by what their days are compared in, each part by date.
func bySeries(all []money.Rate) (parts [][]*money.Rate) {
	at := map[rates.Series]int{}
	for n := range all {
		r := &all[n]
		key := rates.Series{Source: rates.SourceID(r.Source), Side: r.Side, From: r.From, To: r.To}
		i, ok := at[key]
		if !ok {
			i = len(parts)
			at[key] = i
			parts = append(parts, nil)
		}
		parts[i] = append(parts[i], r)
	}
	for _, days := range parts {
		slices.SortStableFunc(days, func(a, b *money.Rate) int { return a.Date.DaysSince(b.Date) })
	}
	return parts
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
	return slices.BinarySearchFunc(h.dates, day, civil.Date.DaysSince)
}

// base returns what a rate of that day is compared with: the value that it corrects,
// or else the one of the last day before.
func (h *history) base(day civil.Date) (money.Rate, bool) {
	if versions := h.stored[day]; len(versions) > 0 {
		return versions[len(versions)-1], true
	}
	return h.before(day)
}

// before returns the rate of the last day before another that has one.
func (h *history) before(day civil.Date) (money.Rate, bool) {
	i, _ := h.find(day)
	if i == 0 {
		return money.Rate{}, false
	}
	versions := h.stored[h.dates[i-1]]
	return versions[len(versions)-1], true
}

// remove takes out the rate of a day.
func (h *history) remove(day civil.Date) {
	delete(h.stored, day)
	if i, there := h.find(day); there {
		h.dates = slices.Delete(h.dates, i, i+1)
	}
}

// days returns all days that have a rate, held ones too, ascending.
func (h *history) days() []civil.Date {
	all := slices.Clone(h.dates)
	for day := range h.held {
		if i, there := slices.BinarySearchFunc(all, day, civil.Date.DaysSince); !there {
			all = slices.Insert(all, i, day)
		}
	}
	return all
}

// readHistory reads the days from that of a rate to another, of its series.
func readHistory(ctx context.Context, t *db.Tx, r money.Rate, to civil.Date) (*history, error) {
	h := &history{stored: map[civil.Date][]money.Rate{}, held: map[civil.Date][]Held{}}
	err := h.read(ctx, t, r, `
		date <= $6 AND date >= coalesce(
			(SELECT max(date) FROM rates WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date < $5), $5)`, to)
	return h, err
}

// read reads days of the series of a rate. The condition is one of this package's literals,
// with the rate's day as $5 and another as $6.
func (h *history) read(ctx context.Context, t *db.Tx, r money.Rate, days string, to civil.Date) (err error) {
	rows, err := t.QueryContext(ctx, `
		SELECT source, side, from_currency, to_currency, date, value, per FROM rates
		WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND `+days+` ORDER BY date, version`,
		r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String(), to.String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		r, err := scanRate(rows)
		if err != nil {
			return err
		}
		h.add(r)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	held, err := heldWhere(ctx, t, `WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date BETWEEN $5 AND $6`,
		r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String(), to.String())
	for _, one := range held {
		h.held[one.Rate.Date] = append(h.held[one.Rate.Date], one)
	}
	return err
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
