package documents

import (
	"errors"
	"fmt"
	"strings"

	"woolroad/documents/layout"
)

// ErrTooWide reports a text that does not fit its place even in the smallest
// letters that can still be read.
var ErrTooWide = errors.New("the text is too long for its place on the paper")

// TooWide is the ErrTooWide of one text.
type TooWide struct {
	Field string // whose text it is
	Text  string
}

// Error names the field and the text.
func (e *TooWide) Error() string { return fmt.Sprintf("%s: %q: %v", e.Field, e.Text, ErrTooWide) }

// Unwrap is ErrTooWide.
func (e *TooWide) Unwrap() error { return ErrTooWide }

// gutter is what keeps a column's figures off the next one's.
const gutter layout.Unit = 260

// smallest is the size that a figure may be shrunk to, in 1/100 point.
const smallest = 450

// column is a column of a table. Figures stand at its right edge, lined up at
// the decimal point.
type column struct {
	label    Bilingual
	field    string
	x, width layout.Unit
	decimals int  // of the widest figure, so that points line up
	text     bool // left aligned
}

// right is where the column's figures end.
func (c column) right() layout.Unit { return c.x + c.width - 60 }

// widen makes the column hold its label and every figure.
func (c *column) widen(st layout.Style, zh bool, figures ...string) {
	c.width = max(c.width, layout.Width(styleHead, strings.ToUpper(c.label.EN))+gutter)
	if zh {
		c.width = max(c.width, layout.Width(styleHeadZH, c.label.ZH)+gutter)
	}
	for _, f := range figures {
		c.decimals = max(c.decimals, decimalsOf(f))
	}
	for _, f := range figures {
		c.width = max(c.width, layout.Width(st, f)+c.lack(st, f)+gutter)
	}
}

func decimalsOf(figure string) int {
	if i := strings.LastIndexByte(figure, '.'); i >= 0 {
		return len(figure) - i - 1
	}
	return 0
}

// lack is the room that the decimals which a figure has not would take.
func (c column) lack(st layout.Style, figure string) layout.Unit {
	d := decimalsOf(figure)
	if d >= c.decimals {
		return 0
	}
	missing := strings.Repeat("0", c.decimals-d)
	if d == 0 {
		missing = "." + missing
	}
	return layout.Width(st, missing)
}

// figure sets a figure so that its decimal point stands under the others'.
func (s *sheet) figure(c column, base layout.Unit, st layout.Style, figure string) {
	if figure == "" {
		return
	}
	s.fitted(c.field, c.right()-c.lack(st, figure), base, st, c.width-120, figure)
}

// fitted sets text that ends at edge, shrunk to the room if it must be.
func (s *sheet) fitted(field string, edge, base layout.Unit, st layout.Style, room layout.Unit, text string) {
	fit, ok := layout.Shrink(st, room, text, smallest)
	if !ok {
		s.doc.Fail(&TooWide{Field: field, Text: text})
		return
	}
	s.doc.TextRight(field, edge, base, fit, text)
}

// tableHead draws the labels of columns and the line under them.
func (s *sheet) tableHead(cols []column) {
	s.headLabels(cols)
	s.doc.Line(left, s.y, right, s.y, 90, ink)
	s.y += 60
}

// headHeight is what tableHead takes.
func (s *sheet) headHeight() layout.Unit {
	if s.zh {
		return 2*leading(styleHead) + 120
	}
	return leading(styleHead) + 120
}

// headLabels sets the labels of columns, English over Chinese.
func (s *sheet) headLabels(cols []column) {
	set := func(c column, y layout.Unit, st layout.Style, text string) {
		if c.text {
			s.doc.Text("label", c.x+60, y+baseline(st), st, text)
		} else {
			s.doc.TextRight("label", c.right(), y+baseline(st), st, text)
		}
	}
	for _, c := range cols {
		set(c, s.y, styleHead, strings.ToUpper(c.label.EN))
		if s.zh {
			set(c, s.y+leading(styleHead), styleHeadZH, c.label.ZH)
		}
	}
	s.y += s.headHeight() - 60
}
