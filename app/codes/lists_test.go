package codes

import (
	"errors"
	"strings"
	"testing"
)

func TestCountries(t *testing.T) {
	all := Countries()
	if len(all) != 249 {
		t.Errorf("there are %d countries, want 249", len(all))
	}
	for i, c := range all {
		if i > 0 && all[i-1].Code >= c.Code {
			t.Errorf("%s stands after %s", c.Code, all[i-1].Code)
		}
		if len(c.Code) != 2 || c.Name == "" || c.NameZH == "" {
			t.Errorf("country %+v lacks something", c)
		}
	}
	tests := []struct{ code, en, zh string }{
		{"CN", "China", "中国"},
		{"NP", "Nepal", "尼泊尔"},
		{"IN", "India", "印度"},
		{"BT", "Bhutan", "不丹"},
	}
	for _, test := range tests {
		if c, err := LookupCountry(test.code); err != nil || c.Name != test.en || c.NameZH != test.zh {
			t.Errorf("LookupCountry(%s) = %+v, %v; want %s, %s", test.code, c, err, test.en, test.zh)
		}
	}
	for _, code := range []string{"np", "XX", "CHN", "", "XK"} {
		if c, err := LookupCountry(code); err == nil {
			t.Errorf("LookupCountry(%q) = %v, want an error", code, c)
		}
	}
}

func TestPackages(t *testing.T) {
	tests := []struct {
		code string
		n    int
		want string
	}{
		{"BL", 1, "compressed bale"},
		{"BL", 28, "compressed bales"},
		{"BN", 2, "non-compressed bales"},
		{"BG", 0, "bags"},
	}
	for _, test := range tests {
		if p, err := LookupPackage(test.code); err != nil || p.Noun(test.n) != test.want {
			t.Errorf("%d of %s are %q, %v; want %q", test.n, test.code, p.Noun(test.n), err, test.want)
		}
	}
	want := "BL, BN, BG, 5H, 5L, XD, XA, ZB, SA, JB, GY, CT, BE, PX, 8A, PK, NE"
	if got := list(Packages(), func(p Package) string { return p.Code }); got != want {
		t.Errorf("packages are %s, want %s", got, want)
	}
	if _, err := LookupPackage("XBL"); err == nil || !strings.Contains(err.Error(), "Rec 21") {
		t.Errorf("LookupPackage(XBL) = %v, want an error naming Rec 21", err)
	}
}

func TestUnits(t *testing.T) {
	want := "KGM, GRM, TNE, LBR, DTN, 58, MND, P1, 4H, MMT, CMT, MTR, MTQ, CEL, C62, H87, EA, SET"
	if got := list(Units(), func(u Unit) string { return u.Code }); got != want {
		t.Errorf("units are %s, want %s", got, want)
	}
	if u, err := LookupUnit("KGM"); err != nil || u.Symbol != "kg" || u.NameZH != "千克" {
		t.Errorf("LookupUnit(KGM) = %+v, %v; want kg, 千克", u, err)
	}
	for code, hint := range map[string]string{"BL": "Rec 21", "NPR": "not the Nepalese rupee", "kg": "KGM"} {
		if _, err := LookupUnit(code); err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("LookupUnit(%s) = %v, want an error saying %q", code, err, hint)
		}
	}
}

func TestModes(t *testing.T) {
	if m, err := LookupMode("road"); err != nil || m.Code != Road || m.Name != "By road" || m.NameZH != "公路运输" {
		t.Errorf("LookupMode(road) = %+v, %v", m, err)
	}
	if _, err := LookupMode("Road"); err == nil {
		t.Error("LookupMode(Road) took a capital letter")
	}
}

// TestEveryErrorIsASentence draws one error from each list and asks that it is
// a *Problem whose arguments all fit its format.
func TestEveryErrorIsASentence(t *testing.T) {
	all := []error{
		second(LookupIncoterm("?")), second(LookupIncoterm("DAT")), second(LookupIncoterm("DAF")), second(LookupIncoterm("CNF")),
		second(LookupMode("?")), second(LookupPackage("?")), second(LookupUnit("?")), second(LookupUnit("BL")), second(LookupUnit("NPR")),
		second(LookupCountry("?")), second(LookupProduct("?")), second(LookupProduct("washed wool")), second(LookupProduct("fleece-washed wool")),
		second(ParseHS6("?")), second(ParseHS6("5101210090")), second(ParseHS6("7701.21")),
		second(ParseHS("CN", "?", "5101.21")), second(ParseHS("CN", "1", "5101.21")), second(ParseHS("US", "1", "5101.21")), second(ParseHS("US", "111111", "5101.21")),
		second(CheckID("?", "")),
	}
	for _, kind := range IDKinds() {
		all = append(all, second(CheckID(kind, "")))
	}
	for _, err := range all {
		var p *Problem
		if !errors.As(err, &p) {
			t.Errorf("%v is not a *Problem", err)
			continue
		}
		if p.Code == "" {
			t.Errorf("%v has no code", err)
		}
		if s := p.Error(); !strings.HasSuffix(s, ".") || strings.Contains(s, "%!") {
			t.Errorf("%q is no sentence", s)
		}
	}
}

func second[T any](_ T, err error) error { return err }
