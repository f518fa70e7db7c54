package rates

import (
	"context"
	"fmt"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
)

// Series is one history of a publisher: one side of one pair of currencies, in the
// direction in which it is published.
type Series struct {
	Source   SourceID
	Side     money.Side
	From, To money.Currency
}

// Last is what is known of a series up to a day.
type Last struct {
	Rate money.Rate // of the last day that has one, as last corrected; the zero Rate: none
	Held *Held      // the latest figure that a person has to confirm; nil: none
}

// Held is a published figure that moved so far that a person has to confirm or reject it
// before it is used.
type Held struct {
	Rate  money.Rate
	Since money.Rate // the valid rate before it, from which it moved
}

// Published is where published rates are looked up.
type Published interface {
	// LastPublishedOf returns what is known of each series up to a day. It leaves out a
	// series of which nothing is known, and a rate that a person entered for other days
	// than this one.
	LastPublishedOf(ctx context.Context, all []Series, day civil.Date) (map[Series]Last, error)
}

// Book is where published rates and the desk's rules are looked up.
type Book interface {
	Published
	// RateRule returns the rule with this ID, and false if there is none.
	RateRule(ctx context.Context, id string) (Rule, bool, error)
	// RuleOnDocuments returns the rule by which the documents of a buyer in a country
	// give their total in a currency, where the order names no rule.
	RuleOnDocuments(ctx context.Context, buyer, country string, to money.Currency) (Rule, error)
}

// ByDefault is the rule ID by which an order asks for the desk's own choice of rule.
const ByDefault = "default"

// Answer is the rate that applies, and how it was found.
type Answer struct {
	Rate money.Rate
	Rule Rule
	Day  civil.Date // the day that counted
	Path []Step     // every published figure in Rate, multiplied in this order
}

// Step is a published figure on the way from one currency to another.
type Step struct {
	Published money.Rate // as it was published
	Inverted  bool       // used from To to From, so that the figure divides
}

// Age returns how many days before the day that counted the rate was published.
func (a Answer) Age() int { return a.Rate.Age(a.Day) }

// Why returns the sentence that says why this rate applies, as a format for fmt.Sprintf
// and its arguments.
func (a Answer) Why() (format string, args []any) {
	args = []any{a.Rule.Name, a.Rate.Source, a.Rate.Date.String()}
	switch age, through := a.Age(), string(a.Rate.Through); {
	case age == 0 && through == "":
		return "By the rule \"%s\": %s published the rate for %s, the reference date.", args
	case age == 0:
		return "By the rule \"%s\": %s published both rates for %s, the reference date, each against %s.", append(args, through)
	case through == "":
		return "By the rule \"%s\": %s last published the rate for %s, on or before the reference date %s.", append(args, a.Day.String())
	default:
		return "By the rule \"%s\": %s last published both rates for %s, on or before the reference date %s, each against %s.", append(args, a.Day.String(), through)
	}
}

// Choose returns the rate from one currency to another that applies by a rule on a day:
// the last one that the rule's source published on or before the day that counts. The
// errors are *ErrNone, *ErrHeld, *ErrStale, which holds the answer that is too old, and
// those of p.
//
// The newest published figure decides: while it is held for a person to confirm, Choose
// returns *ErrHeld and never an earlier figure.
//
// A pair published in the other direction is returned with Value and Per swapped, which
// is exact. A pair that the rule crosses is returned with both figures of the last day
// that has both. No figure is rounded on the way. A rate that a person entered is
// returned as money.Stated, and it applies for the days that the person entered it for,
// whatever age the rule allows.
func Choose(ctx context.Context, p Published, rule Rule, from, to money.Currency, day civil.Date) (Answer, error) {
	a := Answer{Rule: rule, Day: rule.Day.Of(day)}
	pair := Series{rule.Source, rule.Side, from, to}
	asked := []Series{pair, pair.reversed()}
	crosses := rule.Via != "" && from != to && from != rule.Via && to != rule.Via
	if crosses { // looked up together with the others, to save a query to the database
		asked = append(asked, pair.against(rule.Via)...)
	}
	found, err := p.LastPublishedOf(ctx, asked, a.Day)
	if err != nil {
		return Answer{}, err
	}
	if step, ok := direct(found, pair); ok {
		a.Rate, a.Path = step.rate(), []Step{step}
	} else if crosses {
		if a.Path, err = crossed(ctx, p, found, pair, rule.Via); err != nil {
			return Answer{}, err
		}
		if a.Path != nil {
			a.Rate = cross(a.Path[0].Published, a.Path[1].Published)
		}
	}
	if held := heldSince(found, asked, a, reaches(found, pair, rule.Via)); held != nil {
		return Answer{}, &ErrHeld{*held, a.Day}
	}
	if a.Path == nil {
		return Answer{}, &ErrNone{from, to, rule.Via, rule.Source, rule.Side, a.Day}
	}
	if _, entered := EnteredOf(rule.Source); entered {
		a.Rate.Side = money.Stated // documents say "stated by the exporter", whoever published the figure
		return a, nil
	}
	if rule.MaxAge > 0 && a.Age() > rule.MaxAge {
		return Answer{}, &ErrStale{a}
	}
	return a, nil
}

