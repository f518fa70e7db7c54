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

// A text is stored as words to be found by. A chunk between blanks is a word, and
// so is what follows a hyphen or the like in it, so that "SO-2026-0041" is
// found by "0041". Chinese, Japanese and Korean have no blanks: every end of a
// run of theirs is a word, so that a run is found by any part of it.

// maxWord is how many letters of a word are stored and looked for.
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

// clipped is a word as long as one is stored.
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

// Words returns the words that the texts are found by, each once.
func Words(texts ...string) []string {
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

// Sought returns the words that a person looks for: the beginnings of words.
func Sought(text string) []string {
	var out []string
	for _, c := range chunks(text) {
		if c = clipped(c); !slices.Contains(out, c) && len(out) < maxSought {
			out = append(out, c)
		}
	}
	return out
}

// Words adds the condition that a row's words begin as those sought in a text.
// Signs alone are in no row.
func (q *Query) Words(kind, ref, text string) {
	all := Sought(text)
	for _, word := range all {
		q.And(`EXISTS (SELECT 1 FROM words x WHERE x.ref = ` + ref + ` AND ` + WordLike(kind, word)(q) + `)`)
	}
	if all == nil && strings.TrimSpace(text) != "" {
		q.And(`1 = 0`)
	}
}

// Begins returns the condition on a column to begin with a word.
func (q *Query) Begins(column, word string) string {
	return column + ` >= ` + q.Arg(word) + ` AND ` + column + ` < ` + q.Arg(word+last)
}

// WordLike returns the condition on x, a row of words of that kind, to begin so.
func WordLike(kind, word string) func(*Query) string {
	return func(q *Query) string { return `x.kind = '` + kind + `' AND ` + q.Begins("x.word", word) }
}

// Phrase returns a text as one word, for what is found by its beginning alone.
func Phrase(text string) string { return clipped(strings.Join(chunks(text), " ")) }

// WordsOf returns the rows by which texts lead to something.
func WordsOf(kind, ref string, texts ...string) (rows [][]any) {
	for _, word := range Words(texts...) {
		rows = append(rows, []any{kind, word, ref})
	}
	return rows
}

// StoreWords stores the words that lead to something, in place of those that did.
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

// enough is how many rows are counted of a word before it is called common.
const enough = 1000

// Refs returns up to that many things of a kind that have all the words, those first
// that have the shortest words for the rarest one sought.
func (t *Tx) Refs(ctx context.Context, kind string, words []string, most int) (out []string, err error) {
	rarest, least := 0, enough+1
	for i, word := range words {
		if len(words) == 1 {
			break
		}
		var q Query
		n, err := t.CountUpTo(ctx, `SELECT 1 FROM words x WHERE `+WordLike(kind, word)(&q), least, q.Args)
		if err != nil {
			return nil, err
		}
		if n < least {
			rarest, least = i, n
		}
	}
	var q Query
	q.And(WordLike(kind, words[rarest])(&q))
	for i, word := range words {
		if i != rarest {
			q.And(`EXISTS (SELECT 1 FROM words y WHERE y.kind = x.kind AND y.ref = x.ref AND ` + q.Begins("y.word", word) + `)`)
		}
	}
	// One thing may have several words that begin alike.
	all, err := t.Texts(ctx, `SELECT x.ref FROM words x WHERE `+q.Conditions()+` ORDER BY x.word, x.ref LIMIT `+strconv.Itoa(8*most), q.Args...)
	for _, ref := range all {
		if len(out) < most && !slices.Contains(out, ref) {
			out = append(out, ref)
		}
	}
	return out, err
}
