package typing_test

import (
	"slices"
	"strings"
	"testing"

	"woolroad/app/exact"
	"woolroad/app/typing"
)

func TestNumber(t *testing.T) {
	for _, test := range []struct {
		what, typed string
		units       typing.Units
		want        string // the readings
	}{
		{"plain", "1250.5", nil, "1250.5"},
		{"with its zeros", " 1250.50 ", nil, "1250.50"},
		{"three decimals behind a point", "85.300", nil, "85.300"},
		{"in threes", "1,250.5", nil, "1250.5"},
		{"in threes, twice", "1,234,567", nil, "1234567"},
		{"lakhs", "12,34,567.5", nil, "1234567.5"},
		{"lakhs without decimals", "1,25,000", nil, "125000"},
		{"a decimal comma", "85,3", nil, "85.3"},
		{"a decimal comma with four decimals", "1,2345", nil, "1.2345"},
		{"a decimal comma behind four digits", "1250,500", nil, "1250.500"},
		{"a decimal comma behind a zero", "0,300", nil, "0.300"},
		{"points in threes", "1.234,56", nil, "1234.56"},
		{"points in threes, twice", "1.234.567", nil, "1234567"},
		{"spaces in threes", "12 345.6", nil, "12345.6"},
		{"spaces in threes and a decimal comma", "12 345,678", nil, "12345.678"},
		{"a space that does not break", "1\u00a0250", nil, "1250"},
		{"full-width", "１２５０．５", nil, "1250.5"},
		{"full-width with a comma", "１，２３４．５", nil, "1234.5"},
		{"Devanagari", "१,२५,०००.५०", nil, "125000.50"},
		{"Bengali", "৮৫.৩", nil, "85.3"},
		{"Gurmukhi", "੮੫.੩", nil, "85.3"},
		{"Tibetan", "༡༢.༥", nil, "12.5"},
		{"kilograms", "86.0 kg", typing.Kilograms, "86.0"},
		{"kilograms in Chinese", "86.0公斤", typing.Kilograms, "86.0"},
		{"kilograms in capitals, without a space", "86KGS", typing.Kilograms, "86"},
		{"per cent, full-width", "１６％", typing.PerCent, "16"},
		{"micrometres", "19.5 μm", typing.Micrometres, "19.5"},
		{"a price", "USD 4.85/kg", typing.PerKilogram("USD"), "4.85"},
		{"a price with all behind it", "4.85 USD per kg", typing.PerKilogram("USD"), "4.85"},
		{"an amount", "INR 1,25,000.50", typing.Money("INR"), "125000.50"},

		{"a comma before three digits", "85,300", nil, "85.300 85300"},
		{"the same, full-width", "８５，３００", nil, "85.300 85300"},
		{"the same, in Devanagari", "८५,३००", nil, "85.300 85300"},
		{"the same, in kilograms", "85,300 kg", typing.Kilograms, "85.300 85300"},
		{"one digit before the comma", "1,200", nil, "1.200 1200"},

		{"tonnes where kilograms are asked for", "86 t", typing.Kilograms, ""},
		{"another currency", "EUR 4.85", typing.PerKilogram("USD"), ""},
		{"a unit alone", "kg", typing.Kilograms, ""},
		{"groups of two", "12 34", nil, ""},
		{"a comma behind decimals", "1.5,5", nil, ""},
		{"groups that are none", "12,50.5", nil, ""},
		{"two points", "1.5.5", nil, ""},
		{"a sign", "-5", nil, ""},
		{"an exponent", "1e3", nil, ""},
		{"a word", "twelve", nil, ""},
		{"nothing", "", nil, ""},
	} {
		if got := strings.Join(typing.Number(test.typed, test.units), " "); got != test.want {
			t.Errorf("%s: Number(%q) = %q, want %q", test.what, test.typed, got, test.want)
		}
	}
}

// FuzzNumber holds that each reading is a number that is read as itself, and that two
// readings are the two that a comma can mean.
func FuzzNumber(f *testing.F) {
	for _, seed := range []string{"85,300", "1.234,56", "१,२५,०००.५०", "86.0 kg", "１２ ３４５，６", "0,300", "1 234 567"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		all := typing.Number(typed, typing.Kilograms)
		for _, reading := range all {
			if again := typing.Number(reading, typing.Kilograms); !slices.Equal(again, []string{reading}) {
				t.Errorf("Number(%q) has the reading %q, which is read as %q", typed, reading, again)
			}
			if _, err := exact.Parse(reading); err != nil && len(reading) <= exact.MaxDigits {
				t.Errorf("Number(%q) has the reading %q: %v", typed, reading, err)
			}
		}
		if len(all) > 2 || len(all) == 2 && strings.Replace(all[0], ".", "", 1) != all[1] {
			t.Errorf("Number(%q) = %q", typed, all)
		}
	})
}

func TestPlainAndText(t *testing.T) {
	for _, test := range []struct{ typed, plain, text string }{
		{"57", "57", "57"},
		{"５７", "57", "57"},
		{"५७", "57", "57"},
		{"ＬＨＷ２６－０３１", "LHW26-031", "ＬＨＷ26－031"},
		{"藏Ａ　１２３", "藏A 123", "藏Ａ　１２３"},
		{"Boudha-६, Kathmandu", "Boudha-6, Kathmandu", "Boudha-6, Kathmandu"},
		{"काठमाडौं ६", "काठमाडौं 6", "काठमाडौं ६"},
		{"北京中路１号", "北京中路1号", "北京中路１号"},
	} {
		if plain, text := typing.Plain(test.typed), typing.Text(test.typed); plain != test.plain || text != test.text {
			t.Errorf("of %q, Plain = %q and Text = %q, want %q and %q", test.typed, plain, text, test.plain, test.text)
		}
	}
}

func TestDay(t *testing.T) {
	for _, test := range []struct{ typed, want string }{
		{"2026-04-03", "2026-04-03"},
		{"2026/4/3", "2026-04-03"},
		{"2026年4月3日", "2026-04-03"},
		{"２０２６－０４－０３", "2026-04-03"},
		{"२०२६-०४-०३", "2026-04-03"},
		{"2026-02-30", "2026-02-30"},
		{"03/04/2026", "03/04/2026"},
	} {
		if got := typing.Day(test.typed); got != test.want {
			t.Errorf("Day(%q) = %q, want %q", test.typed, got, test.want)
		}
	}
}
