package ratebook

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/rates"
)

// A Held is a published rate that moved so far that a person must look at it. No total is
// computed from it.
type Held struct {
	ID    string
	Rate  money.Rate
	Last  money.Rate   // the rate that it was compared with
	Share exact.Number // how far it was allowed to move: 0.10 for 10 %
	Feed  string       // where it was read
	At    time.Time    // when it was held

	Decision  Decision
	DecidedAt time.Time
	DecidedBy string // empty where the publisher decided
	Reason    string
}

// A Decision says what was decided about a held rate.
type Decision string

// The decisions about a held rate.
const (
	Undecided Decision = ""
	Confirmed Decision = "confirmed" // a person found it right
	Followed  Decision = "followed"  // it lies near one before it that counts now
	Rejected  Decision = "rejected"  // a person found it wrong
	Withdrawn Decision = "withdrawn" // the publisher sent another value for the day
)

// Waiting returns the held rates that wait for a person, by pair and date.
func Waiting(ctx context.Context, t *db.Tx) ([]Held, error) {
	return heldWhere(ctx, t, `WHERE decision = '' ORDER BY source, from_currency, to_currency, side, date, id`)
}

// Decided returns up to limit held rates that were decided, the latest decision first.
func Decided(ctx context.Context, t *db.Tx, limit int) ([]Held, error) {
	return heldWhere(ctx, t, `WHERE decision <> '' ORDER BY decided_at DESC, date, id LIMIT $1`, limit)
}

// RejectedStill returns the held rates that a person has rejected and nobody has confirmed
// since, those rejected last first and no more than that many.
func RejectedStill(ctx context.Context, t *db.Tx, most int) ([]Held, error) {
	return heldWhere(ctx, t, `
		WHERE decision = 'rejected' AND NOT EXISTS (
			SELECT 1 FROM held_rates c WHERE c.decision = 'confirmed' AND c.source = held_rates.source AND c.side = held_rates.side
				AND c.from_currency = held_rates.from_currency AND c.to_currency = held_rates.to_currency AND c.date = held_rates.date
				AND c.value = held_rates.value AND c.per = held_rates.per)
		ORDER BY decided_at DESC, date, id LIMIT $1`, most)
}

// Confirm stores a held rate as right, so that it counts from now on, and releases the
// held rates of later days that now lie near one before them. It returns all of them, the
// confirmed one first. The person is who acts, and reason may be empty. A rate that was
// rejected may be confirmed too, and both decisions stay stored. The error is NotFound for
// a rate that is not held, and a Conflict for one that was decided otherwise already.
func Confirm(ctx context.Context, t *db.Tx, id, reason string) ([]Held, error) {
	one, err := findHeld(ctx, t, id)
	if err != nil {
		return nil, err
	}
	if one.Decision != Rejected {
		if err := one.checkUndecided(); err != nil {
			return nil, err
		}
	}
	h, err := readHistory(ctx, t, one.Rate, one.Rate.Date)
	if err != nil {
		return nil, err
	}
	if one.Decision == Rejected {
		if one, err = holdAgain(ctx, t, h, one); err != nil {
			return nil, err
		}
	}
	one = one.decidedAs(Confirmed, t.Who(), reason)
	if err := storeDecision(ctx, t, one); err != nil {
		return nil, err
	}
	if err := storeRows(ctx, t, []row{{Rate: one.Rate, version: len(h.stored[one.Rate.Date]) + 1, feed: one.Feed}}); err != nil {
		return nil, err
	}
	followed, err := releaseFollowing(ctx, t, one.Rate, reason)
	return append([]Held{one}, followed...), err
}

// holdAgain stores a rejected rate once more, undecided, beside the decision. It returns a
// Conflict error where something else came for its day since.
func holdAgain(ctx context.Context, t *db.Tx, h *history, one Held) (Held, error) {
	for _, other := range h.held[one.Rate.Date] {
		if other.Decision == Undecided {
			return one, otherCame(one)
		}
	}
	versions := h.stored[one.Rate.Date]
	if n := len(versions); n > 0 {
		switch newest := versions[n-1]; {
		case sameRate(newest, one.Rate):
			return one, &trade.Error{Code: trade.Conflict, Field: "id", Format: "This rate already applies."}
		case one.Last.Date != one.Rate.Date || !sameRate(newest, one.Last):
			return one, otherCame(one)
		}
	}
	one.ID, one.Decision, one.Reason = rand.Text(), Undecided, ""
	return one, storeHeld(ctx, t, one)
}

// otherCame returns the Conflict error of a rate that its publisher has replaced.
func otherCame(one Held) error {
	return &trade.Error{Code: trade.Conflict, Field: "id", Format: "The publisher has sent another rate for %s; check the new one.", Args: []any{one.Rate.Date.String()}}
}

