package trade

import "slices"

// A Billed is a lot that an order's current invoice bills. Goods are billed once.
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

// BillOnce refuses to bill the goods of an order twice, with documents of two kinds:
// whoever gets both would take them for two deliveries. order is the order's number.
// current are the order's current bills, without those that are being superseded now.
// kinds are the titles, within a sentence, of the documents that are to bill it. The
// error is a Conflict where a current bill is of another kind, and Invalid where two
// kinds are asked for at once.
func BillOnce(order string, current []Bill, kinds ...string) error {
	for _, k := range kinds {
		i := slices.IndexFunc(current, func(b Bill) bool { return b.Kind != k })
		if i >= 0 {
			return &Error{Code: Conflict, Field: "kind",
				Format: "Order %s is already billed by the %s %s; a %s would bill its goods twice.",
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

// Conflict returns a Conflict that says who bills the lot already.
func (b Billed) Conflict() error {
	return &Error{Code: Conflict, Field: "lots",
		Format: "Lot %s is already billed by %s of order %s; remove it from one of the two orders.", Args: []any{b.Lot, b.Invoice, b.Order}}
}
