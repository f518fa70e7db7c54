package words

import (
	"slices"
	"testing"
	"unicode"
)

func TestWordsOfATextAreFound(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"SO-2026-0041", []string{"#2026-41-", "#41-", "#so-2026-41-", "0041", "2026-0041", "so-2026-0041", "so20260041"}},
		{"Himal Carpet (Pvt.) Ltd.", []string{"carpet", "himal", "ltd", "pvt"}},
		{"拉萨羊毛", []string{"拉萨羊毛", "毛", "羊毛", "萨羊毛"}},
		{"拉萨abc公司", []string{"abc", "公司", "司", "拉萨", "萨"}},
		{"ＡＢＣ１２", []string{"#abc12-", "abc12"}},
		{"गलैँचा उद्योग", []string{"उद्योग", "गलैँचा"}},
		{"Łódź", []string{"łódź"}},
		{"-- ()", nil},
	} {
		if got := Of(test.text); !slices.Equal(got, test.want) {
			t.Errorf("Of(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

// TestSoughtFinds holds what a person may type against what is stored: a text, and an
// amount with its currency.
func TestSoughtFinds(t *testing.T) {
	for _, test := range []struct {
		typed, text, amount, currency string
		want                          bool
	}{
		{"so-2026-41", "SO-2026-0041", "", "", true},
		{"So 2026/41", "SO-2026-0041", "", "", true},
		{"so20260041", "SO-2026-0041", "", "", true},
		{"ＳＯ－２０２６－００４１", "SO-2026-0041", "", "", true},
		{"so-२०२६-४१", "SO-2026-0041", "", "", true},
		{"41", "SO-2026-0041", "", "", true},
		{"so-2026-4", "SO-2026-0041", "", "", false},
		{"so-2026-410", "SO-2026-0041", "", "", false},
		{"ci 2026 12", "CI-2026-0012", "", "", true},
		{"ci 2026 1", "CI-2026-0012", "", "", false},
		{"ba2kha1234", "Ba 2 Kha 1234", "", "", true},
		{"BA-2-KHA-1234", "Ba 2 Kha 1234", "", "", true},
		{"बा २ ख १२३४", "बा 2 ख 1234", "", "", true},
		{"mscu 123456-7", "MSCU1234567", "", "", true},
		{"MSCU1234567", "MSCU 123456-7", "", "", true},
		{"藏A12345", "藏A·12345", "", "", true},
		{"234,633.64", "", "234633.64", "USD", true},
		{"USD 234,633.64", "", "234633.64", "USD", true},
		{"234,633.64 USD", "", "234633.64", "USD", true},
		{"usd234633.64", "", "234633.64", "USD", true},
		{"US$ 234,633.64", "", "234633.64", "USD", true},
		{"$234,633.64", "", "234633.64", "USD", true},
		{"2,34,633.64", "", "234633.64", "INR", true},
		{"Rs. 2,34,633.64", "", "234633.64", "INR", true},
		{"₹2,34,633.64/-", "", "234633.64", "INR", true},
		{"NRs 2,34,633.64", "", "234633.64", "NPR", true},
		{"NRs 2,34,633.64", "", "234633.64", "INR", false},
		{"२,३४,६३३.६४", "", "234633.64", "NPR", true},
		{"２３４，６３３．６４", "", "234633.64", "USD", true},
		{"234'633.64", "", "234633.64", "EUR", true},
		{"234.633,64", "", "234633.64", "EUR", true},
		{"234633.64元", "", "234633.64", "CNY", true},
		{"234633.6", "", "234633.60", "USD", true},
		{"234,633.60", "", "234633.60", "USD", true},
		{"234633.60", "", "234633.64", "USD", false},
		{"234,633", "", "234633.64", "USD", true},
		{"USD 234,633", "", "234633.64", "USD", true},
		{"EUR 234,633", "", "234633.64", "USD", false},
		{"234,633.00", "", "234633.00", "USD", true},
		{"EUR 234,633.64", "", "234633.64", "USD", false},
		{"234", "", "234633.64", "USD", false},
		{"234,633", "", "234.633", "KWD", true},
		{"himal 234,633.64", "Himal Carpet", "234633.64", "USD", true},
		{"himal usd 234,633.64", "Himal Carpet", "234633.64", "USD", true},
		{"1,54,058.72", "", "154058.72", "INR", true},
		{"154 058.72", "", "154058.72", "USD", true},
		{"154 058,72", "", "154058.72", "EUR", true},
		{"154\u00a0058.72", "", "154058.72", "USD", true},
		{"154\u202f058,72\u00a0€", "", "154058.72", "EUR", true},
		{"€154 058,72", "", "154058.72", "EUR", true},
		{"EUR 1 154 058.72", "", "1154058.72", "EUR", true},
		{"1 154 058.72 eur", "", "1154058.72", "EUR", true},
		{"EUR 1 154 058.72", "", "1154058.72", "USD", false},
		{"himal 154 058.72 USD", "Himal Carpet", "154058.72", "USD", true},
		{"154 058.70", "", "154058.70", "USD", true},
		{"154 058.70", "", "154058.72", "USD", false},
		{"154 058.7", "", "154058.70", "USD", true},
		{"154 058", "", "154058.72", "USD", true},
		{"USD 154 058", "", "154058.72", "USD", true},
		{"EUR 154 058", "", "154058.72", "USD", false},
		{"154 058", "", "154.00", "USD", false},
		{"154 058", "LHC26-154 LHC26-058", "", "", true},
		{"lot 26 041 himal", "Lot 26, SO-041, Himal", "", "", true},
		{"154 058.72", "LHC26-154", "58.72", "USD", false},
		{"lhc26", "LHC26-007", "", "", true},
		{"=234633.64", "", "", "", false},
	} {
		words := Of(test.text)
		if test.amount != "" {
			words = append(words, OfAmount(test.amount, test.currency)...)
		}
		terms := Terms(test.typed)
		got := len(terms) > 0
		for _, term := range terms {
			got = got && term.In(words)
		}
		if got != test.want {
			t.Errorf("%q as %q finds %q with %s %s: %v, want %v", test.typed, terms, test.text, test.currency, test.amount, got, test.want)
		}
	}
}

func TestNumberIsTheOneThatWasTyped(t *testing.T) {
	for _, test := range []struct {
		typed, number string
		want          bool
	}{
		{"so-2026-41", "SO-2026-0041", true},
		{"ci 2026 12", "CI-2026-0012", true},
		{"ＳＯ-२०२६-४१", "SO-2026-0041", true},
		{"2026-41", "SO-2026-0041", false},
		{"himal", "Himal", false},
	} {
		if got := Number(test.typed).Is(test.number); got != test.want {
			t.Errorf("%q is %q: %v, want %v", test.typed, test.number, got, test.want)
		}
	}
}

func TestPartsOfANameAreFound(t *testing.T) {
	for _, test := range []struct {
		typed, name string
		want        bool
	}{
		{"himal", "Himal Carpet", true},
		{"PET", "Himal Carpet", true},
		{"mal  car", "Himal Carpet", true},
		{"ｈｉｍａｌ", "Himal Carpet", true},
		{"नकर", "पाटन बुनकर", true},
		{"毯", "喜马拉雅地毯", true},
		{"carpet himal", "Himal Carpet", false},
	} {
		if got := PartOf(test.typed).In(Parts(test.name)); got != test.want {
			t.Errorf("%q finds %q: %v, want %v", test.typed, test.name, got, test.want)
		}
	}
	if !PartOf(" \x00").Blank() {
		t.Error("blanks find something")
	}
}

func TestCharactersAreAsUnicodeHasThem(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if got, want := isWordCharacter(r), unicode.In(r, unicode.L, unicode.N, unicode.M); got != want {
			t.Errorf("isWordCharacter(%U) = %v, want %v", r, got, want)
		}
		if got, want := isUnspaced(r), unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul); got != want {
			t.Errorf("isUnspaced(%U) = %v, want %v", r, got, want)
		}
	}
}
