// Package typing reads what people type: digits of their scripts, numbers with
// their separators and units, days.
//
// What can be read in one way is given in the plain way; what can be read in two
// is given in both, for a person to choose. Nothing here guesses.
package typing

import (
	"strings"
	"unicode"
)

// zeros are the zeros of the scripts whose digits are read, their ten in a row:
// full-width, Devanagari, Bengali, Gurmukhi and Tibetan.
var zeros = []rune{'０', '०', '০', '੦', '༠'}

// Plain returns a code, a number of something or a name that people tell things
// apart by, with the plain digits, letters and signs in place of full-width ones, the
// plain digits in place of those of other scripts, and the plain space for each.
func Plain(text string) string {
	if isASCII(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '٬': // the Arabic thousands separator
			return ','
		case unicode.Is(unicode.Zs, r): // every width of space
			return ' '
		}
		return digit(r)
	}, text)
}

// Text returns a name, an address or a description with plain digits. A text with
// letters of another script than the Latin one keeps its digits, which are part of
// how that script is written.
func Text(text string) string {
	if isASCII(text) || strings.ContainsFunc(text, foreign) {
		return text
	}
	return strings.Map(digit, text)
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

func foreign(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }

func digit(r rune) rune {
	for _, zero := range zeros {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	return r
}
