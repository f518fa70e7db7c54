package words

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/typing"
)

// A Term is one of the things that a person searches for.
type Term struct {
	// Text is what was typed, folded; empty where it is an amount in a currency.
	Text string
	// begins are the beginnings that a word of what is found may have.
	begins []string
}

// maxTerms is how many terms of a search are looked for.
const maxTerms = 8

// maxFigure is how many characters the figure of an amount has at most. With its sign and
// its currency it is a word of no more than maxTerm.
const maxFigure = 30

// Terms returns up to maxTerms terms that a person searches for in a text. Each part
// between blanks is the beginning of a word, a number without its zeros or with other
// separators, or an amount, which may have blanks between its thousands. Punctuation alone
// gives no term.
func Terms(text string) (out []Term) {
	fields := joinThousands(strings.FieldsFunc(fold(text), isBlank))
	terms := make([][]Term, len(fields))
	read := make([]bool, len(fields))
	for i, field := range fields {
		amounts, coded := amountsOf(field, "")
		for _, beside := range []int{i - 1, i + 1} {
			if amounts == nil || coded || beside < 0 || beside == len(fields) || read[beside] {
				continue
			}
			if code, is := currencyOf(fields[beside]); is {
				amounts, _ = amountsOf(field, code)
				terms[i], coded, read[i], read[beside] = []Term{{begins: amounts}}, true, true, true
			}
		}
	}
	for i, field := range fields {
		if !read[i] {
			terms[i] = termsOf(field)
		}
		for _, term := range terms[i] {
			if len(out) < maxTerms && !slices.ContainsFunc(out, func(t Term) bool { return slices.Equal(t.begins, term.begins) }) {
				out = append(out, term)
			}
		}
	}
	return out
}

// joinThousands returns the fields of a search with a space in those that make one amount
// together: "154 058.72".
func joinThousands(fields []string) (out []string) {
	for i := 0; i < len(fields); i++ {
		whole, next := fields[i], i+1
		for joined := whole; next < len(fields) && len(joined) < maxFigure && isDigit(rune(joined[len(joined)-1])) && isDigit(rune(fields[next][0])); next++ {
			joined += " " + fields[next]
			if amounts, _ := amountsOf(joined, ""); amounts == nil {
				break
			}
			whole = joined
		}
		out, i = append(out, whole), i+strings.Count(whole, " ")
	}
	return out
}

// termsOf returns the terms of a part of a search: one for each chunk, or a single one
// where the part is an amount with its currency, or with decimals after spaced thousands.
// Spaced thousands alone may also be several numbers, so each of them finds the amount too.
func termsOf(field string) (out []Term) {
	amounts, coded := amountsOf(field, "")
	all := chunks(field)
	spaced := len(amounts) > 0 && strings.Contains(field, " ")
	if coded && len(all) > 1 || spaced && strings.HasSuffix(amounts[0], " ") { // "234,633.64元", "154 058.72"
		return []Term{{begins: amounts}}
	}
	for _, chunk := range all {
		own := amounts
		if spaced {
			alone, _ := amountsOf(chunk, "")
			own = append(alone, amounts...)
		}
		out = append(out, termOf(chunk, own))
	}
	return out
}

// termOf returns the term that finds all that a chunk may stand for, which are the amounts
// too.
func termOf(chunk string, amounts []string) Term {
	t := Term{Text: clip(chunk, maxTerm), begins: []string{clip(chunk, maxTerm)}}
	if !hasDigit(chunk) {
		return t
	}
	for _, begin := range append([]string{short(chunk), clip(squeezed(chunk), maxTerm)}, amounts...) {
		if begin != "" && !slices.Contains(t.begins, begin) {
			t.begins = append(t.begins, begin)
		}
	}
	return t
}

// short returns the word of a number that may be typed without its zeros, or "" for a
// chunk that is none. Who types the zeros of "0041" means what has them.
func short(chunk string) string {
	if chunk[:1] == "0" && !strings.ContainsFunc(chunk, func(r rune) bool { return !isWordCharacter(r) }) {
		return ""
	}
	return numbered(chunk)
}

// amount is a figure with what may stand before and after it: "us$234,633.64", "2,34,633/-",
// "154 058.72".
var amount = regexp.MustCompile(`^([^0-9]*)([0-9][0-9.,'’ ]*?)[.,]?(?:/[-–=]|[-–])?([^0-9]*)$`)

// currencies are the ways of writing a currency, besides its code. Rupees may be of India
// or of Nepal, and dollars and the sign of yuan and yen of several countries.
var currencies = map[string]string{
	"": "", "$": "", "us$": "usd", "€": "eur", "£": "gbp", "₹": "inr", "₨": "", "rs": "", "nrs": "npr", "npr": "npr", "रू": "npr", "रु": "npr",
	"¥": "", "rmb": "cny", "cn¥": "cny", "元": "cny", "人民币": "cny", "美元": "usd", "欧元": "eur", "卢比": "",
}

// currencyOf reads a currency as it stands beside an amount, and reports whether it is one.
// The code is empty where the currency may be one of several.
func currencyOf(text string) (code string, is bool) {
	text = strings.Trim(text, ".:")
	if code, is = currencies[text]; is {
		return code, true
	}
	_, err := money.ParseCurrency(strings.ToUpper(text))
	return text, err == nil
}

