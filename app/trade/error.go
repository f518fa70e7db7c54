package trade

import "fmt"

// Code says what kind of thing went wrong, so that a page can answer with a
// status and a program can act on it.
type Code string

// The codes of an Error.
const (
	NotFound    Code = "not found"
	Conflict    Code = "conflict"    // it does not fit what is stored already
	Invalid     Code = "invalid"     // it cannot be done as asked
	Unavailable Code = "unavailable" // not now; later or elsewhere it may work
)

// Error is what a person has to know about something that could not be done.
type Error struct {
	Code   Code
	Field  string // what it is about: "number", "supersedes"
	Format string // a sentence for fmt.Sprintf, by which a catalogue may translate it
	Args   []any
	Err    error // what lies behind it, if anything does
}

// Message is the sentence in English.
func (e *Error) Message() string { return fmt.Sprintf(e.Format, e.Args...) }

// Error is the sentence in English.
func (e *Error) Error() string { return e.Message() }

// At returns the error as a fault at a place of an order file, with the code that
// the kind of the error has among faults.
func (e *Error) At(pointer string) Fault {
	return Fault{Pointer: pointer, Code: faultOf[e.Code], Format: e.Format, Args: e.Args, Err: e.Err}
}

// Unwrap is what lies behind it.
func (e *Error) Unwrap() error { return e.Err }
