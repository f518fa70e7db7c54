// Package rates fetches and reads the exchange-rate feeds of Nepal Rastra Bank, Financial
// Benchmarks India, CFETS and the European Central Bank into money.Rate, and chooses the
// rate that applies on a day.
//
// It guesses nothing. A rate has the digits and the unit it was published with; the other
// direction swaps the two figures and a cross has both, so that a conversion is one
// multiplication and one division. A row that cannot be read is reported and left out.
package rates

import (
	"woolroad/app/money"
	"woolroad/rates/reason"
)

// SourceID is a publisher of rates, by the name that order files use.
type SourceID string

// The publishers whose feeds Read can read. NRB publishes a buying and a selling rate,
// the others one middle rate.
const (
	NRB   SourceID = "nrb"
	FBIL  SourceID = "fbil"
	CFETS SourceID = "cfets"
	ECB   SourceID = "ecb"
)

// The sources without a feed, whose rates a person enters.
const (
	Contract       SourceID = "contract"  // what the exporter's bank has agreed to
	CBIC           SourceID = "cbic"      // for India's customs, a fortnight at a time
	GACC           SourceID = "gacc"      // for China's customs, a month at a time
	CFETSReference SourceID = "cfets-ref" // of the last day of a month, for currencies that CFETS does not list daily
	Peg            SourceID = "peg"       // between the rupees of India and Nepal
)

// Name returns the publisher's name as documents print it and as money.Rate carries it.
// For an unknown ID it returns the ID.
func (s SourceID) Name() string {
	switch s {
	case NRB:
		return "Nepal Rastra Bank"
	case FBIL:
		return "Financial Benchmarks India"
	case CFETS:
		return "China Foreign Exchange Trade System, central parity"
	case ECB:
		return "European Central Bank"
	case Contract:
		return "bank's contract rate"
	case CBIC:
		return "Central Board of Indirect Taxes and Customs"
	case GACC:
		return "General Administration of Customs of China"
	case CFETSReference:
		return "China Foreign Exchange Trade System, monthly reference rate"
	case Peg:
		return "peg of the Nepalese to the Indian rupee"
	}
	return string(s)
}

// Sources returns all sources, those with a feed first, in the order in which they are
// listed.
func Sources() (all []SourceID) {
	for _, p := range Publishers {
		all = append(all, p.ID)
	}
	for _, e := range EnteredSources {
		all = append(all, e.ID)
	}
	return all
}

// Feed is the content of one file of a publisher.
type Feed struct {
	Source  SourceID
	Rates   []money.Rate // in the file's order, neither inverted nor crossed
	Skipped []reason.Skipped

	worked  Span             // from the first to the last working day that the feed has a place for, while it has no rate
	span    Span             // the days that were asked for; the zero Span if the answer does not say so
	Pages   int64            // how many pages the answer has; 0 if it does not say so
	missing []reason.Skipped // says which other pages there are
}

// add adds a rate whose figures have been read. It refuses a rate of a currency against
// itself with *errSkip.
func (f *Feed) add(r money.Rate) error {
	if r.From == r.To {
		return reason.SkipFor(reason.SkipOwnCurrency, string(r.From))
	}
	r.Source = f.Source.Name()
	f.Rates = append(f.Rates, r)
	return nil
}

// noteWords adds what an answer says in words to what was skipped.
func (f *Feed) noteWords(answer object) {
	for _, w := range wordsIn(answer) {
		f.skip(w.key, reason.SkipFor(reason.SkipSays, reason.QuoteWords(w.said)))
	}
}

// skip adds what was left out at a place; err says why.
func (f *Feed) skip(place string, err error) {
	e := reason.ReasonOf(err)
	f.Skipped = append(f.Skipped, reason.Skipped{Place: place, Code: e.Code, Args: e.Args})
}
