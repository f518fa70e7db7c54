package page

import "woolroad/app/trade"

// NotGiven reports whether a fault is that a value or a list's entries are missing.
func NotGiven(f trade.Fault) bool {
	return f.Code == trade.FaultMissing || f.Code == trade.FaultEmptyList
}

// FieldFault is a fault to correct, with the field that it is about.
type FieldFault struct {
	Field   string // the id of the field; empty: the fault is of the whole form
	Message any    // a Message, a trade.Fault, an error for people
}
