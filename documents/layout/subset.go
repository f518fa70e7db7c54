package layout

import "errors"

// A subset is what one document uses of one font. Glyphs get codes in the order
// in which they are first drawn, a glyph that stands for two letters (µ and μ)
// two of them, so that text copied out of the PDF is what was put in.
type subset struct {
	font   *font
	newest []uint16 // by glyph: the code it got last, 0 for none
	codes  []code   // by code; code 0 is the font's sign for a missing glyph
}

// code says what a code stands for.
type code struct {
	id    uint16
	older uint16 // another code of the same glyph; 0 for none
	r     rune   // 0 if it is not one letter
}

// mostCodes is how many codes a subset may have. Two bytes could tell twice as
// many apart, but the glyphs that composite ones are made of follow in the cut.
const mostCodes = 1 << 15

var errCodes = errors.New("layout: more than 32,767 different letters of one font in a document")

// code returns the code of a glyph standing for r, giving it one if needed.
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

// init makes the subset ready; it does nothing the second time.
func (s *subset) init(f *font) {
	if s.font == nil {
		s.font = f
		s.newest = make([]uint16, f.glyphs())
		s.codes = append(s.codes[:0], code{})
	}
}

// reset takes all codes back.
func (s *subset) reset() {
	if s.font == nil {
		return
	}
	for _, c := range s.codes {
		s.newest[c.id] = 0
	}
	s.codes = s.codes[:1]
}
