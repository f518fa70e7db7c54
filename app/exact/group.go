package exact

import "strings"

// Grouped writes the number as String does, with commas between thousands: "5,111.1".
func (n Number) Grouped() string { return grouped(n.String(), 3) }

// GroupedIndian writes the number as String does, with commas at the thousand, the lakh,
// the crore and every two digits from there: "37,94,459.82".
func (n Number) GroupedIndian() string { return grouped(n.String(), 2) }

// grouped puts a comma before the last three digits of the whole part of s, and before
// every size digits to their left.
func grouped(s string, size int) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, rest := s, ""
	if i := strings.IndexByte(s, '.'); i >= 0 {
		whole, rest = s[:i], s[i:]
	}
	var b strings.Builder
	b.Grow(len(sign) + len(s) + len(whole)/size)
	b.WriteString(sign)
	for i := range len(whole) {
		if left := len(whole) - i; i > 0 && left >= 3 && (left-3)%size == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(whole[i])
	}
	b.WriteString(rest)
	return b.String()
}
