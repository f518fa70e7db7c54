package db

import (
	"context"
	"fmt"
	"time"
)

// An Unsure is the error of a transaction of which it is not known whether it was stored:
// the connection was lost after the database was asked to commit, and afterwards the
// database could not be asked what it did.
type Unsure struct{ Err error }

// Error returns a sentence in English for the log.
func (e *Unsure) Error() string { return "it is not known whether this was stored: " + e.Err.Error() }

// Unwrap returns why it is not known.
func (e *Unsure) Unwrap() error { return e.Err }

// again stands as the mark of a transaction that may simply be run again.
const again = "again"

// MayRepeat says of the transaction that it stores the same if it is run twice. Where it is
// not known whether it was stored, it is run again.
func (t *Tx) MayRepeat() { *t.mark = again }

// settle returns what is known of a transaction whose commit ended with err: nil where
// the transaction was stored, an error that lets retry run it again where it was not and
// the connection was lost, or an *Unsure. mark is the key of a row of requests that the
// transaction has written or found, or again; empty: it has none.
func (d *DB) settle(ctx context.Context, mark string, readOnly bool, err error) error {
	if readOnly || !mayBeStored(err) {
		return err
	}
	switch mark {
	case "":
		return &Unsure{err}
	case again:
		return &notStored{err}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second) // which a person still waits for
	defer cancel()
	for try := 1; ; try++ {
		stored, unknown := d.isStored(ctx, mark)
		switch {
		case unknown == nil && stored:
			return nil
		case unknown == nil:
			return &notStored{err}
		case pause(ctx, try) != nil:
			return &Unsure{fmt.Errorf("%w; and afterwards: %w", err, unknown)}
		}
	}
}

// notStored is the error of a transaction that was lost with its connection while it was
// being committed, and that may be run again: it was not stored, or stores the same twice.
type notStored struct{ err error }

func (e *notStored) Error() string { return "nothing was stored: " + e.err.Error() }
func (e *notStored) Unwrap() error { return e.err }

// isStored reports whether there is a row of requests with the key. It writes one itself
// and takes that back: while another transaction that has written the row is not at its
// end, the database lets isStored wait for that end.
func (d *DB) isStored(ctx context.Context, key string) (stored bool, err error) {
	tx, err := begin(ctx, d.write, nil)
	if err != nil {
		return false, err
	}
	defer func() { _ = tx.Rollback() }() // what it would return is of no use: nothing is to be stored
	done, err := tx.ExecContext(ctx, `INSERT INTO requests (key, operation, result, at, who) VALUES ($1, 'lookup', '', '', '') ON CONFLICT (key) DO NOTHING`, key)
	if err != nil {
		return false, fmt.Errorf("look up a request: %w", err)
	}
	n, err := done.RowsAffected()
	return n == 0, err
}
