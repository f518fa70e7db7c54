package money

import (
	"errors"
	"fmt"
	"strings"

	"woolroad/app/exact"
)

// MaxPriceDecimals is how many decimals a unit price may have.
const MaxPriceDecimals = 6

// Price is what one unit costs, such as one kilogram. It has up to six decimals and is
// never derived from an amount.
type Price struct {
	n   exact.Number
	cur Currency
}

var (
	// ErrPriceDecimals reports a price with more than six decimals.
	ErrPriceDecimals = errors.New("a price has at most 6 decimals")
	// ErrPriceZero reports a price that is not above zero.
	ErrPriceZero = errors.New("a price is above zero")
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
	return Price{n, cur}, nil
}

// HoldPrice returns a price as somebody has written it, even one that ParsePrice would
// refuse. Times of a price in an unknown currency is an error.
func HoldPrice(n exact.Number, cur Currency) Price { return Price{n, cur} }

// Currency returns the price's currency, or "" for the zero Price.
func (p Price) Currency() Currency { return p.cur }

// Number returns the figure as it was written, without its currency.
func (p Price) Number() exact.Number { return p.n }

// String writes the figure as it was written, without its currency.
func (p Price) String() string { return p.n.String() }

// Times returns what that many units cost, rounded once to the minor unit. The errors are
// *ErrUnknownCurrency and ErrTooLarge.
func (p Price) Times(units exact.Number) (Amount, error) { return round(p.n.Mul(units), p.cur) }

// MarshalText writes "4.85 USD", and the zero Price as the empty text.
func (p Price) MarshalText() ([]byte, error) {
	if p.cur == "" {
		return nil, nil
	}
	return fmt.Appendf(nil, "%s %s", p.n, p.cur), nil
}

// UnmarshalText reads what MarshalText wrote. The errors are ParsePrice's: ErrPriceZero,
// ErrPriceDecimals, *ErrUnknownCurrency and exact's *ErrSyntax.
func (p *Price) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Price{}
		return nil
	}
	figure, code, _ := strings.Cut(string(text), " ")
	parsed, err := ParsePrice(figure, Currency(code))
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}
