package layout

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrGlyph reports a text that cannot be drawn because of one character in it.
type ErrGlyph struct {
	Rune  rune   // utf8.RuneError where the text is not UTF-8
	Text  string // the whole text
	Field string // whose text it is, as the caller named it
}

// Error names the field and the character and says what to do.
func (e *ErrGlyph) Error() string {
	field := e.Field
	if field == "" {
		field = "this text"
	}
	switch {
	case e.Rune == utf8.RuneError:
		return fmt.Sprintf("%s: %q holds damaged characters; type it again.", field, excerpt(e.Text))
	case e.Rune == '\n':
		return fmt.Sprintf("%s: %q holds a line break (U+000A); write it on one line.", field, excerpt(e.Text))
	case !unicode.IsPrint(e.Rune):
		return fmt.Sprintf("%s: %q holds an invisible character (%U); delete it or type the text again.", field, excerpt(e.Text), e.Rune)
	}
	return fmt.Sprintf("%s: the letter %c (%U) in %q cannot be printed; write it another way.", field, e.Rune, e.Rune, excerpt(e.Text))
}

// excerpt cuts a text to its first 60 characters, so that it fits in a message.
func excerpt(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n++; n > most {
			return strings.ToValidUTF8(s[:i], "\uFFFD") + "…"
		}
	}
	return s
}

// Check returns an *ErrGlyph that names field if s holds a character that cannot be
// drawn, and nil otherwise; a text that one font can draw, all can. Line breaks (\n) are
// accepted, because Wrap removes them.
func Check(field, s string) error {
	set, err := typefaces()
	if err != nil {
		return err
	}
	for _, r := range s {
		if r != '\n' && set.byFont[Regular].character(r).id == 0 {
			return &ErrGlyph{Rune: r, Text: s, Field: field}
		}
	}
	return nil
}
