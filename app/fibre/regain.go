package fibre

import "woolroad/app/exact"

// Regain is the water in a lot in per cent of its oven-dry mass. Standard is what the
// parties agreed on, Measured what the laboratory found.
type Regain struct {
	Standard exact.Number `json:"standard"`
	Measured exact.Number `json:"measured"`
}

// InvoiceMass returns the mass the lot is sold by, also called commercial or conditioned
// mass (公定重量): net × (100 + Standard) / (100 + Measured), rounded once to the given
// decimals. It is less than net for a lot wetter than agreed. The caller must check that
// neither regain is below zero: at a measured regain of -100 there is no wool and
// InvoiceMass panics.
//
// The formula is GB 9994-88's (1) with the dry mass written out as net × 100 / (100 +
// Measured).
func (r Regain) InvoiceMass(net Mass, decimals int32) Mass {
	hundred := exact.Int(100)
	return Mass{net.n.Mul(hundred.Add(r.Standard)).Quo(hundred.Add(r.Measured), decimals)}
}

// Rounded returns the mass rounded once to the given decimals: the invoice mass of a lot
// sold by its net mass.
func (m Mass) Rounded(decimals int32) Mass { return Mass{m.n.Round(decimals)} }

// Apportion splits m over the weights by largest remainder in steps of m's last decimal,
// so that the bales' invoice masses add up to their lot's. The error is
// exact.ErrApportion.
func (m Mass) Apportion(weights []Mass) ([]Mass, error) {
	shares := make([]exact.Number, len(weights))
	for i, w := range weights {
		shares[i] = w.n
	}
	numbers, err := exact.Apportion(m.n, shares, m.Decimals())
	if err != nil {
		return nil, err
	}
	parts := make([]Mass, len(numbers))
	for i, n := range numbers {
		parts[i] = Mass{n}
	}
	return parts, nil
}
