package web

import (
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/typing"
)

// typedDay is a day as people type it, the year first: "2026-04-03", "2026/4/3",
// "2026年4月3日". False if it is none: the order of another way of writing would
// be a guess.
func typedDay(text string) (civil.Date, bool) {
	day, err := civil.ParseDate(typing.Day(text))
	return day, err == nil && day.IsValid()
}

// typedCurrency is a currency's code as people type it, in capitals. What is no
// code stays for whoever reads it to refuse.
func typedCurrency(text string) money.Currency {
	return money.Currency(strings.ToUpper(strings.TrimSpace(typing.Plain(text))))
}
