package page

import (
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/typing"
)

// HalfWidth returns a code or a number with full-width letters and digits made plain, and
// without blanks around it.
func HalfWidth(text string) string { return strings.TrimSpace(typing.Plain(text)) }

// ReadCountry returns the code of a country that is written by its code or its name. It
// returns what is neither as it is, in capitals.
func ReadCountry(text string) string {
	if c, err := codes.FindCountry(text); err == nil {
		return c.Code
	}
	return strings.ToUpper(text)
}

// PlainDay returns a day that a person typed as 2026-04-03. It returns what is no day as
// it was typed; the operation that gets it refuses it.
func PlainDay(text string) string {
	if day, ok := ReadDay(text); ok {
		return day.String()
	}
	return strings.TrimSpace(text)
}

// OneLine returns a text with single spaces between its words.
func OneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// ReadNumber returns a number that a person typed, in those units, as a plain decimal. It
// returns what cannot be read in just one way as it was typed, and never guesses what a
// comma means; the operation that gets it refuses it.
func ReadNumber(text string, units typing.Units) string {
	if readings := typing.Number(text, units); len(readings) == 1 {
		return readings[0]
	}
	return strings.TrimSpace(text)
}

// ReadDay returns the day that a person typed with the year first: "2026-04-03",
// "2026/4/3" or "2026年4月3日". It returns false for anything else, since the order of day
// and month would be a guess.
func ReadDay(text string) (civil.Date, bool) {
	day, err := civil.ParseDate(typing.Day(text))
	return day, err == nil && day.IsValid()
}

// ReadCurrency returns the currency code that a person typed, in capitals. It does not
// check the code; the operation that gets it refuses what is none.
func ReadCurrency(text string) money.Currency {
	return money.Currency(strings.ToUpper(strings.TrimSpace(typing.Plain(text))))
}
