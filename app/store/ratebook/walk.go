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
			err, stored = w.again(ctx, stored[0], false), stored[1:]
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
	same := func(v Held) bool { return sameRate(v.Rate, r) }
	held := w.h.held[r.Date]
	if i := slices.IndexFunc(held, func(v Held) bool { return v.Decision == Undecided && same(v) }); i >= 0 && w.in.Confirmed != "" {
		held[i] = held[i].decided(Confirmed, w.t.Who(), w.in.Confirmed)
		if err := decide(ctx, w.t, held[i]); err != nil {
			return err
		}
		return w.store(ctx, r)
	}
	if err := w.again(ctx, r.Date, true); err != nil {
		return err
	}
	versions := w.h.stored[r.Date]
	held = w.h.held[r.Date]
	if n := len(versions); n > 0 && sameRate(versions[n-1], r) {
		w.out.Unchanged++
		return withdraw(ctx, w.t, w.h, r.Date) // the publisher has taken its other value back
	}
	// An old feed read again takes neither a correction back nor a decision.
	if slices.ContainsFunc(versions, func(v money.Rate) bool { return sameRate(v, r) }) || slices.ContainsFunc(held, same) {
		w.out.Unchanged++
		return nil
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
			if err := w.again(ctx, day, false); err != nil {
				return fmt.Errorf("of %s: %w", day, err)
			}
		}
		if last = to; last == endOfDays {
			break
		}
	}
	return nil
}

// again looks at a stored day, once the rate that it was compared with has changed: at its
// values in the order in which they came, as if they came now.
func (w *walk) again(ctx context.Context, day civil.Date, inFeed bool) error {
	if !w.changed || w.in.Share.Sign() <= 0 {
		return nil
	}
	versions := slices.Clone(w.h.stored[day])
	if stays, err := w.stays(ctx, day, versions, inFeed); err != nil || stays {
		w.changed = false
		return err
	}
	values, waits := versions, slices.IndexFunc(w.h.held[day], func(h Held) bool { return h.Decision == Undecided })
	if waits >= 0 { // a correction that waits came after what it corrects
		values = append(slices.Clone(versions), w.h.held[day][waits].Rate)
	}
	base, found := w.h.before(day)
	feeds, err := feedsOf(ctx, w.t, versions)
	if err != nil {
		return err
	}
	var holding []int // of the values
	for i, v := range values {
		if !found || !w.far(base, v) {
			holding, base, found = append(holding, i), v, true
		}
	}
	if waits >= 0 {
		feeds = append(feeds, w.h.held[day][waits].Feed)
		if err := w.heldAgain(ctx, &w.h.held[day][waits], base, slices.Contains(holding, len(values)-1)); err != nil {
			return err
		}
	}
	return w.rearrange(ctx, day, arrived{values, feeds, len(versions), holding, base})
}

// stays says whether what is stored of a day is not looked at again: a person has decided
// about it or entered it, or confirms it now.
func (w *walk) stays(ctx context.Context, day civil.Date, versions []money.Rate, inFeed bool) (bool, error) {
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

// heldAgain decides about a rate that waits, or notes what it is compared with now.
func (w *walk) heldAgain(ctx context.Context, held *Held, base money.Rate, holds bool) error {
	switch {
	case holds:
		*held = held.decided(Followed, db.Who{At: w.t.Who().At}, "")
		w.out.Released++
		return decide(ctx, w.t, *held)
	case held.Last.Date != base.Date || !sameRate(held.Last, base):
		held.Last = base
		return compareWith(ctx, w.t, *held)
	}
	return nil
}

// arrived is what came for a day: values in the order in which they came.
type arrived struct {
	values  []money.Rate
	feeds   []string   // where each was read
	stored  int        // how many of them, from the first, held so far
	holding []int      // which hold now
	base    money.Rate // which the last one is compared with
}

// rearrange stores which values of a day hold. Of those that hold no more, the last to come
// waits for a person, if no other came after it.
func (w *walk) rearrange(ctx context.Context, day civil.Date, is arrived) error {
	same := len(is.holding) == is.stored
	for i, at := range is.holding {
		same = same && at == i
	}
	if same {
		w.changed = w.changed && is.stored == 0
		return nil
	}
	if is.stored > 0 {
		if err := takeOut(ctx, w.t, is.values[0]); err != nil {
			return err
		}
		w.h.remove(day)
	}
	for i, v := range is.values[:is.stored] {
		if slices.Contains(is.holding, i) {
			continue
		}
		held := Held{ID: rand.Text(), Rate: v, Last: is.base, Feed: is.feeds[i], At: w.t.Who().At, Share: w.in.Share}
		if err := hold(ctx, w.t, held); err != nil {
			return err
		}
		if i == len(is.values)-1 {
			w.out.Held = append(w.out.Held, held)
		} else {
			held = held.decided(Withdrawn, db.Who{At: w.t.Who().At}, "")
			if err := decide(ctx, w.t, held); err != nil {
				return err
			}
		}
		w.h.held[day] = append(w.h.held[day], held)
	}
	for _, i := range is.holding {
		if err := w.add(ctx, is.values[i], is.feeds[i]); err != nil {
			return err
		}
	}
	last := len(is.holding) - 1
	w.changed = is.stored == 0 || last < 0 || !sameRate(is.values[is.holding[last]], is.values[is.stored-1])
	return nil
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
