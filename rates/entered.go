package rates

import "woolroad/app/money"

// Entered is a source without a feed. People read its figures and enter them.
type Entered struct {
	ID   SourceID
	Side money.Side
	From money.Currency // which every rate has, or none
	To   money.Currency // likewise
}

// EnteredSources are the sources whose rates people enter, in the order of
// their lists. What the bank has agreed to is the exporter's to state; the
// others' figures are published.
var EnteredSources = []Entered{
	{ID: Contract, Side: money.Stated},
	{ID: CBIC, Side: money.Mid, To: money.INR},
	{ID: GACC, Side: money.Mid, To: money.CNY},
	{ID: CFETSReference, Side: money.Mid},
	{ID: Peg, Side: money.Mid, From: money.INR, To: money.NPR},
}

// EnteredOf returns an entered source by ID, and false if it has a feed or is none.
func EnteredOf(id SourceID) (Entered, bool) {
	for _, e := range EnteredSources {
		if e.ID == id {
			return e, true
		}
	}
	return Entered{}, false
}
