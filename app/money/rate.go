package money

import (
	"errors"
	"fmt"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
)

// Side says which figure of a publisher a rate is: the middle, buying or selling one.
type Side string

// The sides of a rate. A publisher buys foreign currency at Buy and sells it at Sell; Mid
// is its middle rate. Stated is a rate that the exporter gives, such as a bank's contract
// rate.
const (
	Mid    Side = "mid"
	Buy    Side = "buy"
	Sell   Side = "sell"
	Stated Side = "stated"
)

// Rate says that Per units of From are Value units of To, as published on Date
// by Source. Value and Per keep the digits they were published with; a rate is
// copied whole with the document that used it.
type Rate struct {
	From   Currency     `json:"from"`
	To     Currency     `json:"to"`
	Value  exact.Number `json:"value"`
	Per    exact.Number `json:"per"`
	Side   Side         `json:"side"`
	Source string       `json:"source"` // the publisher's name, as documents print it
	Date   civil.Date   `json:"date"`   // published for this day
	// Through is the currency that the publisher quotes both others in, where the rate is
	// a cross of two published figures: one unit of Through is Value units of To and Per
	// units of From.
	Through Currency `json:"through,omitempty"`
	// Rule is the English name of the rule that chose the rate, and RuleZH its Chinese
	// name. Both are empty where the order named no rule.
	Rule   string `json:"rule,omitempty"`
	RuleZH string `json:"rule_zh,omitempty"`
}

// ErrRate reports a rate that is from another currency than the amount's, is to no known
// currency, or has a figure that is not above zero.
var ErrRate = errors.New("the rate does not fit the amount")

// Age returns how many days before day the rate was published.
func (r Rate) Age(day civil.Date) int { return day.DaysSince(r.Date) }

// Convert returns a × Value ÷ Per in To, rounded once to To's minor unit. The errors are
// ErrRate and ErrTooLarge.
func (r Rate) Convert(a Amount) (Amount, error) {
	_, known := r.To.known()
	if a.cur != r.From || !known || r.Value.Sign() <= 0 || r.Per.Sign() <= 0 {
		return Amount{}, fmt.Errorf("%s at %s %s for %s %s: %w", a.cur, r.Value, r.To, r.Per, r.From, ErrRate)
	}
	return round(a.n.Mul(r.Value).Quo(r.Per, r.To.Digits()), r.To)
}
