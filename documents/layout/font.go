package layout

import (
	"errors"
	"fmt"
)

// A font is a parsed TrueType file. It is read-only and shared by all
// documents; tables are strings so that nothing can write to them.
type font struct {
	name              string // PostScript name
	head, hhea, maxp  string
	glyf              string
	offsets           []uint32 // of glyph i in glyf; one more than there are glyphs
	advances          []uint16 // in font units
	bearings          []uint16 // left side bearings, bits of an int16
	unitsPerEm        int
	ascent, descent   int // this and below in 1/1000 em
	capHeight, italic int // italic in degrees
	box               [4]int
}

// A mapping is a character and the glyph of a font that shows it.
type mapping struct {
	r  rune
	id uint16
}

var errTruncated = errors.New("truncated")

// parseFont reads a TrueType file with outlines in a glyf table, and returns the font and
// the characters that it has, in ascending order. It trusts nothing: everything that cut
// will read from the font has been checked to be there.
func parseFont(name, file string) (*font, []mapping, error) {
	tables, err := parseTables(file)
	if err != nil {
		return nil, nil, fmt.Errorf("font %s: %w", name, err)
	}
	f := &font{name: name}
	for _, step := range []struct {
		table string
		parse func(*font, map[string]string) error
	}{
		{"head", (*font).parseHead}, {"hhea", (*font).parseMetrics}, {"loca", (*font).parseOffsets}, {"glyf", (*font).checkGlyphs},
	} {
		if err := step.parse(f, tables); err != nil {
			return nil, nil, fmt.Errorf("font %s: table %s: %w", name, step.table, err)
		}
	}
	characters, err := parseCmap(tables["cmap"], f.glyphs())
	if err != nil {
		return nil, nil, fmt.Errorf("font %s: table cmap: %w", name, err)
	}
	return f, characters, nil
}

// glyphs counts the font's glyphs.
func (f *font) glyphs() int { return len(f.advances) }

// glyph returns the outline of a glyph, which is empty for a blank one.
func (f *font) glyph(id uint16) string { return f.glyf[f.offsets[id]:f.offsets[id+1]] }

// advance returns how far a glyph moves the pen, in 1/1000 em.
func (f *font) advance(id uint16) int { return f.perMille(int(f.advances[id])) }

// perMille converts font units to 1/1000 em, rounded half away from zero.
func (f *font) perMille(n int) int {
	if n < 0 {
		return -f.perMille(-n)
	}
	return (n*1000 + f.unitsPerEm/2) / f.unitsPerEm
}

// parseTables returns the tables of a TrueType file by their names. Another file is an error,
// and so is one that ends too early: errTruncated.
func parseTables(file string) (map[string]string, error) {
	if len(file) < 12 || u32(file, 0) != 0x00010000 {
		return nil, errors.New("not a TrueType file")
	}
	tables := make(map[string]string)
	for i := range int(u16(file, 4)) {
		at := 12 + 16*i
		if at+16 > len(file) {
			return nil, errTruncated
		}
		from, size := uint64(u32(file, at+8)), uint64(u32(file, at+12))
		if from+size > uint64(len(file)) {
			return nil, errTruncated
		}
		tables[file[at:at+4]] = file[from : from+size]
	}
	return tables, nil
}

// parseHead reads the size of the em and the bounding box from head. A size that TrueType does
// not allow is an error, and a table that ends too early errTruncated.
func (f *font) parseHead(t map[string]string) error {
	f.head = t["head"]
	if len(f.head) < 54 {
		return errTruncated
	}
	f.unitsPerEm = int(u16(f.head, 18))
	if f.unitsPerEm < 16 || f.unitsPerEm > 16384 {
		return fmt.Errorf("%d units per em", f.unitsPerEm)
	}
	for i := range f.box {
		f.box[i] = f.perMille(i16(f.head, 36+2*i))
	}
	return nil
}

