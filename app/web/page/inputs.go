package page

import (
	"strings"

	"woolroad/app/trade"
	"woolroad/app/web/say"
)

// Input is one field of a form as it is drawn: what it is called, what was typed
// and what is to be said about it.
type Input struct {
	ID       string // and its name
	Label    say.Message
	Value    string
	Hint     say.Message // of no Format: none
	Kind     string      // "text", "email", "tel", "url", "date", "code", "number", "lines" or "choice"
	Auto     string      // what a browser may fill in
	Choices  []Choice
	List     string // the id of the list that suggests values
	Live     string // a path that draws #numbers anew when this changes
	Required bool
	Wide     bool
	Faults   []any
	Notes    []any // warnings: it may stay as it is
}

// Type is what a browser calls the kind of an input.
func (f Input) Type() string {
	switch f.Kind {
	case "email", "tel", "url", "date":
		return f.Kind
	}
	return "text"
}

// Described are the ids of the texts that say more about the field.
func (f Input) Described() (ids string) {
	for _, part := range []struct {
		there bool
		id    string
	}{{f.Hint.Format != "", "-hint"}, {len(f.Faults) > 0, "-fault"}, {len(f.Notes) > 0, "-note"}} {
		if part.there {
			if ids != "" {
				ids += " "
			}
			ids += f.ID + part.id
		}
	}
	return ids
}

// Said is what is to be said about the fields of a form, by their ids.
type Said struct{ faults, notes map[string][]any }

// NewSaid returns a form's faults and notes, of which there are none yet.
func NewSaid() Said { return Said{map[string][]any{}, map[string][]any{}} }

// Fault says what is wrong with a field.
func (s Said) Fault(id string, sentence any) { s.faults[id] = append(s.faults[id], sentence) }

// SaidOf puts faults at the fields that have their pointers' names.
func SaidOf(found trade.Faults) Said {
	s := NewSaid()
	for _, f := range found {
		s.Fault(strings.TrimPrefix(f.Pointer, "/"), f)
	}
	return s
}

// On completes fields with what is said of them.
func (s Said) On(fields []Input) []Input {
	for i := range fields {
		fields[i].Faults, fields[i].Notes = s.faults[fields[i].ID], s.notes[fields[i].ID]
	}
	return fields
}

// Summary are the faults of fields, in their order.
func (s Said) Summary(fields ...Input) (all []FieldFault) {
	for _, f := range fields {
		for _, sentence := range s.faults[f.ID] {
			all = append(all, FieldFault{f.ID, say.Msg("%s: %s", f.Label, sentence)})
		}
	}
	return all
}

// Versions are what someone else has kept since a form was drawn, and what was
// typed into it.
type Versions struct {
	Changed say.Message
	Rows    []VersionsRow
	Drop    string // the path of what is kept
}

// VersionsRow is a field in which the two differ.
type VersionsRow struct {
	Label        say.Message
	Theirs, Mine string
}

// Differences are the fields whose values differ.
func Differences(theirs, mine []Input) (rows []VersionsRow) {
	kept := map[string]Input{}
	for _, f := range theirs {
		kept[f.ID] = f
	}
	for _, f := range mine {
		if was := kept[f.ID].Value; was != f.Value {
			rows = append(rows, VersionsRow{f.Label, was, f.Value})
		}
		delete(kept, f.ID)
	}
	for _, f := range theirs {
		if _, gone := kept[f.ID]; gone && f.Value != "" {
			rows = append(rows, VersionsRow{f.Label, f.Value, ""})
		}
	}
	return rows
}
