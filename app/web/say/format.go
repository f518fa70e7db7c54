package say

import (
	"fmt"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
)

// Date returns a day as the language writes it, or "" for none.
func (l Lang) Date(d civil.Date) string {
	switch {
	case d.IsZero():
		return ""
	case l == Chinese:
		return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
	}
	return fmt.Sprintf("%d %s %d", d.Day, d.Month.String()[:3], d.Year)
}

// When returns a moment by the clock of its location, or "" for none.
func (l Lang) When(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.Date(civil.DateOf(t)) + t.Format(" 15:04")
}

// Amount returns an amount with its currency, "NPR 37,94,459.82", or "" where the
// currency is not known: then nobody could say where the decimal point goes.
func Amount(a money.Amount) string {
	if _, err := money.ParseCurrency(string(a.Currency())); err != nil {
		return ""
	}
	return string(a.Currency()) + " " + a.Grouped()
}

// Month returns the month of a day in short: "Apr 2026".
func (l Lang) Month(d civil.Date) string {
	if l == Chinese {
		return fmt.Sprintf("%d年%d月", d.Year, int(d.Month))
	}
	return d.Month.String()[:3] + fmt.Sprintf(" %d", d.Year)
}

// MonthOf returns a Message for the month of a day: "April 2026".
func MonthOf(d civil.Date) Message {
	return Bilingual(d.Month.String()+fmt.Sprintf(" %d", d.Year), Chinese.Month(d))
}

// DayOfMonth returns a day without its year: "3 Apr".
func (l Lang) DayOfMonth(d civil.Date) string {
	if l == Chinese {
		return fmt.Sprintf("%d月%d日", int(d.Month), d.Day)
	}
	return fmt.Sprintf("%d ", d.Day) + d.Month.String()[:3]
}
