package db

import (
	"errors"
	"time"

	"woolroad/app/trade"
)

// A Who is a person or a program that acts, with the time and the key of the request.
// What a transaction writes bears that name.
type Who struct {
	Name string    // "desk", "command line"
	At   time.Time // zero: not known
	// Clock is what At was read from. It is read again where a request has waited for its
	// turn, such as for a number; nil: At stays.
	Clock func() time.Time
	// Dated is the date, "2026-12-03", that a person has confirmed for documents whose last
	// one is ahead of the clock; empty: none.
	Dated   string
	File    string // the file that an order is imported from; empty: the order is entered
	Request string // the request's key, by which Once recognises it; empty: it has none
}

// InTurn returns w with At read again from Clock, or w as it is where it has no Clock.
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

// Program is who writes what no person has asked for.
var Program = Who{Name: "woolroad"}

// Layout is how times are stored: UTC, to the microsecond, so that they sort as texts.
const Layout = "2006-01-02T15:04:05.000000Z"

// Stamp returns the time of who's request as it is stored, or "" where it is not known.
func (w Who) Stamp() string { return Stamp(w.At) }

// Stamp returns a time as it is stored, or "" for the zero time.
func Stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(Layout)
}

// ParseStamp reads a time as it is stored. The empty text is the zero time.
func ParseStamp(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(Layout, s)
}

// A Stale is the error of a change to something that somebody else has changed since it
// was read. It carries what is there now, so that both can be shown. It is a trade.Error
// too, a Conflict.
type Stale[T any] struct {
	Now     T
	Version int64
	At      time.Time // zero: not known
	By      string
}

// Error returns the sentence in English.
func (e *Stale[T]) Error() string { return e.Unwrap().Error() }

// Unwrap returns the error as a *trade.Error, a Conflict.
func (e *Stale[T]) Unwrap() error {
	conflict := &trade.Error{Code: trade.Conflict, Field: "version", Format: "This was changed after you opened it; compare both versions and save again."}
	if e.By != "" {
		conflict.Format, conflict.Args = "%s changed this since you opened it; look at both versions and save again.", []any{e.By}
	}
	return conflict
}
