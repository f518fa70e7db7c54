package documents

import (
	"errors"

	"github.com/golang-sql/civil"

	"woolroad/app/issue"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/rates"
)

// bookLack is a reason why documents have no figure in CNY, with what helps.
type bookLack struct {
	Documents []string
	Why       say.Message
	Ways      []page.WayOut

	why         *trade.Error        // of the first of the days
	first, last civil.Date          // the days on which a rate is missing
	days        map[civil.Date]bool // all of them
}

// bookLacks returns the reasons why documents have no figure in CNY, each once with its
// documents, on however many days it is one. back is the page to which the person comes
// back.
func (s *pages) bookLacks(without []issue.Booked, back string) (all []bookLack) {
	at := map[any]int{}
	for _, d := range without {
		why := d.CNY.Missing
		cause, day := causeOf(why)
		i, there := at[cause]
		if !there {
			i = len(all)
			at[cause], all = i, append(all, bookLack{why: why, first: day, last: day, days: map[civil.Date]bool{}})
		}
		lack := &all[i]
		lack.Documents, lack.days[day] = append(lack.Documents, d.Number), true
		if day.Before(lack.first) {
			lack.why, lack.first = why, day
		}
		if day.After(lack.last) {
			lack.last = day
		}
	}
	for i := range all {
		all[i].Why, all[i].Ways = all[i].sentence(), s.WaysOut(all[i].why, page.Need{Back: back, Books: true})
	}
	return all
}

// staleCause is what the reasons share that are about one old rate.
type staleCause struct {
	last rates.Pair
	day  civil.Date // of the last rate
	rule string
}

// causeOf returns what a reason shares with the same reason of other days, and the day of
// this one. The day is zero for a reason that does not depend on the day.
func causeOf(why *trade.Error) (cause any, day civil.Date) {
	none, stale := (*rates.ErrNone)(nil), (*rates.ErrStale)(nil)
	switch {
	case errors.As(why, &none):
		of := *none
		of.Day = civil.Date{}
		return of, none.Day
	case errors.As(why, &stale):
		a := stale.Answer
		return staleCause{rates.Pair{From: a.Rate.From, To: a.Rate.To}, a.Rate.Date, a.Rule.ID}, a.Day
	}
	return why.Error(), civil.Date{}
}

// sentence returns the reason in words: with its day, or with how many days it is one.
func (l bookLack) sentence() say.Message {
	said, _ := say.MessageOf(l.why)
	if len(l.days) == 1 {
		return said
	}
	days := say.Msg("each of %d days from %s to %s", len(l.days), l.first, l.last)
	if stale := (*rates.ErrStale)(nil); errors.As(l.why, &stale) {
		a := said.Args
		return say.Msg("The last rate from %s to %s by %s, of %s, is too old for %s; the rule “%s” allows %d days. Fetch or import newer ones, or enter rates with their reasons.",
			a[0], a[1], a[2], a[3], days, a[6], a[7])
	}
	const dayOfNone = 3 // the day among the arguments of rates.ErrNone
	said.Args[dayOfNone] = days
	return said
}
