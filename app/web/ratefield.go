package web

import (
	"strings"

	"woolroad/app/trade"
)

// rateField is a field of the rates' forms with all that belongs to it.
type rateField struct {
	ID      string // and its name
	Label   Message
	Hint    Message // of no Format: none
	Value   string
	Kind    string // "text", "number", "currency", "date" or "select"
	Choices []choice
	More    []choice // a second group of them
	// MoreLabel is what that group is called.
	MoreLabel Message
	Wide      bool
	Fault     any // what is wrong with it; nil: nothing
}

// Described returns the ids of what is said about the field.
func (f rateField) Described() string {
	switch {
	case f.Hint.Format != "" && f.Fault != nil:
		return f.ID + "-hint " + f.ID + "-fault"
	case f.Hint.Format != "":
		return f.ID + "-hint"
	case f.Fault != nil:
		return f.ID + "-fault"
	}
	return ""
}

// fieldsWith puts the faults at their fields.
func fieldsWith(faults []fieldFault, fields ...rateField) []rateField {
	for i := range fields {
		for _, f := range faults {
			if f.Field == fields[i].ID && fields[i].Fault == nil {
				fields[i].Fault = f.Message
			}
		}
	}
	return fields
}

// faultsAt puts faults at the fields that have their pointers' names.
func faultsAt(found trade.Faults) (all []fieldFault) {
	for _, f := range found {
		all = append(all, fieldFault{strings.TrimPrefix(f.Pointer, "/"), f})
	}
	return all
}

// labelled returns the faults for the list above a form: each with its field's label.
func labelled(faults []fieldFault, fields ...rateField) (all []fieldFault) {
	labels := map[string]Message{}
	for _, f := range fields {
		labels[f.ID] = f.Label
	}
	for _, f := range faults {
		if label, ok := labels[f.Field]; ok {
			f.Message = msg("%s: %s", label, f.Message)
		}
		all = append(all, f)
	}
	return all
}
