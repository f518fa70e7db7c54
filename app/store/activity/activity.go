// Package activity stores what happened to orders, and to whatever else has an id: who did
// what, when, and which values changed.
//
// An event is written once, in the transaction of what happened, and never changed.
package activity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"woolroad/app/store/db"
	"woolroad/app/trade/texts"
)

// An Event is something that happened to an order, or to something else that has an id.
// It is written once and never changed.
type Event struct {
	Subject string    // the id of the order or other thing that it happened to
	N       int64     // its place among the subject's events, from 1
	At      time.Time // zero: not known
	Who     string    // empty: not known
	Code    Code
	Args    []string       // of the sentence that a page shows for the code
	Changes []texts.Change // of the order's values
}

// A Code says what happened.
type Code string

// What happens to an order, with the arguments of each.
const (
	Entered  Code = "order.entered"
	Imported Code = "order.imported" // from a file
	Changed  Code = "order.changed"
	Replaced Code = "order.replaced" // by a file

	Issued     Code = "document.issued"     // with the document's number
	Superseded Code = "document.superseded" // with the new number, the old one and the reason
	Dated      Code = "document.dated"      // with the number, its date, and the document ahead of the clock that has the date

	Closed Code = "series.closed" // of a number series: with how its numbers begin, and the reason
)

// oldCodes gives the codes of events that older programs stored as English
// sentences. The sentences stay in the database, since what is stored of an event is
// never changed.
var oldCodes = map[Code]Code{
	"Order entered":                Entered,
	"Order imported from %s":       Imported,
	"Order changed":                Changed,
	"Order replaced by %s":         Replaced,
	"%s issued":                    Issued,
	"%s issued in place of %s: %s": Superseded,
}

// CodeOf returns the code of an event that is stored under that text, which is the code
// itself or the sentence that an older program stored.
func CodeOf(stored string) Code {
	if code, ok := oldCodes[Code(stored)]; ok {
		return code
	}
	return Code(stored)
}

// Note stores an event as the subject's next one, of which it sets N. Who acts and the
// time of the request stand for Who and At where the event has none. The caller must
// write the subject's own row in the same transaction, so that no two events take the
// same N.
func Note(ctx context.Context, t *db.Tx, e Event) error {
	a := t.Who()
	if e.Who == "" {
		e.Who = a.Name
	}
	if e.At.IsZero() {
		e.At = a.At
	}
	args, err := json.Marshal(append([]string{}, e.Args...))
	if err != nil {
		return err
	}
	changes, err := json.Marshal(append([]texts.Change{}, e.Changes...))
	if err != nil {
		return err
	}
	_, err = t.ExecContext(ctx, `
		INSERT INTO events (subject, n, at, who, format, args, changes)
		SELECT CAST($1 AS text), coalesce(max(n), 0) + 1, CAST($2 AS text), CAST($3 AS text), CAST($4 AS text), CAST($5 AS text), CAST($6 AS text)
		FROM events WHERE subject = $1`,
		e.Subject, db.Stamp(e.At), e.Who, string(e.Code), string(args), string(changes))
	if err != nil {
		return fmt.Errorf("note what happened to %s: %w", e.Subject, err)
	}
	return nil
}

// List returns up to most events of a subject's activity, the latest first: those
// before the event with the number before, or the latest of all where before is 0.
func List(ctx context.Context, t *db.Tx, subject string, most int, before int64) (list []Event, err error) {
	var q db.Query
	q.And("subject = " + q.Arg(subject))
	if before > 0 {
		q.And("n < " + q.Arg(before))
	}
	rows, err := t.QueryContext(ctx, `SELECT subject, n, at, who, format, args, changes FROM events WHERE `+
		q.Conditions()+` ORDER BY n DESC LIMIT `+strconv.Itoa(most), q.Args...)
	if err != nil {
		return nil, fmt.Errorf("read what happened to %s: %w", subject, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		e, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("read what happened to %s: %w", subject, err)
		}
		list = append(list, e)
	}
	return list, rows.Err()
}

// scan reads an event from a row.
func scan(row db.Scanner) (e Event, err error) {
	var at, args, changes string
	if err := row.Scan(&e.Subject, &e.N, &at, &e.Who, &e.Code, &args, &changes); err != nil {
		return e, err
	}
	e.Code = CodeOf(string(e.Code))
	e.At, err = db.ParseStamp(at)
	return e, errors.Join(err, json.Unmarshal([]byte(args), &e.Args), json.Unmarshal([]byte(changes), &e.Changes))
}

// Copy copies all events to another database, those of a subject in order, as the
// schema demands.
func Copy(ctx context.Context, from, to *db.Tx) (err error) {
	rows, err := from.QueryContext(ctx, `SELECT subject, n, at, who, format, args, changes FROM events ORDER BY subject, n`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var subject, at, who, format, args, changes string
		var n int64
		if err := rows.Scan(&subject, &n, &at, &who, &format, &args, &changes); err != nil {
			return err
		}
		_, err := to.ExecContext(ctx, `
			INSERT INTO events (subject, n, at, who, format, args, changes) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			subject, n, at, who, format, args, changes)
		if err != nil {
			return err
		}
	}
	return rows.Err()
}
