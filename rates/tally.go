package rates

import "slices"

// Left is how much was left out for one kind of reason.
type Left struct {
	Code  SkipCode
	Count int
	First []Skipped // the first few of them, in the feed's order
}

// few is how many of a kind are named.
const few = 3

// TallyOf returns what was left out by the kind of its reason, in the order in which the
// kinds come first. There are at most as many kinds as SkipCodes.
func TallyOf(skipped []Skipped) (all []Left) {
	for _, s := range skipped {
		i := slices.IndexFunc(all, func(l Left) bool { return l.Code == s.Code })
		if i < 0 {
			i, all = len(all), append(all, Left{Code: s.Code})
		}
		if all[i].Count++; len(all[i].First) < few {
			all[i].First = append(all[i].First, s)
		}
	}
	return all
}

// More returns how many there are that First does not name.
func (l Left) More() int { return l.Count - len(l.First) }
