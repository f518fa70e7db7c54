package web

import (
	"fmt"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
)

// date is a day as the language writes it.
func (l Lang) date(d civil.Date) string {
	switch {
	case d.IsZero():
		return ""
	case l == Chinese:
		return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
	}
	return fmt.Sprintf("%d %s %d", d.Day, d.Month.String()[:3], d.Year)
}

// when is a moment, by the clock of its location.
func (l Lang) when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.date(civil.DateOf(t)) + t.Format(" 15:04")
}

// amount is an amount with its currency, "NPR 37,94,459.82", and nothing where
// the currency is not known: nobody could say where its point stands.
func amount(a money.Amount) string {
	if _, err := money.ParseCurrency(string(a.Currency())); err != nil {
		return ""
	}
	return string(a.Currency()) + " " + a.Grouped()
}
