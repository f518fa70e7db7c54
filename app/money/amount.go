package money

import (
	"errors"
	"fmt"
	"strings"

	"woolroad/app/exact"
)

// Amount is a whole number of a currency's minor units, of at most 18 digits. The zero
// Amount has no currency. Two amounts are the same if their Currency and Minor are; ==
// does not tell.
type Amount struct {
	n   exact.Number
	cur Currency
}

var (
	// ErrCurrencies reports arithmetic on two different currencies.
	ErrCurrencies = errors.New("amounts in different currencies cannot be added up")
	// ErrTooLarge reports an amount of more than 18 digits.
	ErrTooLarge = errors.New("the amount is larger than 18 digits can hold")
	// ErrDecimals reports an amount with more decimals than its currency has.
	ErrDecimals = errors.New("the amount has more decimals than its currency")
	// ErrShare reports a share of something that comes to nothing.
	ErrShare = errors.New("what comes to nothing has no parts to share an amount by")
)

// Parse reads a plain decimal such as "1234.50". More decimals than the
// currency has are ErrDecimals, more than 18 digits ErrTooLarge, an unknown
// currency *ErrUnknownCurrency, anything else exact's *ErrSyntax.
func Parse(s string, cur Currency) (Amount, error) {
	n, err := exact.Parse(s)
	if err != nil {
		return Amount{}, err
	}
	if _, err := ParseCurrency(string(cur)); err != nil {
		return Amount{}, err
	}
	return Hold(n, cur)
}

// Hold returns an amount as somebody has written it, in a currency that need not be a
// known one. Adding to an amount in an unknown currency, or rounding it, is an error. For
// a known currency the errors are ErrDecimals and ErrTooLarge.
func Hold(n exact.Number, cur Currency) (Amount, error) {
	if _, known := cur.known(); !known {
		return Amount{n, cur}, nil
	}
	if n.Decimals() > cur.Digits() {
		return Amount{}, fmt.Errorf("%s %s: %w (%d)", cur, n, ErrDecimals, cur.Digits())
	}
	return round(n, cur)
}

// Must returns what Parse does, for constants and tests. It panics on a text that Parse
// refuses, so no text from outside may reach it.
func Must(s string, cur Currency) Amount {
	a, err := Parse(s, cur)
	if err != nil {
		panic(err)
	}
	return a
}

// Zero returns no money in cur.
func Zero(cur Currency) Amount { return Amount{exact.Int(0).Pad(cur.Digits()), cur} }

// FromMinor returns the amount of that many minor units. It panics on more than 18
// digits, which Minor never returns.
func FromMinor(units int64, cur Currency) Amount {
	if units > maxMinor || units < -maxMinor {
		panic(fmt.Sprintf("money.FromMinor(%d, %s): %v", units, cur, ErrTooLarge))
	}
	return Amount{exact.Shifted(units, cur.Digits()), cur}
}

const maxMinor = 1e18 - 1

// round rounds n half away from zero to cur's minor unit and returns it as an amount. The
// errors are *ErrUnknownCurrency and ErrTooLarge.
func round(n exact.Number, cur Currency) (Amount, error) {
	if _, known := cur.known(); !known {
		return Amount{}, &ErrUnknownCurrency{string(cur)}
	}
	n = n.Round(cur.Digits())
	if _, ok := n.Units(cur.Digits()); !ok {
		return Amount{}, fmt.Errorf("%s %s: %w", cur, n, ErrTooLarge)
	}
	return Amount{n, cur}, nil
}

// Currency returns the amount's currency, or "" for the zero Amount.
func (a Amount) Currency() Currency { return a.cur }

// Number returns the figure without its currency.
func (a Amount) Number() exact.Number { return a.n }

// Minor returns the amount as a count of the currency's minor units: 1234 for 12.34 USD.
func (a Amount) Minor() int64 {
	units, _ := a.n.Units(a.cur.Digits()) // round checked that it fits
	return units
}

// String writes the figure with all the currency's decimals and without the currency:
// "1234.50".
func (a Amount) String() string { return a.n.String() }

// Sign returns -1, 0 or 1 for an amount below, at or above zero.
func (a Amount) Sign() int { return a.n.Sign() }

// Add returns a+b. The errors are ErrCurrencies and ErrTooLarge, and *ErrUnknownCurrency
// where neither amount has a known currency.
func (a Amount) Add(b Amount) (Amount, error) {
	if a.cur != b.cur {
		return Amount{}, fmt.Errorf("%s + %s: %w", a.cur, b.cur, ErrCurrencies)
	}
	return round(a.n.Add(b.n), a.cur)
}

