package documents

// Combined is the commercial invoice cum packing list, which India's customs
// take in place of the two documents (Foreign Trade Policy, paragraph 2.53).
type Combined struct {
	Header
	Invoice
	Packing
}

// Kind is KindCombined.
func (c *Combined) Kind() Kind { return KindCombined }

// Check re-adds the sums of both parts.
func (c *Combined) Check() error {
	return checkAll(c.Header.check(), c.Invoice.check(&c.Header), c.Packing.check(&c.Header))
}
