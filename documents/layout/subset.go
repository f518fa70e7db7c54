package layout

import "errors"

// A subset is the part of a font that one document uses. Glyphs get codes in the order in
// which they are first drawn. A glyph that stands for two characters (µ and μ) gets two
// codes, so that text copied out of the PDF is the text that was drawn.
type subset struct {
	font   *font
	newest []uint16 // by glyph: the code it got last, 0 for none
	codes  []code   // by code; code 0 is the font's glyph for a missing character
}

// code is the meaning of one code of a subset.
type code struct {
	id    uint16
	older uint16 // another code of the same glyph; 0 for none
	r     rune   // 0 if it is not one character
}

// mostCodes is how many codes a subset may have. Two bytes could tell twice as many
// apart, but the cut font also needs numbers for the parts of composite glyphs.
const mostCodes = 1 << 15

var errCodes = errors.New("layout: more than 32,767 different letters of one font in a document")

// code returns the code of a glyph that stands for r, and makes one if there is none. The
// error is errCodes.
func (s *subset) code(id uint16, r rune) (uint16, error) {
	for c := s.newest[id]; c != 0; c = s.codes[c].older {
		if s.codes[c].r == r {
			return c, nil
		}
	}
	if len(s.codes) == mostCodes {
		return 0, errCodes
	}
	c := uint16(len(s.codes))
	s.codes = append(s.codes, code{id, s.newest[id], r})
	s.newest[id] = c
	return c, nil
}

// used reports whether anything was drawn in the font.
func (s *subset) used() bool { return len(s.codes) > 1 }

// init makes the subset ready for f. It does nothing the second time.
func (s *subset) init(f *font) {
	if s.font == nil {
		s.font = f
		s.newest = make([]uint16, f.glyphs())
		s.codes = append(s.codes[:0], code{})
	}
}

// reset forgets all codes.
func (s *subset) reset() {
	if s.font == nil {
		return
	}
	for _, c := range s.codes {
		s.newest[c.id] = 0
	}
	s.codes = s.codes[:1]
}
