package layout

import (
	"encoding/binary"
	"slices"
)

// A cutter makes font files that hold a few glyphs of a large font. It reuses its memory
// from one cut to the next.
type cutter struct {
	ids   []uint16 // the glyphs of the cut, in order
	place []uint16 // by glyph of the large font: its place in ids, plus one
	sizes []int    // by place: bytes of its outline in the cut
}

// The tables of a font in a PDF, which need no names and no cmap.
const (
	tableGlyf = iota
	tableHead
	tableHhea
	tableHmtx
	tableLoca
	tableMaxp
	tableCount
)

var tableNames = [tableCount]string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"}

var be = binary.BigEndian

// cut appends to dst a TrueType file with the glyphs of codes, in order, followed by the
// glyphs that these are composed of. It only reads f.
func (c *cutter) cut(dst []byte, f *font, codes []code) []byte {
	c.collect(f, codes)
	var lengths, starts [tableCount]int
	for i, id := range c.ids {
		c.sizes = append(c.sizes, cutSize(f.glyph(id)))
		lengths[tableGlyf] += even(c.sizes[i])
	}
	n := len(c.ids)
	lengths[tableHead], lengths[tableHhea], lengths[tableMaxp] = len(f.head), len(f.hhea), len(f.maxp)
	lengths[tableHmtx], lengths[tableLoca] = 4*n, 4*(n+1)
	size := 12 + 16*tableCount
	for i, l := range lengths {
		starts[i] = size
		size += align(l)
	}
	base := len(dst)
	dst = slices.Grow(dst, size)[:base+size]
	out := dst[base:]
	clear(out)
	table := func(i int) []byte { return out[starts[i] : starts[i]+lengths[i]] }

	copy(table(tableHead), f.head)
	be.PutUint32(table(tableHead)[8:], 0) // the checksum, which directory writes last
	be.PutUint16(table(tableHead)[50:], 1)
	copy(table(tableHhea), f.hhea)
	be.PutUint16(table(tableHhea)[34:], uint16(n))
	copy(table(tableMaxp), f.maxp)
	be.PutUint16(table(tableMaxp)[4:], uint16(n))
	c.outlines(f, table(tableGlyf), table(tableLoca))
	for i, id := range c.ids {
		be.PutUint16(table(tableHmtx)[4*i:], f.advances[id])
		be.PutUint16(table(tableHmtx)[4*i+2:], f.bearings[id])
	}
	directory(out, starts, lengths)
	c.forget()
	return dst
}

// collect sets ids to the glyphs of codes and all glyphs that these are composed of.
func (c *cutter) collect(f *font, codes []code) {
	if len(c.place) < f.glyphs() {
		c.place = make([]uint16, f.glyphs())
	}
	for i, code := range codes {
		c.ids = append(c.ids, code.id)
		if c.place[code.id] == 0 {
			c.place[code.id] = uint16(i + 1)
		}
	}
	for i := 0; i < len(c.ids); i++ { // ids grows in the loop
		outline := f.glyph(c.ids[i])
		if !composite(outline) {
			continue
		}
		for at := range components(outline) {
			if id := u16(outline, at+2); c.place[id] == 0 {
				c.ids = append(c.ids, id)
				c.place[id] = uint16(len(c.ids))
			}
		}
	}
}

// forget makes the cutter ready for the next cut.
func (c *cutter) forget() {
	for _, id := range c.ids {
		c.place[id] = 0
	}
	c.ids, c.sizes = c.ids[:0], c.sizes[:0]
}

// outlines writes the outlines to glyf and the place where each begins to loca.
func (c *cutter) outlines(f *font, glyf, loca []byte) {
	at := 0
	for i, id := range c.ids {
		be.PutUint32(loca[4*i:], uint32(at))
		c.outline(glyf[at:], f.glyph(id))
		at += even(c.sizes[i])
	}
	be.PutUint32(loca[4*len(c.ids):], uint32(at))
}

// cutSize returns the length of an outline without its instructions, in bytes.
func cutSize(outline string) int {
	switch {
	case blank(outline):
		return 0
	case composite(outline):
		end := 0
		for at := range components(outline) {
			end = at + componentSize(u16(outline, at))
		}
		return end
	}
	before, after := simpleParts(outline)
	return len(before) + 2 + len(after)
}

// outline writes one outline without its instructions, which help only on small screens.
func (c *cutter) outline(dst []byte, outline string) {
	switch {
	case blank(outline):
	case composite(outline):
		copy(dst, outline[:cutSize(outline)])
		for at := range components(outline) {
			be.PutUint16(dst[at:], u16(outline, at)&^haveInstructions)
			be.PutUint16(dst[at+2:], c.place[u16(outline, at+2)]-1)
		}
	default:
		before, after := simpleParts(outline)
		copy(dst, before)
		copy(dst[len(before)+2:], after)
	}
}

// directory writes the table directory and the checksums over a file that is
// otherwise complete.
func directory(out []byte, starts, lengths [tableCount]int) {
	be.PutUint32(out, 0x00010000)
	be.PutUint16(out[4:], tableCount)
	be.PutUint16(out[6:], 64) // the largest power of two of tables, times 16,
	be.PutUint16(out[8:], 2)  // its logarithm
	be.PutUint16(out[10:], tableCount*16-64)
	for i, name := range tableNames {
		entry := out[12+16*i:]
		copy(entry, name)
		be.PutUint32(entry[4:], checksum(out[starts[i]:starts[i]+align(lengths[i])]))
		be.PutUint32(entry[8:], uint32(starts[i]))
		be.PutUint32(entry[12:], uint32(lengths[i]))
	}
	be.PutUint32(out[starts[tableHead]+8:], 0xB1B0AFBA-checksum(out))
}

// checksum adds up b as 32-bit words, as TrueType checksums do.
func checksum(b []byte) (sum uint32) {
	for ; len(b) >= 4; b = b[4:] {
		sum += be.Uint32(b)
	}
	return sum
}

// even rounds n up to a multiple of 2.
func even(n int) int { return (n + 1) &^ 1 }

// align rounds n up to a multiple of 4.
func align(n int) int { return (n + 3) &^ 3 }
