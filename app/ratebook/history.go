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

// History is what is stored of a pair of currencies.
type History struct {
	Span    rates.Span   // that is shown; the zero Span if the pair has no rate
	Rates   []StoredRate // of Span, every version, by day and publisher
	Back    bool         // the pair is published the other way round too
	Crosses []Cross      // by way of a third currency, on the marked day or today
	Entries []Entry      // of the marked day, the latest first, with times in the exporter's zone
	Waiting []Held       // of the pair, either way round, likewise
}

// Cross is the pair by way of another currency, by a rule.
type Cross struct {
	Rule   rates.Rule
	Answer rates.Answer
}

// everyEntry is more than people ever enter.
const everyEntry = 1 << 30

// LookAtPair returns the history of a pair. shown picks from all days that it has those
// that are shown; it may be called more than once. marked is a day that matters, or the
// zero Date.
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
		if err := h.wait(ctx, t, from, to); err != nil {
			return h, err
		}
		if !last.IsZero() {
			h.Span = shown(rates.Span{From: first, To: last})
			if h.Rates, err = stored.Between(ctx, t.Tx, from, to, h.Span.From, h.Span.To); err != nil {
				return h, err
			}
			if err := h.sign(ctx, t, from, to, marked); err != nil {
				return h, err
			}
		}
		return h, h.cross(ctx, t, from, to, marked)
	})
}

// wait finds what of the pair waits for a person.
func (h *History) wait(ctx context.Context, t *store.Tx, from, to money.Currency) error {
	all, err := stored.Waiting(ctx, t.Tx)
	if err != nil {
		return err
	}
	h.Waiting = slices.DeleteFunc(all, func(w Held) bool {
		return (w.Rate.From != from || w.Rate.To != to) && (w.Rate.From != to || w.Rate.To != from)
	})
	if len(h.Waiting) == 0 {
		return nil
	}
	zone, err := t.Zone(ctx)
	heldIn(h.Waiting, zone)
	return err
}

// sign finds who entered the rates of the marked day, and why.
func (h *History) sign(ctx context.Context, t *store.Tx, from, to money.Currency, marked civil.Date) error {
	entered := func(r StoredRate) bool { return r.Date == marked && ByHand(r) }
	if !slices.ContainsFunc(h.Rates, entered) {
		return nil
	}
	zone, err := t.Zone(ctx)
	if err != nil {
		return err
	}
	all, err := stored.Entries(ctx, t.Tx, everyEntry)
	if err != nil {
		return err
	}
	h.Entries = slices.DeleteFunc(all, func(e Entry) bool { return e.From != from || e.To != to || e.Date != marked })
	entriesIn(h.Entries, zone)
	return nil
}

// ByHand reports whether a person entered the rate: it was read from nowhere else.
func ByHand(r StoredRate) bool {
	return slices.ContainsFunc(Enterables, func(e Enterable) bool { return r.Feed == string(e.ID) && r.Source == e.ID.Name() })
}

// cross finds the ways of the pair through a third currency.
func (h *History) cross(ctx context.Context, t *store.Tx, from, to money.Currency, day civil.Date) (err error) {
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
		if r.Via == "" {
			continue
		}
		r.MaxAge = 0 // what was published is shown, however old
		a, err := stored.HoldingBy(ctx, t.Tx, r.Rule, from, to, day)
		switch none := (*trade.Error)(nil); {
		case errors.As(err, &none) && none.Code == trade.NotFound:
		case err != nil:
			return err
		case len(a.Path) > 1:
			h.Crosses = append(h.Crosses, Cross{r.Rule, a})
		}
	}
	return nil
}

// Export hands the rates that a filter picks to write, all of one moment. write may be
// called more than once, and begins anew then.
func Export(ctx context.Context, s *store.Store, who store.Who, f Filter, write func(store.Rows[StoredRate]) error) error {
	_, err := store.View(ctx, s, who, func(t *store.Tx) (struct{}, error) {
		return struct{}{}, write(func(take func(StoredRate) error) error { return stored.Each(ctx, t.Tx, f, take) })
	})
	return err
}
