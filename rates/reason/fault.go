package reason

import (
	"time"
)

// ErrFetch is why a publisher's rates could not be fetched.
type ErrFetch struct {
	Code FetchCode
	Args []string // arguments of the code's sentence
	Err  error    // the underlying error, or nil

	Passing bool          // another attempt may succeed
	After   time.Duration // how long the publisher asks to wait before the next attempt
}

// Error returns the sentence in English.
func (e *ErrFetch) Error() string {
	return e.Code.Sentence(e.Args).String()
}

// Unwrap returns the underlying error, or nil.
func (e *ErrFetch) Unwrap() error { return e.Err }

// FetchCode is the reason of an ErrFetch, for programs and for what is stored. A code
// never changes, even if its sentence does.
type FetchCode string

// Why a publisher did not give its rates, with the arguments of each code. The first
// argument of all of them is the publisher's name; the others stand beside the code.
const (
	FetchUnreached    FetchCode = "fetch.unreached" // the network's reason
	FetchTooSlow      FetchCode = "fetch.too_slow"  // how long it had
	FetchBrokeOff     FetchCode = "fetch.broke_off"
	FetchNotPublic    FetchCode = "fetch.not_public"     // where its address leads
	FetchStatus       FetchCode = "fetch.status"         // the status
	FetchRedirected   FetchCode = "fetch.redirected"     // the status, where to
	FetchTooLarge     FetchCode = "fetch.too_large"      // how many MiB it may have
	FetchNotAFeed     FetchCode = "fetch.not_a_feed"     // why not: a FeedCode and its arguments
	FetchTooManyPages FetchCode = "fetch.too_many_pages" // how many, the first and the last day
	FetchNoRowRead    FetchCode = "fetch.no_row_read"    // how many there were, of the first its place, why not: a SkipCode and its arguments
	FetchNoFigures    FetchCode = "fetch.no_figures"     // the first and the last day
)

// Why the program's settings let no request be made, with the arguments of each code.
const (
	FetchUnknownSource FetchCode = "fetch.unknown_source" // its ID
	FetchAddress       FetchCode = "fetch.address"        // the address, the publisher's name
	FetchAgent         FetchCode = "fetch.agent"          // as the program would name itself
)

// Sentence returns the code's sentence with its arguments. For a code that this program
// does not know, stored by a newer one, it returns the code and its arguments. Arguments
// stored before FeedCode and SkipCode existed end with a reason in English, which is
// shown as it is.
func (c FetchCode) Sentence(args []string) Sentence {
	switch {
	case c == FetchNotAFeed && (len(args) > 2 || len(args) == 2 && FeedCode(args[1]).format() != ""):
		return Sentence{c.format(), []any{args[0], FeedCode(args[1]).sentence(args[2:])}}
	case c == FetchNoRowRead && len(args) > 3:
		first := Sentence{"%s: %s", []any{args[2], SkipCode(args[3]).sentence(args[4:])}}
		return Sentence{c.format(), []any{args[0], args[1], first}}
	}
	return sentenceOf(string(c), c.format(), args)
}

// format returns the format of a code's sentence, or "" for an unknown code.
func (c FetchCode) format() (format string) {
	switch c {
	case FetchUnreached:
		return "%s could not be reached: %s."
	case FetchTooSlow:
		return "%s did not answer within %s."
	case FetchBrokeOff:
		return "The answer of %s broke off in the middle."
	case FetchNotPublic:
		return "No request was sent to %s: its address leads to %s, and rates are fetched only from public addresses by HTTPS."
	case FetchStatus:
		return "%s answered with status %s instead of rates."
	case FetchRedirected:
		return "%s answered with status %s, a redirect to %s, which is not followed; if the publisher has moved, set its new address."
	case FetchTooLarge:
		return "%s sent more than %s MiB; no answer with rates is so large."
	case FetchNotAFeed:
		return "%s answered, but not with a feed: %s."
	case FetchTooManyPages:
		return "%s answered with %s pages, more than there are days from %s to %s."
	case FetchNoRowRead:
		return "%s answered, but none of its %s rows could be read; the first: %s."
	case FetchNoFigures:
		return "%s answered without a rate for any day from %s to %s; check on its page whether those were holidays."
	case FetchUnknownSource:
		return "%s is not a source that can be fetched; use nrb, fbil, cfets or ecb."
	case FetchAddress:
		return "%s is not an address for the rates of %s; write one that begins with https:// and holds no password."
	case FetchAgent:
		return "The version or contact %s does not fit into a request; write it in plain ASCII."
	}
	return ""
}
