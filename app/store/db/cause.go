package db

import (
	"context"
	"errors"
	"syscall"

	"woolroad/app/trade"
)

// A Cause is a known reason for which the database, or the disk of a file, could not do
// what was asked. It is a word for programs and logs.
type Cause string

// The known causes.
const (
	DiskFull Cause = "disk full"
	ReadOnly Cause = "read-only" // the database or the disk takes no changes
	Away     Cause = "database away"
	Busy     Cause = "busy" // somebody else used what was needed for too long
)

// outages have the sentence for each cause.
var outages = map[Cause]trade.Error{
	DiskFull: {Code: trade.Unavailable, Field: "database", Format: "A disk of the server is full. Make room on it, then try again."},
	ReadOnly: {Code: trade.Unavailable, Field: "database", Format: "The database takes no changes at present. Ask whoever looks after the server, then try again."},
	Away:     {Code: trade.Unavailable, Field: "database", Format: "The database cannot be reached. Try again in a minute."},
	Busy:     {Code: trade.Unavailable, Field: "database", Format: "Somebody else is using what this needs, such as the same number series. Try again in a few seconds."},
}

// Outage returns the error for people that says the known cause of an error, or nil where
// CauseOf knows none. The result wraps the error.
func Outage(err error) *trade.Error {
	e, known := outages[CauseOf(err)]
	if !known {
		return nil
	}
	e.Err = err
	return &e
}

// CauseOf returns the known cause of an error, or "" for any other error. It returns ""
// for an *Unsure too, whose cause matters less than what it leaves open.
func CauseOf(err error) Cause {
	switch {
	case err == nil, errors.As(err, new(*Unsure)):
		return ""
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return DiskFull
	case errors.Is(err, syscall.EROFS):
		return ReadOnly
	}
	if cause, known := engineCause(err); known {
		return cause
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return Busy
	case isLost(err), isUnreachable(err):
		return Away
	}
	return ""
}
