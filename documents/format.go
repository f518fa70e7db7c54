package documents

import (
	"slices"
	"strings"
)

// Format numbers the ways in which documents have been made: the keys of their JSON and
// all that is drawn from it. Raise Format by one with the first change of a word, a line or
// a key after a release; further changes before the next release need no other number.
const Format = 3

// OldestDrawn is the oldest format whose documents this program draws as they were drawn then.
// Format 3 has keys that format 2 lacks; a document without them is made alike in both.
// With a change to documents of all formats, OldestDrawn becomes Format.
const OldestDrawn = 2

// FormatOf returns the format that a document is of: the oldest one from OldestDrawn in which it
// can be. So an office that agrees on nothing new can go back to an older program.
func FormatOf(d Document) int {
	priced, _ := d.(interface{ newTerms() bool })
	packed, _ := d.(interface{ newTexts() bool })
	if len(d.Head().Remarks) > 0 || priced != nil && priced.newTerms() || packed != nil && packed.newTexts() {
		return 3
	}
	return 2
}

// newTerms reports whether the invoice has what format 2 has no place for.
func (inv *Invoice) newTerms() bool {
	return slices.ContainsFunc(inv.Lines, func(l InvoiceLine) bool {
		return l.CustomsValue != nil || l.Price.Per() != "1" || strings.Contains(l.Description, "\n")
	}) || slices.ContainsFunc(inv.Banks, func(b Bank) bool { return b.Intermediary != nil })
}

// newTexts reports whether a lot's description has several lines, which format 2 has not.
func (p *Packing) newTexts() bool {
	return slices.ContainsFunc(p.Lots, func(l PackedLot) bool { return strings.Contains(l.Description, "\n") })
}
