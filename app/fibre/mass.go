// Package fibre calculates what a lot of wool, cashmere or yak wool weighs and the mass
// it is invoiced for.
//
// Masses are kilograms in exact decimals. A lot's invoice mass is rounded once, on the
// lot, never on its bales.
package fibre

import "woolroad/app/exact"

// MaxInvoiceDecimals is how many decimals an invoice mass may be rounded to: to the gram.
const MaxInvoiceDecimals = 3

// Mass is kilograms. It remembers how many decimals it was written with; the zero Mass is
// 0 kg. Compare two with Cmp: == does not tell.
type Mass struct{ n exact.Number }

// Parse reads kilograms as a plain decimal. Errors are exact's *ErrSyntax.
func Parse(s string) (Mass, error) {
	n, err := exact.Parse(s)
	if err != nil {
		return Mass{}, err
	}
	return Mass{n}, nil
}

// Must returns what Parse does, for constants and tests. It panics on a text that Parse
// refuses, so no text from outside may reach it.
func Must(s string) Mass {
	m, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return m
}

// Kilograms returns the mass of n kilograms. The caller must check that n is not below
// zero.
func Kilograms(n exact.Number) Mass { return Mass{n} }

// Number returns the figure in kilograms.
func (m Mass) Number() exact.Number { return m.n }

// Decimals counts the digits after the point.
func (m Mass) Decimals() int32 { return m.n.Decimals() }

// String writes the figure with all its decimals and without a unit: "72.0".
func (m Mass) String() string { return m.n.String() }

// Grouped writes the figure with commas between thousands and without a unit, "5,111.1",
// with all its decimals and no others. Every page, document and sentence prints a mass
// so; only lists of bales, on the packing list and on pages, print String, because their
// figures are below a thousand.
func (m Mass) Grouped() string { return m.n.Grouped() }

// Add returns m+o with as many decimals as the operand that has more.
func (m Mass) Add(o Mass) Mass { return Mass{m.n.Add(o.n)} }

// Sub returns m-o with as many decimals as the operand that has more. The result may be
// below zero.
func (m Mass) Sub(o Mass) Mass { return Mass{m.n.Sub(o.n)} }

// Cmp returns -1, 0 or 1 as m is lighter than, as heavy as or heavier than o.
func (m Mass) Cmp(o Mass) int { return m.n.Cmp(o.n) }

// Sign returns -1, 0 or 1 for a mass below, at or above zero.
func (m Mass) Sign() int { return m.n.Sign() }

// Sum adds masses up; the sum of none is 0 kg.
func Sum(masses ...Mass) Mass {
	sum := Mass{}
	for _, m := range masses {
		sum = sum.Add(m)
	}
	return sum
}

// MarshalText writes the mass as String does.
func (m Mass) MarshalText() ([]byte, error) { return m.n.MarshalText() }

// UnmarshalText reads a mass as Parse does. It refuses a mass below zero, which Sub can
// return and MarshalText write, because no goods weigh less than nothing. Errors are
// exact's *ErrSyntax.
func (m *Mass) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}
