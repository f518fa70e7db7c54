package web

import (
	"strings"

	"woolroad/app/trade"
)

// input is one field of a form as it is drawn: what it is called, what was typed
// and what is to be said about it.
type input struct {
	ID       string // and its name
	Label    Message
	Value    string
	Hint     Message // of no Format: none
	Kind     string  // "text", "email", "tel", "url", "date", "code", "number", "lines" or "choice"
	Auto     string  // what a browser may fill in
	Choices  []choice
	List     string // the id of the list that suggests values
	Live     string // a path that draws #numbers anew when this changes
	Required bool
	Wide     bool
	Faults   []any
	Notes    []any // warnings: it may stay as it is
}

// Type is what a browser calls the kind of an input.
func (f input) Type() string {
	switch f.Kind {
	case "email", "tel", "url", "date":
		return f.Kind
	}
	return "text"
}

// Described are the ids of the texts that say more about the field.
func (f input) Described() (ids string) {
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

// said is what is to be said about the fields of a form, by their ids.
type said struct{ faults, notes map[string][]any }

func newSaid() said { return said{map[string][]any{}, map[string][]any{}} }

// fault says what is wrong with a field.
func (s said) fault(id string, sentence any) { s.faults[id] = append(s.faults[id], sentence) }

// saidOf puts faults at the fields that have their pointers' names.
func saidOf(found trade.Faults) said {
	s := newSaid()
	for _, f := range found {
		s.fault(strings.TrimPrefix(f.Pointer, "/"), f)
	}
	return s
}

// on completes fields with what is said of them.
func (s said) on(fields []input) []input {
	for i := range fields {
		fields[i].Faults, fields[i].Notes = s.faults[fields[i].ID], s.notes[fields[i].ID]
	}
	return fields
}

// summary are the faults of fields, in their order.
func (s said) summary(fields ...input) (all []fieldFault) {
	for _, f := range fields {
		for _, sentence := range s.faults[f.ID] {
			all = append(all, fieldFault{f.ID, msg("%s: %s", f.Label, sentence)})
		}
	}
	return all
}

// versions are what someone else has kept since a form was drawn, and what was
// typed into it.
type versions struct {
	Changed Message
	Rows    []versionsRow
	Drop    string // the path of what is kept
}

// versionsRow is a field in which the two differ.
type versionsRow struct {
	Label        Message
	Theirs, Mine string
}

// differences are the fields whose values differ.
func differences(theirs, mine []input) (rows []versionsRow) {
	kept := map[string]input{}
	for _, f := range theirs {
		kept[f.ID] = f
	}
	for _, f := range mine {
		if was := kept[f.ID].Value; was != f.Value {
			rows = append(rows, versionsRow{f.Label, was, f.Value})
		}
		delete(kept, f.ID)
	}
	for _, f := range theirs {
		if _, gone := kept[f.ID]; gone && f.Value != "" {
			rows = append(rows, versionsRow{f.Label, f.Value, ""})
		}
	}
	return rows
}
