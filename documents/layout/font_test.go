package layout

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// fonts returns the parsed fonts.
func fonts(t testing.TB) *fontSet {
	t.Helper()
	set, err := typefaces()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// reread parses a cut font, which has no cmap.
func reread(t testing.TB, b []byte) *font {
	t.Helper()
	tables, err := parseTables(string(b))
	if err != nil {
		t.Fatal(err)
	}
	f := new(font)
	for _, parse := range []func(*font, map[string]string) error{(*font).parseHead, (*font).parseMetrics, (*font).parseOffsets, (*font).checkGlyphs} {
		if err := parse(f, tables); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

func TestCutHoldsEveryGlyph(t *testing.T) {
	for i, f := range fonts(t).byFace {
		codes := []code{{}}
		for id := 1; id < f.glyphs(); id += 7 {
			codes = append(codes, code{id: uint16(id)})
		}
		codes = append(codes, code{id: codes[1].id}) // a glyph with two codes
		var c cutter
		whole := c.cut(nil, f, codes)
		cut := reread(t, whole)
		if sum := checksum(append(bytes.Clone(whole), 0, 0, 0)[:align(len(whole))]); sum != 0xB1B0AFBA {
			t.Errorf("%s: checksum %#x of the whole file", f.name, sum)
		}
		for place, code := range codes {
			got, want := cut.glyph(uint16(place)), f.glyph(code.id)
			if cut.advances[place] != f.advances[code.id] || cut.bearings[place] != f.bearings[code.id] {
				t.Errorf("%s: glyph %d has other metrics", f.name, code.id)
			}
			if !sameOutline(cut, f, got, want) {
				t.Errorf("%s: glyph %d is not what it was", f.name, code.id)
			}
		}
		if again := c.cut([]byte("before"), f, codes); !bytes.Equal(again[len("before"):], whole) {
			t.Errorf("face %d: a second cut differs", i)
		}
	}
}

// sameOutline compares outlines, following components, and leaves instructions
// out.
func sameOutline(a, b *font, x, y string) bool {
	switch {
	case blank(y):
		return len(x) == 0
	case composite(y):
		var xs, ys []int
		for at := range components(x) {
			xs = append(xs, at)
		}
		for at := range components(y) {
			ys = append(ys, at)
		}
		return slices.EqualFunc(xs, ys, func(i, j int) bool {
			return sameOutline(a, b, a.glyph(u16(x, i+2)), b.glyph(u16(y, j+2)))
		})
	}
	before, after := simpleParts(y)
	return strings.TrimRight(x, "\x00") == strings.TrimRight(before+"\x00\x00"+after, "\x00")
}

func TestDamagedFontsAreRefused(t *testing.T) {
	for name, file := range map[string]string{
		"nothing": "", "text": "not a font at all", "half a font": notoSansRegular[:len(notoSansRegular)/2], "a header": notoSansRegular[:200],
	} {
		if _, _, err := parseFont("Test", file); err == nil {
			t.Errorf("%s was parsed", name)
		}
	}
}

func TestGlyphsMadeOfThemselvesAreRefused(t *testing.T) {
	f := fonts(t).byFace[latinRegular]
	var id uint16
	for !composite(f.glyph(id)) {
		id++
	}
	glyf := []byte(f.glyf)
	be.PutUint16(glyf[int(f.offsets[id])+outlineHeader+2:], id)
	damaged := *f
	damaged.glyf = string(glyf)
	if err := damaged.checkGlyphs(nil); err == nil {
		t.Errorf("glyph %d, made of itself, was accepted", id)
	}
}

// smallFont returns a cut font with a cmap, small enough to be damaged many times.
func smallFont(t testing.TB) []byte {
	f := fonts(t).byFace[latinRegular]
	_, characters, err := parseFont(f.name, notoSansRegular)
	if err != nil {
		t.Fatal(err)
	}
	codes := []code{{}}
	for _, m := range characters {
		if m.r == 'A' || m.r == 'Å' || m.r == 'ệ' || m.r == ' ' || m.r == '5' {
			codes = append(codes, code{id: m.id})
		}
	}
	b := new(cutter).cut(nil, f, codes)
	// one more table: its entry goes to the end of the directory, which moves all
	// others by 16 bytes
	const entry = 16
	out := slices.Concat(b[:12+entry*tableCount], make([]byte, entry), b[12+entry*tableCount:])
	be.PutUint16(out[4:], tableCount+1)
	for i := range tableCount {
		at := 12 + entry*i + 8
		be.PutUint32(out[at:], be.Uint32(out[at:])+entry)
	}
	cmap := make([]byte, 12+16+12)
	be.PutUint16(cmap[2:], 1)
	be.PutUint32(cmap[8:], 12)
	be.PutUint16(cmap[12:], 12)
	be.PutUint32(cmap[24:], 1)
	be.PutUint32(cmap[28:], 'A')
	be.PutUint32(cmap[32:], 'A'+3)
	be.PutUint32(cmap[36:], 1)
	last := out[12+entry*tableCount:]
	copy(last, "cmap")
	be.PutUint32(last[8:], uint32(len(out)))
	be.PutUint32(last[12:], uint32(len(cmap)))
	return append(out, cmap...)
}

// FuzzParseFont damages a font: what is still accepted can be cut.
func FuzzParseFont(f *testing.F) {
	font := smallFont(f)
	if _, characters, err := parseFont("Test", string(font)); err != nil || len(characters) != 4 {
		f.Fatalf("the undamaged font: %d letters, %v", len(characters), err)
	}
	f.Add(font)
	for n := 0; n < len(font); n += 97 {
		f.Add(font[:n])
		damaged := bytes.Clone(font)
		damaged[n] ^= 0xFF
		f.Add(damaged)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		f, characters, err := parseFont("Test", string(file))
		if err != nil {
			return
		}
		codes := []code{{}}
		for _, m := range characters[:min(len(characters), 100)] {
			codes = append(codes, code{id: m.id})
		}
		for id := range min(f.glyphs(), 100) {
			codes = append(codes, code{id: uint16(id)})
		}
		reread(t, new(cutter).cut(nil, f, codes))
	})
}
