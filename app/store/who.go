package store

import (
	"time"

	"woolroad/app/trade"
)

// Who is a person or a program that asks for something, with the request's time and
// key. What a transaction writes says who wrote it.
type Who struct {
	Name    string    // "desk", "command line"
	At      time.Time // zero: not known
	File    string    // that an order is imported from; empty: the order is entered
	Request string    // the request's key, by which Once knows it again; empty: it has none
}

// program is who writes what no person asks for.
var program = Who{Name: "woolroad"}

// stamp is the time as it is stored, empty where it is not known.
func (w Who) stamp() string { return stampOf(w.At) }

// stampOf is a time as it is stored, empty where it is zero.
func stampOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(stamp)
}

// parseStamp reads a time as it is kept.
func parseStamp(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(stamp, s)
}

// Stale is the error of a change to something that someone else has changed
// since it was read. It carries what is there now, so that both can be shown.
// It is a trade.Error too, a Conflict.
type Stale[T any] struct {
	Now     T
	Version int64
	At      time.Time // zero: not known
	By      string
}

// Error is the sentence in English.
func (e *Stale[T]) Error() string { return e.Unwrap().Error() }

// Unwrap is the sentence as a trade.Error.
func (e *Stale[T]) Unwrap() error {
	conflict := &trade.Error{Code: trade.Conflict, Field: "version", Format: "This was changed since you opened it; look at both versions and save again."}
	if e.By != "" {
		conflict.Format, conflict.Args = "%s changed this since you opened it; look at both versions and save again.", []any{e.By}
	}
	return conflict
}
