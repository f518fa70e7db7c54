package codes

import (
	"regexp"
	"testing"
)

func TestPlaceCode(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Kathmandu, Nepal", "NPKTM"},
		{"kathmandu", "NPKTM"},
		{"加德满都", "NPKTM"},
		{"NPKTM", "NPKTM"},
		{"Kathmandu, India", ""},
		{"Lhasa, Xizang, China", "CNLHA"},
		{"Lhasa Gonggar Airport, China", "CNLXA"},
		{"Tianjin Xingang, China", "CNTXG"},
		{"Nhava Sheva, India", "INNSA"},
		{"Calcutta, India", "INCCU"},
		{"Netaji Subhash Chandra Bose Airport, Kolkata, India", "INCCU"},
		{"Bhadohi, India", "INBDH"},
		{"Shanghai Port, China", "CNSHG"},
		{"Shanghai, China", ""}, // the port and the airport have their own
		{"Rasuwagadhi, Nepal", ""},
		{"Tatopani", ""},
		{"Kodari", ""},
		{"Nathu La", ""},
		{"Gyirong / Rasuwagadhi", ""},
		{"Auckland, New Zealand", ""},
		{"", ""},
	}
	for _, test := range tests {
		if got, ok := PlaceCode(test.text); got != test.want || ok != (test.want != "") {
			t.Errorf("PlaceCode(%q) = %q, %v; want %q", test.text, got, ok, test.want)
		}
	}
}

func TestFindPlaceKnowsPlacesWithoutCode(t *testing.T) {
	for _, name := range []string{"Rasuwagadhi", "Timure", "Tatopani", "Kodari", "Nathu La"} {
		if p, ok := FindPlace(name); !ok || p.Code != "" {
			t.Errorf("FindPlace(%q) = %+v, %v; want a place without code", name, p, ok)
		}
	}
}

func TestSuggestPlaces(t *testing.T) {
	tests := []struct{ query, first string }{
		{"kath", "Kathmandu"},
		{"shev", "Nhava Sheva"},
		{"mumbai", "Mumbai"},
		{"上海", "Shanghai Port"},
		{"rasuwa", "Rasuwagadhi"},
		{"", "Kathmandu"},
	}
	for _, test := range tests {
		if got := SuggestPlaces(test.query); len(got) == 0 || got[0].Name != test.first {
			t.Errorf("SuggestPlaces(%q) = %v, want %s first", test.query, got, test.first)
		}
	}
	if got := SuggestPlaces("atlantis"); len(got) != 0 {
		t.Errorf("SuggestPlaces(atlantis) = %v, want none", got)
	}
}

func TestPlaceTable(t *testing.T) {
	shape := regexp.MustCompile(`^[A-Z]{2}[A-Z2-9]{3}$`)
	seen := map[string]string{}
	for _, p := range Places() {
		if p.Code != "" && (!shape.MatchString(p.Code) || p.Code[:2] != p.Country) {
			t.Errorf("%s has code %s in %s", p.Name, p.Code, p.Country)
		}
		if p.Country == "CN" && !p.Inferred && p.Code != "CNSHG" {
			t.Errorf("%s must be marked inferred", p.Code)
		}
		for _, n := range p.names() {
			if other, twice := seen[n]; twice {
				t.Errorf("%q names both %s and %s", n, other, p.Name)
			}
			seen[n] = p.Name
		}
	}
}
