package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// Event is something that happened to an order, or to something else that has
// an id. It is written once and never changed.
type Event struct {
	Subject string    // the id of what it happened to
	N       int64     // of the subject's events, from 1
	At      time.Time // zero: not known
	Who     string    // empty: not known
	Code    EventCode
	Args    []string       // of the sentence that a page makes of the code
	Changes []trade.Change // that were made
}

// EventCode says what happened.
type EventCode string

// What happens to an order, with the arguments of each.
const (
	EventEntered  EventCode = "order.entered"
	EventImported EventCode = "order.imported" // from a file
	EventChanged  EventCode = "order.changed"
	EventReplaced EventCode = "order.replaced" // by a file

	EventIssued     EventCode = "document.issued"     // its number
	EventSuperseded EventCode = "document.superseded" // the new number, the old one, the reason
)

// onceSentences are the codes of events that were stored as English sentences, and
// stay so: what is stored of them is never changed.
var onceSentences = map[EventCode]EventCode{
	"Order entered":                EventEntered,
	"Order imported from %s":       EventImported,
	"Order changed":                EventChanged,
	"Order replaced by %s":         EventReplaced,
	"%s issued":                    EventIssued,
	"%s issued in place of %s: %s": EventSuperseded,
}

// issuedEvent is that a document was issued for an order.
func issuedEvent(d Issued) Event {
	e := Event{Subject: d.SubjectID, At: d.IssuedAt, Code: EventIssued, Args: []string{d.Number}}
	if d.Supersedes != "" {
		e.Code, e.Args = EventSuperseded, append(e.Args, d.Supersedes, d.Reason)
	}
	return e
}

// Note writes an event. The subject's own row is written in the same
// transaction, so that no two take the same N; N is what comes next, and who
// and when are the transaction's unless the event says it.
func (t *Tx) Note(ctx context.Context, e Event) error {
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
	changes, err := json.Marshal(append([]trade.Change{}, e.Changes...))
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

// Timeline are up to that many events of a subject, the latest first, from
// before the one of that number on; 0 is from the latest on.
func (t *Tx) Timeline(ctx context.Context, subject string, most int, before int64) (list []Event, err error) {
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
		e, err := scanEvent(rows)
		if err != nil {
			return nil, fmt.Errorf("read what happened to %s: %w", subject, err)
		}
		list = append(list, e)
	}
	return list, rows.Err()
}

func scanEvent(row db.Scanner) (e Event, err error) {
	var at, args, changes string
	if err := row.Scan(&e.Subject, &e.N, &at, &e.Who, &e.Code, &args, &changes); err != nil {
		return e, err
	}
	if code, ok := onceSentences[e.Code]; ok {
		e.Code = code
	}
	e.At, err = db.ParseStamp(at)
	return e, errors.Join(err, json.Unmarshal([]byte(args), &e.Args), json.Unmarshal([]byte(changes), &e.Changes))
}

// copyEvents copies what happened, in order, as the schema demands.
func copyEvents(ctx context.Context, from, to *Tx) (err error) {
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
