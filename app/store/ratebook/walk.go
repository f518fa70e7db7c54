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

// A walk stores a feed's rates of one series, from its first day on.
//
// A rate counts if it is near the last one before it that counts. So which rates count is
// the same in whatever order the days come, as long as all days after a new one are
// looked at again, up to the first on which nothing changes.
type walk struct {
	t   *db.Tx
	in  Intake
	out *Result
	h   *history

	changed bool  // the last rate that counts is another than before the walk
	rows    []row // to be stored together
}

// takeSeries stores the rates, which must be sorted by date.
func (w *walk) takeSeries(ctx context.Context, days []*money.Rate) (err error) {
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
			err, stored = w.reconsider(ctx, stored[0], false), stored[1:]
		} else {
			n := 1
			for n < len(days) && days[n].Date == day {
				w.out.noteTwice(*days[0], *days[n])
				n++
			}
			if len(stored) > 0 && stored[0] == day {
				stored = stored[1:]
			}
			err, days = w.takeRate(ctx, *days[0]), days[n:]
		}
		if err != nil {
			return fmt.Errorf("of %s: %w", day, err)
		}
	}
	if err := w.reconsiderLater(ctx, first, last); err != nil {
		return err
	}
	return w.flush(ctx)
}

// noteTwice notes that a feed has a second value for a day, unless both convert alike.
func (out *Result) noteTwice(first, r money.Rate) {
	if !sameRate(first, r) {
		out.Skipped = append(out.Skipped, rates.TwoValues(first, r))
	}
}

// takeRate stores a rate, holds it back, or does neither where it is known already.
func (w *walk) takeRate(ctx context.Context, r money.Rate) error {
	same := func(v Held) bool { return sameRate(v.Rate, r) }
	held := w.h.held[r.Date]
	if i := slices.IndexFunc(held, func(v Held) bool { return v.Decision == Undecided && same(v) }); i >= 0 && w.in.Confirmed != "" {
		held[i] = held[i].decidedAs(Confirmed, w.t.Who(), w.in.Confirmed)
		if err := storeDecision(ctx, w.t, held[i]); err != nil {
			return err
		}
		return w.storeNew(ctx, r)
	}
	if err := w.reconsider(ctx, r.Date, true); err != nil {
		return err
	}
	versions := w.h.stored[r.Date]
	held = w.h.held[r.Date]
	if n := len(versions); n > 0 && sameRate(versions[n-1], r) {
		w.out.Unchanged++
		return withdrawWaiting(ctx, w.t, w.h, r.Date) // the publisher has withdrawn its other value
	}
	// Reading an old feed again undoes neither a correction nor a decision.
	if slices.ContainsFunc(versions, func(v money.Rate) bool { return sameRate(v, r) }) {
		w.out.Unchanged++
		return nil
	}
	if slices.ContainsFunc(held, same) {
		w.out.Unchanged++
		if slices.ContainsFunc(held, func(v Held) bool { return v.Decision == Rejected && same(v) }) {
			w.out.Rejected++
		}
		return nil
	}
	if err := withdrawWaiting(ctx, w.t, w.h, r.Date); err != nil {
		return err
	}
	if base, ok := w.h.base(r.Date); ok && w.isFar(base, r) {
		if holds, err := w.holdBack(ctx, r, base); err != nil || !holds {
			return err
		}
	}
	return w.storeNew(ctx, r)
}

// isFar reports whether a rate moved further from base than the intake allows.
func (w *walk) isFar(base, r money.Rate) bool {
	return w.in.Share.Sign() > 0 && rates.Moved(base, r, w.in.Share)
}

// holdBack stores a rate as held. Where the person who imports the feed confirms all of
// its rates, holdBack also stores that decision and reports that the rate counts.
func (w *walk) holdBack(ctx context.Context, r, base money.Rate) (holds bool, err error) {
	held := Held{ID: rand.Text(), Rate: r, Last: base, Feed: w.in.Name, At: w.t.Who().At, Share: w.in.Share}
	if err := storeHeld(ctx, w.t, held); err != nil {
		return false, err
	}
	if w.in.Confirmed != "" {
		return true, storeDecision(ctx, w.t, held.decidedAs(Confirmed, w.t.Who(), w.in.Confirmed))
	}
	w.out.Held = append(w.out.Held, held)
	return false, nil
}

// storeNew stores a rate, which counts from now on.
func (w *walk) storeNew(ctx context.Context, r money.Rate) error {
	if versions := w.h.stored[r.Date]; len(versions) > 0 {
		w.out.Corrected = append(w.out.Corrected, Correction{Was: versions[len(versions)-1], Is: r})
	} else {
		w.out.Added++
	}
	return w.add(ctx, r, w.in.Name)
}

// reconsiderLater looks again at the stored days after the last one of the feed.
func (w *walk) reconsiderLater(ctx context.Context, r money.Rate, last civil.Date) error {
	for w.changed && w.in.Share.Sign() > 0 {
		r.Date = last
		to, err := dayAfterSome(ctx, w.t, r)
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
			if err := w.reconsider(ctx, day, false); err != nil {
				return fmt.Errorf("of %s: %w", day, err)
			}
		}
		if last = to; last == endOfDays {
			break
		}
	}
	return nil
}

