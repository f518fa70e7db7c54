package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/documents"
)

// maxNumber is how long a number may be: India's CGST rule 46(b).
const maxNumber = 16

// backwards is how far the clock may stand behind the last document of a
// series. Programs on several machines differ a little; more is a clock that is
// wrong.
const backwards = 5 * time.Minute

// errYearTurned says that the fiscal year began while the request waited for the
// series of the one before.
var errYearTurned = errors.New("the fiscal year has turned")

// number takes the next number of each series, and the day. The series are taken in the
// same order by everyone, so that no two wait for each other. From then on it is for the
// transaction the time at which it had its turn: who waits over midnight issues on the
// day after.
func (t *Tx) number(ctx context.Context, kinds []documents.Kind, a *Assigned) ([]row, error) {
	exporter, err := t.Exporter(ctx)
	if err != nil {
		return nil, err
	}
	year, err := t.yearNow(ctx, exporter, a)
	if err != nil {
		return nil, err
	}
	rows := make([]row, len(kinds))
	last := make([]string, len(kinds)) // when the document before was issued
	for _, info := range documents.Kinds {
		i := slices.Index(kinds, info.Kind)
		if i < 0 {
			continue
		}
		h, err := t.next(ctx, info, exporter.Calendar, year)
		if err != nil {
			return nil, err
		}
		number, err := h.number(h.next)
		if err != nil {
			return nil, err
		}
		last[i], a.Numbers[info.Kind] = h.at, number
		rows[i] = row{id: rand.Text(), series: h.id, n: h.next, number: number, kind: h.kind, format: documents.Format, prev: h.hash}
	}
	switch is, err := t.yearNow(ctx, exporter, a); {
	case err != nil:
		return nil, err
	case is != year:
		return nil, errYearTurned
	}
	for i := range rows {
		if rows[i].issuedAt, err = after(last[i], t.Who().At); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// yearNow reads the clock and returns the fiscal year that it is in.
func (t *Tx) yearNow(ctx context.Context, e trade.Exporter, a *Assigned) (year string, err error) {
	t.Tx = t.Tx.As(t.Who().InTurn())
	if a.Date, err = t.Today(ctx); err != nil {
		return "", err
	}
	return e.Year(a.Date)
}

// head is a series' row: how it writes numbers, and where it stands.
type head struct {
	id, kind, calendar, year string
	prefix                   string // begins its numbers
	first                    int64  // the number that it began with
	suffix                   string // of the year, where a series of that year was closed
	next                     int64  // the number of the next document
	hash, at                 string // of the last document, and when that was issued; empty before the first
}

const headColumns = `id, kind, calendar, year, prefix, first, suffix, next, head, at`

func (h *head) fields() []any {
	return []any{&h.id, &h.kind, &h.calendar, &h.year, &h.prefix, &h.first, &h.suffix, &h.next, &h.hash, &h.at}
}

// number writes a number of the series: "CI-2026-0001", or "CI-2026B-0001" after
// the series of that year was closed. One that is too long is an Unavailable error.
func (h *head) number(n int64) (string, error) {
	number := fmt.Sprintf("%s-%s%s-%04d", h.prefix, h.year, h.suffix, n)
	if len(number) > maxNumber {
		return "", &trade.Error{Code: trade.Unavailable, Field: "number",
			Format: "%s has more than %d characters; this series is full.", Args: []any{number, maxNumber}}
	}
	return number, nil
}

// named builds the id that the series has to have.
func (h *head) named() string {
	return h.kind + "/" + h.calendar + "/" + h.year + h.suffix
}

// next reads the series that a kind is numbered by, and locks that series until the
// transaction ends: the insert of the document moves it on. Where a series of the
// year was closed, the one with the later suffix goes on. Where the year has none,
// next starts one.
func (t *Tx) next(ctx context.Context, k documents.KindInfo, c trade.Calendar, year string) (h head, err error) {
	take := func() error {
		return t.QueryRowContext(ctx, `
			UPDATE series SET next = next
			WHERE id = (SELECT id FROM series WHERE kind = $1 AND calendar = $2 AND year = $3 ORDER BY suffix DESC LIMIT 1)
			RETURNING `+headColumns, string(k.Kind), string(c), year).Scan(h.fields()...)
	}
	err = take()
	if errors.Is(err, sql.ErrNoRows) {
		err = t.start(ctx, head{kind: string(k.Kind), calendar: string(c), year: year, prefix: k.Prefix, first: 1})
		if err == nil {
			err = take()
		}
	}
	if err != nil {
		return h, fmt.Errorf("take a number of %s in %s: %w", k.Kind, year, err)
	}
	return h, nil
}

// start starts a series at its first number, unless another program has just
// started it.
func (t *Tx) start(ctx context.Context, h head) error {
	_, err := t.ExecContext(ctx, `
		INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $6, '') ON CONFLICT (id) DO NOTHING`,
		h.named(), h.kind, h.calendar, h.year, h.prefix, h.first, h.suffix)
	return err
}

// after is the time of issue: now, or that of the document before where the
// clocks of two programs differ a little.
func after(last string, now time.Time) (string, error) {
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