// Sub returns a-b. The errors are Add's, ErrCurrencies and ErrTooLarge.
func (a Amount) Sub(b Amount) (Amount, error) {
	if a.cur != b.cur {
		return Amount{}, fmt.Errorf("%s - %s: %w", a.cur, b.cur, ErrCurrencies)
	}
	return round(a.n.Sub(b.n), a.cur)
}

// Sum adds up amounts, which must all be in cur; the sum of none is zero. The errors are
// Add's, ErrCurrencies and ErrTooLarge.
func Sum(cur Currency, amounts ...Amount) (Amount, error) {
	sum := Zero(cur)
	for _, a := range amounts {
		var err error
		if sum, err = sum.Add(a); err != nil {
			return Amount{}, err
		}
	}
	return sum, nil
}

// Share returns a × part ÷ whole, rounded to the minor unit: what a part of the goods bears
// of a charge on all of them. part and whole may be in another currency than a. The errors
// are ErrShare, ErrCurrencies, ErrTooLarge and *ErrUnknownCurrency.
func (a Amount) Share(part, whole Amount) (Amount, error) {
	switch {
	case part.cur != whole.cur:
		return Amount{}, fmt.Errorf("%s of %s: %w", part.cur, whole.cur, ErrCurrencies)
	case whole.n.Sign() == 0:
		return Amount{}, fmt.Errorf("%s %s: %w", a.cur, a.n, ErrShare)
	}
	return round(a.n.Mul(part.n).Quo(whole.n, a.cur.Digits()), a.cur)
}

// Percent returns p per cent of a, rounded to the minor unit. The errors are ErrTooLarge
// and *ErrUnknownCurrency.
func (a Amount) Percent(p exact.Number) (Amount, error) {
	return round(a.n.Mul(p).Quo(exact.Int(100), a.cur.Digits()), a.cur)
}

// ErrGrossUp reports an insurance premium that would use up the whole insured value.
var ErrGrossUp = errors.New("the insurance rate leaves nothing of the value")

// GrossUp returns a ÷ (1 − insured/100 × rate/100), rounded to the minor unit: the CIF or
// CIP value that pays for its own insurance, where insured per cent of that value is
// insured at rate per cent (UCP 600 article 28: at least 110 per cent). The errors are
// ErrGrossUp, ErrTooLarge and *ErrUnknownCurrency.
func (a Amount) GrossUp(insured, rate exact.Number) (Amount, error) {
	whole := exact.Int(10000)
	rest := whole.Sub(insured.Mul(rate))
	if rest.Sign() <= 0 {
		return Amount{}, ErrGrossUp
	}
	return round(a.n.Mul(whole).Quo(rest, a.cur.Digits()), a.cur)
}

// Apportion splits a over the weights by largest remainder, so that the parts add up to
// a. The error is exact.ErrApportion.
func (a Amount) Apportion(weights []exact.Number) ([]Amount, error) {
	numbers, err := exact.Apportion(a.n, weights, a.cur.Digits())
	if err != nil {
		return nil, err
	}
	parts := make([]Amount, len(numbers))
	for i, n := range numbers {
		parts[i] = Amount{n, a.cur}
	}
	return parts, nil
}

// MarshalText writes "1234.50 USD", so that JSON holds every digit and the currency
// beside them. It writes the zero Amount as the empty text.
func (a Amount) MarshalText() ([]byte, error) {
	if a.cur == "" {
		return nil, nil
	}
	return fmt.Appendf(nil, "%s %s", a, a.cur), nil
}

// UnmarshalText reads what MarshalText wrote, a leading minus included. The errors are
// ErrDecimals if the figure does not have exactly the currency's decimals, and else those of
// Parse.
func (a *Amount) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*a = Amount{}
		return nil
	}
	figure, code, _ := strings.Cut(string(text), " ")
	cur, err := ParseCurrency(code)
	if err != nil {
		return err
	}
	var n exact.Number
	if err := n.UnmarshalText([]byte(figure)); err != nil {
		return err
	}
	if n.Decimals() != cur.Digits() {
		return fmt.Errorf("%s: %w (%d)", text, ErrDecimals, cur.Digits())
	}
	*a, err = round(n, cur)
	return err
}
