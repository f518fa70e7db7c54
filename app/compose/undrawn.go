package compose

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"woolroad/app/trade"
	"woolroad/app/trade/orderfile"
	"woolroad/app/trade/texts"
	"woolroad/documents"
	"woolroad/documents/layout"
)

// Unprinted returns the faults for which documents could not print an order's texts: each
// text with a character that their fonts do not have, of which the fault names the first,
// and each remark for a kind of document that does not exist.
func Unprinted(o trade.Order) trade.Faults {
	var faults trade.Faults
	for i, r := range o.Remarks {
		for j, k := range r.Documents {
			if _, known := documents.Kind(k).Info(); !known && k != "" {
				faults = append(faults, trade.Fault{Pointer: fmt.Sprintf("/remarks/%d/documents/%d", i, j), Code: trade.FaultUnknownDocument,
					Format: "There is no kind of document %q; write one of %s.", Args: []any{orderfile.Clip(k), strings.Join(documents.KindNames(), ", ")}})
			}
		}
	}
	for pointer, text := range texts.Of(o, texts.Printed) {
		glyph := (*layout.ErrGlyph)(nil)
		if err := layout.Check(pointer, strings.ReplaceAll(text, "\n", " ")); !errors.As(err, &glyph) {
			continue // drawing the document returns any other error
		}
		number := fmt.Sprintf("%U", glyph.Rune)
		if unicode.IsPrint(glyph.Rune) {
			faults = append(faults, trade.Fault{Pointer: pointer, Code: trade.FaultNoLetter,
				Format: "The font of the documents has no character for %q (%s); write this in Latin or Chinese characters.", Args: []any{string(glyph.Rune), number}})
		} else {
			faults = append(faults, trade.Fault{Pointer: pointer, Code: trade.FaultInvisibleCharacter,
				Format: "This holds an invisible character (%s); type the text again.", Args: []any{number}})
		}
	}
	return faults
}

// Undrawn returns the fault in the order for which a document of kind k could not be
// drawn, with the place of the text in the order file where that is known. It returns
// false if err is not about a text, because then no change to the order helps.
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

// pointerTo returns the place of the order's text that was printed, or of the longest
// text that occurs in the printed one as whole words. It returns "" for a printed text
// that does not come from the order.
func pointerTo(o trade.Order, printed string) string {
	const least = 3 // bytes: many texts contain a bale's "1"
	printed = wordsOf(printed)
	at, found := "", ""
	for pointer, text := range texts.Of(o, texts.Printed) {
		text = wordsOf(text)
		is := text == printed || len(text) >= least && strings.Contains(" "+printed+" ", " "+text+" ")
		if is && len(text) > len(found) {
			at, found = pointer, text
		}
	}
	return at
}

// wordsOf returns a text's words with one space between them, without the punctuation
// that a document may add to them.
func wordsOf(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		words[i] = strings.TrimRight(w, ",;:.")
	}
	return strings.Join(words, " ")
}
