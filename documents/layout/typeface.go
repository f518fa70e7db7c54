package layout

import (
	_ "embed" // the fonts
	"math"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A Font is one of the document's typefaces. Each has the Latin, Greek and
// Cyrillic letters of Noto Sans and, for what that lacks, the Chinese ones of
// Noto Sans SC in the same weight; there is no slanted Chinese.
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

// sources are the font files, by face.
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

// fallbacks are the faces in which a font looks for a letter, in order.
var fallbacks = [fontCount][]face{
	Regular: {latinRegular, chineseRegular},
	Bold:    {latinBold, chineseBold},
	Italic:  {latinItalic, latinRegular, chineseRegular}, // upright for two rare signs
}

// A letter is how a font shows one rune: a glyph of a face.
type letter struct {
	r       rune   // as it is copied out of the PDF; a space for all kinds of space
	id      uint16 // 0 if the font has nothing to show
	advance int16  // in 1/1000 em
	face    face
}

// A typeface finds the letter for a rune. It is read-only after newTypeface.
type typeface struct {
	blocks [(unicode.MaxRune + 1) / blockSize]*[blockSize]letter
}

const blockSize = 256

// missing is what is measured where there is nothing to draw.
var missing = letter{advance: 1000}

func (t *typeface) letter(r rune) letter {
	if uint32(r) <= unicode.MaxRune {
		if b := t.blocks[r/blockSize]; b != nil && b[r%blockSize].id != 0 {
			return b[r%blockSize]
		}
	}
	return missing
}

func (t *typeface) set(r rune, l letter) {
	b := t.blocks[r/blockSize]
	if b == nil {
		b = new([blockSize]letter)
		t.blocks[r/blockSize] = b
	}
	b[r%blockSize] = l
}

// fontSet is all fonts, parsed.
type fontSet struct {
	byFont [fontCount]typeface
	byFace [faceCount]*font
}

// typefaces returns the parsed fonts, reading them the first time. With an error
// it returns fonts without a letter, never nil.
var typefaces = sync.OnceValues(func() (*fontSet, error) {
	set := new(fontSet)
	var letters [faceCount][]mapping
	for i, source := range sources {
		var err error
		if set.byFace[i], letters[i], err = parseFont(source.name, source.file); err != nil {
			return new(fontSet), err
		}
	}
	for i := range set.byFont {
		t := &set.byFont[i]
		for _, f := range fallbacks[i] {
			t.add(f, set.byFace[f], letters[f])
		}
		t.addSpaces()
	}
	return set, nil
})

// typeface returns the letters of st's font; those of Regular if there is no
// such font.
func (st Style) typeface() *typeface {
	set, _ := typefaces() // New has reported the error
	if st.Font < 0 || st.Font >= fontCount {
		return &set.byFont[Regular]
	}
	return &set.byFont[st.Font]
}

// add gives t the letters of a face that it does not have yet. A blank where a
// letter should be is as bad as an empty box.
func (t *typeface) add(f face, from *font, letters []mapping) {
	for _, m := range letters {
		if m.id == 0 || t.letter(m.r).id != 0 || !drawable(m.r) {
			continue
		}
		if blank(from.glyph(m.id)) && !isSpace(m.r) && !slices.Contains(spaces, m.r) {
			continue
		}
		advance := min(from.advance(m.id), math.MaxInt16)
		t.set(m.r, letter{r: m.r, id: m.id, advance: int16(advance), face: f})
	}
}

// spaces are shown as a plain space: tabs, and the kinds of space that a word
// processor puts where no line may break or a number is grouped. They are often
// not in a font, and readers of the PDF search for plain ones.
var spaces = []rune{'\t', 0x00A0, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x205F}

func (t *typeface) addSpaces() {
	space := t.letter(' ')
	for _, r := range spaces {
		t.set(r, space)
	}
}

// scripts are those whose text is right when each letter is drawn by itself,
// one after the other. Others need a shaper, even where a font has the letters:
// Noto Sans has Devanagari.
var scripts = []*unicode.RangeTable{unicode.Latin, unicode.Han, unicode.Common, unicode.Greek, unicode.Cyrillic, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo}

// drawable reports whether r may be drawn at all. Control and format characters,
// among them those that turn the direction of text, have no shape of their own
// and can make a paper read other than it is; marks need a letter to sit on.
func drawable(r rune) bool {
	if r >= ' ' && r <= '~' {
		return true
	}
	return r != utf8.RuneError && unicode.IsGraphic(r) && !unicode.IsMark(r) && unicode.In(r, scripts...)
}
