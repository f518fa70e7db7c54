package db

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A search finds a text by its words. What stands between blanks is a word, and so is
// what follows a hyphen or the like in it, so that "SO-2026-0041" is found by "0041".
// Chinese, Japanese and Korean are written without blanks: in them a word begins at every
// character and ends where the text does, so that a text is found by any part of it.

// maxTerm is how many characters of a word are stored and searched for.
const maxTerm = 40

// afterAll sorts a text with it at the end after all texts that begin with the text
// before it.
const afterAll = "\U0010FFFF"

// fold returns a text in which case and width make no difference.
func fold(s string) string { return norm.NFKC.String(strings.ToLower(norm.NFKC.String(s))) }

// isUnspaced reports whether a character belongs to a script that is written without
// blanks.
func isUnspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// isBlank reports whether a character separates words. Control characters do, since
// PostgreSQL stores no NUL.
func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// isWordCharacter reports whether a character is a letter, a digit or a mark.
func isWordCharacter(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.M) }

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

// clip returns the first maxTerm characters of a word.
func clip(s string) string {
	n := 0
	for i := range s {
		if n == maxTerm {
			return s[:i]
		}
		n++
	}
	return s
}

// Words returns the words by which a search finds the texts, each once.
func Words(texts ...string) []string {
	var out []string
	for _, text := range texts {
		for _, chunk := range chunks(text) {
			before := false
			for i, r := range chunk {
				if isWordCharacter(r) && (!before || isUnspaced(r)) {
					out = append(out, clip(chunk[i:]))
				}
				before = isWordCharacter(r)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// maxTerms is how many words of a search are looked for.
const maxTerms = 8

// SearchTerms returns what a person searches for in a text: the beginnings of up to
// maxTerms words.
func SearchTerms(text string) []string {
	var out []string
	for _, c := range chunks(text) {
		if c = clip(c); !slices.Contains(out, c) && len(out) < maxTerms {
			out = append(out, c)
		}
	}
	return out
}

// Words adds the condition that ref, a column, has words of that kind that begin with all
// the search terms in a text. A text of punctuation alone is in no row.
func (q *Query) Words(kind, ref, text string) {
	all := SearchTerms(text)
	for _, word := range all {
		q.And(`EXISTS (SELECT 1 FROM words x WHERE x.ref = ` + ref + ` AND ` + BeginsWord(kind, word)(q) + `)`)
	}
	if all == nil && strings.TrimSpace(text) != "" {
		q.And(`1 = 0`)
	}
}

// Begins returns the condition that a column begins with a word.
func (q *Query) Begins(column, word string) string {
	return column + ` >= ` + q.Arg(word) + ` AND ` + column + ` < ` + q.Arg(word+afterAll)
}

// BeginsWord returns what writes the condition that x, a row of the table words, is of
// that kind and begins with a word.
func BeginsWord(kind, word string) func(*Query) string {
	return func(q *Query) string { return `x.kind = '` + kind + `' AND ` + q.Begins("x.word", word) }
}

// Phrase returns a text as one word, for what is found by its beginning alone.
func Phrase(text string) string { return clip(strings.Join(chunks(text), " ")) }

// WordsOf returns the rows of the table words by which a search finds ref by the texts.
func WordsOf(kind, ref string, texts ...string) (rows [][]any) {
	for _, word := range Words(texts...) {
		rows = append(rows, []any{kind, word, ref})
	}
	return rows
}

// StoreWords stores the words by which a search finds ref, in place of those that were
// stored.
func (t *Tx) StoreWords(ctx context.Context, kind, ref string, texts ...string) error {
	_, err := t.ExecContext(ctx, `DELETE FROM words WHERE kind = $1 AND ref = $2`, kind, ref)
	if err == nil {
		err = t.InsertMany(ctx, "words (kind, word, ref)", WordsOf(kind, ref, texts...))
	}
	if err != nil {
		return fmt.Errorf("store the words of %s %s: %w", kind, ref, err)
	}
	return nil
}

// commonFrom is how many rows a search term may have before it counts as common.
const commonFrom = 1000

// Refs returns up to most things of a kind that have all the search terms, those first
// that have the shortest words for the rarest term.
func (t *Tx) Refs(ctx context.Context, kind string, words []string, most int) (out []string, err error) {
	rarest, least := 0, commonFrom+1
	for i, word := range words {
		if len(words) == 1 {
			break
		}
		var q Query
		n, err := t.CountUpTo(ctx, `SELECT 1 FROM words x WHERE `+BeginsWord(kind, word)(&q), least, q.Args)
		if err != nil {
			return nil, err
		}
		if n < least {
			rarest, least = i, n
		}
	}
	var q Query
	q.And(BeginsWord(kind, words[rarest])(&q))
	for i, word := range words {
		if i != rarest {
			q.And(`EXISTS (SELECT 1 FROM words y WHERE y.kind = x.kind AND y.ref = x.ref AND ` + q.Begins("y.word", word) + `)`)
		}
	}
	// One thing may have several words that begin with the same term.
	all, err := t.Texts(ctx, `SELECT x.ref FROM words x WHERE `+q.Conditions()+` ORDER BY x.word, x.ref LIMIT `+strconv.Itoa(8*most), q.Args...)
	for _, ref := range all {
		if len(out) < most && !slices.Contains(out, ref) {
			out = append(out, ref)
		}
	}
	return out, err
}
