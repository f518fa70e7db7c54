package rates

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/rates/reason"
)

// TwoValues returns the Skipped that says that r was left out because first, a rate of
// the same day with another value, came before.
func TwoValues(first, r money.Rate) reason.Skipped {
	return reason.Skipped{Place: placeOf(r), Code: reason.SkipTwoValues, Args: []string{first.Value.String(), first.Per.String(), r.Value.String(), r.Per.String()}}
}

// Table is a set of published rates in memory. The zero Table is empty and ready for Add.
// After the last Add it may be read concurrently.
type Table struct {
	// Share is how far a rate may move from the last valid one before it, 0.10 for 10 %.
	// A rate that moved further is held, and a Table has nobody to confirm it. At 0 no
	// rate is held. The caller must set Share before the first Add.
	Share exact.Number

	series map[series][]money.Rate // each by date, one rate a day
	valid  map[series][]money.Rate // the rates of series that are not held; nil: none is held
	held   map[series][]Held       // the other rates of series
}

// series is what the rates of one history have in common.
type series struct {
	source   string
	side     money.Side
	from, to money.Currency
}

// Add adds published rates and returns those that it left out: a rate that is not above
// zero, and one for which the table has another value on the same day, of which the first
// one stays. The same value again is not reported, because feeds overlap.
//
// Add whole feeds: each call sorts every history that it touches.
func (t *Table) Add(rates ...money.Rate) (conflicts []reason.Skipped) {
	if t.series == nil {
		t.series = make(map[series][]money.Rate)
	}
	touched := make(map[series]bool)
	for _, r := range rates {
		if r.Value.Sign() <= 0 || r.Per.Sign() <= 0 || !r.Date.IsValid() {
			conflicts = append(conflicts, reason.Skipped{Place: placeOf(r), Code: reason.SkipNoRate, Args: []string{r.Value.String(), r.Per.String()}})
			continue
		}
		s := series{r.Source, r.Side, r.From, r.To}
		t.series[s] = append(t.series[s], r)
		touched[s] = true
	}
	for s := range touched {
		var twice []reason.Skipped
		t.series[s], twice = firstOfEachDay(t.series[s])
		conflicts = append(conflicts, twice...)
		t.separate(s)
	}
	slices.SortFunc(conflicts, func(a, b reason.Skipped) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), slices.Compare(a.Args, b.Args))
	})
	return conflicts
}

// separate divides the rates of a series into valid and held ones.
func (t *Table) separate(s series) {
	if t.Share.Sign() <= 0 {
		return
	}
	var holds []money.Rate
	var held []Held
	for _, r := range t.series[s] {
		if n := len(holds); n > 0 && Moved(holds[n-1], r, t.Share) {
			held = append(held, Held{Rate: r, Since: holds[n-1]})
		} else {
			holds = append(holds, r)
		}
	}
	if t.valid == nil {
		t.valid, t.held = map[series][]money.Rate{}, map[series][]Held{}
	}
	t.valid[s], t.held[s] = holds, held
}

// firstOfEachDay sorts rates by date and returns the first of each day, and as conflicts
// those of the others whose value differs.
func firstOfEachDay(rates []money.Rate) (firsts []money.Rate, conflicts []reason.Skipped) {
	slices.SortStableFunc(rates, func(a, b money.Rate) int { return compare(a.Date, b.Date) })
	firsts = rates[:0]
	for _, r := range rates {
		if len(firsts) == 0 || firsts[len(firsts)-1].Date != r.Date {
			firsts = append(firsts, r)
			continue
		}
		if first := firsts[len(firsts)-1]; first.Value.Mul(r.Per).Cmp(r.Value.Mul(first.Per)) != 0 {
			conflicts = append(conflicts, TwoValues(first, r))
		}
	}
	clear(rates[len(firsts):])
	return firsts, conflicts
}

// placeOf names a rate by its publisher, currencies, side and date.
func placeOf(r money.Rate) string {
	return fmt.Sprintf("%s, %s to %s (%s), %s", r.Source, r.From, r.To, r.Side, r.Date)
}

// LastPublishedOf returns what is known of each series up to a day. Its error is always
// nil.
func (t *Table) LastPublishedOf(_ context.Context, all []Series, day civil.Date) (map[Series]Last, error) {
	found := make(map[Series]Last, len(all))
	for _, asked := range all {
		s := series{asked.Source.Name(), asked.Side, asked.From, asked.To}
		history := t.series[s]
		if t.valid != nil {
			history = t.valid[s]
		}
		var last Last
		if history = upTo(history, day); len(history) > 0 {
			last.Rate = history[len(history)-1]
		}
		for i := len(t.held[s]) - 1; i >= 0 && last.Held == nil; i-- {
			if h := t.held[s][i]; !h.Rate.Date.After(day) {
				last.Held = &h
			}
		}
		if last.Rate.To != "" || last.Held != nil {
			found[asked] = last
		}
	}
	return found, nil
}

// RateRule returns the rule with this ID among Rules. Its error is always nil.
func (t *Table) RateRule(_ context.Context, id string) (Rule, bool, error) {
	r, ok := RuleOf(id)
	return r, ok, nil
}

// RuleOnDocuments returns the default rule for the currency, whoever the buyer is. Its
// error is always nil.
func (t *Table) RuleOnDocuments(_ context.Context, _, _ string, to money.Currency) (Rule, error) {
	r, _ := RuleOf(DefaultRule(to))
	return r, nil
}

// On returns the rate that applies on a day by the rule of a source and side, whatever
// the rate's age. An empty side stands for money.Mid. The errors are *ErrNone and
// *ErrHeld.
func (t *Table) On(source SourceID, side money.Side, from, to money.Currency, day civil.Date) (money.Rate, error) {
	rule := usualRule(source, cmp.Or(side, money.Mid))
	rule.MaxAge = 0
	a, err := Choose(context.Background(), t, rule, from, to, day) // a Table never waits
	return a.Rate, err
}

// upTo returns the part of a history that was published on or before the day.
func upTo(rates []money.Rate, day civil.Date) []money.Rate {
	n, found := slices.BinarySearchFunc(rates, day, func(r money.Rate, day civil.Date) int { return compare(r.Date, day) })
	if found {
		n++
	}
	return rates[:n]
}

// compare returns -1, 0 or 1 as day a is before, the same as or after b.
func compare(a, b civil.Date) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Day, b.Day))
}
