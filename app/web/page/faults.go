package page

// FieldFault is something to put right, and the field that it is about.
type FieldFault struct {
	Field   string // the id of the input; empty: of the whole form
	Message any    // a Message, a trade.Fault, an error of ours
}