// parseMetrics reads hhea, maxp and hmtx, and the two figures that a PDF needs from OS/2
// and post if these tables are there. Counts that cannot be are an error, and a table that
// ends too early is errTruncated.
func (f *font) parseMetrics(t map[string]string) error {
	f.hhea, f.maxp = t["hhea"], t["maxp"]
	if len(f.hhea) < 36 || len(f.maxp) < 6 {
		return errTruncated
	}
	f.ascent, f.descent = f.perMille(i16(f.hhea, 4)), f.perMille(i16(f.hhea, 6))
	f.capHeight = f.ascent
	if os2 := t["OS/2"]; len(os2) >= 90 {
		f.capHeight = f.perMille(i16(os2, 88))
	}
	if post := t["post"]; len(post) >= 8 {
		f.italic = i16(post, 4)
	}
	glyphs, long := int(u16(f.maxp, 4)), int(u16(f.hhea, 34))
	hmtx := t["hmtx"]
	if glyphs == 0 || long == 0 || long > glyphs {
		return fmt.Errorf("%d advances for %d glyphs", long, glyphs)
	}
	if len(hmtx) < 4*long+2*(glyphs-long) {
		return errTruncated
	}
	f.advances, f.bearings = make([]uint16, glyphs), make([]uint16, glyphs)
	for i := range glyphs {
		if i < long {
			f.advances[i], f.bearings[i] = u16(hmtx, 4*i), u16(hmtx, 4*i+2)
		} else { // the rest share the last advance
			f.advances[i], f.bearings[i] = f.advances[long-1], u16(hmtx, 4*long+2*(i-long))
		}
	}
	return nil
}

// parseOffsets reads from loca where each glyph's outline begins in glyf. An offset outside of
// glyf is an error, and a table that ends too early errTruncated.
func (f *font) parseOffsets(t map[string]string) error {
	loca := t["loca"]
	f.glyf = t["glyf"]
	f.offsets = make([]uint32, f.glyphs()+1)
	wide := i16(f.head, 50) != 0
	entry := 2
	if wide {
		entry = 4
	}
	if len(loca) < entry*len(f.offsets) {
		return errTruncated
	}
	for i := range f.offsets {
		if wide {
			f.offsets[i] = u32(loca, 4*i)
		} else {
			f.offsets[i] = 2 * uint32(u16(loca, 2*i))
		}
		if i > 0 && f.offsets[i] < f.offsets[i-1] || uint64(f.offsets[i]) > uint64(len(f.glyf)) {
			return fmt.Errorf("glyph %d is outside of glyf", i)
		}
	}
	return nil
}

// parseCmap reads the full Unicode mapping (format 12), which all our fonts have. Its
// groups must be in ascending order, as the format requires; that also limits the length
// of the result. A font without that mapping is an error, and a table that ends too early
// errTruncated.
func parseCmap(cmap string, glyphs int) ([]mapping, error) {
	if len(cmap) < 4 {
		return nil, errTruncated
	}
	for i := range int(u16(cmap, 2)) {
		at := 4 + 8*i
		if at+8 > len(cmap) {
			return nil, errTruncated
		}
		from := uint64(u32(cmap, at+4))
		if from+2 > uint64(len(cmap)) {
			return nil, errTruncated
		}
		if sub := cmap[from:]; u16(sub, 0) == 12 {
			return parseGroups(sub, glyphs)
		}
	}
	return nil, errors.New("no Unicode mapping of format 12")
}

// parseGroups reads the groups of a format 12 mapping. A group out of order or of a glyph that
// is not there is an error, and a table that ends too early errTruncated.
func parseGroups(sub string, glyphs int) ([]mapping, error) {
	if len(sub) < 16 {
		return nil, errTruncated
	}
	n := uint64(u32(sub, 12))
	if 16+12*n > uint64(len(sub)) {
		return nil, errTruncated
	}
	var characters []mapping
	next := uint32(0) // the first character a group may begin with
	for i := range int(n) {
		at := 16 + 12*i
		first, last, id := u32(sub, at), u32(sub, at+4), u32(sub, at+8)
		if first < next || last < first || last > 0x10FFFF {
			return nil, fmt.Errorf("group %d is out of order", i)
		}
		if uint64(id)+uint64(last-first) >= uint64(glyphs) {
			return nil, fmt.Errorf("group %d names a glyph that is not there", i)
		}
		for r := first; r <= last; r++ {
			characters = append(characters, mapping{rune(r), uint16(id + r - first)})
		}
		next = last + 1
	}
	return characters, nil
}

// u16 reads 16 bits at a place in s, highest byte first.
func u16(s string, at int) uint16 { return uint16(s[at])<<8 | uint16(s[at+1]) }

// i16 reads a signed number of 16 bits at a place in s, highest byte first.
func i16(s string, at int) int { return int(int16(u16(s, at))) }

// u32 reads 32 bits at a place in s, highest byte first.
func u32(s string, at int) uint32 { return uint32(u16(s, at))<<16 | uint32(u16(s, at+2)) }
