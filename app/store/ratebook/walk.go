package ratebook

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/rates"
)

// walk takes in a feed's rates of one series, from its first day on.
//
// A rate holds if it is near the last one before it that holds. So what holds is the same in
// whatever order the days come, as long as all days after a new one are looked at again, up to
// the first that holds as it did.
type walk struct {
	t   *db.Tx
	in  Intake
	out *Result
	h   *history

	changed bool  // the last rate that holds is another than it was before the walk
	rows    []row // which are stored together
}

// take takes in rates, which are sorted by date.
func (w *walk) take(ctx context.Context, days []*money.Rate) (err error) {
	first, last := *days[0], days[len(days)-1].Date
	if w.h, err = readHistory(ctx, w.t, first, last); err != nil {
		return err
	}
	stored := w.h.days()
	for len(stored) > 0 && stored[0].Before(first.Date) {
		stored = stored[1:]
	}
	for len(days) > 0 {
		day := days[0].Date
		if len(stored) > 0 && stored[0].Before(day) {
			err, stored = w.again(ctx, stored[0]), stored[1:]
		} else {
			n := 1
			for n < len(days) && days[n].Date == day {
				w.out.twice(*days[0], *days[n])
				n++
			}
			if len(stored) > 0 && stored[0] == day {
				stored = stored[1:]
			}
			err, days = w.one(ctx, *days[0]), days[n:]
		}
		if err != nil {
			return fmt.Errorf("of %s: %w", day, err)
		}
	}
	if err := w.later(ctx, first, last); err != nil {
		return err
	}
	return w.flush(ctx)
}

// twice notes a second value of a day in one feed.
func (out *Result) twice(first, r money.Rate) {
	if !sameRate(first, r) {
		out.Skipped = append(out.Skipped, rates.TwoValues(first, r))
	}
}

// one takes in a rate: as it is, apart, or not at all if it is known.
func (w *walk) one(ctx context.Context, r money.Rate) error {
	versions, held := w.h.stored[r.Date], w.h.held[r.Date]
	if n := len(versions); n > 0 && sameRate(versions[n-1], r) {
		w.out.Unchanged++
		if err := withdraw(ctx, w.t, w.h, r.Date); err != nil { // the publisher has taken its other value back
			return err
		}
		return w.again(ctx, r.Date)
	}
	same := func(v Held) bool { return sameRate(v.Rate, r) }
	if i := slices.IndexFunc(held, func(v Held) bool { return v.Decision == Undecided && same(v) }); i >= 0 && w.in.Confirmed != "" {
		held[i] = held[i].decided(Confirmed, w.t.Who(), w.in.Confirmed)
		if err := decide(ctx, w.t, held[i]); err != nil {
			return err
		}
		return w.store(ctx, r)
	}
	// An old feed read again takes neither a correction back nor a decision.
	if slices.ContainsFunc(versions, func(v money.Rate) bool { return sameRate(v, r) }) || slices.ContainsFunc(held, same) {
		w.out.Unchanged++
		return w.again(ctx, r.Date)
	}
	if err := withdraw(ctx, w.t, w.h, r.Date); err != nil {
		return err
	}
	if base, ok := w.h.base(r.Date); ok && w.far(base, r) {
		if holds, err := w.hold(ctx, r, base); err != nil || !holds {
			return err
		}
	}
	return w.store(ctx, r)
}

func (w *walk) far(base, r money.Rate) bool {
	return w.in.Share.Sign() > 0 && rates.Moved(base, r, w.in.Share)
}

// hold stores a rate apart, or with who confirms the whole feed, so that it holds.
func (w *walk) hold(ctx context.Context, r, base money.Rate) (holds bool, err error) {
	held := Held{ID: rand.Text(), Rate: r, Last: base, Feed: w.in.Name, At: w.t.Who().At, Share: w.in.Share}
	if err := hold(ctx, w.t, held); err != nil {
		return false, err
	}
	if w.in.Confirmed != "" {
		return true, decide(ctx, w.t, held.decided(Confirmed, w.t.Who(), w.in.Confirmed))
	}
	w.out.Held = append(w.out.Held, held)
	return false, nil
}

