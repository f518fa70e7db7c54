package codes

import (
	"strings"
	"testing"
)

func TestCheckMode(t *testing.T) {
	tests := []struct {
		code string
		mode Mode
		want string
	}{
		{"CIF", Road, "CIF is for sea and inland waterway only; by road use CIP (or CPT, FCA)."},
		{"CFR", Rail, "CFR is for sea and inland waterway only; by rail use CPT (or CIP, FCA)."},
		{"FOB", Air, "FOB is for sea and inland waterway only; by air use FCA (or CPT, CIP)."},
		{"FAS", Road, "FAS is for sea and inland waterway only; by road use FCA (or CPT, CIP)."},
		{"CIF", Sea, ""},
		{"FOB", Multimodal, ""},
		{"CPT", Road, ""},
		{"CIP", Air, ""},
		{"DAP", Sea, ""},
		{"EXW", Rail, ""},
	}
	for _, test := range tests {
		term, err := LookupIncoterm(test.code)
		if err != nil {
			t.Fatal(err)
		}
		if got := verdict(nil, term.CheckMode(test.mode)); got != test.want {
			t.Errorf("%s by %s: %q, want %q", test.code, test.mode, got, test.want)
		}
	}
}

// TestSeaOnlyNeverByLand tries every rule with every mode.
func TestSeaOnlyNeverByLand(t *testing.T) {
	for _, term := range Incoterms() {
		for _, m := range Modes() {
			want := strings.Contains("FAS FOB CFR CIF", string(term.Code)) && (m.Code == Road || m.Code == Rail || m.Code == Air)
			if err := term.CheckMode(m.Code); (err != nil) != want {
				t.Errorf("%s by %s: %v, want an error: %v", term.Code, m.Code, err, want)
			}
		}
	}
}

func TestCaution(t *testing.T) {
	tests := []struct {
		code string
		mode Mode
		want string
	}{
		{"EXW", Road, "or use FCA"},
		{"DDP", Road, "or use DAP"},
		{"CIF", Multimodal, "use CIP"},
		{"FOB", Multimodal, "use FCA"},
		{"CIF", Sea, ""},
		{"CPT", Multimodal, ""},
		{"DAP", Road, ""},
	}
	for _, test := range tests {
		term, err := LookupIncoterm(test.code)
		if err != nil {
			t.Fatal(err)
		}
		got := verdict(nil, term.Caution(test.mode))
		if (test.want == "") != (got == "") || !strings.Contains(got, test.want) {
			t.Errorf("%s by %s cautions %q, want %q", test.code, test.mode, got, test.want)
		}
	}
}

func TestIncoterms(t *testing.T) {
	tests := []struct {
		code    string
		place   PlaceKind
		seaOnly bool
		cover   string
	}{
		{"EXW", PlaceOfDelivery, false, ""},
		{"FCA", PlaceOfDelivery, false, ""},
		{"CPT", PlaceOfDestination, false, ""},
		{"CIP", PlaceOfDestination, false, "ICC (A)"},
		{"DAP", PlaceOfDestination, false, ""},
		{"DPU", PlaceOfDestination, false, ""},
		{"DDP", PlaceOfDestination, false, ""},
		{"FAS", PortOfLoading, true, ""},
		{"FOB", PortOfLoading, true, ""},
		{"CFR", PortOfDestination, true, ""},
		{"CIF", PortOfDestination, true, "ICC (C)"},
	}
	if got := len(Incoterms()); got != len(tests) {
		t.Errorf("Incoterms 2020 has %d rules, want %d", got, len(tests))
	}
	for i, test := range tests {
		got := Incoterms()[i]
		if string(got.Code) != test.code || got.Place != test.place || got.SeaOnly != test.seaOnly || got.Cover != test.cover ||
			got.SellerInsures() != (test.cover != "") {
			t.Errorf("rule %d is %+v, want %+v", i, got, test)
		}
	}
	for code, hint := range map[string]string{"DAT": "DPU", "DDU": "DAP", "C&F": "CFR", "cif": "CIF", "": "EXW"} {
		if _, err := LookupIncoterm(code); err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("LookupIncoterm(%q) = %v, want an error naming %s", code, err, hint)
		}
	}
}