// heldSince returns the latest held figure of the series that would be used instead of
// the figures in the answer if it were confirmed, or nil. Without crosses only figures of
// the pair itself would be used.
func heldSince(found map[Series]Last, asked []Series, a Answer, crosses bool) (latest *Held) {
	for i, s := range asked {
		held := found[s].Held
		if held == nil || a.Path != nil && held.Rate.Date.Before(a.Rate.Date) || !a.dependsOn(s) || !crosses && i > 1 {
			continue
		}
		if latest == nil || held.Rate.Date.After(latest.Rate.Date) {
			latest = held
		}
	}
	return latest
}

// reaches reports whether something is known of both currencies of the pair against a
// third one. Of a currency that the source never published, no confirmed figure helps.
func reaches(found map[Series]Last, pair Series, via money.Currency) bool {
	for _, s := range pair.against(via) {
		if known := found[s]; known.Rate.To == "" && known.Held == nil {
			return false
		}
	}
	return true
}

// dependsOn reports whether a figure of the series could change the answer: of any series
// while the answer has no path, and of the pair's own series only where the pair itself
// is published.
func (a Answer) dependsOn(s Series) bool {
	return len(a.Path) != 1 || s.matches(a.Path[0].Published)
}

// matches reports whether the series is between the two currencies of a rate, in either
// direction.
func (s Series) matches(r money.Rate) bool {
	return s.From == r.From && s.To == r.To || s.From == r.To && s.To == r.From
}

// reversed returns the series of the pair in the other direction.
func (s Series) reversed() Series {
	s.From, s.To = s.To, s.From
	return s
}

// against returns the series of both currencies of the pair against a third one.
func (s Series) against(via money.Currency) []Series {
	return []Series{{s.Source, s.Side, via, s.From}, {s.Source, s.Side, via, s.To}}
}

// rate returns the figure in the direction in which it is used.
func (s Step) rate() money.Rate {
	r := s.Published
	if s.Inverted {
		r.From, r.To = r.To, r.From
		r.Value, r.Per = r.Per, r.Value
	}
	return r
}

// direct returns the last rate of the pair, published in one direction or the other,
// whichever is later, and false if there is none.
func direct(found map[Series]Last, pair Series) (Step, bool) {
	same, other := found[pair].Rate, found[pair.reversed()].Rate
	if other.To != "" && (same.To == "" || other.Date.After(same.Date)) {
		return Step{Published: other, Inverted: true}, true
	}
	return Step{Published: same}, same.To != ""
}

