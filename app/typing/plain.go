// Package typing reads what people type: digits of several scripts, numbers with their
// separators and units, and days.
//
// It never guesses: a text that can be read in one way is returned in the plain way, and
// a text that can be read in two ways is returned in both, for a person to choose.
package typing

import (
	"strings"
	"unicode"
)

// zeros holds the zero of each script whose digits are read: full-width, Devanagari,
// Bengali, Gurmukhi and Tibetan. In Unicode the digits 1 to 9 follow it.
var zeros = []rune{'０', '०', '০', '੦', '༠'}

// Plain returns a code, a reference or another short text with plain digits, letters and
// signs in place of full-width ones, plain digits in place of those of other scripts, and
// a plain space in place of each space of another width.
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

// Text returns a name, an address or a description with plain digits. It leaves the
// digits of a text with letters of another script than the Latin one, because they are
// part of how that script is written.
func Text(text string) string {
	if isASCII(text) || strings.ContainsFunc(text, foreign) {
		return text
	}
	return strings.Map(digit, text)
}

// isASCII reports whether a text has ASCII characters alone, which need no look at zeros.
func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// foreign reports whether a character is a letter of another script than the Latin one.
func foreign(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }

// digit returns the ASCII digit for a digit of one of the scripts of zeros, and any other
// character as it is.
func digit(r rune) rune {
	for _, zero := range zeros {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	return r
}
