package ratebook

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/trade"
)

// findings collects everything that is wrong with what was typed. Its checks return the
// value, or the zero value in place of one that breaks a rule.
type findings struct{ faults trade.Faults }

// refuse adds a fault about the value at a place.
func (f *findings) refuse(pointer string, code trade.FaultCode, format string, args ...any) {
	f.faults = append(f.faults, trade.Fault{Pointer: pointer, Code: code, Format: format, Args: args})
}

// has reports whether the value at a place was refused.
func (f *findings) has(pointer string) bool {
	return slices.ContainsFunc(f.faults, func(fault trade.Fault) bool { return fault.Pointer == pointer })
}

// line returns a text of one line that must not be empty, of at most most characters.
func (f *findings) line(pointer, typed string, most int) string {
	text := strings.TrimSpace(typed)
	if text == "" {
		f.refuse(pointer, trade.FaultMissing, "This field is required; fill it in.")
	}
	if strings.ContainsFunc(text, unicode.IsControl) {
		f.refuse(pointer, trade.FaultControlCharacter, "This has a line break, a tab or another control character in it; write one line of plain text.")
	}
	f.faults = append(f.faults, tooLong(pointer, text, most)...)
	return text
}

// tooLong returns the fault of a text of more than most characters, or nil.
func tooLong(pointer, text string, most int) trade.Faults {
	n := utf8.RuneCountInString(text)
	if n <= most {
		return nil
	}
	return trade.Faults{{Pointer: pointer, Code: trade.FaultTooLong, Format: "This has %d characters; at most %d fit.", Args: []any{n, most}}}
}

// oneOf returns what was typed, which must be one of the allowed words.
func oneOf[T ~string](f *findings, pointer, typed string, allowed ...T) T {
	if !slices.Contains(allowed, T(typed)) {
		words := make([]string, len(allowed))
		for i, a := range allowed {
			words[i] = string(a)
		}
		f.refuse(pointer, trade.FaultNotOneOf, "%q is not known here; write one of %s.", typed, strings.Join(words, ", "))
	}
	return T(typed)
}

// currency returns a currency that must be given.
func (f *findings) currency(pointer, typed string) money.Currency {
	if typed == "" {
		f.refuse(pointer, trade.FaultMissing, "This field is required; fill it in.")
		return ""
	}
	return f.currencyOrNone(pointer, typed)
}

// currencyOrNone returns a currency, or "" where nothing was typed.
func (f *findings) currencyOrNone(pointer, typed string) money.Currency {
	if typed == "" {
		return ""
	}
	c, err := money.ParseCurrency(typed)
	if err != nil {
		f.refuse(pointer, trade.FaultNotACurrency, "%q is not a currency of ISO 4217; write a code such as USD, INR, NPR or CNY.", typed)
	}
	return c
}

// number returns a number above zero that must be given.
func (f *findings) number(pointer, typed string) exact.Number {
	n, fault := trade.Figure(typed, nil)
	switch {
	case typed == "":
		f.refuse(pointer, trade.FaultMissing, "This field is required; fill it in.")
	case fault.Code != "":
		fault.Pointer = pointer
		f.faults = append(f.faults, fault)
	case n.Sign() <= 0:
		f.refuse(pointer, trade.FaultNotPositive, "This must be above zero.")
	}
	return n
}

// day returns a day that must be given.
func (f *findings) day(pointer, typed string) civil.Date {
	if typed == "" {
		f.refuse(pointer, trade.FaultMissing, "This field is required; fill it in.")
		return civil.Date{}
	}
	return f.dayOrNone(pointer, typed)
}

// dayOrNone returns a day, or the zero Date where nothing was typed.
func (f *findings) dayOrNone(pointer, typed string) civil.Date {
	if typed == "" {
		return civil.Date{}
	}
	d, err := civil.ParseDate(typed)
	switch {
	case err != nil:
		f.refuse(pointer, trade.FaultNotADate, "%s is not a date; write it like 2026-04-03.", typed)
	case d.Year < 1900:
		f.refuse(pointer, trade.FaultBefore1900, "The date %s is before 1900; correct the year.", typed)
	}
	return d
}
