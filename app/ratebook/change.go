package ratebook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"woolroad/app/money"
	"woolroad/app/store"
	stored "woolroad/app/store/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
)

// Import stores a feed, all of it or nothing. The same feed again changes nothing, and a
// value that a person has rejected is not stored again.
func Import(ctx context.Context, s *store.Store, who store.Who, in Intake, feed rates.Feed) (Result, error) {
	return store.Change(ctx, s, who, "rates.import", []any{in, digest(feed)}, func(t *store.Tx) (Result, error) {
		return stored.Take(ctx, t.Tx, in, feed)
	})
}

// digest returns a hash that differs for different feeds, because a whole history is too
// long to compare as text.
func digest(feed rates.Feed) string {
	h := sha256.New()
	for _, r := range feed.Rates { // writing to a hash never fails
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
	With int // how many later rates became valid with it
}

// maxReason is how many characters a reason may have.
const maxReason = 1000

// Confirm makes a held rate valid, and with it later ones that were held only because of
// it. A rate that was rejected by mistake becomes valid too; both decisions stay stored,
// and the reason must then be given. Otherwise a reason may be empty. A reason that is
// missing or too long is trade.Faults at "/reason". The other errors are NotFound for an
// unknown ID, and Conflict if the rate is decided already.
func Confirm(ctx context.Context, s *store.Store, who store.Who, id, reason string) (Confirmation, error) {
	return store.Change(ctx, s, who, "rates.confirm", []any{id, reason}, func(t *store.Tx) (Confirmation, error) {
		if err := tooLong("/reason", reason, maxReason).Err(); err != nil {
			return Confirmation{}, err
		}
		if reason == "" {
			rejected, err := stored.IsRejected(ctx, t.Tx, id)
			if err != nil {
				return Confirmation{}, err
			}
			if rejected {
				return Confirmation{}, noReason
			}
		}
		all, err := stored.Confirm(ctx, t.Tx, id, reason)
		if err != nil {
			return Confirmation{}, err
		}
		return Confirmation{Rate: all[0].Rate, With: len(all) - 1}, nil
	})
}

// noReason is the fault of a decision that must say why.
var noReason = trade.Faults{{Pointer: "/reason", Code: trade.FaultMissing, Format: "This field is required; fill it in."}}

// Reject marks a held rate as wrong. The same value in the next feed is not stored. A
// reason that is missing or too long is trade.Faults at "/reason". A rate that is not held
// is NotFound, and one that is decided already a Conflict.
func Reject(ctx context.Context, s *store.Store, who store.Who, id, reason string) error {
	return change(ctx, s, who, "rates.reject", []any{id, reason}, func(t *store.Tx) error {
		if err := tooLong("/reason", reason, maxReason).Err(); err != nil {
			return err
		}
		if err := stored.Reject(ctx, t.Tx, id, reason); err != nil {
			return err
		}
		if reason == "" { // said after that the rate may not be rejected at all
			return noReason
		}
		return nil
	})
}

// change runs store.Change for an operation without a result.
func change(ctx context.Context, s *store.Store, who store.Who, operation string, content any, f func(*store.Tx) error) error {
	_, err := store.Change(ctx, s, who, operation, content, func(t *store.Tx) (struct{}, error) { return struct{}{}, f(t) })
	return err
}
