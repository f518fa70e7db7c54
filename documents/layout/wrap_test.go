package layout

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestWrap(t *testing.T) {
	// Chinese characters are 1,000 units wide here, and Latin ones about half of it.
	st := Style{Size: 2835}
	for _, test := range []struct {
		what  string
		width Unit
		text  string
		want  []string
	}{
		{"nothing has no lines", 5000, "", nil},
		{"a short text stays on one line", 5000, "wool", []string{"wool"}},
		{"words break at spaces", 5300, "We certify that goods", []string{"We certify", "that goods"}},
		{"spaces inside stay", 6000, "a  b", []string{"a  b"}},
		{"spaces at a break go", 2600, "wool   wool", []string{"wool", "wool"}},
		{"a line break always breaks", 9000, "a\nb\n\nc", []string{"a", "b", "", "c"}},
		{"a trailing line break is an empty line", 9000, "a\n", []string{"a", ""}},
		{"a no-break space holds", 4000, "5 kg 5\u00a0kg", []string{"5 kg", "5\u00a0kg"}},
		{"after a hyphen", 4000, "yak-wool", []string{"yak-", "wool"}},
		{"after a slash", 4000, "wool/yak", []string{"wool/", "yak"}},
		{"after an en dash", 5200, "Lhasa–Nepal", []string{"Lhasa–", "Nepal"}},
		{"a minus sign stays with its number", 3000, "sum -123", []string{"sum", "-123"}},
		{"a long word is cut", 3000, "Pneumonoultra", []string{"Pneu", "mono", "ultra"}},
		{"a long word begins a line", 3000, "a Pneumono", []string{"a", "Pneu", "mono"}},
		{"Chinese breaks anywhere", 3000, "拉萨高原羊绒毛", []string{"拉萨高", "原羊绒", "毛"}},
		{"not before a full stop", 3000, "拉萨高。原羊", []string{"拉萨", "高。原", "羊"}},
		{"not before a closing bracket", 3000, "（拉萨）高原", []string{"（拉", "萨）高", "原"}},
		{"not after an opening bracket", 3000, "拉萨（高原）", []string{"拉萨", "（高", "原）"}},
		{"not after an opening quote", 3000, "拉萨《高原》", []string{"拉萨", "《高", "原》"}},
		{"marks that fill a line are cut", 2000, "（（（（", []string{"（（", "（（"}},
		{"between Chinese and Latin", 4000, "拉萨wool", []string{"拉萨", "wool"}},
		{"Latin in Chinese stays whole", 4000, "毛wool毛毛", []string{"毛wool", "毛毛"}},
		{"one letter wider than the line", 500, "拉萨", []string{"拉", "萨"}},
		{"a width of nothing", 0, "ab", []string{"a", "b"}},
	} {
		if got := Wrap(st, test.width, test.text); !slices.Equal(got, test.want) {
			t.Errorf("%s: Wrap(%d, %q) = %q, want %q", test.what, test.width, test.text, got, test.want)
		}
	}
}

// wrapText generates text of all kinds, with many places where lines break or must not.
func wrapText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringOf(rapid.SampledFrom([]rune("abcWM 拉萨羊毛，。（）《》-/–\n\t.,1 2\u00a0\u3000"))),
		rapid.String(),
	)
}

func TestWrapLosesNothingAndFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkWrap(t, Style{Size: 900, Tracking: rapid.SampledFrom([]int{0, 0, 80}).Draw(t, "tracking")},
			Unit(rapid.IntRange(0, 3000).Draw(t, "width")), wrapText().Draw(t, "text"))
	})
}

// checkWrap checks that the lines of s fit, and give s back with the spaces at
// their ends.
func checkWrap(t interface {
	Errorf(format string, args ...any)
}, st Style, width Unit, s string) []string {
	lines := Wrap(st, width, s)
	rest := s
	for i, line := range lines {
		if Width(st, line) > width && utf8.RuneCountInString(line) > 1 {
			t.Errorf("line %q of %q is wider than %d", line, s, width)
		}
		after, ok := strings.CutPrefix(rest, line)
		if !ok {
			t.Errorf("lines of %q do not join: %q", s, lines)
			return lines
		}
		rest = strings.TrimLeftFunc(after, isSpace)
		if i < len(lines)-1 && strings.HasPrefix(rest, "\n") {
			rest = rest[1:]
		}
	}
	if rest != "" {
		t.Errorf("lines of %q leave out %q", s, rest)
	}
	return lines
}

func TestWrapKeepsMarksInPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// No word here is wider than a line, so no break is forced.
		s := rapid.StringMatching(`([拉萨高原羊毛]{1,3}[，。、；：！？）」』》]?[（「『《]?[绒]){1,20}`).Draw(t, "text")
		for i, line := range Wrap(Style{Size: 900}, 2500, s) {
			first, _ := utf8.DecodeRuneInString(line)
			last, _ := utf8.DecodeLastRuneInString(line)
			if i > 0 && strings.ContainsRune("，。、；：！？）」』》", first) || strings.ContainsRune("（「『《", last) {
				t.Errorf("line %q of %q", line, s)
			}
		}
	})
}

// TestSpacesAreThoseOfUnicode holds that isSpace knows all spaces of Unicode but the no-break
// ones.
func TestSpacesAreThoseOfUnicode(t *testing.T) {
	for r := range unicode.MaxRune + 1 {
		want := (unicode.Is(unicode.Zs, r) || r == '\t') && r != 0x00A0 && r != 0x2007 && r != 0x202F
		if isSpace(r) != want {
			t.Errorf("isSpace(%U) = %v", r, !want)
		}
	}
}
