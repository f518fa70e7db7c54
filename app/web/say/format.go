package say

import (
	"fmt"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
)

// Date is a day as the language writes it.
func (l Lang) Date(d civil.Date) string {
	switch {
	case d.IsZero():
		return ""
	case l == Chinese:
		return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
	}
	return fmt.Sprintf("%d %s %d", d.Day, d.Month.String()[:3], d.Year)
}

// When is a moment, by the clock of its location.
func (l Lang) When(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.Date(civil.DateOf(t)) + t.Format(" 15:04")
}

// Amount is an amount with its currency, "NPR 37,94,459.82", and nothing where
// the currency is not known: nobody could say where its point stands.
func Amount(a money.Amount) string {
	if _, err := money.ParseCurrency(string(a.Currency())); err != nil {
		return ""
	}
	return string(a.Currency()) + " " + a.Grouped()
}

// Month returns the month of a day: "Apr 2026".
func (l Lang) Month(d civil.Date) string {
	if l == Chinese {
		return fmt.Sprintf("%d年%d月", d.Year, int(d.Month))
	}
	return d.Month.String()[:3] + fmt.Sprintf(" %d", d.Year)
}

// DayOfMonth returns a day without its year: "3 Apr".
func (l Lang) DayOfMonth(d civil.Date) string {
	if l == Chinese {
		return fmt.Sprintf("%d月%d日", int(d.Month), d.Day)
	}
	return fmt.Sprintf("%d ", d.Day) + d.Month.String()[:3]
}
