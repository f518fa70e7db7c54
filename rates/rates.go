// Package rates fetches and reads the exchange-rate feeds of Nepal Rastra Bank,
// Financial Benchmarks India, CFETS and the European Central Bank into
// money.Rate, and says which rate holds on a day.
//
// Nothing is guessed. A rate keeps the digits and the unit it was published
// with, going the other way swaps the two figures and a cross keeps both, so
// that a conversion is one multiplication and one division. A row that cannot
// be read is named and left out.
package rates

import (
	"github.com/golang-sql/civil"

	"woolroad/app/money"
)

// SourceID is a publisher of rates, as order files name it.
type SourceID string

// The publishers whose feeds Read knows. NRB publishes a buying and a selling
// rate, the others one middle rate.
const (
	NRB   SourceID = "nrb"
	FBIL  SourceID = "fbil"
	CFETS SourceID = "cfets"
	ECB   SourceID = "ecb"
)

// Sources without a feed, whose rates a person enters.
const (
	Contract       SourceID = "contract"  // what the exporter's bank has agreed to
	CBIC           SourceID = "cbic"      // for India's customs, a fortnight each
	GACC           SourceID = "gacc"      // for China's customs, a month each
	CFETSReference SourceID = "cfets-ref" // the month's last, for currencies that CFETS does not list
	Peg            SourceID = "peg"       // between the rupees of India and Nepal
)

// Name returns the publisher's name as documents print it and as money.Rate carries it;
// for another ID it is the ID itself.
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

// Sources returns all sources, those with a feed first, in the order of their lists.
func Sources() (all []SourceID) {
	for _, p := range Publishers {
		all = append(all, p.ID)
	}
	for _, e := range EnteredSources {
		all = append(all, e.ID)
	}
	return all
}

// Feed is what one file of a publisher holds.
type Feed struct {
	Source  SourceID
	Rates   []money.Rate // in the file's order, as published: not inverted, not crossed
	Skipped []Skipped

	span    Span      // the days that were asked for; the zero Span if the answer does not say so
	pages   int64     // how many the answer has; 0 if it says nothing of pages
	missing []Skipped // what other pages hold
}

// Age returns how many days before day the rate was published.
func Age(r money.Rate, day civil.Date) int { return day.DaysSince(r.Date) }

// add takes a rate whose figures have been read already.
func (f *Feed) add(r money.Rate) error {
	if r.From == r.To {
		return leave(SkipOwnCurrency, string(r.From))
	}
	r.Source = f.Source.Name()
	f.Rates = append(f.Rates, r)
	return nil
}
