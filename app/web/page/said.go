package page

import (
	"maps"
	"slices"
	"strings"

	"woolroad/app/trade"
	"woolroad/app/web/say"
)

// NotGiven says whether a fault is that nothing is there.
func NotGiven(f trade.Fault) bool {
	return f.Code == trade.FaultMissing || f.Code == trade.FaultEmptyList
}

// FieldFault is something to put right, and the field that it is about.
type FieldFault struct {
	Field   string // the id of the field; empty: of the whole form
	Message any    // a Message, a trade.Fault, an error for people
}

// Said is what is said of the fields of a form, by their ids.
type Said struct{ faults, notes map[string][]any }

// NewSaid returns a Said of which nothing is said yet.
func NewSaid() Said { return Said{map[string][]any{}, map[string][]any{}} }

// SaidOf puts faults at the fields that are called as their pointers are: "/via" at "via".
func SaidOf(found trade.Faults) Said {
	s := NewSaid()
	for _, f := range found {
		s.Fault(strings.TrimPrefix(f.Pointer, "/"), f)
	}
	return s
}

// Fault says what is wrong with a field, or with the whole form where the id is empty.
func (s Said) Fault(id string, sentence any) { s.faults[id] = append(s.faults[id], sentence) }

// Note warns of a field, which may stay as it is.
func (s Said) Note(id string, sentence any) { s.notes[id] = append(s.notes[id], sentence) }

// Move says of one field what is said of another.
func (s Said) Move(from, to string) {
	if found := s.faults[from]; len(found) > 0 {
		s.faults[to] = append(s.faults[to], found...)
		delete(s.faults, from)
	}
}

// Any says whether anything is wrong.
func (s Said) Any() bool { return len(s.faults) > 0 }

// On completes fields with what is said of them.
func (s Said) On(fields []Field) []Field {
	for i := range fields {
		fields[i].Faults, fields[i].Notes = s.faults[fields[i].ID], s.notes[fields[i].ID]
	}
	return fields
}

// Summary lists what is wrong, for the head of the page: of each field in its order, with
// its label, and then what is wrong with none of these fields.
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
