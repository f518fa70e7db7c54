package layout

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"
)

func TestTextCopiesOutAsItWentIn(t *testing.T) {
	need(t, "pdftotext", "poppler-utils")
	for _, text := range append([]string{
		"Łódź, Żywiec, Çeşme, Ærø, Großmann, Đặng Thị",
		"33.8 µm and 33.8 μm, 5 × 3, 0.42 %, 3‰, 20 °C, m², CI–2026 — “as is” ’26 ® © ™ € ₹ £ ¥",
		"Lhasa → Kathmandu · 藏A·D5621",
		"拉萨高原羊绒毛出口有限公司（西藏）：《合同》、“一式三份”；￥1,000。",
		"一⼀二⼆", // radicals share glyphs with the characters they look like
		"Ελλάδα Россия にほん カタカナ ①②③",
		`back\slash (brackets) \r \n`,
	}, labels...) {
		for _, st := range []Style{running, strong, latin} {
			d := page1()
			d.Text("text", 500, 2000, Style{Font: st.Font, Size: 800}, text)
			got := strings.TrimRight(output(t, "pdftotext", "-raw", file(t, d), "-"), "\n\f")
			if got != text {
				t.Errorf("font %d: %q copies out as %q", st.Font, text, got)
			}
		}
	}
}

func TestManyLettersCopyOut(t *testing.T) {
	need(t, "pdftotext", "poppler-utils")
	// More than 256 codes, so that every byte that needs care in a string occurs.
	characters := gb2312Level1(t)
	d := page1()
	var want []string
	for i := 0; i < len(characters); i += 60 {
		line := string(characters[i:min(i+60, len(characters))])
		d.Text("line", 1000, Unit(1000+i/60*420), Style{Size: 800}, line)
		want = append(want, line)
	}
	got := strings.Fields(output(t, "pdftotext", "-raw", file(t, d), "-"))
	if strings.Join(got, "") != strings.Join(want, "") {
		t.Errorf("copied out:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// gb2312Level1 returns the 3,755 characters of everyday Chinese: rows 16 to 55 of
// GB 2312.
func gb2312Level1(t *testing.T) []rune {
	t.Helper()
	var characters []rune
	for row := 16; row <= 55; row++ {
		for cell := 1; cell <= 94; cell++ {
			if row == 55 && cell > 89 {
				break
			}
			s, err := simplifiedchinese.GBK.NewDecoder().String(string([]byte{byte(0xA0 + row), byte(0xA0 + cell)}))
			if err != nil {
				t.Fatal(err)
			}
			characters = append(characters, []rune(s)...)
		}
	}
	if len(characters) != 3755 {
		t.Fatalf("%d letters in GB 2312 level 1, want 3755", len(characters))
	}
	return characters
}

func TestEveryLetterLeavesInk(t *testing.T) {
	need(t, "pdftoppm", "poppler-utils")
	characters := gb2312Level1(t)
	for _, label := range append(labels, "·×→µμ‰%–—“”’®°²№℃€₹£¥①￥（）《》「」【】，。、；：！？ŁłÇçŞşĐđ") {
		for _, r := range label {
			if !unicode.IsSpace(r) {
				characters = append(characters, r)
			}
		}
	}
	const columns, pitch = 62, 300
	for font := range fontCount {
		d := page1()
		for i, r := range characters {
			x, y := Unit(1000+i%columns*pitch), Unit(1000+i/columns*pitch)
			d.Text("letter", x, y, Style{Font: font, Size: 600}, string(r))
		}
		img := rendered(t, file(t, d), 150)
		for i, r := range characters {
			x, y := Unit(1000+i%columns*pitch), Unit(1000+i/columns*pitch)
			if !img.inked(x, y-200, 200, 250) {
				t.Errorf("font %d: %c (%U) is blank on the page", font, r, r)
			}
		}
	}
}

func TestFontsHaveTheSameLetters(t *testing.T) {
	set, err := typefaces()
	if err != nil {
		t.Fatal(err)
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		has := set.byFont[Regular].character(r).id != 0
		for font := range set.byFont {
			if (set.byFont[font].character(r).id != 0) != has {
				t.Errorf("%U: font %d and Regular differ", r, font)
			}
		}
	}
}

func TestFiguresAreOfOneWidth(t *testing.T) {
	for font := range fontCount {
		st := Style{Font: font, Size: 100_000}
		for digit := '0'; digit <= '9'; digit++ {
			if got, want := Width(st, string(digit)), Width(st, "0"); got != want {
				t.Errorf("font %d: %c is %d wide, 0 is %d", font, digit, got, want)
			}
		}
	}
}

func TestUnprintableTextIsRefused(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want rune
	}{
		"an emoji":               {"Wool \U0001F42E", 0x1F42E},
		"Devanagari":             {"किताब", 'क'},
		"Tibetan":                {"Lhasa ལྷ་ས", 'ལ'},
		"Arabic":                 {"صوف", 'ص'},
		"a rare ideograph":       {"𠮷田", 0x20BB7},
		"damaged UTF-8":          {"wool\xff", utf8.RuneError},
		"a surrogate":            {"wool\xed\xa0\x80", utf8.RuneError},
		"a replacement sign":     {"wool\uFFFD", utf8.RuneError},
		"a null":                 {"a\x00b", 0},
		"a line break":           {"a\nb", '\n'},
		"an escape":              {"a\x1b[1m", 0x1b},
		"turned direction":       {"USD\u202e00.1", 0x202e},
		"isolated direction":     {"a\u2066b", 0x2066},
		"a byte order mark":      {"\uFEFFwool", 0xFEFF},
		"a zero-width space":     {"wo\u200bol", 0x200b},
		"a soft hyphen":          {"wo\u00adol", 0xad},
		"a loose accent":         {"e\u0301", 0x301},
		"a private letter":       {"\uE000", 0xE000},
		"a line separator":       {"a\u2028b", 0x2028},
		"a variation selector":   {"☎\uFE0F", 0xFE0F},
		"the last rune there is": {"\U0010FFFF", 0x10FFFF},
	} {
		d := page1()
		d.TextRight("the buyer's name", 10000, 2000, running, test.text)
		var e *ErrGlyph
		if err := d.Write(&strings.Builder{}); !errors.As(err, &e) {
			t.Errorf("%s: %q gave %v, want *ErrGlyph", name, test.text, err)
			continue
		}
		if e.Rune != test.want || e.Text != test.text || e.Field != "the buyer's name" {
			t.Errorf("%s: %q gave %+v, want rune %U", name, test.text, e, test.want)
		}
		if msg := e.Error(); !strings.Contains(msg, "the buyer's name") || strings.ContainsFunc(msg, unicode.IsControl) {
			t.Errorf("%s: message %q", name, msg)
		}
		checked := Check("the buyer's name", test.text)
		if test.want == '\n' {
			if checked != nil {
				t.Errorf("Check refuses a line break: %v", checked)
			}
		} else if !errors.As(checked, &e) || e.Rune != test.want {
			t.Errorf("%s: Check(%q) = %v", name, test.text, checked)
		}
	}
}

func TestErrGlyphSaysWhatToDo(t *testing.T) {
	for _, test := range []struct {
		e    ErrGlyph
		want string
	}{
		{ErrGlyph{0x20BB7, "𠮷田", "buyer"}, `buyer: the letter 𠮷 (U+20BB7) in "𠮷田" cannot be printed; write it another way.`},
		{ErrGlyph{0x202e, "a\u202eb", "buyer"}, `buyer: "a\u202eb" holds an invisible character (U+202E); delete it or type the text again.`},
		{ErrGlyph{utf8.RuneError, "a\xff", "buyer"}, `buyer: "a\xff" holds damaged characters; type it again.`},
		{ErrGlyph{'क', strings.Repeat("क", 100), ""}, `this text: the letter क (U+0915) in "` + strings.Repeat("क", 60) + `…" cannot be printed; write it another way.`},
	} {
		if got := test.e.Error(); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

func TestAllKindsOfSpaceAreDrawn(t *testing.T) {
	need(t, "pdftotext", "poppler-utils")
	for _, space := range spaces {
		d := page1()
		text := "5" + string(space) + "kg"
		if Width(running, text) != Width(running, "5 kg") {
			t.Errorf("%U is not as wide as a space", space)
		}
		d.Text("mass", 2000, 2000, running, text)
		if got := strings.TrimSpace(output(t, "pdftotext", file(t, d), "-")); got != "5 kg" {
			t.Errorf("%U: copies out as %q, want %q", space, got, "5 kg")
		}
	}
}

func TestWidthAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := Style{Font: Font(rapid.IntRange(0, 2).Draw(t, "font")), Size: rapid.IntRange(100, 5000).Draw(t, "size"), Tracking: rapid.IntRange(-50, 300).Draw(t, "tracking")}
		a, b := rapid.StringOf(rapid.SampledFrom([]rune("Wool 羊毛，5.1 µm"))).Draw(t, "a"), rapid.String().Draw(t, "b")
		if d := Width(st, a+b) - Width(st, a) - Width(st, b); d < -1 || d > 1 {
			t.Errorf("Width(%q) differs from its parts by %d", a+b, d)
		}
	})
}

func TestShrink(t *testing.T) {
	const name = "Lhasa Highland Wool Export Company Limited 拉萨高原羊绒毛出口有限公司"
	for _, test := range []struct {
		what  string
		width Unit
		least int
		fits  bool
	}{
		{"wide enough", 20000, 500, true},
		{"a little narrow", 10000, 500, true},
		{"too narrow", 3000, 500, false},
		{"nothing", 0, 500, false},
		{"less than nothing", -5, 500, false},
		{"may not shrink", 3000, 5000, false},
	} {
		got, fits := Shrink(running, test.width, name, test.least)
		if fits != test.fits || fits != (Width(got, name) <= test.width) {
			t.Errorf("%s: size %d, fits %v, want %v", test.what, got.Size, fits, test.fits)
		}
		bigger := got
		bigger.Size++
		if fits && got.Size < running.Size && Width(bigger, name) <= test.width {
			t.Errorf("%s: size %d, though %d fits", test.what, got.Size, bigger.Size)
		}
		if got.Size > running.Size || !fits && got.Size != min(test.least, running.Size) {
			t.Errorf("%s: size %d", test.what, got.Size)
		}
	}
	if _, fits := Shrink(running, -1, "", 100); fits {
		t.Error("nothing fits in less than nothing")
	}
}

func TestJoinedRunsCopyOutAsTheirText(t *testing.T) {
	need(t, "pdftotext", "poppler-utils")
	need(t, "qpdf", "qpdf")
	d := page1()
	// As a shaper would give them: the signs in drawing order, one of them moved
	// over the other, saying something else than their characters.
	s := d.state
	if r, ok := s.simpleRuns(running.typeface(), "oe^"); !ok {
		t.Fatalf("no %c", r)
	}
	s.glyphs[0].r, s.glyphs[1].r, s.glyphs[2].r = 0, 0, 0
	s.glyphs[1].advance = 0
	s.glyphs[2].dx, s.glyphs[2].dy = 30, 200
	s.runs[0].joined, s.runs[0].text = true, "किताब"
	d.draw(2000, 2000, running, s.runs)
	d.Text("after", 2000, 3000, running, "after")
	path := file(t, d)
	output(t, "qpdf", "--check", path)
	if got := strings.Fields(output(t, "pdftotext", path, "-")); strings.Join(got, " ") != "किताब after" {
		t.Errorf("copies out as %q", got)
	}
}
