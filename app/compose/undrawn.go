package compose

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"woolroad/app/trade"
	"woolroad/documents"
	"woolroad/documents/layout"
)

// Unprintable are the texts of an order that hold a letter which the documents'
// fonts do not have, each named once by its first such letter.
func Unprintable(o trade.Order) trade.Faults {
	var faults trade.Faults
	for pointer, text := range trade.Texts(o, trade.Printed) {
		glyph := (*layout.ErrGlyph)(nil)
		if err := layout.Check(pointer, text); !errors.As(err, &glyph) {
			continue // another error comes back when the document is drawn
		}
		number := fmt.Sprintf("%U", glyph.Rune)
		if unicode.IsPrint(glyph.Rune) {
			faults = append(faults, trade.Fault{Pointer: pointer, Code: trade.FaultNoLetter,
				Format: "The papers have no letter for %q (%s); write this in Latin or Chinese letters.", Args: []any{string(glyph.Rune), number}})
		} else {
			faults = append(faults, trade.Fault{Pointer: pointer, Code: trade.FaultInvisibleCharacter,
				Format: "This holds an invisible character (%s); type the text again.", Args: []any{number}})
		}
	}
	return faults
}

// Undrawn is the fault that a document of the order could not be drawn because of
// one of its texts, at that text in the order file where it is known. Without a
// text that is to blame it is false: no change to the order mends that.
func Undrawn(o trade.Order, k documents.Kind, err error) (trade.Fault, bool) {
	info, _ := k.Info()
	what := "The " + info.InSentence()
	glyph, wide, off := (*layout.ErrGlyph)(nil), (*documents.TooWide)(nil), (*layout.ErrOffPage)(nil)
	switch {
	case errors.As(err, &glyph):
		return trade.Fault{Pointer: pointerTo(o, glyph.Text), Code: trade.FaultNoLetter, Format: "%s cannot be drawn: %s", Args: []any{what, glyph.Error()}}, true
	case errors.As(err, &wide):
		return trade.Fault{Pointer: pointerTo(o, wide.Text), Code: trade.FaultTooWide,
			Format: "%s cannot be drawn: %q (%s) is too long for its place. Shorten that text.", Args: []any{what, wide.Text, wide.Field}}, true
	case errors.As(err, &off):
		return trade.Fault{Pointer: pointerTo(o, off.Text), Code: trade.FaultOffPage,
			Format: "%s cannot be drawn: %q (%s) runs off the page. Shorten that text.", Args: []any{what, off.Text, off.Field}}, true
	}
	return trade.Fault{}, false
}

// pointerTo is the place of the order's text that a printed text is, or has in it
// as words of its own: the longest one where there are several. It is empty for
// one that comes from elsewhere.
func pointerTo(o trade.Order, printed string) string {
	const least = 3 // letters of a part: a bale's "1" is in many texts
	printed = worded(printed)
	at, found := "", ""
	for pointer, text := range trade.Texts(o, trade.Printed) {
		text = worded(text)
		is := text == printed || len(text) >= least && strings.Contains(" "+printed+" ", " "+text+" ")
		if is && len(text) > len(found) {
			at, found = pointer, text
		}
	}
	return at
}

// worded are a text's words with one space between, and without the signs that
// a document may set after them.
func worded(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		words[i] = strings.TrimRight(w, ",;:.")
	}
	return strings.Join(words, " ")
}
