package rates

import (
	"woolroad/app/money"
)

// Entered is a source without a feed. People read its figures and enter them.
type Entered struct {
	ID   SourceID
	Side money.Side
	From money.Currency // which every rate of the source is from; empty: any
	To   money.Currency // which every rate of the source is to; empty: any
}

// EnteredSources are the sources whose rates people enter, in the order in which they are
// listed. A rate of Contract is stated by the exporter, those of the others are
// published.
var EnteredSources = []Entered{
	{ID: Contract, Side: money.Stated},
	{ID: CBIC, Side: money.Mid, To: money.INR},
	{ID: GACC, Side: money.Mid, To: money.CNY},
	{ID: CFETSReference, Side: money.Mid},
	{ID: Peg, Side: money.Mid, From: money.INR, To: money.NPR},
}

// EnteredOf returns the entered source with this ID, and false if there is none.
func EnteredOf(id SourceID) (Entered, bool) {
	for _, e := range EnteredSources {
		if e.ID == id {
			return e, true
		}
	}
	return Entered{}, false
}
