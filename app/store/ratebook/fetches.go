package ratebook

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/store/db"
	"woolroad/rates"
	"woolroad/rates/reason"
)

// A Fetch is the result of asking a publisher once.
type Fetch struct {
	Source         rates.SourceID
	From, To       civil.Date // the days that were asked for
	Started, Ended time.Time

	Added, Unchanged, Corrected, Held, Skipped int

	// Fault says why some rates did not come; empty where all came. FaultArgs are the
	// arguments of its sentence. What was stored before the fault stays.
	Fault     reason.FetchCode
	FaultArgs []string
}

// oldFaultCodes gives the codes of faults that older programs stored as English
// sentences. The sentences stay in the database, since what is stored of a fetch is never
// changed.
var oldFaultCodes = map[reason.FetchCode]reason.FetchCode{
	"%s could not be reached: %s.":                 reason.FetchUnreached,
	"%s did not answer within %s.":                 reason.FetchTooSlow,
	"%s broke off in the middle of its answer.":    reason.FetchBrokeOff,
	"%s answered with status %s instead of rates.": reason.FetchStatus,
	"%s is not asked: its address leads to %s, and rates are fetched from public addresses by https only.":                  reason.FetchNotPublic,
	"%s answered with status %s, a redirect to %s, which is not followed; if the publisher has moved, set its new address.": reason.FetchRedirected,
	"%s sent more than %s MiB, which no answer of its has.":                                                                 reason.FetchTooLarge,
	"%s answered, but not with a feed: %s.":                                                                                 reason.FetchNotAFeed,
	"%s answered with %s pages, which is more than the days from %s to %s have.":                                            reason.FetchTooManyPages,
	"%s answered, but none of its %s rows could be read; the first: %s.":                                                    reason.FetchNoRowRead,
}

// Failed reports whether some of the publisher's rates did not come.
func (f Fetch) Failed() bool { return f.Fault != "" }

// Empty reports whether the publisher answered without any figure.
func (f Fetch) Empty() bool { return !f.Failed() && f.Added+f.Unchanged+f.Corrected+f.Held == 0 }

// Sentence returns the sentence of the fault, or the empty one where nothing failed.
func (f Fetch) Sentence() reason.Sentence { return f.Fault.Sentence(f.FaultArgs) }

// Message returns the fault in English, or "" where nothing failed.
func (f Fetch) Message() string { return f.Sentence().String() }

// Count adds the numbers of a feed's result.
func (f *Fetch) Count(done Result) {
	f.Added += done.Added
	f.Unchanged += done.Unchanged
	f.Corrected += len(done.Corrected)
	f.Held += len(done.Held)
	f.Skipped += len(done.Skipped)
}

// StoreFetch stores the result of a fetch.
func StoreFetch(ctx context.Context, t *db.Tx, f Fetch) error {
	args, err := json.Marshal(append([]string{}, f.FaultArgs...))
	if err != nil {
		return err
	}
	_, err = t.ExecContext(ctx, `
		INSERT INTO rate_fetches (id, source, from_date, to_date, started, ended, added, unchanged, corrected, held, skipped, fault, fault_args)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		rand.Text(), string(f.Source), f.From.String(), f.To.String(), f.Started.UTC().Format(db.Layout), f.Ended.UTC().Format(db.Layout),
		f.Added, f.Unchanged, f.Corrected, f.Held, f.Skipped, string(f.Fault), string(args))
	if err != nil {
		return fmt.Errorf("note a fetch of rates: %w", err)
	}
	return nil
}

// Fetches returns up to limit fetches of a source, the latest first.
func Fetches(ctx context.Context, t *db.Tx, source rates.SourceID, limit int) ([]Fetch, error) {
	return fetchesWhere(ctx, t, `WHERE source = $1 ORDER BY started DESC, ended DESC, id LIMIT $2`, string(source), limit)
}

// A SourceState says how the fetches of a source's newest days went. Fetches of earlier
// days alone do not count.
type SourceState struct {
	Last     Fetch      // the zero Fetch if the source was never fetched
	LastGood Fetch      // the last Fetch that did not fail, or the zero Fetch
	Failures int        // how many fetches have failed since LastGood
	Newest   civil.Date // the last day for which a rate is stored; the zero Date if none is
}

// StateOf returns the state of a source.
func StateOf(ctx context.Context, t *db.Tx, source rates.SourceID) (out SourceState, err error) {
	last, err := fetchesWhere(ctx, t, `WHERE source = $1 AND `+newestDays+` ORDER BY started DESC, ended DESC, id LIMIT 1`, string(source))
	if err != nil {
		return out, err
	}
	good, err := fetchesWhere(ctx, t, `WHERE source = $1 AND fault = '' AND `+newestDays+` ORDER BY started DESC, ended DESC, id LIMIT 1`, string(source))
	if err != nil {
		return out, err
	}
	since := ""
	if len(last) > 0 {
		out.Last = last[0]
	}
	if len(good) > 0 {
		out.LastGood = good[0]
		since = good[0].Started.UTC().Format(db.Layout)
	}
	var newest sql.NullString
	err = t.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM rate_fetches WHERE source = $1 AND fault <> '' AND started > $2 AND `+newestDays+`),
			(SELECT max(date) FROM rates WHERE source = $3)`, string(source), since, source.Name()).Scan(&out.Failures, &newest)
	if err == nil && newest.Valid {
		out.Newest, err = civil.ParseDate(newest.String)
	}
	if err != nil {
		return out, fmt.Errorf("read how %s stands: %w", source.Name(), err)
	}
	return out, nil
}

