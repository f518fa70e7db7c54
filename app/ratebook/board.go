package ratebook

import (
	"context"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/store"
	stored "woolroad/app/store/ratebook"
	"woolroad/rates"
)

// Board is everything that a desk needs to see of its rates today, all at one moment.
// Times of held rates are in the exporter's zone.
type Board struct {
	Today    civil.Date
	Zone     *time.Location // the exporter's zone
	Last     []StoredRate   // the last rate of each series, by publisher and pair
	Waiting  []Held         // held rates that nobody has decided about, by pair and date
	Decided  []Held         // decided rates, the latest decision first
	Rejected []Held         // those rejected ones that nobody has confirmed since, likewise
	Sources
}

// Sources is the state of the publishers, and how old their rates may be.
type Sources struct {
	States map[rates.SourceID]SourceState // of each publisher
	// MaxAges are how many days old a source's rates may be for new documents: the
	// largest age that a rule of the source allows; 0 for any age.
	MaxAges map[rates.SourceID]int
}

// Look returns the board, with at most that many decided rates, and of rejected ones.
func Look(ctx context.Context, s *store.Store, who store.Who, decided int) (Board, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (b Board, err error) {
		if b.Zone, err = t.Zone(ctx); err != nil {
			return b, err
		}
		if b.Today, err = t.Today(ctx); err != nil {
			return b, err
		}
		if b.Last, err = stored.Board(ctx, t.Tx, b.Today); err != nil {
			return b, err
		}
		if b.Waiting, err = stored.Waiting(ctx, t.Tx); err != nil {
			return b, err
		}
		if b.Decided, err = stored.Decided(ctx, t.Tx, decided); err != nil {
			return b, err
		}
		if b.Rejected, err = stored.RejectedStill(ctx, t.Tx, decided); err != nil {
			return b, err
		}
		setHeldZone(b.Rejected, b.Zone)
		setHeldZone(b.Waiting, b.Zone)
		setHeldZone(b.Decided, b.Zone)
		b.Sources, err = sources(ctx, t)
		return b, err
	})
}

// Waiting returns the held rates that nobody has decided about yet, by pair and date,
// with their times in the exporter's zone.
func Waiting(ctx context.Context, s *store.Store, who store.Who) ([]Held, error) {
	return store.View(ctx, s, who, func(t *store.Tx) ([]Held, error) { return waiting(ctx, t) })
}

// RejectedStill returns the held rates that a person has rejected and nobody has confirmed
// since, those rejected last first and no more than that many, with their times in the
// exporter's zone.
func RejectedStill(ctx context.Context, s *store.Store, who store.Who, most int) ([]Held, error) {
	return store.View(ctx, s, who, func(t *store.Tx) ([]Held, error) {
		zone, err := t.Zone(ctx)
		if err != nil {
			return nil, err
		}
		held, err := stored.RejectedStill(ctx, t.Tx, most)
		setHeldZone(held, zone)
		return held, err
	})
}

// waiting returns what Waiting does, within a transaction.
func waiting(ctx context.Context, t *store.Tx) ([]Held, error) {
	zone, err := t.Zone(ctx)
	if err != nil {
		return nil, err
	}
	held, err := stored.Waiting(ctx, t.Tx)
	setHeldZone(held, zone)
	return held, err
}

// WaitingFor returns the stored record of a held rate, and false if somebody has decided
// about the rate. The error is the database's.
func WaitingFor(ctx context.Context, s *store.Store, who store.Who, held rates.Held) (Held, bool, error) {
	all, err := Waiting(ctx, s, who)
	for _, waiting := range all {
		if isRecordOf(waiting, held) {
			return waiting, true, nil
		}
	}
	return Held{}, false, err
}

// isRecordOf reports whether waiting is the stored record of the held rate named: whether
// both have the same source, side, pair and date. It does not compare their values,
// because at most one rate waits for each of these at a time: a newer value of the
// publisher withdraws the one before it.
func isRecordOf(waiting Held, named rates.Held) bool {
	a, b := waiting.Rate, named.Rate
	return a.Source == b.Source && a.Side == b.Side && a.From == b.From && a.To == b.To && a.Date == b.Date
}

// LookAtSources returns the state of the publishers, and how old their rates may be.
func LookAtSources(ctx context.Context, s *store.Store, who store.Who) (Sources, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (Sources, error) { return sources(ctx, t) })
}

// sources does the work of LookAtSources within a transaction.
func sources(ctx context.Context, t *store.Tx) (Sources, error) {
	out := Sources{States: map[rates.SourceID]SourceState{}, MaxAges: map[rates.SourceID]int{}}
	for _, p := range rates.Publishers {
		state, err := stored.StateOf(ctx, t.Tx, p.ID)
		if err != nil {
			return out, err
		}
		out.States[p.ID] = state
	}
	rules, err := stored.Rules(ctx, t.Tx)
	for _, r := range rules {
		if age, ok := out.MaxAges[r.Source]; !ok || age != 0 && (r.MaxAge == 0 || r.MaxAge > age) {
			out.MaxAges[r.Source] = r.MaxAge
		}
	}
	return out, err
}
