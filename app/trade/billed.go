package trade

import "slices"

// Billed is a lot that an order's current invoice bills. Goods are billed once.
type Billed struct {
	Lot     string
	Order   string // its number
	Invoice string // its number
}

// Bill is a current document that bills an order's goods.
type Bill struct {
	Kind   string // its title within a sentence, "commercial invoice"
	Number string
}

// BillOnce refuses to bill the goods of the order of that number with documents of two
// kinds: whoever gets both would take them for two deliveries. current are its current
// bills, but for those that are superseded now, and kinds what else is to bill it, by
// their titles within a sentence.
func BillOnce(order string, current []Bill, kinds ...string) error {
	for _, k := range kinds {
		i := slices.IndexFunc(current, func(b Bill) bool { return b.Kind != k })
		if i >= 0 {
			return &Error{Code: Conflict, Field: "kind",
				Format: "Order %s is billed already, by the %s %s; a %s would bill its goods twice.",
				Args:   []any{order, current[i].Kind, current[i].Number, k}}
		}
	}
	if len(kinds) > 1 {
		return &Error{Code: Invalid, Field: "kind",
			Format: "A %s and a %s would bill the goods of order %s twice; issue one of them.",
			Args:   []any{kinds[0], kinds[1], order}}
	}
	return nil
}

// Conflict returns the error of billing the lot once more.
func (b Billed) Conflict() error {
	return &Error{Code: Conflict, Field: "lots",
		Format: "Lot %s is billed already, by %s of order %s; take it out of one of the two orders.", Args: []any{b.Lot, b.Invoice, b.Order}}
}
