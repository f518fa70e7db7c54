package documents

import (
	"strings"

	"woolroad/documents/layout"
)

// cell is text set in a width: lines, each of them wrapped and in one style.
type cell struct {
	width layout.Unit
	zh    bool
	lines []textLine
}

// textLine is one line of a cell. The tail follows the text in the same line, without the
// text's tracking.
type textLine struct {
	field string
	style layout.Style
	text  string
	tail  string
	gap   layout.Unit // before the line
	// emphasis is a part of the text to set in the style accent: a species in italics.
	emphasis string
	accent   layout.Style
}

// height returns the height of the line with the gap above it.
func (l textLine) height() layout.Unit { return l.gap + leading(l.style) }

// text adds s, wrapped to the cell's width.
func (c *cell) text(field string, st layout.Style, s string) {
	for _, part := range layout.Wrap(st, c.width, s) {
		c.lines = append(c.lines, textLine{field: field, style: st, text: part})
	}
}

// accented adds the lines of s, each wrapped to the cell's width. It sets emphasis, where
// that is whole within a line, in the style accent.
func (c *cell) accented(field string, st layout.Style, s, emphasis string, accent layout.Style) {
	for line := range strings.SplitSeq(s, "\n") {
		for _, part := range layout.Wrap(st, c.width, line) {
			c.lines = append(c.lines, textLine{field: field, style: st, text: part, emphasis: emphasis, accent: accent})
		}
	}
}

// label adds a label, with a gap above it unless it is the cell's first line.
func (c *cell) label(l Bilingual) {
	line := textLine{field: "label", style: styleLabel, text: strings.ToUpper(l.EN)}
	if len(c.lines) > 0 {
		line.gap = 140
	}
	if c.zh && l.ZH != "" {
		line.tail = " " + l.ZH
		if layout.Width(styleLabel, line.text)+layout.Width(styleLabelZH, line.tail) > c.width {
			c.lines = append(c.lines, line)
			last := &c.lines[len(c.lines)-1]
			last.tail = ""
			if layout.Width(styleLabel, line.text) > c.width {
				c.lines = c.lines[:len(c.lines)-1]
				gap := line.gap
				for _, part := range layout.Wrap(styleLabel, c.width, line.text) {
					c.lines = append(c.lines, textLine{field: "label", style: styleLabel, text: part, gap: gap})
					gap = 0
				}
			}
			line = textLine{field: "label", style: styleLabelZH, text: l.ZH}
		}
	}
	c.lines = append(c.lines, line)
}

// both adds a text in English and, where the document is bilingual, Chinese.
func (c *cell) both(field string, st layout.Style, b Bilingual) {
	s := b.EN
	if c.zh && b.ZH != "" {
		s += " " + b.ZH
	}
	c.text(field, st, s)
}

// height returns the height of all lines.
func (c *cell) height() layout.Unit { return linesHeight(c.lines) }

// linesHeight returns the height of lines, one under the other.
func linesHeight(lines []textLine) (h layout.Unit) {
	for _, l := range lines {
		h += l.height()
	}
	return h
}

// fit counts the lines, from the first, that fit in the height h.
func (c *cell) fit(h layout.Unit) int {
	for i, l := range c.lines {
		if h -= l.height(); h < 0 {
			return i
		}
	}
	return len(c.lines)
}

// drawLines draws lines from x and y downwards.
func (s *sheet) drawLines(x, y layout.Unit, lines []textLine) {
	for _, l := range lines {
		y += l.gap
		s.drawLine(x, y+baseline(l.style), l)
		y += leading(l.style)
	}
}

// drawLine draws one line that begins at x on the baseline base.
func (s *sheet) drawLine(x, base layout.Unit, l textLine) {
	text := l.text
	if l.emphasis != "" {
		if before, after, ok := strings.Cut(text, l.emphasis); ok {
			x = s.span(l.field, x, base, l.style, before)
			x = s.span(l.field, x, base, l.accent, l.emphasis)
			text = after
		}
	}
	if l.tail == "" {
		s.doc.Text(l.field, x, base, l.style, text)
		return
	}
	x = s.span(l.field, x, base, l.style, text)
	tail := l.style
	tail.Tracking = 0
	s.doc.Text(l.field, x, base, tail, l.tail)
}

// span draws text and returns the x at which the text ends.
func (s *sheet) span(field string, x, base layout.Unit, st layout.Style, text string) layout.Unit {
	if text == "" {
		return x
	}
	s.doc.Text(field, x, base, st, text)
	return x + layout.Width(st, text)
}