// newestDays is the condition on a fetch that it went up to its own day. Publishers are
// east of Greenwich, where the day is never before that in UTC.
const newestDays = `to_date >= substr(started, 1, 10)`

// fetchesWhere returns the fetches that a condition picks. where is SQL with arguments,
// one of this package's literals.
func fetchesWhere(ctx context.Context, t *db.Tx, where string, args ...any) (all []Fetch, err error) {
	rows, err := t.QueryContext(ctx, `
		SELECT source, from_date, to_date, started, ended, added, unchanged, corrected, held, skipped, fault, fault_args
		FROM rate_fetches `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read fetches of rates: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var f Fetch
		var from, to, started, ended, faultArgs string
		if err := rows.Scan(&f.Source, &from, &to, &started, &ended, &f.Added, &f.Unchanged, &f.Corrected, &f.Held, &f.Skipped, &f.Fault, &faultArgs); err != nil {
			return nil, fmt.Errorf("read fetches of rates: %w", err)
		}
		if code, ok := oldFaultCodes[f.Fault]; ok {
			f.Fault = code
		}
		var errs [5]error
		f.From, errs[0] = civil.ParseDate(from)
		f.To, errs[1] = civil.ParseDate(to)
		f.Started, errs[2] = time.Parse(db.Layout, started)
		f.Ended, errs[3] = time.Parse(db.Layout, ended)
		errs[4] = json.Unmarshal([]byte(faultArgs), &f.FaultArgs)
		if err := errors.Join(errs[:]...); err != nil {
			return nil, fmt.Errorf("read fetches of rates: %w", err)
		}
		all = append(all, f)
	}
	return all, rows.Err()
}

// Lease reserves a source until a time for the program that holder names, and reports
// whether it did: it does not while another program has the source.
func Lease(ctx context.Context, t *db.Tx, source rates.SourceID, holder string, now, until time.Time) (taken bool, err error) {
	result, err := t.ExecContext(ctx, `
		INSERT INTO rate_leases (source, holder, until) VALUES ($1, $2, $3)
		ON CONFLICT (source) DO UPDATE SET holder = excluded.holder, until = excluded.until
		WHERE rate_leases.until <= $4 OR rate_leases.holder = excluded.holder`,
		string(source), holder, until.UTC().Format(db.Layout), now.UTC().Format(db.Layout))
	if err != nil {
		return false, fmt.Errorf("have %s to oneself: %w", source.Name(), err)
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// Release ends the lease of a source, if holder has it still.
func Release(ctx context.Context, t *db.Tx, source rates.SourceID, holder string) error {
	_, err := t.ExecContext(ctx, `DELETE FROM rate_leases WHERE source = $1 AND holder = $2`, string(source), holder)
	if err != nil {
		return fmt.Errorf("give %s back: %w", source.Name(), err)
	}
	return nil
}
