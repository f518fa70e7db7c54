package ratebook

import (
	"context"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store"
	stored "woolroad/app/store/ratebook"
	"woolroad/rates"
)

// Import takes a feed in, all of it or nothing. The same feed again changes nothing, and
// a value that a person has rejected does not come back with it.
func Import(ctx context.Context, s *store.Store, who store.Who, in Intake, feed rates.Feed) (Result, error) {
	return store.Change(ctx, s, who, "rates.import", []any{in, feed}, func(t *store.Tx) (Result, error) {
		return stored.Take(ctx, t.Tx, in, feed)
	})
}

// Confirmation is a held rate that a person has confirmed.
type Confirmation struct {
	Rate money.Rate
	With int // later ones that were held only because it was
}

// Confirm puts a held rate where it holds, and with it those after it that were held
// only because it was. A reason may be empty. Where there is no such rate the error is
// NotFound, and a Conflict where it is decided already.
func Confirm(ctx context.Context, s *store.Store, who store.Who, id, reason string) (Confirmation, error) {
	return store.Change(ctx, s, who, "rates.confirm", []any{id, reason}, func(t *store.Tx) (Confirmation, error) {
		all, err := stored.Confirm(ctx, t.Tx, id, reason)
		if err != nil {
			return Confirmation{}, err
		}
		return Confirmation{all[0].Rate, len(all) - 1}, nil
	})
}

// Reject stores a held rate as wrong; the same value does not come back with the next
// feed. Its errors are Confirm's.
func Reject(ctx context.Context, s *store.Store, who store.Who, id, reason string) error {
	return change(ctx, s, who, "rates.reject", []any{id, reason}, func(t *store.Tx) error { return stored.Reject(ctx, t.Tx, id, reason) })
}

// Entered is what people have entered, with times in the exporter's zone.
type Entered struct {
	Today   civil.Date
	Entries []Entry // the latest first
}

// LookAtEntries returns the rates that people entered, no more than that.
func LookAtEntries(ctx context.Context, s *store.Store, who store.Who, most int) (Entered, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (out Entered, err error) {
		zone, err := t.Zone(ctx)
		if err != nil {
			return out, err
		}
		if out.Today, err = t.Today(ctx); err != nil {
			return out, err
		}
		out.Entries, err = stored.Entries(ctx, t.Tx, most)
		entriesIn(out.Entries, zone)
		return out, err
	})
}

// Enter stores a rate that a person enters because no feed has it. For a day that has
// one it is a correction, and both stay. What is wrong with it is trade.Faults, with
// pointers such as "/value".
func Enter(ctx context.Context, s *store.Store, who store.Who, e Entry) error {
	return change(ctx, s, who, "rates.enter", e, func(t *store.Tx) error { return stored.Enter(ctx, t.Tx, e) })
}

// change is store.Change of something that has no result but that it is done.
func change(ctx context.Context, s *store.Store, who store.Who, operation string, content any, f func(*store.Tx) error) error {
	_, err := store.Change(ctx, s, who, operation, content, func(t *store.Tx) (struct{}, error) { return struct{}{}, f(t) })
	return err
}
