// Package ratebook is everything that can be done with exchange rates: see which ones
// apply and why, export them, import a publisher's file, decide about held ones, enter
// one by hand, and choose the rules by which documents take theirs.
//
// Its one rule: nothing here asks a publisher; ratefeed does. Both store through
// store/ratebook, whose types have the same names here.
package ratebook

import (
	"time"

	stored "woolroad/app/store/ratebook"
)

// The types of what is stored, under the names that pages and commands use.
type (
	// Intake is how a feed's rates are stored.
	Intake = stored.Intake
	// Result is the result of storing a feed.
	Result = stored.Result
	// StoredRate is a published rate as it is stored.
	StoredRate = stored.StoredRate
	// Held is a published value that a person has to decide about, or has decided about.
	Held = stored.Held
	// Decision is what was decided about a held value.
	Decision = stored.Decision
	// Entry is a rate that a person enters.
	Entry = stored.Entry
	// Rule is a rate rule as the desk has it.
	Rule = stored.Rule
	// Choice is the rule that applies where none is named.
	Choice = stored.Choice
	// Purpose is what a rate is used for.
	Purpose = stored.Purpose
	// Fetch is the result of asking a publisher once.
	Fetch = stored.Fetch
	// Filter says which rates are listed.
	Filter = stored.Filter
	// SourceState is the state of a source.
	SourceState = stored.SourceState
)

// The decisions about a held rate, and the purposes for which a rule is chosen.
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

// setHeldZone converts the times of held rates to a zone.
func setHeldZone(list []Held, zone *time.Location) {
	for i := range list {
		list[i].At, list[i].DecidedAt = list[i].At.In(zone), list[i].DecidedAt.In(zone)
	}
}

// setEntriesZone converts the times of entries to a zone.
func setEntriesZone(list []Entry, zone *time.Location) {
	for i := range list {
		list[i].At = list[i].At.In(zone)
	}
}
