package demo

import (
	"fmt"
	"time"

	"woolroad/app/exact"
)

// invented is the source of the rates in a demo's orders. Publishers' rates are recorded
// for a few days only; for all other days the demo uses round figures that nobody takes
// for real ones.
const invented = "invented for this demo"

// perDollar is how much of a currency a US dollar is taken for when prices are made, in
// 1/100.
var perDollar = map[string]int64{"USD": 100, "EUR": 87, "INR": 9000, "NPR": 14400, "CNY": 700}

// round is the step to which prices in a currency are rounded, in 1/1000.
var round = map[string]int64{"USD": 5, "EUR": 5, "INR": 500, "NPR": 1000, "CNY": 50}

// price returns the price of a kilogram in a currency, from one in 1/1000 US dollars.
func price(mills int64, currency string) string {
	v := mills * perDollar[currency] / 100
	return exact.Shifted(v/round[currency]*round[currency], 3).Trim(2).String()
}

// whole returns an amount of US dollars in a currency, cut to tens.
func whole(dollars int64, currency string) string {
	return exact.Shifted(dollars*perDollar[currency]/1000*10*100, 2).String()
}

// rate is an invented rate, which moves by 1/100 from week to week if moves is set.
type rate struct {
	from, to string
	value    int64 // in 1/100
	per      string
	moves    bool
}

var pairs = []rate{
	{"USD", "CNY", 700, "1", true},
	{"USD", "INR", 9000, "1", true},
	{"USD", "NPR", 14400, "1", true},
	{"EUR", "CNY", 805, "1", true},
	{"EUR", "INR", 10350, "1", true},
	{"INR", "CNY", 780, "100", true},
	{"INR", "USD", 111, "100", false},
	{"NPR", "CNY", 485, "100", true},
	{"NPR", "USD", 69, "100", false},
	{"CNY", "NPR", 2055, "1", true},
	{"CNY", "USD", 1430, "100", true},
}

// totalIn returns the request for an order's total in another currency, at an invented rate
// of that day, or an error where none is invented for the two currencies.
func totalIn(from, to string, day time.Time) (object, error) {
	for _, r := range pairs {
		if r.from != from || r.to != to {
			continue
		}
		value := r.value
		if r.moves {
			_, week := day.ISOWeek()
			value += int64(week % 7)
		}
		return object{"currency": to, "rate": object{
			"value": exact.Shifted(value, 2).String(), "per": r.per, "source": invented, "date": day.Format(time.DateOnly),
		}}, nil
	}
	return nil, fmt.Errorf("no rate is invented from %s to %s", from, to)
}
