package documents

import (
	"errors"
	"fmt"
	"strings"

	"woolroad/documents/layout"
)

// ErrTooWide reports a text that does not fit its place even in the smallest readable
// size.
var ErrTooWide = errors.New("the text is too long for its place on the document")

// TooWide is an ErrTooWide with the text it is about.
type TooWide struct {
	Field string // whose text it is
	Text  string
}

// Error names the field and the text.
func (e *TooWide) Error() string { return fmt.Sprintf("%s: %q: %v", e.Field, e.Text, ErrTooWide) }

// Unwrap returns ErrTooWide.
func (e *TooWide) Unwrap() error { return ErrTooWide }

// gutter is the least space between the figures of two columns.
const gutter layout.Unit = 260

// smallest is the size, in 1/100 point, below which a figure is not shrunk.
const smallest = 450

// column is a column of a table. Figures stand at its right edge, with their decimal
// points under each other.
type column struct {
	label    Bilingual
	field    string
	x, width layout.Unit
	decimals int  // of the figure that has most, so that points line up
	text     bool // left aligned
}

// right returns the x at which the column's figures end.
func (c column) right() layout.Unit { return c.x + c.width - 60 }

// widen makes the column wide enough for its label and for every figure.
func (c *column) widen(st layout.Style, zh bool, figures ...string) {
	c.width = max(c.width, layout.Width(styleHead, strings.ToUpper(c.label.EN))+gutter)
	if zh {
		c.width = max(c.width, layout.Width(styleHeadZH, c.label.ZH)+gutter)
	}
	for _, f := range figures {
		c.decimals = max(c.decimals, decimalsOf(f))
	}
	for _, f := range figures {
		c.width = max(c.width, layout.Width(st, f)+c.missingDecimals(st, f)+gutter)
	}
}

// decimalsOf counts the digits after the decimal point of a figure.
func decimalsOf(figure string) int {
	if i := strings.LastIndexByte(figure, '.'); i >= 0 {
		return len(figure) - i - 1
	}
	return 0
}

// missingDecimals returns the width of the decimals that the figure lacks, compared with
// the column's figure that has most.
func (c column) missingDecimals(st layout.Style, figure string) layout.Unit {
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

// figure draws a figure so that its decimal point stands under those of the column's
// other figures. It draws nothing for an empty figure.
func (s *sheet) figure(c column, base layout.Unit, st layout.Style, figure string) {
	if figure == "" {
		return
	}
	s.fitted(c.field, c.right()-c.missingDecimals(st, figure), base, st, c.width-120, figure)
}

// fitted draws text that ends at edge, in a smaller size where it is wider than room. A
// text that is too wide in the smallest size makes the document fail with *TooWide.
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

// headHeight returns the height that tableHead takes.
func (s *sheet) headHeight() layout.Unit {
	if s.zh {
		return 2*leading(styleHead) + 120
	}
	return leading(styleHead) + 120
}

// headLabels draws the labels of columns, English over Chinese.
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
