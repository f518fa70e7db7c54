// Package ratebook stores exchange rates: what publishers sent and how often they were
// asked, which figures are held for a person, what people entered, and the rules and
// choices by which a rate applies on a day.
//
// Its one rule: no figure is replaced. A correction is stored as another version of its
// day, and the newest version counts. Every function works in its caller's transaction.
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
	"woolroad/rates/reason"
)

// A Result says what became of a feed's rates.
type Result struct {
	Added     int
	Unchanged int              // figures that were stored already, or about which a person had decided
	Rejected  int              // those of Unchanged that a person has rejected, and that stay so
	Corrected []Correction     // figures that differ from those stored before
	Held      []Held           // figures that moved far; a person has to look at them
	Released  int              // figures that were held, and now lie near one before them
	Skipped   []reason.Skipped // rows that could not be read, or give a second figure for a day
}

// Add adds the result of another feed.
func (out *Result) Add(more Result) {
	out.Added += more.Added
	out.Unchanged += more.Unchanged
	out.Rejected += more.Rejected
	out.Corrected = append(out.Corrected, more.Corrected...)
	out.Held = append(out.Held, more.Held...)
	out.Released += more.Released
	out.Skipped = append(out.Skipped, more.Skipped...)
}

// A Correction is a rate that its publisher has changed. Both figures stay stored; the
// new one counts.
type Correction struct {
	Was, Is money.Rate
}

// An Intake says how a feed's rates are stored.
type Intake struct {
	Name string // where the feed was read
	// Share is how far a rate may move, 0.10 for 10 %. A rate that moved further is held
	// until a person has confirmed it. Zero holds none back.
	Share exact.Number
	// Confirmed is the reason why the person who acts confirms all rates that would be
	// held, having looked at them; empty: rates are held.
	Confirmed string
}

// Take stores a feed's rates, and holds back those that moved far from the last one of
// their pair. The same feed again changes nothing, and a value that a person has rejected
// does not come back with it.
//
// Which rates are held does not depend on the order in which feeds come: Take looks again
// at the rates of later days where what they were compared with has changed. A rate that
// was held may count then, and one that counted may be held. What a person has decided or
// entered stays.
func Take(ctx context.Context, t *db.Tx, in Intake, feed rates.Feed) (Result, error) {
	out := Result{Skipped: slices.Clone(feed.Skipped)}
	for _, days := range groupBySeries(feed.Rates) {
		w := walk{t: t, in: in, out: &out}
		if err := w.takeSeries(ctx, days); err != nil {
			r := days[0]
			return out, fmt.Errorf("store the rates of %s from %s to %s: %w", r.Source, r.From, r.To, err)
		}
	}
	return out, nil
}

// groupBySeries groups rates by their series, each group sorted by date.
func groupBySeries(all []money.Rate) (parts [][]*money.Rate) {
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

// A history has the stored rates of a series in some days, and those of the last day
// before them.
type history struct {
	dates  []civil.Date                // ascending
	stored map[civil.Date][]money.Rate // by version
	held   map[civil.Date][]Held       // with those about which was decided
}

// add adds a rate as the newest version of its day.
func (h *history) add(r money.Rate) {
	if len(h.stored[r.Date]) == 0 {
		i, _ := h.indexOf(r.Date)
		h.dates = slices.Insert(h.dates, i, r.Date)
	}
	h.stored[r.Date] = append(h.stored[r.Date], r)
}

// indexOf returns the index of a day in dates, or where the day belongs, and whether it
// is there.
func (h *history) indexOf(day civil.Date) (int, bool) {
	return slices.BinarySearchFunc(h.dates, day, civil.Date.DaysSince)
}

// base returns the rate with which a rate of that day is compared: the one that it
// corrects, or else that of the last day before. It returns false where there is none.
func (h *history) base(day civil.Date) (money.Rate, bool) {
	if versions := h.stored[day]; len(versions) > 0 {
		return versions[len(versions)-1], true
	}
	return h.before(day)
}

// before returns the rate of the last day before another, and false where there is none.
func (h *history) before(day civil.Date) (money.Rate, bool) {
	i, _ := h.indexOf(day)
	if i == 0 {
		return money.Rate{}, false
	}
	versions := h.stored[h.dates[i-1]]
	return versions[len(versions)-1], true
}

// remove removes all versions of a day's rate.
func (h *history) remove(day civil.Date) {
	delete(h.stored, day)
	if i, there := h.indexOf(day); there {
		h.dates = slices.Delete(h.dates, i, i+1)
	}
}

// days returns all days that have a rate, stored or held, ascending.
func (h *history) days() []civil.Date {
	all := slices.Clone(h.dates)
	for day := range h.held {
		if i, there := slices.BinarySearchFunc(all, day, civil.Date.DaysSince); !there {
			all = slices.Insert(all, i, day)
		}
	}
	return all
}

// readHistory returns the history of a rate's series from the rate's day to another.
func readHistory(ctx context.Context, t *db.Tx, r money.Rate, to civil.Date) (*history, error) {
	h := &history{stored: map[civil.Date][]money.Rate{}, held: map[civil.Date][]Held{}}
	err := h.read(ctx, t, r, `
		date <= $6 AND date >= coalesce(
			(SELECT max(date) FROM rates WHERE source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date < $5), $5)`, to)
	return h, err
}

// read adds days of a rate's series. days is the condition on them, one of this package's
// literals, with the rate's day as $5 and to as $6.
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

// sameRate reports whether two rates convert alike: 1.10 for 1 is 110 for 100.
func sameRate(a, b money.Rate) bool {
	return a.Value.Mul(b.Per).Cmp(b.Value.Mul(a.Per)) == 0
}

// scanRate reads a row that begins with a rate, and the columns after it into more.
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
