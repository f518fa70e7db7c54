package web

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
)

// typedDay is a day as people type it, the year first: "2026-04-03", "2026/4/3",
// "2026年4月3日". False if it is none: the order of another way of writing would
// be a guess.
func typedDay(text string) (civil.Date, bool) {
	found := writtenDay.FindStringSubmatch(strings.Map(plainDigit, strings.TrimSpace(text)))
	if found == nil {
		return civil.Date{}, false
	}
	padded := found[1]
	for _, part := range found[2:4] {
		padded += "-" + strings.Repeat("0", 2-utf8.RuneCountInString(part)) + part
	}
	day, err := civil.ParseDate(padded)
	return day, err == nil && day.IsValid()
}

var writtenDay = regexp.MustCompile(`^([0-9]{4}) ?[-/.年] ?([0-9]{1,2}) ?[-/.月] ?([0-9]{1,2}) ?日?$`)

// typedCurrency is a currency's code as people type it, in capitals. What is no
// code stays for whoever reads it to refuse.
func typedCurrency(text string) money.Currency {
	return money.Currency(strings.ToUpper(strings.TrimSpace(text)))
}
