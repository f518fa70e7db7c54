// Package ratebook is what can be done with exchange rates: see which ones hold and
// why, export them, import a publisher's file, decide about those that are held, enter
// one by hand, and say by which rule documents take theirs.
//
// What is asked of publishers is asked by ratefeed; both store through store/ratebook,
// whose names for what is stored are these.
package ratebook

import (
	"time"

	stored "woolroad/app/store/ratebook"
)

// What is stored, by the names that pages and commands know.
type (
	// Intake is how a feed's rates are taken in.
	Intake = stored.Intake
	// Result is the result of taking in a feed.
	Result = stored.Result
	// StoredRate is a published rate as it is stored.
	StoredRate = stored.StoredRate
	// Held is a published value that waits for a person, or that was decided.
	Held = stored.Held
	// Decision is what became of a held value.
	Decision = stored.Decision
	// Entry is a rate that a person enters.
	Entry = stored.Entry
	// Rule is a rate rule as the desk has it.
	Rule = stored.Rule
	// Choice is the rule that is taken where none is named.
	Choice = stored.Choice
	// Purpose is what a rate is wanted for.
	Purpose = stored.Purpose
	// Fetch is the result of asking a publisher once.
	Fetch = stored.Fetch
	// Filter says which rates are listed.
	Filter = stored.Filter
	// SourceState is how a source stands.
	SourceState = stored.SourceState
)

// The decisions about a held rate, and the purposes that a rule is chosen for.
const (
	Undecided = stored.Undecided
	Confirmed = stored.Confirmed
	Followed  = stored.Followed
	Rejected  = stored.Rejected
	Withdrawn = stored.Withdrawn

	OnDocument = stored.OnDocument
	InBooks    = stored.InBooks
	ForCustoms = stored.ForCustoms
)

// heldIn puts the times of held rates into a zone.
func heldIn(list []Held, zone *time.Location) {
	for i := range list {
		list[i].At, list[i].DecidedAt = list[i].At.In(zone), list[i].DecidedAt.In(zone)
	}
}

// entriesIn puts the times of entries into a zone.
func entriesIn(list []Entry, zone *time.Location) {
	for i := range list {
		list[i].At = list[i].At.In(zone)
	}
}
