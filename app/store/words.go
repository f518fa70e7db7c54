package store

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A text is kept as words to be found by. A chunk between blanks is a word, and
// so is what follows a hyphen or the like in it, so that "SO-2026-0041" is
// found by "0041". Chinese, Japanese and Korean have no blanks: every end of a
// run of theirs is a word, so that a run is found by any part of it.

// maxWord is how many letters of a word are kept and looked for.
const maxWord = 40

// last is after every word that begins as what stands before it.
const last = "\U0010FFFF"

// fold makes texts the same that differ in case or width only.
func fold(s string) string { return norm.NFKC.String(strings.ToLower(norm.NFKC.String(s))) }

func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// blank is for control characters too: PostgreSQL has no NUL.
func blank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

func letter(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.M) }

// chunks are a text's parts between blanks, cut where a script without blanks
// begins or ends, each from its first letter to its last.
func chunks(s string) (out []string) {
	for _, field := range strings.FieldsFunc(fold(s), blank) {
		start, before := 0, false
		for i, r := range field {
			if now := unspaced(r); i > 0 && now != before && letter(r) {
				out = append(out, field[start:i])
				start = i
			}
			if letter(r) {
				before = unspaced(r)
			}
		}
		out = append(out, field[start:])
	}
	for i := range out {
		out[i] = strings.TrimFunc(out[i], func(r rune) bool { return !letter(r) })
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// clipped is a word as long as one is kept.
func clipped(s string) string {
	n := 0
	for i := range s {
		if n == maxWord {
			return s[:i]
		}
		n++
	}
	return s
}

// wordsOf are the words that the texts are found by, each once.
func wordsOf(texts ...string) []string {
	var out []string
	for _, text := range texts {
		for _, chunk := range chunks(text) {
			before := false
			for i, r := range chunk {
				if letter(r) && (!before || unspaced(r)) {
					out = append(out, clipped(chunk[i:]))
				}
				before = letter(r)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// maxSought is how many words of a search are looked for.
const maxSought = 8

// sought are the words that a person looks for: the beginnings of words.
func sought(text string) []string {
	var out []string
	for _, c := range chunks(text) {
		if c = clipped(c); !slices.Contains(out, c) && len(out) < maxSought {
			out = append(out, c)
		}
	}
	return out
}

// words adds the condition that a row's words begin as those sought in a text.
// Signs alone are in no row.
func (q *query) words(kind, ref, text string) {
	all := sought(text)
	for _, word := range all {
		q.and(`EXISTS (SELECT 1 FROM words x WHERE x.ref = ` + ref + ` AND ` + wordLike(kind, word)(q) + `)`)
	}
	if all == nil && strings.TrimSpace(text) != "" {
		q.and(`1 = 0`)
	}
}
