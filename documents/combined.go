package documents

// Combined is the commercial invoice cum packing list, which India's customs accept in
// place of the two documents (Foreign Trade Policy, paragraph 2.53).
type Combined struct {
	Header
	Invoice
	Packing
}

// Kind returns KindCombined.
func (c *Combined) Kind() Kind { return KindCombined }

// Check adds the sums of both parts up again. The error is ErrSum.
func (c *Combined) Check() error {
	return firstError(c.Header.check(), c.Invoice.check(&c.Header), c.Packing.check(&c.Header))
}
