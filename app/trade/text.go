package trade

// FaultOfText returns what is wrong with a text of one line at a place: it says nothing, has
// more characters than LongText, or one that would disturb a document. It returns the zero
// Fault for a text that may stand there.
func FaultOfText(pointer, text string) Fault {
	fault := textFault(text, LongText)
	if fault.Code != "" {
		fault.Pointer = pointer
	}
	return fault
}
