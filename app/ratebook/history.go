package ratebook

import (
	"context"
	"errors"
	"slices"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store"
	stored "woolroad/app/store/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
)

// History is everything that is stored about a pair of currencies.
type History struct {
	Span    rates.Span   // the days that are shown; the zero Span if the pair has no rate
	Rates   []StoredRate // every version of the rates of Span, by day and publisher
	Back    bool         // the pair is published in the other direction too
	Crosses []Cross      // rates through a third currency, on the marked day or today
	Entries []Entry      // what people entered for the marked day, the latest first, with times in the exporter's zone
	Waiting []Held       // undecided rates of the pair in both directions, with times in the exporter's zone
}

// Cross is a rate of the pair through another currency, by a rule.
type Cross struct {
	Rule    rates.Rule
	Answer  rates.Answer
	Missing *trade.Error // why there is no Answer: it needs a held figure; nil: there is an Answer
	Held    *Held        // the held figure; nil: there is an Answer
}

// allEntries is more than people ever enter.
const allEntries = 1 << 30

// LookAtPair returns the history of a pair. shown returns the days to show, from all days
// that the pair has; it may be called more than once and must do nothing but compute.
// marked is a day of which the history says more, or the zero Date.
func LookAtPair(ctx context.Context, s *store.Store, who store.Who, from, to money.Currency, marked civil.Date, shown func(rates.Span) rates.Span) (History, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (h History, err error) {
		first, last, err := stored.Days(ctx, t.Tx, from, to)
		if err != nil {
			return h, err
		}
		back, _, err := stored.Days(ctx, t.Tx, to, from)
		if err != nil {
			return h, err
		}
		h.Back = !back.IsZero()
		all, err := waiting(ctx, t)
		if err != nil {
			return h, err
		}
		for _, w := range all {
			if w.Rate.From == from && w.Rate.To == to || w.Rate.From == to && w.Rate.To == from {
				h.Waiting = append(h.Waiting, w)
			}
		}
		if !last.IsZero() {
			h.Span = shown(rates.Span{From: first, To: last})
			if h.Rates, err = stored.Between(ctx, t.Tx, from, to, h.Span.From, h.Span.To); err != nil {
				return h, err
			}
			if err := h.findEntries(ctx, t, from, to, marked); err != nil {
				return h, err
			}
		}
		return h, h.findCrosses(ctx, t, from, to, marked, all)
	})
}

// findEntries finds who entered the rates of the marked day, and why.
func (h *History) findEntries(ctx context.Context, t *store.Tx, from, to money.Currency, marked civil.Date) error {
	entered := func(r StoredRate) bool { return r.Date == marked && ByHand(r) }
	if !slices.ContainsFunc(h.Rates, entered) {
		return nil
	}
	zone, err := t.Zone(ctx)
	if err != nil {
		return err
	}
	all, err := stored.Entries(ctx, t.Tx, allEntries)
	if err != nil {
		return err
	}
	h.Entries = slices.DeleteFunc(all, func(e Entry) bool { return e.From != from || e.To != to || e.Date != marked })
	setEntriesZone(h.Entries, zone)
	return nil
}

// ByHand reports whether a person entered the rate.
func ByHand(r StoredRate) bool {
	return slices.ContainsFunc(Enterables, func(e Enterable) bool { return r.Feed == string(e.ID) && r.Source == e.ID.Name() })
}

// findCrosses finds the rates of the pair through a third currency. For a rate that needs
// a held figure, it finds that figure among waiting and the reason why there is no rate.
func (h *History) findCrosses(ctx context.Context, t *store.Tx, from, to money.Currency, day civil.Date, waiting []Held) (err error) {
	if day.IsZero() {
		if day, err = t.Today(ctx); err != nil {
			return err
		}
	}
	rules, err := stored.Rules(ctx, t.Tx)
	if err != nil {
		return err
	}
	for _, r := range rules {
		if r.Via == "" || r.Via == from || r.Via == to {
			continue
		}
		r.MaxAge = 0 // what was published is shown, however old
		a, err := stored.HoldingBy(ctx, t.Tx, r.Rule, from, to, day)
		no, held := (*trade.Error)(nil), (*rates.ErrHeld)(nil)
		switch {
		case errors.As(err, &held) && errors.As(err, &no):
			x := Cross{Rule: r.Rule, Missing: no}
			if i := slices.IndexFunc(waiting, func(w Held) bool { return isRecordOf(w, held.Held) }); i >= 0 {
				x.Held = &waiting[i]
			}
			h.Crosses = append(h.Crosses, x)
		case errors.As(err, &no) && no.Code == trade.NotFound:
		case err != nil:
			return err
		case len(a.Path) > 1:
			h.Crosses = append(h.Crosses, Cross{Rule: r.Rule, Answer: a})
		}
	}
	return nil
}

// Export passes the rates that a filter picks to write, all at one moment. It may call
// write more than once, and write must then begin again. An error of write ends it and is
// returned.
func Export(ctx context.Context, s *store.Store, who store.Who, f Filter, write func(store.Rows[StoredRate]) error) error {
	_, err := store.View(ctx, s, who, func(t *store.Tx) (struct{}, error) {
		return struct{}{}, write(func(take func(StoredRate) error) error { return stored.Each(ctx, t.Tx, f, take) })
	})
	return err
}
