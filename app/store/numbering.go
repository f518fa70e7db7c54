package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/trade"
	"woolroad/documents"
)

// prefixes begin the numbers of each kind. They differ, so that no two series
// give the same number.
var prefixes = map[documents.Kind]string{
	documents.KindCommercialInvoice: "CI",
	documents.KindPackingList:       "PL",
	documents.KindCombined:          "CC",
}

// maxNumber is how long a number may be: India's CGST rule 46(b).
const maxNumber = 16

// backwards is how far the clock may stand behind the last document of a
// series. Programs on several machines differ a little; more is a clock that is
// wrong.
const backwards = 5 * time.Minute

// errYearTurned says that the fiscal year began while the request waited for the
// series of the one before.
var errYearTurned = errors.New("the fiscal year has turned")

// number takes the next number of each series. The series are taken in the same
// order by everyone, so that no two wait for each other.
func (t *Tx) number(ctx context.Context, req IssueRequest, a *Assigned) ([]row, error) {
	year, err := req.Calendar.year(civil.DateOf(req.Now().In(req.Zone)))
	if err != nil {
		return nil, err
	}
	rows := make([]row, len(req.Kinds))
	last := make([]string, len(req.Kinds)) // when the document before was issued
	for _, info := range documents.Kinds {
		i := slices.Index(req.Kinds, info.Kind)
		if i < 0 {
			continue
		}
		r := row{id: rand.Text(), kind: string(info.Kind), format: documents.Format}
		r.series = seriesID(info.Kind, req.Calendar, year)
		if last[i], err = t.next(ctx, &r, req.Calendar, year); err != nil {
			return nil, err
		}
		if r.number, err = numberOf(info.Kind, year, r.n); err != nil {
			return nil, err
		}
		a.Numbers[info.Kind], rows[i] = r.number, r
	}
	now := req.Now() // no longer waiting
	a.Date = civil.DateOf(now.In(req.Zone))
	switch is, err := req.Calendar.year(a.Date); {
	case err != nil:
		return nil, err
	case is != year:
		return nil, errYearTurned
	}
	for i := range rows {
		if rows[i].issuedAt, err = after(last[i], now); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func numberOf(k documents.Kind, year string, n int64) (string, error) {
	number := fmt.Sprintf("%s-%s-%04d", prefixes[k], year, n)
	if len(number) > maxNumber {
		return "", &trade.Error{Code: trade.Unavailable, Field: "number",
			Format: "%s has more than %d characters; this series is full.", Args: []any{number, maxNumber}}
	}
	return number, nil
}

func seriesID(k documents.Kind, c Calendar, year string) string {
	return string(k) + "/" + string(c) + "/" + year
}

// next reads a row's number from its series and locks that until the
// transaction ends: it is the insert of the document that moves the series on.
// It returns when the document before was issued, if there is one.
func (t *Tx) next(ctx context.Context, r *row, c Calendar, year string) (string, error) {
	take := func() (last string, err error) {
		err = t.tx.QueryRowContext(ctx, `UPDATE series SET next = next WHERE id = $1 RETURNING next, head, at`, r.series).
			Scan(&r.n, &r.prev, &last)
		return last, err
	}
	last, err := take()
	if errors.Is(err, sql.ErrNoRows) {
		_, err = t.tx.ExecContext(ctx, `
			INSERT INTO series (id, kind, calendar, year, next, head) VALUES ($1, $2, $3, $4, 1, '')
			ON CONFLICT (id) DO NOTHING`, r.series, r.kind, string(c), year)
		if err == nil {
			last, err = take()
		}
	}
	if err != nil {
		return "", fmt.Errorf("take a number of %s: %w", r.series, err)
	}
	return last, nil
}

// after is the time of issue: now, or that of the document before where the
// clocks of two programs differ a little.
func after(last string, now time.Time) (string, error) {
	at := now.UTC().Format(stamp)
	if at >= last {
		return at, nil
	}
	if before, err := time.Parse(stamp, last); err != nil || before.Sub(now) > backwards {
		return "", &trade.Error{Code: trade.Unavailable, Field: "now", Err: err,
			Format: "The clock says %s, and the last document was issued at %s; set the clock right.", Args: []any{at, last}}
	}
	return last, nil
}