// store stores a rate that holds from now on.
func (w *walk) store(ctx context.Context, r money.Rate) error {
	if versions := w.h.stored[r.Date]; len(versions) > 0 {
		w.out.Corrected = append(w.out.Corrected, Correction{versions[len(versions)-1], r})
	} else {
		w.out.Added++
	}
	return w.add(ctx, r, w.in.Name)
}

// later looks again at the stored days after the last one of the feed.
func (w *walk) later(ctx context.Context, r money.Rate, last civil.Date) error {
	for w.changed && w.in.Share.Sign() > 0 {
		r.Date = last
		to, err := someDaysAfter(ctx, w.t, r)
		if err == nil {
			err = w.h.read(ctx, w.t, r, `date > $5 AND date <= $6`, to)
		}
		if err != nil {
			return err
		}
		for _, day := range w.h.days() {
			if !day.After(last) || !w.changed {
				continue
			}
			if err := w.again(ctx, day); err != nil {
				return fmt.Errorf("of %s: %w", day, err)
			}
		}
		if last = to; last == endOfDays {
			break
		}
	}
	return nil
}

// again looks at a stored day, once the rate that it was compared with has changed.
func (w *walk) again(ctx context.Context, day civil.Date) error {
	if !w.changed || w.in.Share.Sign() <= 0 {
		return nil
	}
	base, found := w.h.before(day)
	versions := w.h.stored[day]
	i := slices.IndexFunc(w.h.held[day], func(h Held) bool { return h.Decision == Undecided })
	switch {
	case len(versions) == 0 && i >= 0:
		return w.heldAgain(ctx, &w.h.held[day][i], base, found)
	case len(versions) == 1 && i < 0 && found && w.far(base, versions[0]):
		return w.holdAgain(ctx, versions[0], base)
	case len(versions) > 0: // of several, each was compared with the one that it corrects
		w.changed = false
	}
	return nil
}

// heldAgain looks at a rate that waits for a person.
func (w *walk) heldAgain(ctx context.Context, held *Held, base money.Rate, found bool) error {
	switch {
	case !found || !w.far(base, held.Rate):
		*held = held.decided(Followed, db.Who{At: w.t.Who().At}, "")
		if err := decide(ctx, w.t, *held); err != nil {
			return err
		}
		w.out.Released++
		return w.add(ctx, held.Rate, held.Feed)
	case held.Last.Date != base.Date || !sameRate(held.Last, base):
		held.Last = base
		return compareWith(ctx, w.t, *held)
	}
	return nil
}

// holdAgain holds a rate that was far from nothing when it came, but for what a person has
// decided about or entered, or confirms now.
func (w *walk) holdAgain(ctx context.Context, r, base money.Rate) error {
	decided := slices.ContainsFunc(w.h.held[r.Date], func(h Held) bool {
		return (h.Decision == Confirmed || h.Decision == Followed && h.DecidedBy != "") && sameRate(h.Rate, r)
	})
	entered, err := isEntered(ctx, w.t, r)
	if err != nil || decided || entered {
		w.changed = false
		return err
	}
	if holds, err := w.hold(ctx, r, base); err != nil || holds {
		w.changed = false
		return err
	}
	w.h.remove(r.Date)
	return takeOut(ctx, w.t, r)
}

// add has a rate hold.
func (w *walk) add(ctx context.Context, r money.Rate, feed string) error {
	w.rows = append(w.rows, row{r, len(w.h.stored[r.Date]) + 1, feed})
	w.h.add(r)
	w.changed = true
	if len(w.rows) < rowsAtOnce {
		return nil
	}
	return w.flush(ctx)
}

func (w *walk) flush(ctx context.Context) error {
	err := storeRows(ctx, w.t, w.rows)
	w.rows = w.rows[:0]
	return err
}
