package series

import (
	"slices"
	"strings"

	"woolroad/app/trade"
)

// MostWrong is how many of the things that are wrong a Report names. It counts the others,
// so that its size does not grow with the damage.
const MostWrong = 1000

// A Report is the result of verifying.
type Report struct {
	Series    int
	Documents int // that were read
	// NotDrawn are how many of Documents are of an older format than the one that
	// documents are drawn in: all was checked but their drawing.
	NotDrawn int
	// Wrong is what is wrong, in the order in which it was found, at most MostWrong. More
	// is how much else is wrong.
	Wrong []Wrong
	More  int
	// Notes are odd and not wrong, such as a date that a clock of before has put back; at
	// most MostWrong. MoreNotes is how many others there are.
	Notes     []Wrong
	MoreNotes int
	// Closed are the series that were closed as damaged, with what is wrong in them: no
	// document is added there, and what they held stays as evidence.
	Closed []Evidence
}

// An Evidence is what is wrong in a series that was closed.
type Evidence struct {
	Closing
	Name  string  // how the series' numbers begin: "CI-2026"
	Wrong []Wrong // at most MostWrong; More is how much else is wrong
	More  int
}

// Found returns how many things are wrong in the series.
func (e *Evidence) Found() int { return len(e.Wrong) + e.More }

// add notes something that is wrong in the series.
func (e *Evidence) add(w Wrong) {
	if len(e.Wrong) == MostWrong {
		e.More++
		return
	}
	e.Wrong = append(e.Wrong, w)
}

// closed returns the position in Closed of the series with that id, or -1.
func (r *Report) closed(id string) int {
	return slices.IndexFunc(r.Closed, func(e Evidence) bool { return e.Series == id })
}

// A Wrong is something that should not be so in what is stored.
type Wrong struct {
	Of     Part
	Series string // "commercial-invoice/JAN/2026"; empty if it is about no series
	Number string // of the document, or the one that should be there; of an order or a lot; empty if it is about none
	What   string // a sentence
}

// A Part is a part of what is stored, as verifying tells them apart.
type Part string

// The parts.
const (
	Sealed  Part = "issued"  // documents, series and their register, which nobody may change
	Stored  Part = "stored"  // what documents were issued from, such as orders, stock and rates
	Derived Part = "derived" // lists, search words and the like, which can be made anew
	Guards  Part = "guards"  // what the database refuses
)

// String returns the series, the document and the sentence, as far as they are known.
func (w Wrong) String() string {
	named := slices.DeleteFunc([]string{w.Series, w.Number, w.What}, func(s string) bool { return s == "" })
	return strings.Join(named, ": ")
}

// Add notes something that is wrong.
func (r *Report) Add(w Wrong) {
	if len(r.Wrong) == MostWrong {
		r.More++
		return
	}
	r.Wrong = append(r.Wrong, w)
}

// Note notes something that is odd and not wrong.
func (r *Report) Note(w Wrong) {
	if len(r.Notes) == MostWrong {
		r.MoreNotes++
		return
	}
	r.Notes = append(r.Notes, w)
}

// Found returns how many things are wrong, without those in closed series.
func (r Report) Found() int { return len(r.Wrong) + r.More }

// Err returns a Conflict that names the first thing that is wrong with what was issued in
// the database or file of that name, which begins the sentence; nil where nothing is. What
// is wrong with other parts than Sealed is no error, and neither is what Closed names.
func (r Report) Err(what string) error {
	i := slices.IndexFunc(r.Wrong, func(w Wrong) bool { return w.Of == Sealed })
	if i < 0 {
		return nil
	}
	return &trade.Error{Code: trade.Conflict, Field: "file", Format: "%s is not as it was issued. %s", Args: []any{what, r.Wrong[i].String()}}
}

// Damages returns whether something is wrong with what the series of that id has issued.
func (r Report) Damages(id string) bool {
	return slices.ContainsFunc(r.Wrong, func(w Wrong) bool { return w.Of == Sealed && w.Series == id })
}
