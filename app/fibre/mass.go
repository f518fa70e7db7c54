// Package fibre knows what a lot of wool, cashmere or yak wool weighs and is
// invoiced for.
//
// Masses are kilograms in exact decimals. A lot's invoice mass is rounded once,
// on the lot, never on its bales.
package fibre

import "woolroad/app/exact"

// MaxInvoiceDecimals is how many decimals an invoice mass may be rounded to: a
// gram.
const MaxInvoiceDecimals = 3

// Mass is kilograms. It remembers its decimals; the zero Mass is 0 kg. Compare
// with Cmp: == does not tell.
type Mass struct{ n exact.Number }

// Parse reads kilograms as a plain decimal. Errors are exact's *ErrSyntax.
func Parse(s string) (Mass, error) {
	n, err := exact.Parse(s)
	if err != nil {
		return Mass{}, err
	}
	return Mass{n}, nil
}

// Must is Parse for constants and tests; it panics on what Parse refuses.
func Must(s string) Mass {
	m, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return m
}

// Kilograms is the mass of that many kilograms, which are not below zero.
func Kilograms(n exact.Number) Mass { return Mass{n} }

// Number is the bare figure in kilograms.
func (m Mass) Number() exact.Number { return m.n }

// Decimals is how many digits stand after the point.
func (m Mass) Decimals() int32 { return m.n.Decimals() }

// String is the bare figure with all its decimals: "72.0".
func (m Mass) String() string { return m.n.String() }

// Grouped is the bare figure with commas between thousands, "5,111.1": how every page,
// document and sentence prints a mass, with all its decimals and no others. The list of bales
// alone prints String, on the packing list and on pages, whose figures are below a thousand.
func (m Mass) Grouped() string { return m.n.Grouped() }

// Add is m+o with the decimals of the finer one.
func (m Mass) Add(o Mass) Mass { return Mass{m.n.Add(o.n)} }

// Sub is m-o with the decimals of the finer one.
func (m Mass) Sub(o Mass) Mass { return Mass{m.n.Sub(o.n)} }

// Cmp is -1, 0 or 1 as m is lighter than, as heavy as or heavier than o.
func (m Mass) Cmp(o Mass) int { return m.n.Cmp(o.n) }

// Sign is -1, 0 or 1.
func (m Mass) Sign() int { return m.n.Sign() }

// Sum adds masses up; none are 0 kg.
func Sum(masses ...Mass) Mass {
	sum := Mass{}
	for _, m := range masses {
		sum = sum.Add(m)
	}
	return sum
}

// MarshalText writes the bare figure.
func (m Mass) MarshalText() ([]byte, error) { return m.n.MarshalText() }

// UnmarshalText reads what MarshalText wrote, as Parse does: a difference below
// zero does not come back, since nothing weighs less than nothing.
func (m *Mass) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}
