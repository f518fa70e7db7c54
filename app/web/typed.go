package web

import (
	"regexp"
	"strings"
	"unicode"
)

// typedNumber is a number as people type it, in the plain way: digits of other
// scripts, grouping in threes or as in India, and spaces between. What it does
// not understand stays as it was typed, for whoever reads it to refuse: it never
// guesses what a comma means.
func typedNumber(text string) string {
	plain := strings.Map(plainDigit, strings.TrimSpace(text))
	switch {
	case spacedNumber.MatchString(plain):
		plain = strings.ReplaceAll(plain, " ", "")
	case groupedNumber.MatchString(plain):
		plain = strings.ReplaceAll(plain, ",", "")
	}
	if !plainNumber.MatchString(plain) {
		return strings.TrimSpace(text)
	}
	return plain
}

var (
	plainNumber   = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
	spacedNumber  = regexp.MustCompile(`^[0-9]{1,3}( [0-9]{3})+(\.[0-9]+)?$`)
	groupedNumber = regexp.MustCompile(`^([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,2}(,[0-9]{2})*,[0-9]{3})(\.[0-9]+)?$`)
)

// zeros are the zeros of the scripts whose digits are read, their ten in a row:
// full-width, Devanagari and Tibetan.
var zeros = []rune{'０', '०', '༠'}

func plainDigit(r rune) rune {
	switch r {
	case '．':
		return '.'
	case '，', '٬':
		return ','
	}
	for _, zero := range zeros {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	if unicode.Is(unicode.Zs, r) { // every width of space
		return ' '
	}
	return r
}
