package trade

import (
	"github.com/golang-sql/civil"

	"woolroad/app/money"
)

// MaxRateAge is how many days a rate may be older than the order without a warning.
const MaxRateAge = 10

// RateAge returns how many days before the order's date a rate was published.
func RateAge(order civil.Date, rate money.Rate) int { return order.DaysSince(rate.Date) }

// OldRate returns a warning of a rate that is more than MaxRateAge days older than the
// order, and false where the rate is not. pointer leads to what asked for the rate.
func OldRate(pointer string, order civil.Date, rate money.Rate) (Fault, bool) {
	age := RateAge(order, rate)
	return Fault{
		Pointer: pointer,
		Code:    FaultRateOld,
		Format:  "The rate of %s is %d days older than the order, more than the usual %d days. Use a newer rate if there is one.",
		Args:    []any{rate.Date.String(), age, MaxRateAge},
		Warning: true,
	}, age > MaxRateAge
}
