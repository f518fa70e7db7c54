package reason

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Skipped is a row or figure of a feed that was left out.
type Skipped struct {
	Place string   // "data.payload[2].rates[5].sell", "line 14"
	Code  SkipCode // why
	Args  []string // arguments of the code's sentence
}

// Sentence returns why it was left out.
func (s Skipped) Sentence() Sentence { return s.Code.sentence(s.Args) }

// Reason returns why it was left out, in English.
func (s Skipped) Reason() string { return s.Sentence().String() }

// String returns the place and the reason, in English.
func (s Skipped) String() string { return s.Place + ": " + s.Reason() }

// UnmarshalJSON reads what is stored of a Skipped, and also what was stored before there
// were codes: a place and a reason in English.
func (s *Skipped) UnmarshalJSON(data []byte) error {
	var stored struct {
		Place  string
		Code   SkipCode
		Args   []string
		Reason string
	}
	if err := json.Unmarshal(data, &stored); err != nil {
		return err
	}
	*s = Skipped{Place: stored.Place, Code: stored.Code, Args: stored.Args}
	if s.Code == "" && stored.Reason != "" {
		s.Code, s.Args = SkipInWords, []string{stored.Reason}
	}
	return nil
}

// SkipCode is why a row or figure was left out, for programs and for what is stored. A
// code never changes, even if its sentence does.
type SkipCode string

// Why a value cannot be read. The code's arguments, if it has any, stand beside it.
const (
	SkipNoFigure        SkipCode = "skip.no_figure"
	SkipMissing         SkipCode = "skip.missing"
	SkipTwice           SkipCode = "skip.twice"
	SkipNotText         SkipCode = "skip.not_text"
	SkipNotObject       SkipCode = "skip.not_an_object"
	SkipNotList         SkipCode = "skip.not_a_list"
	SkipNotNumeral      SkipCode = "skip.not_a_numeral"
	SkipNotANumber      SkipCode = "skip.not_a_number"     // the text
	SkipNotPositive     SkipCode = "skip.not_positive"     // the figure
	SkipTooLarge        SkipCode = "skip.too_large"        // the figure, how many digits it may have before the point
	SkipNotAUnit        SkipCode = "skip.not_a_unit"       // the text, the largest unit
	SkipNotACode        SkipCode = "skip.not_a_code"       // the text
	SkipUnknownCurrency SkipCode = "skip.unknown_currency" // its code
	SkipNotADay         SkipCode = "skip.not_a_day"        // the text
	SkipNotATime        SkipCode = "skip.not_a_time"       // the text
	SkipNotARupeePair   SkipCode = "skip.not_a_rupee_pair" // the text
	SkipNotAYuanPair    SkipCode = "skip.not_a_yuan_pair"  // the text
)

// Why a row or a rate is left out although its values can be read. The code's arguments,
// if it has any, stand beside it.
const (
	SkipOwnCurrency SkipCode = "skip.own_currency" // the currency
	SkipOutsideDay  SkipCode = "skip.outside_day"
	SkipFieldCount  SkipCode = "skip.field_count" // how many there are, how many there must be
	SkipQuotes      SkipCode = "skip.quotes"
	SkipColumn      SkipCode = "skip.column"      // its name, the text there, what must be there
	SkipValueCount  SkipCode = "skip.value_count" // how many values there are, for how many pairs
	SkipOtherPages  SkipCode = "skip.other_pages" // which page this is, of how many
	SkipSays        SkipCode = "skip.says"        // the publisher's words
	SkipTwoValues   SkipCode = "skip.two_values"  // the first value, its unit, the second, its unit
	SkipNoRate      SkipCode = "skip.no_rate"     // the value, its unit
)

// What is left out together with a value that cannot be read. The arguments are the code
// of the value's own reason, and that code's arguments.
const (
	SkipDay  SkipCode = "skip.day"
	SkipPair SkipCode = "skip.pair"
)

// SkipInWords is a reason that was stored before there were codes. Its argument is the
// reason in English.
const SkipInWords SkipCode = "skip.in_words"

