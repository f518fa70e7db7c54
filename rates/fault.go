package rates

import "time"

// ErrFetch says why a publisher's rates could not be fetched.
type ErrFetch struct {
	Code FetchCode
	Args []string // of the code's sentence
	Err  error    // what lies behind it, if anything does

	passing bool          // another try may do better
	after   time.Duration // how long the publisher asks to wait before it
}

// Error returns the sentence in English.
func (e *ErrFetch) Error() string {
	return e.Code.Sentence(e.Args).String()
}

// Unwrap returns what lies behind it.
func (e *ErrFetch) Unwrap() error { return e.Err }

// FetchCode says what an ErrFetch is, for programs and for what is stored of it. A code
// stays when its sentence is worded anew.
type FetchCode string

// Why a publisher did not give its rates, with the arguments of each. The first is the
// publisher's name.
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

// Why nobody can be asked as it is set, with the argument of each.
const (
	FetchUnknownSource FetchCode = "fetch.unknown_source" // its ID
	FetchAddress       FetchCode = "fetch.address"        // the address, the publisher's name
	FetchAgent         FetchCode = "fetch.agent"          // as the program would name itself
)

// Sentence returns the code's sentence. That of a code of a newer program is the code
// itself with its arguments. Of arguments from before there were FeedCodes and SkipCodes
// the last is a reason in English.
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

// format returns the sentence of a code, empty where there is none.
func (c FetchCode) format() (format string) {
	switch c {
	case FetchUnreached:
		return "%s could not be reached: %s."
	case FetchTooSlow:
		return "%s did not answer within %s."
	case FetchBrokeOff:
		return "%s broke off in the middle of its answer."
	case FetchNotPublic:
		return "%s is not asked: its address leads to %s, and rates are fetched from public addresses by https only."
	case FetchStatus:
		return "%s answered with status %s instead of rates."
	case FetchRedirected:
		return "%s answered with status %s, a redirect to %s, which is not followed; if the publisher has moved, set its new address."
	case FetchTooLarge:
		return "%s sent more than %s MiB, which no answer of its has."
	case FetchNotAFeed:
		return "%s answered, but not with a feed: %s."
	case FetchTooManyPages:
		return "%s answered with %s pages, which is more than the days from %s to %s have."
	case FetchNoRowRead:
		return "%s answered, but none of its %s rows could be read; the first: %s."
	case FetchNoFigures:
		return "%s answered, but with no figure for any day from %s to %s; look at its page whether those were holidays."
	case FetchUnknownSource:
		return "%s is no source that can be fetched; known are nrb, fbil, cfets and ecb."
	case FetchAddress:
		return "%s is not an address for the rates of %s; write one that begins with https:// and holds no password."
	case FetchAgent:
		return "The version or contact %s does not fit into a request; write it in plain ASCII."
	}
	return ""
}
