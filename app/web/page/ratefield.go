package page

import (
	"strings"

	"woolroad/app/trade"
	"woolroad/app/web/say"
)

// RateField is a field of the rates' forms with all that belongs to it.
type RateField struct {
	ID      string // and its name
	Label   say.Message
	Hint    say.Message // of no Format: none
	Value   string
	Kind    string // "text", "number", "currency", "date" or "select"
	Choices []Choice
	More    []Choice // a second group of them
	// MoreLabel is what that group is called.
	MoreLabel say.Message
	Wide      bool
	Fault     any // what is wrong with it; nil: nothing
}

// Described returns the ids of what is said about the field.
func (f RateField) Described() string {
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

// FieldsWith puts the faults at their fields.
func FieldsWith(faults []FieldFault, fields ...RateField) []RateField {
	for i := range fields {
		for _, f := range faults {
			if f.Field == fields[i].ID && fields[i].Fault == nil {
				fields[i].Fault = f.Message
			}
		}
	}
	return fields
}

// FaultsAt puts faults at the fields that have their pointers' names.
func FaultsAt(found trade.Faults) (all []FieldFault) {
	for _, f := range found {
		all = append(all, FieldFault{strings.TrimPrefix(f.Pointer, "/"), f})
	}
	return all
}

// Labelled returns the faults for the list above a form: each with its field's label.
func Labelled(faults []FieldFault, fields ...RateField) (all []FieldFault) {
	labels := map[string]say.Message{}
	for _, f := range fields {
		labels[f.ID] = f.Label
	}
	for _, f := range faults {
		if label, ok := labels[f.Field]; ok {
			f.Message = say.Msg("%s: %s", label, f.Message)
		}
		all = append(all, f)
	}
	return all
}
