package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"woolroad/app/typing"
)

// A search finds a text by its words. What stands between blanks is a word, and so is
// what follows a hyphen or the like in it, so that "SO-2026-0041" is found by "0041".
// Chinese, Japanese and Korean are written without blanks: in them a word begins at every
// character and ends where the text does, so that a text is found by any part of it.
//
// Numbers and amounts have words of their own besides. These begin with a sign, as no
// search term that a person types does: "#so-2026-41-" is the number SO-2026-0041 without
// leading zeros, and "=234633.64 " an amount.

// maxTerm is how many characters of a word are stored and searched for.
const maxTerm = 40

// maxPart is how many characters of a name are stored from each place in it on.
const maxPart = 100

const (
	numberMark = "#"
	amountMark = "="
)

// fold returns a text in which case, width and the script of digits make no difference.
func fold(s string) string {
	return norm.NFKC.String(strings.ToLower(norm.NFKC.String(typing.Plain(s))))
}

// isUnspaced reports whether a character belongs to a script that is written without
// blanks.
func isUnspaced(r rune) bool {
	const firstHangul = '\u1100' // the first character of these scripts
	return r >= firstHangul && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// isBlank reports whether a character separates words. Control characters do, since
// PostgreSQL stores no NUL.
func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// isWordCharacter reports whether a character is a letter, a digit or a mark.
func isWordCharacter(r rune) bool {
	if r < utf8.RuneSelf { // most are, and need no look into the tables
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || isDigit(r)
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.M)
}

// isDigit reports whether a character is a digit, as fold writes it.
func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// hasDigit reports whether a text has a digit.
func hasDigit(s string) bool { return strings.ContainsFunc(s, isDigit) }

// chunks returns a text's parts between blanks, cut where a script without blanks begins
// or ends, each from its first word character to its last.
func chunks(s string) (out []string) {
	for _, field := range strings.FieldsFunc(fold(s), isBlank) {
		start, before := 0, false
		for i, r := range field {
			if now := isUnspaced(r); i > 0 && now != before && isWordCharacter(r) {
				out = append(out, field[start:i])
				start = i
			}
			if isWordCharacter(r) {
				before = isUnspaced(r)
			}
		}
		out = append(out, field[start:])
	}
	for i := range out {
		out[i] = strings.TrimFunc(out[i], func(r rune) bool { return !isWordCharacter(r) })
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// clip returns the first most characters of a text.
func clip(s string, most int) string {
	n := 0
	for i := range s {
		if n == most {
			return s[:i]
		}
		n++
	}
	return s
}

// squeezed returns the word characters of a chunk: "so20260041".
func squeezed(chunk string) string {
	return strings.Map(func(r rune) rune {
		if isWordCharacter(r) {
			return r
		}
		return -1
	}, chunk)
}

// numbered returns the word of a number: without the zeros that its parts begin with,
// and with a hyphen after each part, "#so-2026-41-". It returns "" for a text without digits.
func numbered(chunk string) string {
	if !hasDigit(chunk) {
		return ""
	}
	word := numberMark
	for _, part := range strings.FieldsFunc(chunk, func(r rune) bool { return !isWordCharacter(r) }) {
		if isDigit(rune(part[0])) {
			if part = strings.TrimLeft(part, "0"); part == "" || !isDigit(rune(part[0])) {
				part = "0" + part
			}
		}
		word += part + "-"
	}
	return clip(word, maxTerm)
}

// longRun is how many digits a run needs to be found without the letters before it.
const longRun = 4

// longNumbers returns the ends of a chunk that begin with many digits after a letter:
// "1234567" of "mscu1234567".
func longNumbers(chunk string) (out []string) {
	before := '-'
	for i, r := range chunk {
		if isDigit(r) && isWordCharacter(before) && !isDigit(before) {
			if rest := strings.TrimLeftFunc(chunk[i:], isDigit); len(chunk)-i-len(rest) >= longRun {
				out = append(out, clip(chunk[i:], maxTerm))
			}
		}
		before = r
	}
	return out
}

// Of returns the words by which a search finds the texts, each once.
func Of(texts ...string) []string {
	var out []string
	for _, text := range texts {
		all := chunks(text)
		for _, chunk := range all {
			before := false
			for i, r := range chunk {
				if isWordCharacter(r) && (!before || isUnspaced(r)) {
					out = append(out, clip(chunk[i:], maxTerm))
					if !isUnspaced(r) {
						out = append(out, numbered(chunk[i:]))
					}
				}
				before = isWordCharacter(r)
			}
			out = append(out, longNumbers(chunk)...)
			if hasDigit(chunk) {
				out = append(out, clip(squeezed(chunk), maxTerm))
			}
		}
		if whole := squeezed(strings.Join(all, "")); len(all) > 1 && len(whole) <= maxTerm && hasDigit(whole) {
			out = append(out, whole) // "BA 2 KHA 1234" is typed "ba2kha1234" too
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(word string) bool { return word == "" })
}

// OfAmount returns the words that an amount is found by, with whatever separators it is
// typed: "=234633.64 " with and without its currency. Amount is its digits with a point.
func OfAmount(amount, currency string) []string {
	figure := trimmedAmount(amount) + " "
	return []string{amountMark + figure, amountMark + strings.ToLower(currency) + " " + figure}
}

// trimmedAmount returns digits with a point and without the zeros at either end.
func trimmedAmount(amount string) string {
	whole, decimals, _ := strings.Cut(amount, ".")
	return strings.TrimLeft(whole, "0") + "." + strings.TrimRight(decimals, "0")
}

// Parts returns the words by which a name is found by any part of it: the name from each
// of its characters on.
func Parts(names ...string) []string {
	var out []string
	for _, name := range names {
		name = strings.Join(strings.FieldsFunc(fold(name), isBlank), " ")
		for i, r := range name {
			if r != ' ' {
				out = append(out, clip(name[i:], maxPart))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Phrase returns a text as one word, for what is found by its beginning alone.
func Phrase(text string) string { return clip(strings.Join(chunks(text), " "), maxTerm) }
