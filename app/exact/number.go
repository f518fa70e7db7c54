// Package exact holds decimal numbers as files and people write them.
//
// A Number is never a float and never a guess: it is what was written, with as many
// decimals as were written. Digits are lost only in Round, Floor and Quo; Round and Quo
// round half away from zero.
package exact

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// MaxDigits is how many digits a Number may be written with. The bound limits the work
// that text from outside can cause.
const MaxDigits = 30

// Number is an exact decimal that remembers how many decimals it was written with:
// "149.270" stays "149.270". The zero Number is "0". Compare two with Cmp: == compares
// how Numbers are stored in memory, not their values.
type Number struct{ d decimal.Decimal }

// ErrSyntax is why a text is not a number, and how a number is written.
type ErrSyntax struct {
	Text   string
	Reason string
}

// Error quotes the text and says how a number is written.
func (e *ErrSyntax) Error() string {
	shown := e.Text
	if len(shown) > 40 {
		shown = strings.ToValidUTF8(shown[:40], "") + "…"
	}
	return fmt.Sprintf("%q is not a number: %s", shown, e.Reason)
}

const howWritten = "write digits 0-9 with at most one point, like 1250.5"

// surelyFit is how many digits fit an int64, whatever they are.
const surelyFit = 18

// Parse reads digits 0–9 with at most one point between them, "1250.5", and nothing else:
// no sign, exponent, grouping or space. Leading zeros are dropped: "007" is 7. Errors are
// *ErrSyntax.
func Parse(s string) (Number, error) {
	digits, point := 0, -1
	var units int64 // the digits without the point, as far as they fit
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
			units = units*10 + int64(c-'0')
		case c == '.' && point < 0:
			point = i
		case c == '.':
			return Number{}, &ErrSyntax{s, "it has two points"}
		case c == '-' && i == 0:
			return Number{}, &ErrSyntax{s, "it must not be negative"}
		case (c == 'e' || c == 'E') && digits > 0:
			return Number{}, &ErrSyntax{s, "write it without an exponent"}
		default:
			return Number{}, &ErrSyntax{s, howWritten}
		}
	}
	switch {
	case digits == 0:
		return Number{}, &ErrSyntax{s, howWritten}
	case digits > MaxDigits:
		return Number{}, &ErrSyntax{s, fmt.Sprintf("it has %d digits and may have %d", digits, MaxDigits)}
	case point == 0 || point == len(s)-1:
		return Number{}, &ErrSyntax{s, "a point stands between digits, like 0.5"}
	case digits > surelyFit:
	case point < 0:
		return Int(units), nil
	default:
		return Shifted(units, int32(len(s)-1-point)), nil
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return Number{}, &ErrSyntax{s, howWritten}
	}
	return Number{d}, nil
}

// Must returns what Parse does, for constants and tests. It panics on a text that Parse
// refuses, so no text from outside may reach it.
func Must(s string) Number {
	n, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return n
}

// Int returns the whole number n.
func Int(n int64) Number { return Number{decimal.NewFromInt(n)} }

// Shifted returns units × 10^-decimals: Shifted(1234, 2) is 12.34.
func Shifted(units int64, decimals int32) Number { return Number{decimal.New(units, -decimals)} }

// Decimals counts the digits after the point.
func (n Number) Decimals() int32 { return max(0, -n.d.Exponent()) }

// String writes the number with all its decimals: "149.270".
func (n Number) String() string { return n.d.StringFixed(n.Decimals()) }

// Sign returns -1, 0 or 1 for a number below, at or above zero.
func (n Number) Sign() int { return n.d.Sign() }

// Cmp returns -1, 0 or 1 as n is less than, equal to or greater than m. Decimals do not
// matter: 1.50 equals 1.5.
func (n Number) Cmp(m Number) int { return n.d.Cmp(m.d) }

// Add returns n+m with as many decimals as the operand that has more.
func (n Number) Add(m Number) Number { return Number{n.d.Add(m.d)} }

// Sub returns n-m with as many decimals as the operand that has more.
func (n Number) Sub(m Number) Number { return Number{n.d.Sub(m.d)} }

// Mul returns n×m with all its digits.
func (n Number) Mul(m Number) Number { return Number{n.d.Mul(m.d)} }

// Quo returns n÷m, rounded once, half away from zero, to the given decimals. It panics if
// m is zero: the caller must check the divisor first.
func (n Number) Quo(m Number, decimals int32) Number {
	return Number{n.d.DivRound(m.d, decimals)}.Pad(decimals)
}

// Round rounds half away from zero to the given decimals and adds zeros to a number that
// has fewer.
func (n Number) Round(decimals int32) Number { return Number{n.d.Round(decimals)}.Pad(decimals) }

// Pad returns the same number with zeros added until it has at least the given decimals.
func (n Number) Pad(decimals int32) Number {
	if n.Decimals() >= decimals {
		return n
	}
	return Number{n.d.Round(decimals)} // further out than its digits, Round only adds zeros
}

// Trim returns the same number without trailing zeros after the point, but with at least
// the given decimals.
func (n Number) Trim(decimals int32) Number {
	for n.Decimals() > max(0, decimals) {
		shorter := Number{n.d.Truncate(n.Decimals() - 1)}
		if shorter.Cmp(n) != 0 {
			break
		}
		n = shorter
	}
	return n
}

// Floor cuts off the digits after the given decimals, towards zero, and adds zeros to a
// number that has fewer.
func (n Number) Floor(decimals int32) Number { return Number{n.d.Truncate(decimals)}.Pad(decimals) }

// Units returns the number as a whole count of 10^-decimals: 12.34 is 1234 at two
// decimals. It returns false where digits would be lost or the count has more than 18
// digits.
func (n Number) Units(decimals int32) (int64, bool) {
	s := n.d.Shift(decimals)
	if !s.IsInteger() || s.Abs().Cmp(maxUnits) > 0 {
		return 0, false
	}
	return s.IntPart(), true
}

var maxUnits = decimal.New(1, 18).Sub(decimal.New(1, 0))

// MarshalText writes the number as String does.
func (n Number) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads what MarshalText wrote, a leading minus included, if it has up to
// MaxDigits digits; a result of Mul may have more and is then refused. The caller checks
// Sign where a negative figure makes no sense. Errors are *ErrSyntax.
func (n *Number) UnmarshalText(text []byte) error {
	s, negative := strings.CutPrefix(string(text), "-")
	m, err := Parse(s)
	if e := (*ErrSyntax)(nil); errors.As(err, &e) {
		e.Text = string(text)
	}
	if err != nil {
		return err
	}
	if negative {
		m = Number{m.d.Neg()}
	}
	*n = m
	return nil
}
