package page

import (
	"strconv"

	"woolroad/app/web/say"
)

// Conflict is what somebody else has saved since a form was opened, beside what was typed
// into the form. The form shows it with a button that saves the typed values over the
// stored ones.
type Conflict struct {
	Changed say.Message // who changed it, and when
	Rows    []Difference
	Version int64  // of what is stored now
	Drop    string // the path of what is stored
}

// Difference is a field whose stored value and typed value differ.
type Difference struct {
	Label        say.Message
	Theirs, Mine say.Message // without Format: empty
}

// Over returns the value of the button that saves what was typed over what is stored.
func (c Conflict) Over() string { return over + strconv.FormatInt(c.Version, 10) }

// over is the beginning of what a conflict's button sends as "do".
const over = "over:"

// Differences returns the fields whose values differ: first the fields of mine, in their
// order, then the fields that only theirs has.
func Differences(theirs, mine []Field) (rows []Difference) {
	stored := map[string]Field{}
	for _, f := range theirs {
		stored[f.ID] = f
	}
	for _, f := range mine {
		if was := stored[f.ID]; was.Value != f.Value {
			rows = append(rows, Difference{f.Label, was.shown(), f.shown()})
		}
		delete(stored, f.ID)
	}
	for _, f := range theirs {
		if _, gone := stored[f.ID]; gone && f.Value != "" {
			rows = append(rows, Difference{f.Label, f.shown(), say.Message{}})
		}
	}
	return rows
}

// shown returns the field's value as people read it: the label of its choice, yes or no of
// a box to tick, or what was typed. It returns a Message without Format where the field is
// empty.
func (f Field) shown() say.Message {
	if f.Kind == Tick && f.Value != "" {
		return say.Msg("yes")
	} else if f.Kind == Tick {
		return say.Msg("no")
	}
	for _, list := range [][]Choice{f.Choices, f.More} {
		for _, c := range list {
			if c.Value == f.Value {
				return c.Label
			}
		}
	}
	if f.Value == "" {
		return say.Message{}
	}
	return say.Plain(f.Value)
}
