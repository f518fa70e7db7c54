package series

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/documents"
)

// maxNumber is how many characters a document's number may have: India's CGST rule
// 46(b).
const maxNumber = 16

// backwards is how far the clock may stand behind the last document of a series. Clocks
// of several machines differ a little; a greater difference is a clock that is wrong.
const backwards = 5 * time.Minute

// ErrYearTurned reports a fiscal year that began while Take waited for the series of the
// year before. The caller runs its transaction again.
var ErrYearTurned = errors.New("the fiscal year has turned")

// Taken are the numbers that Take has taken.
type Taken struct {
	Rows []Row      // with id, place, number, format, the hash before and the time, in the order of the kinds
	Day  civil.Date // today, for the exporter
	Turn *db.Tx     // the same transaction, at the time at which it had its turn
}

// Take takes the next number of the series of each kind, in the exporter's calendar, and
// locks these series until the transaction ends. Every caller locks series in the same
// order, so that no two wait for each other.
//
// The time of issue is when the transaction has had its turn: who waits over midnight
// issues on the day after, and gets ErrYearTurned where the fiscal year changed. Take
// starts a series where the year has none. A *trade.Error that is Unavailable says that
// a series is full or that the clock is behind the last document.
func Take(ctx context.Context, t *db.Tx, exporter trade.Exporter, kinds []documents.Kind) (taken Taken, err error) {
	asked, _, year, err := inTurn(t, exporter)
	if err != nil {
		return taken, err
	}
	taken.Rows = make([]Row, len(kinds))
	last := make([]string, len(kinds)) // when the document before was issued
	for _, info := range documents.Kinds {
		i := slices.Index(kinds, info.Kind)
		if i < 0 {
			continue
		}
		h, err := lockHead(ctx, asked, info, exporter.Calendar, year)
		if err != nil {
			return taken, err
		}
		number, err := h.number(h.next)
		if err != nil {
			return taken, err
		}
		last[i] = h.at
		taken.Rows[i] = Row{ID: rand.Text(), Series: h.id, N: h.next, Number: number, Kind: h.kind, FormatNumber: documents.Format, Prev: h.hash}
	}
	var is string
	switch taken.Turn, taken.Day, is, err = inTurn(t, exporter); {
	case err != nil:
		return taken, err
	case is != year:
		return taken, ErrYearTurned
	}
	for i := range taken.Rows {
		if taken.Rows[i].IssuedAt, err = timeOfIssue(last[i], taken.Turn.Who().At); err != nil {
			return taken, err
		}
	}
	return taken, nil
}

// inTurn reads the clock. It returns the transaction at that time, the exporter's day
// and the fiscal year of the day.
func inTurn(t *db.Tx, exporter trade.Exporter) (turn *db.Tx, day civil.Date, year string, err error) {
	turn = t.As(t.Who().InTurn())
	now, err := turn.Who().Time()
	if err != nil {
		return turn, day, "", err
	}
	if day, err = exporter.Day(now); err != nil {
		return turn, day, "", err
	}
	year, err = exporter.Year(day)
	return turn, day, year, err
}

// A head is the row of a series: how the series writes numbers, and its last document.
type head struct {
	id, kind, calendar, year string
	prefix                   string // begins its numbers
	first                    int64  // the number that it began with
	suffix                   string // of the year, where a series of that year was closed
	next                     int64  // the number of the next document
	hash, at                 string // of the last document, and when that was issued; empty before the first
}

const headColumns = `id, kind, calendar, year, prefix, first, suffix, next, head, at`

// fields returns where the values of headColumns are to be scanned into, in their order.
func (h *head) fields() []any {
	return []any{&h.id, &h.kind, &h.calendar, &h.year, &h.prefix, &h.first, &h.suffix, &h.next, &h.hash, &h.at}
}

// number writes a number of the series: "CI-2026-0001", or "CI-2026B-0001" after
// the series of that year was closed. A number of more than maxNumber characters is an
// Unavailable error.
func (h *head) number(n int64) (string, error) {
	number := fmt.Sprintf("%s%04d", h.begins(), n)
	if len(number) > maxNumber {
		return "", &trade.Error{Code: trade.Unavailable, Field: "number",
			Format: "%s has more than %d characters; this number series is full.", Args: []any{number, maxNumber}}
	}
	return number, nil
}

// begins returns what all numbers of the series begin with.
func (h *head) begins() string { return fmt.Sprintf("%s-%s%s-", h.prefix, h.year, h.suffix) }

// named builds the id that the series must have.
func (h *head) named() string {
	return h.kind + "/" + h.calendar + "/" + h.year + h.suffix
}

// lockHead returns the series that numbers a kind in a year, and locks the series until
// the transaction ends. Where a series of the year was closed, it returns the one with
// the later suffix. Where the year has none, or none that is open, it starts one.
func lockHead(ctx context.Context, t *db.Tx, k documents.KindInfo, c trade.Calendar, year string) (h head, err error) {
	take := func() error {
		return t.QueryRowContext(ctx, `
			UPDATE series SET next = next
			WHERE id = (SELECT id FROM series WHERE kind = $1 AND calendar = $2 AND year = $3 ORDER BY suffix DESC LIMIT 1)
			RETURNING `+headColumns, string(k.Kind), string(c), year).Scan(h.fields()...)
	}
	err = take()
	if errors.Is(err, sql.ErrNoRows) {
		err = start(ctx, t, head{kind: string(k.Kind), calendar: string(c), year: year, prefix: k.Prefix, first: 1})
		if err == nil {
			err = take()
		}
	}
	for err == nil {
		was, closed, unread := closingOf(ctx, t, h.id) // in a statement of its own, which sees what was committed while take waited
		switch {
		case unread != nil:
			return h, unread
		case !closed:
			return h, h.checkNotFar(t.Who().At)
		}
		if err = goOn(ctx, t, h, was); err == nil {
			err = take()
		}
	}
	return h, fmt.Errorf("take a number of %s in %s: %w", k.Kind, year, err)
}

// checkNotFar returns an Unavailable error where the last document was issued more than
// FarDays after a time: no clock is that wrong, and the series could not go on before then.
func (h *head) checkNotFar(now time.Time) error {
	if h.at <= db.Stamp(now.AddDate(0, 0, FarDays)) {
		return nil
	}
	return &trade.Error{Code: trade.Unavailable, Field: "now",
		Format: "The last document of series %s says that it was issued at %s, more than %d days from now, so the series is damaged. Close it with \"woolroad series close %s --reason …\"; another one goes on.",
		Args:   []any{h.name(), h.at, FarDays, h.name()}}
}

// start starts a series at its first number, unless another program has just started
// it. The head's hash is empty, or the seal of the closing that the series goes on after.
func start(ctx context.Context, t *db.Tx, h head) error {
	_, err := t.ExecContext(ctx, `
		INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $6, $8) ON CONFLICT (id) DO NOTHING`,
		h.named(), h.kind, h.calendar, h.year, h.prefix, h.first, h.suffix, h.hash)
	return err
}

// timeOfIssue returns now as it is stored, or the time of the document before where
// that is later by a few minutes, since clocks differ. A clock that is further behind
// is an Unavailable error.
func timeOfIssue(last string, now time.Time) (string, error) {
	at := now.UTC().Format(db.Layout)
	if at >= last {
		return at, nil
	}
	if before, err := time.Parse(db.Layout, last); err != nil || before.Sub(now) > backwards {
		return "", &trade.Error{Code: trade.Unavailable, Field: "now", Err: err,
			Format: "The clock says %s, and the last document was issued at %s; set the clock right.", Args: []any{at, last}}
	}
	return last, nil
}
