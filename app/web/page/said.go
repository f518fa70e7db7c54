package page

import (
	"maps"
	"slices"
	"strings"

	"woolroad/app/trade"
	"woolroad/app/web/say"
)

// NotGiven reports whether a fault is that a value or a list's entries are missing.
func NotGiven(f trade.Fault) bool {
	return f.Code == trade.FaultMissing || f.Code == trade.FaultEmptyList
}

// FieldFault is a fault to correct, with the field that it is about.
type FieldFault struct {
	Field   string // the id of the field; empty: the fault is of the whole form
	Message any    // a Message, a trade.Fault, an error for people
}

// Said is the faults and the notes about the fields of a form, by the fields' ids.
type Said struct{ faults, notes map[string][]any }

// NewSaid returns a Said without faults and notes.
func NewSaid() Said { return Said{map[string][]any{}, map[string][]any{}} }

// SaidOf returns a Said that has each fault at the field named by the fault's pointer:
// "/via" at "via".
func SaidOf(found trade.Faults) Said {
	s := NewSaid()
	for _, f := range found {
		s.Fault(strings.TrimPrefix(f.Pointer, "/"), f)
	}
	return s
}

// Fault adds a fault of a field, or of the whole form where the id is empty.
func (s Said) Fault(id string, sentence any) { s.faults[id] = append(s.faults[id], sentence) }

// Note adds a warning about a field, whose value may stay as it is.
func (s Said) Note(id string, sentence any) { s.notes[id] = append(s.notes[id], sentence) }

// Move moves the faults of one field to another.
func (s Said) Move(from, to string) {
	if found := s.faults[from]; len(found) > 0 {
		s.faults[to] = append(s.faults[to], found...)
		delete(s.faults, from)
	}
}

// Any reports whether there is any fault.
func (s Said) Any() bool { return len(s.faults) > 0 }

// AttachTo sets the faults and notes of each of the fields, in place, and returns the
// fields.
func (s Said) AttachTo(fields []Field) []Field {
	for i := range fields {
		fields[i].Faults, fields[i].Notes = s.faults[fields[i].ID], s.notes[fields[i].ID]
	}
	return fields
}

// Summary returns all faults for the head of the page: those of the given fields, in
// their order and with their labels, then those that are at none of them.
func (s Said) Summary(fields ...Field) (all []FieldFault) {
	left := maps.Clone(s.faults)
	for _, f := range fields {
		for _, sentence := range s.faults[f.ID] {
			all = append(all, FieldFault{f.ID, say.Msg("%s: %s", f.Label, sentence)})
		}
		delete(left, f.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(left)) {
		for _, sentence := range left[id] {
			all = append(all, FieldFault{id, sentence})
		}
	}
	return all
}
