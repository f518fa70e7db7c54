package trade_test

import (
	"bytes"
	"strings"
	"testing"

	"woolroad/app/trade"
)

// TestFiguresOutsideWhatIsKnownWarn holds that a figure which the fibre does not have is
// warned of, at its place and with the range, and that it is never refused.
func TestFiguresOutsideWhatIsKnownWarn(t *testing.T) {
	const (
		bale     = "/lots/0/bales/0/gross"
		standard = "/lots/0/regain_standard"
		measured = "/lots/0/regain_measured"
		diameter = "/lots/0/test/mean_fibre_diameter_um"
	)
	for _, test := range []struct {
		what, order string
		edits       []edit
		want        string // the warning's place and code; empty: none
		says        string
	}{
		{"the sample", kathmandu, nil, "", ""},
		{"a bale of 85 tonnes", kathmandu, []edit{set(bale, `"85300"`)}, bale + " bale.mass_outside", "85,300 kg gross is outside the usual range of bales, 5 to 250 kg"},
		{"a bale of 4.9 kg", kathmandu, []edit{set(bale, `"4.9"`)}, bale + " bale.mass_outside", "Such bales in this lot: 1."},
		{"a bale of 250 kg", kathmandu, []edit{set(bale, `"250.0"`)}, "", ""},
		{"a bale of 5 kg", kathmandu, []edit{set(bale, `"5"`)}, "", ""},
		{"a pallet of 400 kg", kathmandu, []edit{set(bale, `"400"`), set("/lots/0/package", `"PX"`)}, "", ""},
		{"an agreed regain of 1.5", kathmandu, []edit{set(standard, `"1.5"`), set(measured, `"1.4"`)}, standard + " lot.regain_outside", "13.6 to 18.25 % (AATCC, ISO, GB 9994-88)"},
		{"an agreed regain of 18.25", kathmandu, []edit{set(standard, `"18.25"`)}, "", ""},
		{"a measured regain of 31", kathmandu, []edit{set(measured, `"31"`), set(standard, `"18.25"`)}, measured + " lot.regain_outside", "0 to 30 % (New Zealand Wool Testing Authority)"},
		{"cashmere of 15.6 µm", sheva, nil, "", ""},
		{"cashmere of 19.1 µm", sheva, []edit{set(diameter, `"19.1"`)}, diameter + " test.diameter_outside", "at most 19 µm (US Wool Products Labeling Act)"},
		{"cashmere of 1.6 µm", sheva, []edit{set(diameter, `"1.6"`)}, diameter + " test.diameter_outside", "less than a tenth of what dehaired cashmere may have, 19 µm (US Wool Products Labeling Act): a decimal point"},
		{"cashmere of 95 % regain", sheva, []edit{set(measured, `"95"`)}, measured + " lot.regain_outside", "outside the known range of wool, 0 to 30 % (New Zealand Wool Testing Authority); no source was found for dehaired cashmere itself"},
		{"wool of 34 µm, of which nothing is known", kathmandu, []edit{set(diameter, `"34"`)}, "", ""},
	} {
		_, faults := trade.ReadOrder(bytes.NewReader(edited(t, sampleFile(t, test.order), test.edits...)))
		if err := faults.Err(); err != nil {
			t.Errorf("%s is refused: %v", test.what, err)
		}
		var got, said []string
		for _, f := range faults.Warnings() {
			if strings.HasSuffix(string(f.Code), "_outside") {
				got, said = append(got, f.Pointer+" "+string(f.Code)), append(said, f.Message())
			}
		}
		if strings.Join(got, ", ") != test.want || !strings.Contains(strings.Join(said, " "), test.says) {
			t.Errorf("%s: warnings %q (%q), want %q that says %q", test.what, got, said, test.want, test.says)
		}
	}
}
