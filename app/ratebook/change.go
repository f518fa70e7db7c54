package ratebook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"woolroad/app/money"
	"woolroad/app/store"
	stored "woolroad/app/store/ratebook"
	"woolroad/rates"
)

// Import takes a feed in, all of it or nothing. The same feed again changes nothing, and
// a value that a person has rejected does not come back with it.
func Import(ctx context.Context, s *store.Store, who store.Who, in Intake, feed rates.Feed) (Result, error) {
	return store.Change(ctx, s, who, "rates.import", []any{in, digest(feed)}, func(t *store.Tx) (Result, error) {
		return stored.Take(ctx, t.Tx, in, feed)
	})
}

// digest tells feeds apart. A whole history is not written out for that.
func digest(feed rates.Feed) string {
	h := sha256.New()
	for _, r := range feed.Rates { // a hash takes all that it is given
		_, _ = fmt.Fprintln(h, r.Source, r.Side, r.From, r.To, r.Date, r.Value, r.Per)
	}
	for _, s := range feed.Skipped {
		_, _ = fmt.Fprintf(h, "%q %q %q\n", s.Place, s.Code, s.Args)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Confirmation is a held rate that a person has confirmed.
type Confirmation struct {
	Rate money.Rate
	With int // later ones that were held only because it was
}

// maxReason is how many characters a reason may have.
const maxReason = 1000

// Confirm lets a held rate hold, and with it those after it that were held only because
// it was. A reason may be empty; one that is too long is trade.Faults at "/reason". Where
// there is no such rate the error is NotFound, and a Conflict where it is decided already.
func Confirm(ctx context.Context, s *store.Store, who store.Who, id, reason string) (Confirmation, error) {
	return store.Change(ctx, s, who, "rates.confirm", []any{id, reason}, func(t *store.Tx) (Confirmation, error) {
		if err := tooLong("/reason", reason, maxReason).Err(); err != nil {
			return Confirmation{}, err
		}
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
	return change(ctx, s, who, "rates.reject", []any{id, reason}, func(t *store.Tx) error {
		if err := tooLong("/reason", reason, maxReason).Err(); err != nil {
			return err
		}
		return stored.Reject(ctx, t.Tx, id, reason)
	})
}

// change runs store.Change for what has no result but that it is done.
func change(ctx context.Context, s *store.Store, who store.Who, operation string, content any, f func(*store.Tx) error) error {
	_, err := store.Change(ctx, s, who, operation, content, func(t *store.Tx) (struct{}, error) { return struct{}{}, f(t) })
	return err
}
