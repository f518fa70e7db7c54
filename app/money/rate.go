package money

import (
	"errors"
	"fmt"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
)

// Side is which of a publisher's figures a rate is.
type Side string

// The sides of a rate. Buy and Sell are the publisher's: it buys or sells the
// foreign currency. Stated is a rate that the exporter gives, such as a bank's
// contract rate.
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
	Source string       `json:"source"` // the publisher's name, as papers print it
	Date   civil.Date   `json:"date"`   // published for this day
	// Through is the currency that both figures are published against, where
	// the rate is a cross of two: one Through is Value To and Per From.
	Through Currency `json:"through,omitempty"`
	// Rule is the name of the rule that it was chosen by, and RuleZH in Chinese,
	// where an order has asked for it by one.
	Rule   string `json:"rule,omitempty"`
	RuleZH string `json:"rule_zh,omitempty"`
}

// ErrRate reports a rate that does not fit the amount, is to no known currency
// or has a figure that is not above zero.
var ErrRate = errors.New("the rate does not fit the amount")

// Convert is a × Value ÷ Per in To, rounded once to To's coin. The errors are
// ErrRate and ErrTooLarge.
func (r Rate) Convert(a Amount) (Amount, error) {
	_, known := r.To.known()
	if a.cur != r.From || !known || r.Value.Sign() <= 0 || r.Per.Sign() <= 0 {
		return Amount{}, fmt.Errorf("%s at %s %s for %s %s: %w", a.cur, r.Value, r.To, r.Per, r.From, ErrRate)
	}
	return round(a.n.Mul(r.Value).Quo(r.Per, r.To.Digits()), r.To)
}
