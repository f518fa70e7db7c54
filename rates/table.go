package rates

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
)

// Table is a set of published rates to look one up in. The zero Table is empty
// and ready for Add. After the last Add it may be read concurrently.
type Table struct {
	series map[series][]money.Rate // each by date, one rate a day
}

// series is what the rates of one history have in common.
type series struct {
	source   string
	side     money.Side
	from, to money.Currency
}

// Add puts published rates in and returns those it left out: a rate that is not
// above zero, and one for which the table holds another value on the same day,
// where the first added stays. The same value again is no fault: feeds overlap.
//
// Add whole feeds; each call sorts what it touches.
func (t *Table) Add(rates ...money.Rate) (conflicts []Skipped) {
	if t.series == nil {
		t.series = make(map[series][]money.Rate)
	}
	touched := make(map[series]bool)
	for _, r := range rates {
		if r.Value.Sign() <= 0 || r.Per.Sign() <= 0 || !r.Date.IsValid() {
			conflicts = append(conflicts, Skipped{placeOf(r), fmt.Sprintf("%s for %s is no rate", r.Value, r.Per)})
			continue
		}
		s := series{r.Source, r.Side, r.From, r.To}
		t.series[s] = append(t.series[s], r)
		touched[s] = true
	}
	for s := range touched {
		var twice []Skipped
		t.series[s], twice = oneADay(t.series[s])
		conflicts = append(conflicts, twice...)
	}
	slices.SortFunc(conflicts, func(a, b Skipped) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Reason, b.Reason))
	})
	return conflicts
}

// oneADay sorts rates by date and keeps the first of each day.
func oneADay(rates []money.Rate) (kept []money.Rate, conflicts []Skipped) {
	slices.SortStableFunc(rates, func(a, b money.Rate) int { return compare(a.Date, b.Date) })
	kept = rates[:0]
	for _, r := range rates {
		if len(kept) == 0 || kept[len(kept)-1].Date != r.Date {
			kept = append(kept, r)
			continue
		}
		if first := kept[len(kept)-1]; first.Value.Mul(r.Per).Cmp(r.Value.Mul(first.Per)) != 0 {
			conflicts = append(conflicts, Skipped{placeOf(r), fmt.Sprintf("two values for one day, %s for %s and %s for %s; the first stays", first.Value, first.Per, r.Value, r.Per)})
		}
	}
	clear(rates[len(kept):])
	return kept, conflicts
}

func placeOf(r money.Rate) string {
	return fmt.Sprintf("%s, %s to %s (%s), %s", r.Source, r.From, r.To, r.Side, r.Date)
}

// ErrNone reports that no rate was published for the pair up to the day.
type ErrNone struct {
	From, To money.Currency
	Source   SourceID
	Side     money.Side
	Day      civil.Date
}

// Error is a sentence that says what is missing and what to do.
func (e *ErrNone) Error() string {
	side := ""
	if e.Side != money.Mid {
		side = fmt.Sprintf(" (%s)", e.Side)
	}
	return fmt.Sprintf("No rate from %s to %s by %s%s on or before %s; add a feed with --rates.", e.From, e.To, e.Source.Name(), side, e.Day)
}

// On is the rate from one currency to another that holds on a day: the last one
// that the source published on or before it. No side means money.Mid. The error
// is *ErrNone. How old the rate is, Age says.
//
// A pair published the other way round comes with Value and Per swapped, exact
// as it stands. A pair of two currencies that the ECB quotes against the euro
// comes with both figures of the last day that has both. The other sources'
// figures are never crossed: a cross of two selling rates is nobody's price.
func (t *Table) On(source SourceID, side money.Side, from, to money.Currency, day civil.Date) (money.Rate, error) {
	side = cmp.Or(side, money.Mid)
	pair := series{source.Name(), side, from, to}
	r, ok := t.quoted(pair, day)
	if !ok && source == ECB {
		r, ok = t.crossed(pair, money.EUR, day)
	}
	if !ok {
		return money.Rate{}, &ErrNone{from, to, source, side, day}
	}
	return r, nil
}

// quoted is the last rate of the pair, published this way or the other way
// round, whichever is later.
func (t *Table) quoted(s series, day civil.Date) (money.Rate, bool) {
	same := upTo(t.series[s], day)
	other := upTo(t.series[series{s.source, s.side, s.to, s.from}], day)
	if len(other) > 0 && (len(same) == 0 || last(other).Date.After(last(same).Date)) {
		r := last(other)
		r.From, r.To = r.To, r.From
		r.Value, r.Per = r.Per, r.Value
		return r, true
	}
	if len(same) == 0 {
		return money.Rate{}, false
	}
	return last(same), true
}

// crossed is the pair through the currency that both are quoted against, on the
// last day that has both figures.
func (t *Table) crossed(s series, through money.Currency, day civil.Date) (money.Rate, bool) {
	from := upTo(t.series[series{s.source, s.side, through, s.from}], day)
	to := upTo(t.series[series{s.source, s.side, through, s.to}], day)
	for len(from) > 0 && len(to) > 0 {
		f, v := last(from), last(to)
		switch compare(f.Date, v.Date) {
		case +1:
			from = upTo(from, v.Date)
		case -1:
			to = upTo(to, f.Date)
		default:
			v.From, v.Through = s.from, through
			v.Value, v.Per = v.Value.Mul(f.Per), f.Value.Mul(v.Per)
			return v, s.from != s.to
		}
	}
	return money.Rate{}, false
}

// upTo is the part of a history that was published on or before the day.
func upTo(rates []money.Rate, day civil.Date) []money.Rate {
	n, found := slices.BinarySearchFunc(rates, day, func(r money.Rate, day civil.Date) int { return compare(r.Date, day) })
	if found {
		n++
	}
	return rates[:n]
}

func last(rates []money.Rate) money.Rate { return rates[len(rates)-1] }

func compare(a, b civil.Date) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Day, b.Day))
}