// crossed returns the two steps from one currency of the pair to the other through via,
// on the last day that has both figures, or nil if there is none. found holds what is
// known up to the day that counts. The error is that of p.LastPublishedOf.
func crossed(ctx context.Context, p Published, found map[Series]Last, pair Series, via money.Currency) ([]Step, error) {
	against := pair.against(via)
	for {
		f, t := found[against[0]].Rate, found[against[1]].Rate
		if f.To == "" || t.To == "" {
			return nil, nil
		}
		if f.Date == t.Date {
			return []Step{{Published: f, Inverted: true}, {Published: t}}, nil
		}
		if _, entered := EnteredOf(pair.Source); entered {
			return nil, nil // what applied on an earlier day may have ended
		}
		earlier := f.Date
		if t.Date.Before(earlier) {
			earlier = t.Date
		}
		var err error
		if found, err = p.LastPublishedOf(ctx, against, earlier); err != nil {
			return nil, err
		}
	}
}

// cross returns the rate from f's currency to t's. Both must be published against the
// same currency.
func cross(f, t money.Rate) money.Rate {
	r := t
	r.From, r.Through = f.To, f.From
	r.Value, r.Per = t.Value.Mul(f.Per), f.Value.Mul(t.Per)
	return r
}

// ErrNone reports that no rate was published for the pair up to the day.
type ErrNone struct {
	From, To money.Currency
	Via      money.Currency // through which the rule crosses; empty: it does not
	Source   SourceID
	Side     money.Side
	Day      civil.Date
}

// Sentence returns a format for fmt.Sprintf and the arguments for it: the two currencies,
// the source and the day. The sentence says which rate is missing and what a person can do.
func (e *ErrNone) Sentence() (format string, args []any) {
	if len(PairsOf(e.Source, e.From, e.To, e.Via)) == 0 {
		return "There is no rate from %s to %s by %s on or before %s: this source has no rates of this pair. Enter the bank's contract rate and choose it, or choose another rule or source.", e.args()
	}
	if _, entered := EnteredOf(e.Source); entered {
		return "There is no rate from %s to %s by %s that is valid on %s; enter one with its reason, or choose another rule or source.", e.args()
	}
	return "There is no rate from %s to %s by %s on or before %s; fetch or import one, enter the published rate, or choose another rule or source.", e.args()
}

// Error says what is missing.
func (e *ErrNone) Error() string {
	return fmt.Sprintf("no rate from %s to %s by %s on or before %s", e.args()...)
}

// args returns what the sentences name: the currencies, the publisher and the day.
func (e *ErrNone) args() []any {
	by := e.Source.Name()
	if e.Side != money.Mid {
		by += fmt.Sprintf(" (%s)", e.Side)
	}
	return []any{string(e.From), string(e.To), by, e.Day.String()}
}

// ErrHeld reports that the newest figure must first be confirmed by a person.
type ErrHeld struct {
	Held Held
	Day  civil.Date // the day that counted
}

// Sentence says what is held and what to do, as a format for fmt.Sprintf and its
// arguments.
func (e *ErrHeld) Sentence() (format string, args []any) {
	now, was := e.Held.Rate, e.Held.Since
	return "The rate from %s to %s by %s is held: %s for %s of %s, a move of %s %% from %s of %s. Confirm or reject it; until then no earlier rate is used instead.",
		[]any{string(now.From), string(now.To), now.Source, now.Value.Grouped(), now.Per.Grouped(), now.Date.String(), Distance(was, now).String(), was.Value.Grouped(), was.Date.String()}
}

// Error returns the sentence in English.
func (e *ErrHeld) Error() string {
	format, args := e.Sentence()
	return fmt.Sprintf(format, args...)
}

// ErrStale reports that the last rate is older than the rule allows. The rate is in
// Answer.
type ErrStale struct{ Answer Answer }

// Sentence says how old the rate is and what to do, as a format for fmt.Sprintf and its
// arguments.
func (e *ErrStale) Sentence() (format string, args []any) {
	a := e.Answer
	return "The last rate from %s to %s by %s, of %s, is %d days older than %s; the rule \"%s\" allows %d. Fetch or import a newer one, or enter a rate with its reason.",
		[]any{string(a.Rate.From), string(a.Rate.To), a.Rate.Source, a.Rate.Date.String(), a.Age(), a.Day.String(), a.Rule.Name, a.Rule.MaxAge}
}

// Error returns the sentence in English.
func (e *ErrStale) Error() string {
	format, args := e.Sentence()
	return fmt.Sprintf(format, args...)
}
