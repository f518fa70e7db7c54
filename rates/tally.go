package rates

import (
	"slices"

	"woolroad/rates/reason"
)

// Left is how many rows or figures were left out for one reason.
type Left struct {
	Code  reason.SkipCode
	Count int
	First []reason.Skipped // the first few of them, in the feed's order
}

// mostNamed is how many of the Skipped of one reason are named.
const mostNamed = 3

// TallyOf counts what was left out by reason, in the order in which the reasons first
// occur. There are at most as many reasons as SkipCodes.
func TallyOf(skipped []reason.Skipped) (all []Left) {
	for _, s := range skipped {
		i := slices.IndexFunc(all, func(l Left) bool { return l.Code == s.Code })
		if i < 0 {
			i, all = len(all), append(all, Left{Code: s.Code})
		}
		if all[i].Count++; len(all[i].First) < mostNamed {
			all[i].First = append(all[i].First, s)
		}
	}
	return all
}

// More counts those that First does not name.
func (l Left) More() int { return l.Count - len(l.First) }