// sentence returns the code's sentence with its arguments.
func (c SkipCode) sentence(args []string) Sentence {
	if (c == SkipDay || c == SkipPair) && len(args) > 0 {
		return Sentence{c.format(), []any{SkipCode(args[0]).sentence(args[1:])}}
	}
	return sentenceOf(string(c), c.format(), args)
}

// format returns the code's sentence before its arguments are filled in, or "" for an
// unknown code. It begins in lower case, because a place and a colon precede it: "line 14:
// it is missing".
func (c SkipCode) format() (format string) {
	switch c {
	case SkipNoFigure:
		return "no rate was published"
	case SkipMissing:
		return "it is missing"
	case SkipTwice:
		return "it is given twice"
	case SkipNotText:
		return "it is missing or not a text"
	case SkipNotObject:
		return "it is missing or not an object"
	case SkipNotList:
		return "it is missing or not a list"
	case SkipNotNumeral:
		return "it is neither a number nor a text"
	case SkipNotANumber:
		return "%s is not a number, written like 149.27"
	case SkipNotPositive:
		return "%s is not a rate: a rate must be above zero"
	case SkipTooLarge:
		return "%s is not a rate: it has more than %s digits before the point"
	case SkipNotAUnit:
		return "%s is not a unit: a unit is a whole number from 1 to %s"
	case SkipNotACode:
		return "%s is not a currency code of three letters"
	case SkipUnknownCurrency:
		return "%s is not a currency of ISO 4217"
	case SkipNotADay:
		return "%s is not a day, written like 2026-03-20"
	case SkipNotATime:
		return "%s is not a time, written like 2026-03-20 00:00:00"
	case SkipNotARupeePair:
		return "%s is not a pair, written like INR / 100 JPY"
	case SkipNotAYuanPair:
		return "%s is not a pair with the yuan, written like 100JPY/CNY or CNY/KRW"
	case SkipOwnCurrency:
		return "%s has no rate against itself"
	case SkipOutsideDay:
		return "a rate must be directly inside the Cube of its day"
	case SkipFieldCount:
		return "it has %s fields and the first line has %s"
	case SkipQuotes:
		return "its quotation marks do not match"
	case SkipColumn:
		return "%s is %s; only %s can be read"
	case SkipValueCount:
		return "the number of values, %s, is not the number of pairs, %s, so that no value can be matched to its pair"
	case SkipOtherPages:
		return "this is page %s of %s; the rates on the other pages are missing unless those pages are read too"
	case SkipSays:
		return "the publisher says %s"
	case SkipTwoValues:
		return "the day has two values, %s for %s and %s for %s; the first is used"
	case SkipNoRate:
		return "%s for %s is not a rate"
	case SkipDay:
		return "%s; the day's rates are left out"
	case SkipPair:
		return "%s; the pair's rates are left out"
	case SkipInWords:
		return "%s"
	}
	return ""
}

// errSkip is why a value, and the row or figure that it belongs to, is left out.
type errSkip struct {
	Code SkipCode
	Args []string
}

// Error returns the reason in English.
func (e *errSkip) Error() string { return e.Code.sentence(e.Args).String() }

// SkipFor returns an *errSkip with the code and its arguments.
func SkipFor(code SkipCode, args ...string) error { return &errSkip{code, args} }

// SkipAllFor returns an *errSkip that leaves out a whole day or pair, as all says,
// because of err.
func SkipAllFor(all SkipCode, err error) error {
	e := ReasonOf(err)
	return SkipFor(all, append([]string{string(e.Code)}, e.Args...)...)
}

// ReasonOf returns err as an *errSkip. It turns any other error into SkipInWords.
func ReasonOf(err error) *errSkip {
	if e := (*errSkip)(nil); errors.As(err, &e) {
		return e
	}
	return &errSkip{SkipInWords, []string{err.Error()}}
}

// QuoteWords returns what a publisher says in quotation marks, cut to 300 characters.
func QuoteWords(said []string) string {
	words := []rune(strings.Join(said, "; "))
	if len(words) > 300 {
		words = append(words[:300], '…')
	}
	return fmt.Sprintf("%q", string(words))
}

// Quote returns a text from a file in quotation marks, cut to 40 bytes.
func Quote(s string) string {
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	return fmt.Sprintf("%q", s)
}
