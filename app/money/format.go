package money

// Grouped writes the figure with all the currency's decimals and separators,
// "3,794,459.82"; INR and NPR are grouped in lakh and crore, "37,94,459.82".
func (a Amount) Grouped() string {
	if a.cur.lakh() {
		return a.n.GroupedIndian()
	}
	return a.n.Grouped()
}

// Grouped writes the figure with the decimals it was written with, grouped as amounts in
// its currency are.
func (p Price) Grouped() string {
	if p.cur.lakh() {
		return p.n.GroupedIndian()
	}
	return p.n.Grouped()
}

// lakh reports whether the currency is counted in lakh and crore.
func (c Currency) lakh() bool { return c == INR || c == NPR }
