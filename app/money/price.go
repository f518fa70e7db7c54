package money

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"woolroad/app/exact"
)

// MaxPriceDecimals is how many decimals a unit price may have.
const MaxPriceDecimals = 6

// Price is what one unit costs, such as one kilogram, or what a hundred or a thousand of
// them cost. It has up to six decimals and is never derived from an amount.
type Price struct {
	n     exact.Number
	cur   Currency
	power int32 // the price is of 10 to that power of units
}

var (
	// ErrPriceDecimals reports a price with more than six decimals.
	ErrPriceDecimals = errors.New("a price has at most 6 decimals")
	// ErrPriceZero reports a price that is not above zero.
	ErrPriceZero = errors.New("a price is above zero")
	// ErrPricePer reports a price of another number of units than 1, 100 and 1000.
	ErrPricePer = errors.New("a price is of 1, 100 or 1000 units")
)

// ParsePrice reads a plain decimal above zero with at most six decimals. The
// errors are ErrPriceZero, ErrPriceDecimals, *ErrUnknownCurrency and exact's
// *ErrSyntax.
func ParsePrice(s string, cur Currency) (Price, error) {
	n, err := exact.Parse(s)
	if err != nil {
		return Price{}, err
	}
	if _, err := ParseCurrency(string(cur)); err != nil {
		return Price{}, err
	}
	if n.Decimals() > MaxPriceDecimals {
		return Price{}, fmt.Errorf("%s: %w", s, ErrPriceDecimals)
	}
	if n.Sign() <= 0 {
		return Price{}, fmt.Errorf("%s: %w", s, ErrPriceZero)
	}
	return Price{n: n, cur: cur}, nil
}

// HoldPrice returns a price as somebody has written it, even one that ParsePrice would
// refuse. Times of a price in an unknown currency is an error.
func HoldPrice(n exact.Number, cur Currency) Price { return Price{n: n, cur: cur} }

// powers has the numbers of units that prices are of, each at its power of ten.
var powers = []string{0: "1", 2: "100", 3: "1000"}

// PerUnits returns the figure of a price as what that many units cost: "1", "100" or
// "1000". The error is ErrPricePer.
func (p Price) PerUnits(units string) (Price, error) {
	power := slices.Index(powers, units)
	if power < 0 || units == "" {
		return Price{}, fmt.Errorf("%q: %w", units, ErrPricePer)
	}
	p.power = int32(power)
	return p, nil
}

// Per returns how many units cost the figure: "1", "100" or "1000".
func (p Price) Per() string { return powers[p.power] }

// One returns what one unit costs, exactly and without its currency.
func (p Price) One() exact.Number { return p.n.Mul(exact.Shifted(1, p.power)) }

// Currency returns the price's currency, or "" for the zero Price.
func (p Price) Currency() Currency { return p.cur }

// Number returns the figure as it was written, without its currency.
func (p Price) Number() exact.Number { return p.n }

// String writes the figure as it was written, without its currency.
func (p Price) String() string { return p.n.String() }

// Times returns what that many units cost, rounded once to the minor unit. The errors are
// *ErrUnknownCurrency and ErrTooLarge.
func (p Price) Times(units exact.Number) (Amount, error) { return round(p.One().Mul(units), p.cur) }

// MarshalText writes "4.85 USD", of a hundred units "485 USD/100", and the zero Price as
// the empty text.
func (p Price) MarshalText() ([]byte, error) {
	if p.cur == "" {
		return nil, nil
	}
	out := fmt.Appendf(nil, "%s %s", p.n, p.cur)
	if p.power > 0 {
		out = append(append(out, '/'), p.Per()...)
	}
	return out, nil
}

// UnmarshalText reads what MarshalText wrote. The errors are ParsePrice's, which are
// ErrPriceZero, ErrPriceDecimals, *ErrUnknownCurrency and exact's *ErrSyntax, and ErrPricePer.
func (p *Price) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Price{}
		return nil
	}
	figure, rest, _ := strings.Cut(string(text), " ")
	code, units, several := strings.Cut(rest, "/")
	parsed, err := ParsePrice(figure, Currency(code))
	if err == nil && several {
		parsed, err = parsed.PerUnits(units)
	}
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}
