package layout

import (
	_ "embed" // the fonts
	"math"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A Font is one of the document's typefaces. Each has the Latin, Greek and Cyrillic
// characters of Noto Sans and, for those it lacks, the Chinese ones of Noto Sans SC in
// the same weight; there is no slanted Chinese.
type Font int

// The fonts. The zero value is the one for running text.
const (
	Regular Font = iota
	Bold
	Italic
	fontCount
)

// A face is one font file.
type face uint8

const (
	latinRegular face = iota
	latinBold
	latinItalic
	chineseRegular
	chineseBold
	faceCount
)

// Strings cannot be written to, so no document can damage another's fonts.
var (
	//go:embed fonts/NotoSans-Regular.ttf
	notoSansRegular string
	//go:embed fonts/NotoSans-Bold.ttf
	notoSansBold string
	//go:embed fonts/NotoSans-Italic.ttf
	notoSansItalic string
	//go:embed fonts/NotoSansSC-Regular.ttf
	notoSansSCRegular string
	//go:embed fonts/NotoSansSC-Bold.ttf
	notoSansSCBold string
)

// sources holds the font files, by face.
var sources = [faceCount]struct {
	name string // PostScript name
	file string
}{
	latinRegular:   {"NotoSans-Regular", notoSansRegular},
	latinBold:      {"NotoSans-Bold", notoSansBold},
	latinItalic:    {"NotoSans-Italic", notoSansItalic},
	chineseRegular: {"NotoSansSC-Regular", notoSansSCRegular},
	chineseBold:    {"NotoSansSC-Bold", notoSansSCBold},
}

// fallbacks holds the faces in which a font looks for a character, in order.
var fallbacks = [fontCount][]face{
	Regular: {latinRegular, chineseRegular},
	Bold:    {latinBold, chineseBold},
	Italic:  {latinItalic, latinRegular, chineseRegular}, // upright for two rare signs
}

// A character is how a font shows one rune: a glyph of a face.
type character struct {
	r       rune   // as a reader copies it out of the PDF; a space for all kinds of space
	id      uint16 // 0 if the font has nothing to show
	advance int16  // in 1/1000 em
	face    face
}

// A typeface finds the character for a rune. It is read-only once typefaces has returned
// it.
type typeface struct {
	blocks [(unicode.MaxRune + 1) / blockSize]*[blockSize]character
}

const blockSize = 256

// missing is measured where there is nothing to draw.
var missing = character{advance: 1000}

// character returns the character for r, or missing.
func (t *typeface) character(r rune) character {
	if uint32(r) <= unicode.MaxRune {
		if b := t.blocks[r/blockSize]; b != nil && b[r%blockSize].id != 0 {
			return b[r%blockSize]
		}
	}
	return missing
}

// set makes the typeface show r as the character l. It makes the block of blockSize
// characters that r is in where there is none.
func (t *typeface) set(r rune, l character) {
	b := t.blocks[r/blockSize]
	if b == nil {
		b = new([blockSize]character)
		t.blocks[r/blockSize] = b
	}
	b[r%blockSize] = l
}

// fontSet is all fonts, parsed.
type fontSet struct {
	byFont [fontCount]typeface
	byFace [faceCount]*font
}

// typefaces returns the parsed fonts, which it reads the first time. With an error it
// returns fonts without any character, never nil.
var typefaces = sync.OnceValues(func() (*fontSet, error) {
	set := new(fontSet)
	var characters [faceCount][]mapping
	for i, source := range sources {
		var err error
		if set.byFace[i], characters[i], err = parseFont(source.name, source.file); err != nil {
			return new(fontSet), err
		}
	}
	for i := range set.byFont {
		t := &set.byFont[i]
		for _, f := range fallbacks[i] {
			t.add(f, set.byFace[f], characters[f])
		}
		t.addSpaces()
	}
	return set, nil
})

// typeface returns the characters of st's font, or those of Regular if there is no such
// font.
func (st Style) typeface() *typeface {
	set, _ := typefaces() // New has reported the error
	if st.Font < 0 || st.Font >= fontCount {
		return &set.byFont[Regular]
	}
	return &set.byFont[st.Font]
}

// add gives t the characters of a face that t does not have yet. It leaves out blanks,
// because a blank in place of a character is as bad as an empty box.
func (t *typeface) add(f face, from *font, characters []mapping) {
	for _, m := range characters {
		if m.id == 0 || t.character(m.r).id != 0 || !drawable(m.r) {
			continue
		}
		if blank(from.glyph(m.id)) && !isSpace(m.r) && !slices.Contains(spaces, m.r) {
			continue
		}
		advance := min(from.advance(m.id), math.MaxInt16)
		t.set(m.r, character{r: m.r, id: m.id, advance: int16(advance), face: f})
	}
}

// spaces are drawn as a plain space: tabs, and the kinds of space that a word processor
// puts where no line may break or between groups of digits. Fonts often lack them, and
// readers who search the PDF type plain ones.
var spaces = []rune{'\t', 0x00A0, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x205F}

// addSpaces makes t draw every kind of space as a plain one.
func (t *typeface) addSpaces() {
	space := t.character(' ')
	for _, r := range spaces {
		t.set(r, space)
	}
}

// scripts holds the scripts whose text is right when each character is drawn by itself,
// one after the other. Others need a shaper, even where a font has the characters: Noto
// Sans has Devanagari.
var scripts = []*unicode.RangeTable{unicode.Latin, unicode.Han, unicode.Common, unicode.Greek, unicode.Cyrillic, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo}

// drawable reports whether r may be drawn at all. Control and format characters, among
// them those that turn the direction of text, have no shape of their own and can make a
// document read other than it is; marks need a letter to sit on.
func drawable(r rune) bool {
	if r >= ' ' && r <= '~' {
		return true
	}
	return r != utf8.RuneError && unicode.IsGraphic(r) && !unicode.IsMark(r) && unicode.In(r, scripts...)
}
