package db

import (
	"errors"
	"time"

	"woolroad/app/trade"
)

// Who is a person or a program that asks for something, with the request's time and
// key. What a transaction writes says who wrote it.
type Who struct {
	Name string    // "desk", "command line"
	At   time.Time // zero: not known
	// Clock is what At was read from. It is read again where a request has waited for its
	// turn, as for a number; nil: At stands.
	Clock   func() time.Time
	File    string // that an order is imported from; empty: the order is entered
	Request string // the request's key, by which Once knows it again; empty: it has none
}

// InTurn returns who acts with the time that it is now.
func (w Who) InTurn() Who {
	if w.Clock != nil {
		w.At = w.Clock()
	}
	return w
}

// errNoTime reports a request whose day is asked for and whose time nobody has said.
var errNoTime = errors.New("who acts has said no time")

// Time returns the time of who's request, or an error where it is not known.
func (w Who) Time() (time.Time, error) {
	if w.At.IsZero() {
		return time.Time{}, errNoTime
	}
	return w.At, nil
}

// Program is who writes what no person asks for.
var Program = Who{Name: "woolroad"}

// Layout is how times are stored: UTC, to the microsecond, so that they sort.
const Layout = "2006-01-02T15:04:05.000000Z"

// Stamp returns the time of who's request as it is stored, empty where it is not known.
func (w Who) Stamp() string { return Stamp(w.At) }

// Stamp returns a time as it is stored, empty where it is zero.
func Stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(Layout)
}

// ParseStamp reads a time as it is stored; the empty text is the zero time.
func ParseStamp(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(Layout, s)
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
