package command

import (
	"fmt"

	"woolroad/app/command/output"
	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/rates"
	"woolroad/rates/reason"
)

// rateResult is the result of fetching or importing rates, as it is printed.
type rateResult struct {
	Added     int          `json:"added"`
	Unchanged int          `json:"unchanged"`
	Rejected  int          `json:"rejected"`
	Corrected []correction `json:"corrected"`
	Held      []heldRate   `json:"held"`
	Released  int          `json:"released"`
	Skipped   []skippedRow `json:"skipped"`

	left []rates.Left // what was left out by reason, as people are told
}

// rateResultKeys says in the help of a command which keys a rateResult has in JSON.
const rateResultKeys = `  added      number of new rates
  unchanged  number of rates that were already stored with the same value
  rejected   number of the unchanged rates that a person has rejected, which
             therefore do not apply
  corrected  rates whose stored value was replaced, each with the old rate (was)
             and the new one (is)
  held       rates that wait for a person, each with the rate before it (last)
             and its own (is)
  released   number of held rates that apply now, because they are close to the
             rate before them
  skipped    rows that were left out, each with place, code and reason`

// correction is a rate before and after it was corrected.
type correction struct {
	Was money.Rate `json:"was"`
	Is  money.Rate `json:"is"`
}

// heldRate is a held rate and the one from which it moved.
type heldRate struct {
	Last money.Rate `json:"last"`
	Is   money.Rate `json:"is"`
}

// skippedRow is what was left out, and why.
type skippedRow struct {
	Place  string          `json:"place"`
	Code   reason.SkipCode `json:"code"`
	Reason string          `json:"reason"`
}

// noRates returns a result without rates, which prints as empty lists.
func noRates() rateResult {
	return rateResult{Corrected: []correction{}, Held: []heldRate{}, Skipped: []skippedRow{}}
}

// add adds what was stored.
func (r *rateResult) add(done ratebook.Result) {
	r.Added += done.Added
	r.Unchanged += done.Unchanged
	r.Rejected += done.Rejected
	for _, c := range done.Corrected {
		r.Corrected = append(r.Corrected, correction{c.Was, c.Is})
	}
	for _, h := range done.Held {
		r.Held = append(r.Held, heldRate{h.Last, h.Rate})
	}
	r.Released += done.Released
	r.left = rates.TallyOf(done.Skipped)
	for _, row := range done.Skipped {
		r.Skipped = append(r.Skipped, skippedRow{row.Place, row.Code, row.Reason()})
	}
}

// came reports whether the publisher sent anything: a rate, or a row that was left out.
func (r rateResult) came() bool {
	return r.Added+r.Unchanged+len(r.Corrected)+len(r.Held)+len(r.Skipped)+r.Released > 0
}

// counts returns how many rates were added, changed, held and skipped.
func (r rateResult) counts() string {
	if !r.came() {
		return "no figures; on a holiday there are none"
	}
	held := ""
	if len(r.Held) > 0 {
		held = fmt.Sprintf(", %d held", len(r.Held))
	}
	if r.Released > 0 {
		held += fmt.Sprintf(", %d held no longer", r.Released)
	}
	return fmt.Sprintf("%d added, %d unchanged, %d corrected%s, %d skipped", r.Added, r.Unchanged, len(r.Corrected), held, len(r.Skipped))
}

// print prints the result, and which rates have changed.
func (r rateResult) print(out *output.Printer, what string) {
	out.Line("%s: %s", what, r.counts())
	for _, c := range r.Corrected {
		out.Line("  corrected: %s to %s: was %s, is %s", c.Is.From, c.Is.To, output.Rate(c.Was), output.Rate(c.Is))
	}
}

// mostHeld is how many held rates are named after an import, which may hold many of one
// pair.
const mostHeld = 10

// warnRejected prints how many figures stay rejected.
func (r rateResult) warnRejected(say *output.Printer, what string) {
	if r.Rejected > 0 {
		say.Line("%s: %s; woolroad rates held --rejected lists them, and woolroad rates confirm takes one back with a reason", what, output.Counted(r.Rejected, "figure stays rejected", "figures stay rejected"))
	}
}

// warn prints what a person has to look at.
func (r rateResult) warn(say *output.Printer, what string) {
	for i, h := range r.Held {
		if i == mostHeld {
			say.Line("%s: and %d more; woolroad rates held lists them", what, len(r.Held)-i)
			break
		}
		say.Line("%s: held until a person confirms it: %s to %s: %s, after %s", what, h.Is.From, h.Is.To, output.Rate(h.Is), output.Rate(h.Last))
	}
	for _, line := range skippedLines(what, r.left) {
		say.Line("%s", line)
	}
}

// skippedLines returns lines that name the first few of what was left out for each
// reason, and how many more there are.
func skippedLines(what string, all []rates.Left) (lines []string) {
	for _, left := range all {
		for _, row := range left.First {
			lines = append(lines, fmt.Sprintf("%s: %s: left out: %s", what, row.Place, row.Reason()))
		}
		if more := left.More(); more > 0 {
			lines = append(lines, fmt.Sprintf("%s: and %d more like it, %d in all", what, more, left.Count))
		}
	}
	return lines
}
