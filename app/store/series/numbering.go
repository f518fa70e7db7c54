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
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

// maxNumber is how many characters a document's number may have: India's CGST rule
// 46(b).
const maxNumber = 16

// Backwards is how far the clock may stand behind the last document of a series. Clocks
// of several machines differ a little; a greater difference is a clock that is wrong.
const Backwards = 5 * time.Minute

// ErrYearTurned reports a fiscal year that began while Take waited for the series of the
// year before. The caller runs its transaction again.
var ErrYearTurned = errors.New("the fiscal year has turned")

// Taken are the numbers that Take has taken.
type Taken struct {
	Rows []Row      // with id, place, number, format, the hash before and the time, in the order of the kinds
	Day  civil.Date // that the documents print: today, for the exporter, or the last document's date
	Turn *db.Tx     // the same transaction, at the time at which it had its turn
	// Confirmed is the number of the document that is ahead of the clock, and under whose
	// date a person has confirmed to issue; empty: none.
	Confirmed string
}

// Take takes the next number of the series of each kind, in the exporter's calendar, and
// locks these series until the transaction ends. Every caller locks series in the same
// order, so that no two wait for each other.
//
// The time of issue is when the transaction has had its turn: who waits over midnight
// issues on the day after, and gets ErrYearTurned where the fiscal year changed. Dates
// never run backwards: where the last document of these kinds is ahead of the clock by up
// to five minutes, its date is taken, and where it is further ahead, its date is taken if
// who has confirmed that date. The numbers are of the year of the date. Take starts a
// series where the year has none. A *trade.Error that is Unavailable says that a series is
// full, or which document is ahead of the clock.
func Take(ctx context.Context, t *db.Tx, exporter exporter.Exporter, kinds []documents.Kind) (taken Taken, err error) {
	began, err := datesOf(ctx, t, exporter, kinds)
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
		h, err := lockHead(ctx, began.turn, info, exporter.Calendar, began.year)
		if err != nil {
			return taken, err
		}
		number, err := h.number(h.next)
		if err != nil {
			return taken, err
		}
		last[i] = h.at
		taken.Rows[i] = Row{ID: rand.Text(), Series: h.id, N: h.next, Number: number, Kind: h.kind, Prev: h.hash}
	}
	d, err := datesOf(ctx, t, exporter, kinds)
	switch {
	case err != nil:
		return taken, err
	case d.year != began.year:
		return taken, ErrYearTurned
	}
	taken.Turn, taken.Day, taken.Confirmed = d.turn, d.day, d.confirmed
	for i := range taken.Rows {
		taken.Rows[i].IssuedAt = max(d.at, last[i])
	}
	return taken, nil
}

// dates are when documents are issued that a transaction numbers now.
type dates struct {
	turn      *db.Tx
	day       civil.Date // as they print it
	year      string     // the fiscal year of the day
	at        string     // the time of issue
	confirmed string     // the number of the document whose date a person has confirmed; empty: none
}

// datesOf returns when documents of these kinds are issued now. An Unavailable error names
// the document that is ahead of the clock.
func datesOf(ctx context.Context, t *db.Tx, exporter exporter.Exporter, kinds []documents.Kind) (d dates, err error) {
	if d.turn, d.day, d.year, err = inTurn(t, exporter); err != nil {
		return d, err
	}
	now := d.turn.Who().At
	d.at = db.Stamp(now)
	var number, at string
	var last civil.Date
	for _, k := range kinds {
		var n, a, day string
		err := t.QueryRowContext(ctx, `
			SELECT i.number, i.issued_at, i.date FROM series s JOIN issued i ON i.series = s.id AND i.n = s.next - 1
			WHERE s.kind = $1 AND s.calendar = $2
				AND NOT EXISTS (SELECT 1 FROM series o WHERE o.kind = s.kind AND o.calendar = s.calendar AND o.year = s.year AND o.suffix > s.suffix)
			ORDER BY i.date DESC, i.issued_at DESC LIMIT 1`, string(k), string(exporter.Calendar)).Scan(&n, &a, &day)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return d, fmt.Errorf("read the last %s: %w", k, err)
		}
		date, err := civil.ParseDate(day)
		if _, unread := db.ParseStamp(a); err != nil || unread != nil {
			continue // it is damaged, which verifying names; no date follows from it
		}
		if number == "" || date.After(last) || date == last && a > at {
			number, at, last = n, a, date
		}
	}
	far := db.Stamp(now.AddDate(0, 0, FarDays)) // lockHead says that such a series is damaged
	if number == "" || at > far || !last.After(d.day) && at <= d.at {
		return d, nil
	}
	before, err := db.ParseStamp(at)
	if err != nil {
		return d, err
	}
	if ahead := before.Sub(now); ahead <= 0 || ahead > Backwards {
		if d.turn.Who().Dated != last.String() {
			return d, &trade.Error{Code: trade.Unavailable, Field: "dated",
				Format: "%s was issued at %s (UTC) and is dated %s, and the clock says %s (UTC). Set the clock right if it is behind. If the clock is right, confirm that the new documents are dated %[3]s too.",
				Args:   []any{number, shown(before), last.String(), shown(now)}}
		}
		d.confirmed = number
	}
	d.at = max(d.at, at)
	if last.After(d.day) {
		d.day = last
	}
	d.year, err = exporter.Year(d.day)
	return d, err
}

// shown returns a time as the sentence about a clock that is behind shows it.
func shown(at time.Time) string { return at.UTC().Format("2006-01-02 15:04:05") }

// inTurn reads the clock again. It returns the transaction at that time, the exporter's day
// and the fiscal year of the day. The errors are those of Exporter.Day and Exporter.Year, and
// of a who without a time.
func inTurn(t *db.Tx, exporter exporter.Exporter) (turn *db.Tx, day civil.Date, year string, err error) {
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
// the later suffix. Where the year has none, or none that is open, it starts one. A series
// that was started before and is gone is an Unavailable error.
func lockHead(ctx context.Context, t *db.Tx, k documents.KindInfo, c exporter.Calendar, year string) (h head, err error) {
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
	if db.IsRefused(err) { // the register names the series, which has no row
		lost := head{kind: string(k.Kind), calendar: string(c), year: year}
		return h, &trade.Error{Code: trade.Unavailable, Field: "number", Err: err,
			Format: "The database refuses to begin series %s, since it was begun before and its row is missing: it is damaged. Close it with \"woolroad series close %[1]s --reason …\"; another one goes on.", Args: []any{lost.named()}}
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