// amountsOf returns the beginnings that the word of an amount may have, one for each way
// of reading the figure, and whether its currency is written with it or given. A text
// that is not an amount has none.
func amountsOf(field, code string) (begins []string, coded bool) {
	if !hasDigit(field) {
		return nil, false
	}
	m := amount.FindStringSubmatch(field)
	if m == nil || len(m[2]) > maxFigure {
		return nil, false
	}
	before, is := currencyOf(m[1])
	after, too := currencyOf(m[3])
	if !is || !too {
		return nil, false
	}
	if code = cmp.Or(before, after, code); code != "" {
		code += " "
	}
	for _, reading := range typing.Number(strings.NewReplacer("'", ",", "’", ",").Replace(m[2]), nil) {
		begin := amountMark + code + trimmedAmount(reading)
		if _, decimals, _ := strings.Cut(reading, "."); len(decimals) > 1 {
			begin += " " // all of it was typed
		}
		begins = append(begins, begin)
	}
	return begins, code != ""
}

// Number returns the term that finds only what has the number that was typed, with or
// without its zeros and separators. The term is blank where no digit was typed.
func Number(text string) (t Term) {
	if all := chunks(text); len(all) > 0 {
		if word := short(strings.Join(all, "-")); word != "" {
			t.begins = []string{word}
		}
	}
	return t
}

// MayBeAmount reports whether the term also finds amounts.
func (t Term) MayBeAmount() bool {
	return slices.ContainsFunc(t.begins, func(begin string) bool { return strings.HasPrefix(begin, amountMark) })
}

// Is reports whether a number is the one that was typed.
func (t Term) Is(number string) bool {
	return len(t.begins) > 0 && slices.Contains(t.begins, numbered(strings.Join(chunks(number), "-")))
}

// In reports whether one of the words is found by the term.
func (t Term) In(words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		return slices.ContainsFunc(t.begins, func(begin string) bool { return strings.HasPrefix(word, begin) })
	})
}

// Of returns what writes the condition that the term finds ref, a column.
func (t Term) Of(kind, ref string) func(*db.Query) string {
	return func(q *db.Query) string {
		return `EXISTS (SELECT 1 FROM words x WHERE x.kind = '` + kind + `' AND x.ref = ` + ref + ` AND (` + t.some(q, "x") + `))`
	}
}

// some returns the condition that a row of words begins as the term does.
func (t Term) some(q *db.Query, row string) string {
	begins := make([]string, len(t.begins))
	for i, begin := range t.begins {
		begins[i] = q.Begins(row+".word", begin)
	}
	return strings.Join(begins, " OR ")
}

// Refs returns a function that writes the SELECT of the refs that the term finds; once
// leaves out repeated refs. Each beginning has its own SELECT, so that it uses the index.
func (t Term) Refs(kind string, once bool) func(*db.Query) string {
	union := map[bool]string{true: ` UNION `, false: ` UNION ALL `}[once && len(t.begins) > 1]
	distinct := map[bool]string{true: `DISTINCT `}[once && len(t.begins) == 1]
	return func(q *db.Query) string {
		all := make([]string, len(t.begins))
		for i, begin := range t.begins {
			all[i] = `SELECT ` + distinct + `x.ref FROM words x WHERE x.kind = '` + kind + `' AND ` + q.Begins("x.word", begin)
		}
		return strings.Join(all, union)
	}
}

// AllOf returns a function that writes the SELECT of the refs that every one of the terms
// finds. It may give a ref more than once.
func AllOf(kind string, terms []Term) func(*db.Query) string {
	return func(q *db.Query) string {
		all := make([]string, len(terms[0].begins))
		for i, begin := range terms[0].begins {
			all[i] = `SELECT x.ref FROM words x WHERE x.kind = '` + kind + `' AND ` + q.Begins("x.word", begin)
			for _, term := range terms[1:] {
				all[i] += ` AND ` + term.also(q)
			}
		}
		return strings.Join(all, ` UNION ALL `)
	}
}

// also returns the condition that what x, a row of words, leads to is found by the term too.
func (t Term) also(q *db.Query) string {
	return `EXISTS (SELECT 1 FROM words y WHERE y.kind = x.kind AND y.ref = x.ref AND (` + t.some(q, "y") + `))`
}

// Blank reports whether a term finds nothing, because nothing was typed.
func (t Term) Blank() bool { return len(t.begins) == 0 }

// PartOf returns the term that finds names by a part of them, for Parts of that kind. It
// has no beginnings where text is blank.
func PartOf(text string) (t Term) {
	if word := clip(strings.Join(strings.FieldsFunc(fold(text), isBlank), " "), maxPart); word != "" {
		t.begins = []string{word}
	}
	return t
}

// commonFrom is how many rows a term may have before it counts as common.
const commonFrom = 1000

// Refs returns up to most things of a kind that all terms find, those first that have the
// shortest words for the rarest term.
func Refs(ctx context.Context, t *db.Tx, kind string, terms []Term, most int) (out []string, err error) {
	rarest, least := 0, commonFrom+1
	for i, term := range terms {
		if len(terms) == 1 {
			break
		}
		var q db.Query
		n, err := t.CountUpTo(ctx, term.Refs(kind, false)(&q), least, q.Args)
		if err != nil {
			return nil, err
		}
		if n < least {
			rarest, least = i, n
		}
	}
	for _, begin := range terms[rarest].begins {
		var q db.Query
		q.And(`x.kind = '` + kind + `' AND ` + q.Begins("x.word", begin))
		for i, term := range terms {
			if i != rarest {
				q.And(term.also(&q))
			}
		}
		// One thing may have several words that begin alike.
		all, err := t.Texts(ctx, `SELECT x.ref FROM words x WHERE `+q.Conditions()+` ORDER BY x.word, x.ref LIMIT `+strconv.Itoa(8*most), q.Args...)
		if err != nil {
			return nil, fmt.Errorf("look for words: %w", err)
		}
		for _, ref := range all {
			if len(out) < most && !slices.Contains(out, ref) {
				out = append(out, ref)
			}
		}
	}
	return out, nil
}
