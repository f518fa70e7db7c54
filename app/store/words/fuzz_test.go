package words

import (
	"slices"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzTerms has whatever a person may look for: few terms, which either engine
// takes, and by which a text that has just that is found. The words of an amount are not
// made of texts.
func FuzzTerms(f *testing.F) {
	for _, text := range []string{"SO-2026-0041", "洗净毛 Himal carpet", "--", "ＳＯ－１", "a\x00b", "\xff\xfe", "Łódź ﬁbre ½", "क्षि ऊन", "가나다 ABC가",
		"USD 234,633.64", "२,३४,६३३.६४", "so-2026-41", "00", "234'633.64元 x", "₹5/-", "ﬀ00١-٠", "100000000000000000000000000000000000000", "USD 999999999999999999999999999999"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		terms := Terms(text)
		if len(terms) > maxTerms {
			t.Errorf("Terms(%q) has %d terms", text, len(terms))
		}
		kept := Of(text)
		for _, term := range terms {
			for _, w := range append(term.begins, kept...) {
				if w == "" || utf8.RuneCountInString(w) > maxTerm || !storable(w) {
					t.Errorf("Terms(%q) has %q", text, w)
				}
			}
			if term.Text != "" && !term.In(kept) {
				t.Errorf("%q does not find the text %q, which is stored by %q", term.begins, text, kept)
			}
		}
	})
}

// storable reports whether both engines take a text.
func storable(s string) bool {
	return utf8.ValidString(s) && !slices.ContainsFunc([]rune(s), func(r rune) bool { return r == 0 || unicode.Is(unicode.Cs, r) })
}
