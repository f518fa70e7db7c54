package page

import (
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/typing"
)

// HalfWidth is a code or the number of something in plain letters and digits.
func HalfWidth(text string) string { return strings.TrimSpace(typing.Plain(text)) }

// ReadCountry is the code of a country that is written by its code or its name. What
// is neither stays, in capitals.
func ReadCountry(text string) string {
	if c, err := codes.FindCountry(text); err == nil {
		return c.Code
	}
	return strings.ToUpper(text)
}

// PlainDay returns a day as people type it, in the plain way. What is no day stays as it was
// typed, for whoever reads it to refuse.
func PlainDay(text string) string {
	if day, ok := ReadDay(text); ok {
		return day.String()
	}
	return strings.TrimSpace(text)
}

// OneLine is a text with single spaces between its words.
func OneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// ReadNumber is a number as people type it, in those units, in the plain way. What
// cannot be read in just one way stays as it was typed, for whoever reads it to refuse:
// it never guesses what a comma means.
func ReadNumber(text string, units typing.Units) string {
	if readings := typing.Number(text, units); len(readings) == 1 {
		return readings[0]
	}
	return strings.TrimSpace(text)
}

// ReadDay is a day as people type it, the year first: "2026-04-03", "2026/4/3",
// "2026年4月3日". False if it is none: the order of another way of writing would
// be a guess.
func ReadDay(text string) (civil.Date, bool) {
	day, err := civil.ParseDate(typing.Day(text))
	return day, err == nil && day.IsValid()
}

// ReadCurrency is a currency's code as people type it, in capitals. What is no
// code stays for whoever reads it to refuse.
func ReadCurrency(text string) money.Currency {
	return money.Currency(strings.ToUpper(strings.TrimSpace(typing.Plain(text))))
}
