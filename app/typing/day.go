package typing

import (
	"regexp"
	"strings"
)

var writtenDay = regexp.MustCompile(`^([0-9]{4}) ?[-/.年] ?([0-9]{1,2}) ?[-/.月] ?([0-9]{1,2}) ?日?$`)

// Day returns a day that is written with its year first, "2026/4/3" or "2026年4月3日", as
// "2026-04-03". It does not check that the calendar has the day. It returns a day written
// in another way as Plain does: which of two numbers is the month would be a guess.
func Day(text string) string {
	plain := strings.TrimSpace(Plain(text))
	found := writtenDay.FindStringSubmatch(plain)
	if found == nil {
		return plain
	}
	pad := func(s string) string { return strings.Repeat("0", 2-len(s)) + s }
	return found[1] + "-" + pad(found[2]) + "-" + pad(found[3])
}