// reconsider decides anew which stored values of a day count, where the rate that they
// were compared with has changed. It judges the values in the order in which they were
// stored, as if each arrived now. inFeed says that the feed has a value for the day.
func (w *walk) reconsider(ctx context.Context, day civil.Date, inFeed bool) error {
	if !w.changed || w.in.Share.Sign() <= 0 {
		return nil
	}
	versions := slices.Clone(w.h.stored[day])
	if stays, err := w.mustStay(ctx, day, versions, inFeed); err != nil || stays {
		w.changed = false
		return err
	}
	values, waits := versions, slices.IndexFunc(w.h.held[day], func(h Held) bool { return h.Decision == Undecided })
	if waits >= 0 { // a held correction came after the values that count
		values = append(slices.Clone(versions), w.h.held[day][waits].Rate)
	}
	base, found := w.h.before(day)
	feeds, err := feedsOf(ctx, w.t, versions)
	if err != nil {
		return err
	}
	var holding []int // indexes of the values that count now
	for i, v := range values {
		if !found || !w.isFar(base, v) {
			holding, base, found = append(holding, i), v, true
		}
	}
	if waits >= 0 {
		feeds = append(feeds, w.h.held[day][waits].Feed)
		if err := w.reconsiderHeld(ctx, &w.h.held[day][waits], base, slices.Contains(holding, len(values)-1)); err != nil {
			return err
		}
	}
	return w.rearrange(ctx, day, arrivals{values, feeds, len(versions), holding, base})
}

// mustStay reports whether the rates of a day are not looked at again, because a person
// has decided about them or entered one, or confirms the feed now.
func (w *walk) mustStay(ctx context.Context, day civil.Date, versions []money.Rate, inFeed bool) (bool, error) {
	if len(versions) == 0 {
		return false, nil
	}
	if inFeed && w.in.Confirmed != "" {
		return true, nil
	}
	newest := versions[len(versions)-1]
	if slices.ContainsFunc(w.h.held[day], func(h Held) bool {
		return (h.Decision == Confirmed || h.Decision == Followed && h.DecidedBy != "") && sameRate(h.Rate, newest)
	}) {
		return true, nil
	}
	return isEntered(ctx, w.t, newest)
}

// reconsiderHeld releases a held rate that counts now, or stores with which rate it is
// compared now.
func (w *walk) reconsiderHeld(ctx context.Context, held *Held, base money.Rate, holds bool) error {
	switch {
	case holds:
		*held = held.decidedAs(Followed, db.Who{At: w.t.Who().At}, "")
		w.out.Released++
		return storeDecision(ctx, w.t, *held)
	case held.Last.Date != base.Date || !sameRate(held.Last, base):
		held.Last = base
		return storeComparison(ctx, w.t, *held)
	}
	return nil
}

// arrivals are the values that came for a day, in the order in which they came.
type arrivals struct {
	values  []money.Rate
	feeds   []string   // where each was read
	stored  int        // how many of the values, from the first, counted so far
	holding []int      // indexes of the values that count now
	base    money.Rate // the rate with which the last value is compared
}

// rearrange stores which values of a day count. Of those that count no more, the last to
// come waits for a person, unless another value came after it.
func (w *walk) rearrange(ctx context.Context, day civil.Date, came arrivals) error {
	same := len(came.holding) == came.stored
	for i, at := range came.holding {
		same = same && at == i
	}
	if same {
		w.changed = w.changed && came.stored == 0
		return nil
	}
	if came.stored > 0 {
		if err := removeDay(ctx, w.t, came.values[0]); err != nil {
			return err
		}
		w.h.remove(day)
	}
	for i, v := range came.values[:came.stored] {
		if slices.Contains(came.holding, i) {
			continue
		}
		held := Held{ID: rand.Text(), Rate: v, Last: came.base, Feed: came.feeds[i], At: w.t.Who().At, Share: w.in.Share}
		if err := storeHeld(ctx, w.t, held); err != nil {
			return err
		}
		if i == len(came.values)-1 {
			w.out.Held = append(w.out.Held, held)
		} else {
			held = held.decidedAs(Withdrawn, db.Who{At: w.t.Who().At}, "")
			if err := storeDecision(ctx, w.t, held); err != nil {
				return err
			}
		}
		w.h.held[day] = append(w.h.held[day], held)
	}
	for _, i := range came.holding {
		if err := w.add(ctx, came.values[i], came.feeds[i]); err != nil {
			return err
		}
	}
	last := len(came.holding) - 1
	w.changed = came.stored == 0 || last < 0 || !sameRate(came.values[came.holding[last]], came.values[came.stored-1])
	return nil
}

// add stores a rate, together with others, that counts from now on.
func (w *walk) add(ctx context.Context, r money.Rate, feed string) error {
	w.rows = append(w.rows, row{Rate: r, version: len(w.h.stored[r.Date]) + 1, feed: feed})
	w.h.add(r)
	w.changed = true
	if len(w.rows) < rowsAtOnce {
		return nil
	}
	return w.flush(ctx)
}

// flush stores the rates that add has collected.
func (w *walk) flush(ctx context.Context) error {
	err := storeRows(ctx, w.t, w.rows)
	w.rows = w.rows[:0]
	return err
}
