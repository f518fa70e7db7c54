package ratefeed

import (
	"cmp"
	"slices"

	"woolroad/app/money"
	"woolroad/rates"
)

// pieceSize is about how many rates are stored in one transaction, because nobody else
// can write to the embedded database meanwhile.
const pieceSize = 2000

// piece is a part of a feed, cut between days.
type piece struct {
	rates.Span
	rates.Feed
}

// pieces cuts the feed of a span into pieces of about pieceSize rates, the earliest first,
// so that all rates of a day are in one piece. The spans of the pieces follow each other
// and cover the whole span. The first piece has the rows that could not be read.
func pieces(feed rates.Feed, span rates.Span) (all []piece) {
	left := slices.Clone(feed.Rates)
	slices.SortStableFunc(left, func(a, b money.Rate) int { return cmp.Compare(a.Date.DaysSince(b.Date), 0) })
	from := span.From
	for {
		n := min(pieceSize, len(left))
		for n < len(left) && n > 0 && left[n].Date == left[n-1].Date {
			n++
		}
		p := piece{rates.Span{From: from, To: span.To}, feed}
		p.Rates = left[:n]
		if len(all) > 0 {
			p.Skipped = nil
		}
		if left = left[n:]; len(left) == 0 {
			return append(all, p)
		}
		p.To = p.Rates[n-1].Date
		from = p.To.AddDays(1)
		all = append(all, p)
	}
}
