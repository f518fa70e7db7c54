package money

import (
	"errors"
	"fmt"
	"strings"
)

// WordStyle is a way to write out an amount in words.
type WordStyle string

// The styles of amounts in words.
const (
	English WordStyle = "english" // thousand, million, billion, trillion, quadrillion
	Indian  WordStyle = "indian"  // thousand, lakh, crore
	Chinese WordStyle = "chinese" // the capitals that Chinese banks ask for
)

var (
	// ErrNegativeWords reports an amount below zero, which no document writes out.
	ErrNegativeWords = errors.New("an amount below zero cannot be written in words")
	// ErrWordStyle reports an amount without a currency, an unknown style, or Chinese
	// capitals for a currency other than CNY: the capitals name yuan, jiao and fen.
	ErrWordStyle = errors.New("the amount cannot be written in that style")
)

// Words writes the amount in words as documents print it: Indian style for INR and NPR,
// Chinese capitals for CNY, English for all others. The error is ErrNegativeWords, or
// ErrWordStyle where the amount has no currency.
func (a Amount) Words() (string, error) {
	switch {
	case a.cur.lakh():
		return a.WordsIn(Indian)
	case a.cur == CNY:
		return a.WordsIn(Chinese)
	}
	return a.WordsIn(English)
}

// WordsIn writes the amount in words in the given style. The errors are ErrNegativeWords
// and ErrWordStyle.
func (a Amount) WordsIn(style WordStyle) (string, error) {
	if a.Sign() < 0 {
		return "", fmt.Errorf("%s %s: %w", a.cur, a, ErrNegativeWords)
	}
	whole, minor := a.split()
	switch {
	case style == English && a.cur != "":
		return a.cur.inWords(english(whole), minor), nil
	case style == Indian && a.cur != "":
		return a.cur.inWords(indian(whole), minor), nil
	case style == Chinese && a.cur == CNY:
		return "人民币" + chinese(whole, minor/10, minor%10), nil
	}
	return "", fmt.Errorf("%s in %q words: %w", a.cur, style, ErrWordStyle)
}

// split returns the amount's whole units and the minor units left over.
func (a Amount) split() (whole, minor int64) {
	unit := a.cur.minorPerUnit()
	return a.Minor() / unit, a.Minor() % unit
}

// minorPerUnit returns how many minor units make one unit: 100 for USD.
func (c Currency) minorPerUnit() int64 {
	unit := int64(1)
	for range c.Digits() {
		unit *= 10
	}
	return unit
}

// inWords puts the currency's names around the words for its whole units, and adds the
// minor units.
func (c Currency) inWords(whole string, minor int64) string {
	name, _ := c.Names()
	of, _ := c.known()
	switch {
	case minor == 0:
		return fmt.Sprintf("%s %s only", name, whole)
	case of.minor == "":
		return fmt.Sprintf("%s %s and %0*d/%d only", name, whole, c.Digits(), minor, c.minorPerUnit())
	default:
		return fmt.Sprintf("%s %s and %s %s only", name, whole, of.minor, english(minor))
	}
}

// scale is a named size in which people count, such as the thousand.
type scale struct {
	size int64
	name string
}

var englishScales = []scale{
	{1e15, "quadrillion"}, {1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}, {1e3, "thousand"}, {100, "hundred"},
}

// Indian English has no agreed word above the crore, so crores are themselves counted in
// lakh and crore: "one lakh crore".
var indianScales = []scale{{1e7, "crore"}, {1e5, "lakh"}, {1e3, "thousand"}, {100, "hundred"}}

// english writes n, which must not be negative, in English words: "two million".
func english(n int64) string { return spell(n, englishScales) }

// indian writes n, which must not be negative, in the words of Indian English: "twenty
// lakh".
func indian(n int64) string { return spell(n, indianScales) }

// spell writes n, which must not be negative, in words with the names of the scales, and
// with "and" before the last part below a hundred if anything stands before it.
func spell(n int64, scales []scale) string {
	var parts []string
	for _, s := range scales {
		if n >= s.size {
			parts = append(parts, spell(n/s.size, scales), s.name)
			n %= s.size
		}
	}
	switch {
	case len(parts) == 0:
		return belowHundred(n)
	case n > 0:
		parts = append(parts, "and", belowHundred(n))
	}
	return strings.Join(parts, " ")
}

var belowTwenty = []string{
	"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
	"eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
}

var tens = []string{
	2: "twenty", 3: "thirty", 4: "forty", 5: "fifty", 6: "sixty", 7: "seventy", 8: "eighty", 9: "ninety",
}

// belowHundred writes n, from 0 to 99, in English words: "zero", "seven", "forty-two". Any
// other n panics.
func belowHundred(n int64) string {
	switch {
	case n < 20:
		return belowTwenty[n]
	case n%10 == 0:
		return tens[n/10]
	}
	return tens[n/10] + "-" + belowTwenty[n%10]
}
