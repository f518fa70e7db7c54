package trade

import "fmt"

// A Code says what kind of thing went wrong, so that a page can answer with a status and
// a program can act on it.
type Code string

// The codes of an Error.
const (
	NotFound    Code = "not found"
	Conflict    Code = "conflict"    // what is asked for does not fit what is stored already
	Invalid     Code = "invalid"     // what is asked for cannot be done as asked
	Unavailable Code = "unavailable" // it cannot be done now, but later or elsewhere it may
)

// An Error says what a person has to know about something that could not be done.
type Error struct {
	Code   Code
	Field  string // the field that the error is about: "number", "supersedes"
	Format string // a sentence for fmt.Sprintf, by which a catalogue may translate it
	Args   []any
	Err    error // the cause, or nil
}

// Message returns the sentence in English.
func (e *Error) Message() string { return fmt.Sprintf(e.Format, e.Args...) }

// Error returns the sentence in English.
func (e *Error) Error() string { return e.Message() }

// At returns the error as a fault at a place of an order file, with the fault code that
// stands for the kind of the error.
func (e *Error) At(pointer string) Fault {
	return Fault{Pointer: pointer, Code: faultOf[e.Code], Format: e.Format, Args: e.Args, Err: e.Err}
}

// Unwrap returns the error that is the cause, or nil.
func (e *Error) Unwrap() error { return e.Err }
