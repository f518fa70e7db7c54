package orderfile

import "strings"

// Nearest returns the word that somebody may have meant who wrote another one: the only
// word within two characters of what was written, which must not be half of the word or
// more. It returns "" where there is none, or more than one.
func Nearest(written string, words []string) string {
	if len(written) > maxClip {
		return ""
	}
	found, least := "", 3
	for _, w := range words {
		switch d := distance(strings.ToLower(written), w); {
		case 2*d > len(w):
		case d < least:
			found, least = w, d
		case d == least:
			found = ""
		}
	}
	return found
}

// distance returns how many bytes must be inserted, removed or changed to make b of a
// (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