// releaseFollowing releases the held rates after r, in its series, that lie near the rate
// before them now that r counts. It returns them.
func releaseFollowing(ctx context.Context, t *db.Tx, r money.Rate, reason string) (all []Held, err error) {
	waiting, err := heldWhere(ctx, t, `
		WHERE decision = '' AND source = $1 AND side = $2 AND from_currency = $3 AND to_currency = $4 AND date > $5 ORDER BY date, id`,
		r.Source, string(r.Side), string(r.From), string(r.To), r.Date.String())
	if err != nil || len(waiting) == 0 {
		return nil, err
	}
	h, err := readHistory(ctx, t, r, waiting[len(waiting)-1].Rate.Date)
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, w := range waiting {
		base, ok := h.base(w.Rate.Date)
		if !ok || rates.Moved(base, w.Rate, w.Share) {
			continue
		}
		w = w.decidedAs(Followed, t.Who(), reason)
		if err := storeDecision(ctx, t, w); err != nil {
			return nil, err
		}
		all, rows = append(all, w), append(rows, row{Rate: w.Rate, version: len(h.stored[w.Rate.Date]) + 1, feed: w.Feed})
		h.add(w.Rate)
	}
	for some := range slices.Chunk(rows, rowsAtOnce) {
		if err := storeRows(ctx, t, some); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// IsRejected reports whether the held rate of that ID was rejected.
func IsRejected(ctx context.Context, t *db.Tx, id string) (bool, error) {
	found, err := heldWhere(ctx, t, `WHERE id = $1 AND decision = 'rejected'`, id)
	return len(found) > 0, err
}

// Reject stores a held rate as wrong, so that the same value does not come back with the
// next feed. The error is NotFound for a rate that is not held, and a Conflict for one
// that is decided already.
func Reject(ctx context.Context, t *db.Tx, id, reason string) error {
	one, err := findHeld(ctx, t, id)
	if err != nil {
		return err
	}
	if err := one.checkUndecided(); err != nil {
		return err
	}
	return storeDecision(ctx, t, one.decidedAs(Rejected, t.Who(), reason))
}

// findHeld returns the held rate of that ID, or a NotFound error.
func findHeld(ctx context.Context, t *db.Tx, id string) (Held, error) {
	found, err := heldWhere(ctx, t, `WHERE id = $1`, id)
	if err != nil {
		return Held{}, err
	}
	if len(found) == 0 {
		return Held{}, &trade.Error{Code: trade.NotFound, Field: "id", Format: "There is no such held rate."}
	}
	return found[0], nil
}

// checkUndecided returns a Conflict error for a held rate that is decided already.
func (r Held) checkUndecided() error {
	switch r.Decision {
	case Undecided:
		return nil
	case Withdrawn:
		return otherCame(r)
	case Rejected:
		return &trade.Error{Code: trade.Conflict, Field: "id", Format: "%s has rejected this rate already.", Args: []any{r.DecidedBy}}
	}
	return &trade.Error{Code: trade.Conflict, Field: "id", Format: "%s has confirmed this rate already.", Args: []any{r.DecidedBy}}
}

// decidedAs returns the held rate with a decision, its person, time and reason.
func (r Held) decidedAs(d Decision, who db.Who, reason string) Held {
	r.Decision, r.DecidedBy, r.Reason, r.DecidedAt = d, who.Name, reason, who.At
	return r
}

// withdrawWaiting withdraws the held rates of a day that wait for a person.
func withdrawWaiting(ctx context.Context, t *db.Tx, h *history, day civil.Date) error {
	for i, r := range h.held[day] {
		if r.Decision == Undecided {
			h.held[day][i] = r.decidedAs(Withdrawn, db.Who{At: t.Who().At}, "")
			if err := storeDecision(ctx, t, h.held[day][i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// storeHeld stores a rate as held.
func storeHeld(ctx context.Context, t *db.Tx, r Held) error {
	_, err := t.ExecContext(ctx, `
		INSERT INTO held_rates (id, source, side, from_currency, to_currency, date, value, per, feed, held_at, share, last_date, last_value, last_per)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		r.ID, r.Rate.Source, string(r.Rate.Side), string(r.Rate.From), string(r.Rate.To), r.Rate.Date.String(), r.Rate.Value.String(), r.Rate.Per.String(),
		r.Feed, r.At.UTC().Format(db.Layout), r.Share.String(), r.Last.Date.String(), r.Last.Value.String(), r.Last.Per.String())
	return err
}

// storeDecision stores the decision about a held rate.
func storeDecision(ctx context.Context, t *db.Tx, r Held) error {
	_, err := t.ExecContext(ctx, `
		UPDATE held_rates SET decision = $2, decided_at = $3, decided_by = $4, reason = $5 WHERE id = $1`,
		r.ID, string(r.Decision), r.DecidedAt.UTC().Format(db.Layout), r.DecidedBy, r.Reason)
	if err != nil {
		return fmt.Errorf("store the decision about a rate: %w", err)
	}
	return nil
}

// storeComparison stores with which rate a held one was last compared.
func storeComparison(ctx context.Context, t *db.Tx, r Held) error {
	_, err := t.ExecContext(ctx, `UPDATE held_rates SET last_date = $2, last_value = $3, last_per = $4 WHERE id = $1`,
		r.ID, r.Last.Date.String(), r.Last.Value.String(), r.Last.Per.String())
	return err
}

// heldWhere returns the held rates that a condition picks. where is SQL with arguments,
// one of this package's literals.
func heldWhere(ctx context.Context, t *db.Tx, where string, args ...any) (all []Held, err error) {
	rows, err := t.QueryContext(ctx, `
		SELECT source, side, from_currency, to_currency, date, value, per, id, feed, held_at, share, last_date, last_value, last_per,
			decision, decided_at, decided_by, reason
		FROM held_rates `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read held rates: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		r, err := scanHeld(rows)
		if err != nil {
			return nil, fmt.Errorf("read held rates: %w", err)
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

// scanHeld reads a row of heldWhere.
func scanHeld(rows *sql.Rows) (h Held, err error) {
	var at, share, date, value, per, decided string
	h.Rate, err = scanRate(rows, &h.ID, &h.Feed, &at, &share, &date, &value, &per, &h.Decision, &decided, &h.DecidedBy, &h.Reason)
	if err != nil {
		return h, err
	}
	var errs [4]error
	h.Last, errs[0] = comparedWith(h.Rate, date, value, per)
	h.Share, errs[1] = exact.Parse(share)
	h.At, errs[2] = time.Parse(db.Layout, at)
	if decided != "" {
		h.DecidedAt, errs[3] = time.Parse(db.Layout, decided)
	}
	return h, cmp.Or(errs[:]...)
}
