package layout

import (
	"errors"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// A glyph is a shape put on the page. Simple text has one for each character. A shaper
// for scripts whose characters join or change places (Devanagari, Tibetan) would return
// glyphs in the order and at the places in which they are drawn.
type glyph struct {
	r       rune   // what a reader copies; 0 if the glyph does not stand for one character
	id      uint16 // in the font of the run's face
	advance int16  // how far the pen moves, in 1/1000 em
	dx, dy  int16  // from the pen to the glyph, right and up, in 1/1000 em
}

// A run is a stretch of text drawn in one face. A shaper would be added here: beside
// simpleRuns, it would turn a text into runs with joined set, and everything after that
// stays the same.
type run struct {
	face     face
	from, to int    // its glyphs, in a slice that all runs of a text share
	text     string // the text that the glyphs show
	joined   bool   // not one glyph for each character, so that text is written beside them
}

var (
	errSize = errors.New("layout: text needs a size above zero")
	errFont = errors.New("layout: text needs one of the package's fonts")
)

// Text draws s with its left edge at x. Field says in words whose text it is, for the
// errors that Write then returns: *ErrGlyph when s holds a character that no font has,
// and *ErrOffPage when s does not fit on the page.
func (d *Document) Text(field string, x, baseline Unit, st Style, s string) {
	runs, w := d.measure(field, st, s)
	d.place(field, x, w, baseline, st, s, runs)
}

// TextRight draws s with its right edge at right. Otherwise it works like Text.
func (d *Document) TextRight(field string, right, baseline Unit, st Style, s string) {
	runs, w := d.measure(field, st, s)
	d.place(field, right-w, w, baseline, st, s, runs)
}

// TextCentre draws s with its middle at centre. Otherwise it works like Text.
func (d *Document) TextCentre(field string, centre, baseline Unit, st Style, s string) {
	runs, w := d.measure(field, st, s)
	d.place(field, centre-w/2, w, baseline, st, s, runs)
}

// Width returns how wide s is when drawn, with the tracking after each character. A
// character that cannot be drawn counts as wide as it is high.
func Width(st Style, s string) Unit {
	t := st.typeface()
	total := 0
	for _, r := range s {
		total += int(t.character(r).advance) + st.Tracking
	}
	return st.units(total)
}

// Shrink returns st with the largest size, from its own down to least, at which s is not
// wider than width. It returns false if s is wider even at the smallest.
func Shrink(st Style, width Unit, s string, least int) (Style, bool) {
	w := Width(st, s)
	if w <= width {
		return st, true
	}
	least = min(least, st.Size)
	small := st
	small.Size = min(st.Size, max(least, st.Size*int(max(width, 0))/int(max(w, 1))+1))
	for Width(small, s) > width {
		if small.Size <= least {
			return small, false
		}
		small.Size--
	}
	return small, true
}

// units converts 1/1000 em of st's size to units, rounded.
func (st Style) units(perMille int) Unit {
	const half = 72 * 100 * 1000 / 2
	n := perMille * st.Size * 2540
	if n < 0 {
		return Unit((n - half) / (2 * half))
	}
	return Unit((n + half) / (2 * half))
}

// measure splits s into runs, which the next call overwrites, and returns their width
// without the tracking after the last character. It returns no runs when there is nothing
// to draw or the document has failed, as it does if s cannot be drawn.
func (d *Document) measure(field string, st Style, s string) ([]run, Unit) {
	switch {
	case d.on() == nil || s == "":
		return nil, 0
	case st.Size <= 0:
		d.Fail(errSize)
		return nil, 0
	case st.Font < 0 || st.Font >= fontCount:
		d.Fail(errFont)
		return nil, 0
	}
	scratch := d.state
	scratch.runs, scratch.glyphs = scratch.runs[:0], scratch.glyphs[:0]
	if r, ok := scratch.simpleRuns(st.typeface(), s); !ok {
		d.Fail(&ErrGlyph{Rune: r, Text: s, Field: field})
		return nil, 0
	}
	total := -st.Tracking
	for _, g := range scratch.glyphs {
		total += int(g.advance) + st.Tracking
	}
	return scratch.runs, st.units(total)
}

// simpleRuns appends the runs of s, one glyph for each character, split where the face
// changes. If t lacks a character, simpleRuns returns the first such one and false.
func (s *state) simpleRuns(t *typeface, text string) (rune, bool) {
	current := -1 // index of the run being made
	began := 0    // where in text it began
	for i, r := range text {
		l := t.character(r)
		if l.id == 0 {
			return r, false
		}
		if current < 0 || s.runs[current].face != l.face {
			if current >= 0 {
				s.runs[current].to = len(s.glyphs)
				s.runs[current].text = text[began:i]
			}
			current, began = len(s.runs), i
			s.runs = append(s.runs, run{face: l.face, from: len(s.glyphs)})
		}
		s.glyphs = append(s.glyphs, glyph{id: l.id, r: l.r, advance: l.advance})
	}
	if current >= 0 {
		s.runs[current].to = len(s.glyphs)
		s.runs[current].text = text[began:]
	}
	return 0, true
}

// ErrOffPage reports a text that does not fit on the page at its place.
type ErrOffPage struct {
	Field string // whose text it is, as the caller named it
	Text  string // the whole text
}

// Error names the field and the text.
func (e *ErrOffPage) Error() string {
	return fmt.Sprintf("layout: %s: %q runs off the page", e.Field, excerpt(e.Text))
}

// place draws the runs of s, which are w wide together, from x. The document fails with
// *ErrOffPage if they leave the page.
func (d *Document) place(field string, x, w, baseline Unit, st Style, s string, runs []run) {
	switch {
	case len(runs) == 0:
	case x < 0 || x+w > PageWidth || baseline < 0 || baseline > PageHeight:
		d.Fail(&ErrOffPage{Field: field, Text: s})
	default:
		d.draw(x, baseline, st, runs)
	}
}

// draw writes runs one after the other, from x.
func (d *Document) draw(x, baseline Unit, st Style, runs []run) {
	p := d.on()
	p.text(x, PageHeight-baseline)
	p.setFill(st.Colour)
	p.setTracking(st.Size, st.Tracking)
	for _, r := range runs {
		p.setFont(r.face, st.Size)
		glyphs := d.state.glyphs[r.from:r.to]
		var err error
		if r.joined {
			err = p.showJoined(&d.state.subsets[r.face], st, glyphs, r.text)
		} else {
			err = p.show(&d.state.subsets[r.face], glyphs)
		}
		if err != nil {
			d.Fail(err)
			return
		}
	}
}

// show writes glyphs one after the other, each at the end of the one before.
func (p *page) show(sub *subset, glyphs []glyph) error {
	b := append(p.buf, '(')
	for _, g := range glyphs {
		code, err := sub.code(g.id, g.r)
		if err != nil {
			return err
		}
		b = appendCode(b, code)
	}
	p.buf = append(b, ")Tj\n"...)
	return nil
}

// showJoined writes glyphs at their own places, marked to be copied out as text.
func (p *page) showJoined(sub *subset, st Style, glyphs []glyph, text string) error {
	p.buf = append(p.buf, "/Span<</ActualText"...)
	p.buf = appendTextString(p.buf, text)
	p.buf = append(p.buf, ">>BDC "...)
	rise := 0
	owed := 0 // 1/1000 em by which the pen should stand further right
	for _, g := range glyphs {
		dx, dy := int(g.dx), int(g.dy)
		if dy != rise {
			rise = dy
			p.hundredths(pointsToUnits(st.Size) * rise / 1000)
			p.buf = append(p.buf, "Ts "...)
		}
		code, err := sub.code(g.id, g.r)
		if err != nil {
			return err
		}
		p.buf = append(p.buf, '[')
		if move := owed + dx; move != 0 {
			p.numbers(-move)
		}
		p.buf = append(appendCode(append(p.buf, '('), code), ")]TJ "...)
		owed = int(g.advance) - dx - sub.font.advance(g.id)
	}
	if owed != 0 {
		p.buf = append(p.buf, '[')
		p.numbers(-owed)
		p.buf = append(p.buf, "]TJ "...)
	}
	if rise != 0 {
		p.buf = append(p.buf, "0 Ts "...)
	}
	p.buf = append(p.buf, "EMC\n"...)
	return nil
}

// appendCode appends the two bytes of a glyph's code in the form they have in a PDF
// string.
func appendCode(b []byte, code uint16) []byte {
	for _, c := range [2]byte{byte(code >> 8), byte(code)} {
		switch c {
		case '(', ')', '\\':
			b = append(b, '\\', c)
		case '\r': // which would be read as \n
			b = append(b, '\\', 'r')
		default:
			b = append(b, c)
		}
	}
	return b
}

const hexDigits = "0123456789ABCDEF"

// appendTextString appends s as a PDF text string in UTF-16. Bytes that are not
// UTF-8 become the replacement character.
func appendTextString(b []byte, s string) []byte {
	b = append(b, "<FEFF"...)
	for _, r := range s {
		b = appendUTF16(b, r)
	}
	return append(b, '>')
}

// appendUTF16 appends the hexadecimal digits of r in UTF-16.
func appendUTF16(b []byte, r rune) []byte {
	if !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	if r > 0xFFFF {
		high, low := utf16.EncodeRune(r)
		return appendHex(appendHex(b, uint16(high)), uint16(low))
	}
	return appendHex(b, uint16(r))
}

// appendHex appends the four hexadecimal digits of n.
func appendHex(b []byte, n uint16) []byte {
	return append(b, hexDigits[n>>12], hexDigits[n>>8&15], hexDigits[n>>4&15], hexDigits[n&15])
}
