package layout

import (
	"errors"
	"fmt"
	"iter"
)

// Bits of a component of a composite glyph, by their names in the format.
const (
	argsAreWords     = 1 << 0
	haveScale        = 1 << 3
	moreComponents   = 1 << 5
	haveXYScale      = 1 << 6
	haveTwoByTwo     = 1 << 7
	haveInstructions = 1 << 8
)

// mostNested is how many levels of composite glyphs are allowed; real fonts have two or
// three.
const mostNested = 8

// outlineHeader is the length of an outline's start: the number of contours and the
// bounding box.
const outlineHeader = 10

// blank reports whether an outline draws nothing.
func blank(outline string) bool { return len(outline) == 0 || i16(outline, 0) == 0 }

// composite reports whether an outline is composed of other glyphs.
func composite(outline string) bool { return len(outline) > 0 && i16(outline, 0) < 0 }

// components yields the place where each component of a composite glyph begins. The
// component's flags stand at that place and its glyph two bytes later. The outline must
// have passed checkComponents.
func components(outline string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := outlineHeader; ; {
			flags := u16(outline, at)
			if !yield(at) || flags&moreComponents == 0 {
				return
			}
			at += componentSize(flags)
		}
	}
}

// componentSize returns the length of a component with these flags, in bytes.
func componentSize(flags uint16) int {
	n := 6
	if flags&argsAreWords != 0 {
		n = 8
	}
	switch {
	case flags&haveScale != 0:
		n += 2
	case flags&haveXYScale != 0:
		n += 4
	case flags&haveTwoByTwo != 0:
		n += 8
	}
	return n
}

// simpleParts returns the parts of a simple outline around its instructions: the bytes
// before the instructions' length, and the bytes after the instructions.
func simpleParts(outline string) (before, after string) {
	at := outlineHeader + 2*i16(outline, 0)
	return outline[:at], outline[at+2+int(u16(outline, at)):]
}

// checkGlyphs checks that every outline can be read to its end and that no composite
// glyph contains itself.
func (f *font) checkGlyphs(map[string]string) error {
	for i := range f.glyphs() {
		if err := f.checkOutline(f.glyph(uint16(i))); err != nil {
			return fmt.Errorf("glyph %d: %w", i, err)
		}
	}
	depth := make([]uint8, f.glyphs())
	for i := range f.glyphs() {
		if err := f.measureDepth(uint16(i), depth, 0); err != nil {
			return fmt.Errorf("glyph %d: %w", i, err)
		}
	}
	return nil
}

// checkOutline checks that an outline can be read to its end. One that ends too early is
// errTruncated.
func (f *font) checkOutline(outline string) error {
	switch {
	case len(outline) == 0:
		return nil
	case len(outline) < outlineHeader:
		return errTruncated
	case composite(outline):
		return f.checkComponents(outline)
	case blank(outline):
		return nil
	}
	at := outlineHeader + 2*i16(outline, 0)
	if at+2 > len(outline) || at+2+int(u16(outline, at)) > len(outline) {
		return errTruncated
	}
	return nil
}

// checkComponents checks that the components of a composite glyph can be read, or else
// returns errTruncated, and that their glyphs exist, or else an error.
func (f *font) checkComponents(outline string) error {
	for at := outlineHeader; ; {
		if at+4 > len(outline) {
			return errTruncated
		}
		flags := u16(outline, at)
		if id := int(u16(outline, at+2)); id >= f.glyphs() {
			return fmt.Errorf("made of glyph %d, which is not there", id)
		}
		at += componentSize(flags)
		if at > len(outline) {
			return errTruncated
		}
		if flags&moreComponents == 0 {
			return nil
		}
	}
}

var errNested = errors.New("made of itself, or nested too deep")

// measureDepth sets depth[id] to the number of levels of glyphs under id, plus one. level
// is the number of levels above id; its limit ends the walk on a cycle, with errNested.
func (f *font) measureDepth(id uint16, depth []uint8, level int) error {
	if level > mostNested {
		return errNested
	}
	if depth[id] != 0 {
		if level+int(depth[id]) > mostNested+1 {
			return errNested
		}
		return nil
	}
	under := uint8(0)
	if outline := f.glyph(id); composite(outline) {
		for at := range components(outline) {
			part := u16(outline, at+2)
			if err := f.measureDepth(part, depth, level+1); err != nil {
				return err
			}
			under = max(under, depth[part])
		}
	}
	depth[id] = under + 1
	return nil
}
