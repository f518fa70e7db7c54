package layout

import "slices"

// A fontCut is the part of a font that documents use, as it stands in their files.
type fontCut struct {
	codes   []code
	tag     string // begins the font's name
	font    stream
	unicode stream // says which characters the codes stand for
}

// Documents of one desk mostly use the same letters in the same order, so the parts of fonts
// that were used last are not cut and compressed again.
const (
	mostCuts = 16       // of each face
	hugeCut  = 64 << 10 // bytes from which on a part is cut again for each document
)

// cutOf returns the part of a face that a document uses: one of the last mostCuts parts, or a
// new one that takes the place of the one that was used longest ago.
func (f *finisher) cutOf(i int, s *subset) *fontCut {
	last := f.cuts[i]
	at := slices.IndexFunc(last, func(c *fontCut) bool { return slices.Equal(c.codes, s.codes) })
	if at < 0 {
		c := new(fontCut)
		c.codes = slices.Clone(s.codes)
		c.font.data = f.cutter.cut(nil, s.font, s.codes)
		c.unicode.data = appendToUnicode(nil, s.codes)
		c.tag = subsetTag(c.font.data)
		if len(c.font.data) >= hugeCut {
			return c
		}
		c.font.shared, c.unicode.shared = true, true
		if at = len(last); at < mostCuts {
			last = append(last, c)
		} else {
			at--
			last[at] = c
		}
	}
	c := last[at]
	copy(last[1:], last[:at]) // the one that was used last comes first
	last[0] = c
	f.cuts[i] = last
	return c
}
