package trade

// Billed is a lot that an order's current invoice bills. Goods are billed once.
type Billed struct {
	Lot     string
	Order   string // its number
	Invoice string // its number
}

// Conflict returns the error of billing the lot once more.
func (b Billed) Conflict() error {
	return &Error{Code: Conflict, Field: "lots",
		Format: "Lot %s is billed already, by %s of order %s; take it out of one of the two orders.", Args: []any{b.Lot, b.Invoice, b.Order}}
}
