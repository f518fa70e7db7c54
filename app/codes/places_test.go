package codes

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestPlacesWithAccentsAreFound(t *testing.T) {
	for with, without := range map[string]string{"Mul Dwårka, India": "Mul Dwarka, India", "Ürümqi, China": "Urumqi, China"} {
		got, ok := FindPlace(with)
		want, known := FindPlace(without)
		if !ok || !known || got.Code != want.Code || got.Code == "" {
			t.Errorf("%s is %+v, and %s is %+v", with, got, without, want)
		}
	}
}

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
		{"Qingdao Port, China", "CNQDG"},
		{"Port of Qingdao", "CNQDG"},
		{"Qingdao Pt, SD, China", "CNQDG"},
		{"青岛港", "CNQDG"},
		{"Qingdao Jiaodong Airport, China", "CNTAO"},
		{"Qingdao, China", ""}, // the city, CNQIN, or the port
		{"CNQIN", "CNQIN"},
		{"Dandong, LN, China", ""}, // two in one province
		{"Dandong, CNDDG, China", "CNDDG"},
		{"Xingang, China", ""},
		{"Faridabad", ""},
		{"Urumqi, China", "CNURM"},
		{"Kozhikode, India", "INCCJ"},
		{"Calicut, India", "INCCJ"},
		{"Chattogram, Bangladesh", "BDCGP"},
		{"Hong Kong", "HKHKG"},
		{"Phuntsholing, Bhutan", "BTPHU"},
		{"Bharatpur, India", "INBHA"},
		{"Bharatpur, Nepal", "NPBHR"},
		{"Bharatpur", ""},
		{"Kerung, China", "CNGIR"},
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
	for _, name := range []string{"Rasuwagadhi", "Timure", "Tatopani", "Kodari", "Korala", "Hilsa", "Lizi", "Nathu La"} {
		if p, ok := FindPlace(name); !ok || p.Code != "" {
			t.Errorf("FindPlace(%q) = %+v, %v; want a place without code", name, p, ok)
		}
	}
}

func TestACrossingIsNamedByBothItsSides(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"Gyirong / Rasuwagadhi", "Gyirong, Rasuwagadhi"},
		{"Kerung, China/Rasuwa, Nepal", "Gyirong, Rasuwagadhi"},
		{"吉隆／热索瓦", "Gyirong, Rasuwagadhi"},
		{"Zhangmu – Kodari", "Zhangmu, Kodari"},
		{"Gyirong, China", "Gyirong"},
		{"Gyirong / Cloud Castle", ""},
		{"Gyirong /", ""},
		{"Cloud Castle", ""},
		{"", ""},
	} {
		var names []string
		for _, p := range NamedPlaces(test.text) {
			names = append(names, p.Name)
		}
		if got := strings.Join(names, ", "); got != test.want {
			t.Errorf("NamedPlaces(%q) are %q, want %q", test.text, got, test.want)
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
		{"urumqi", "Urumqi"},
		{"CNQDG", "Qingdao Port"},
		{"ＣＮＱＤＧ", "Qingdao Port"},
		{"Ａmritsar", "Amritsar"},
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

func TestAtMostTwentyPlacesAreSuggested(t *testing.T) {
	if got := SuggestPlaces("an"); len(got) != 20 {
		t.Errorf("SuggestPlaces(an) are %d, want 20", len(got))
	}
}

func TestPlaceTable(t *testing.T) {
	shape := regexp.MustCompile(`^[A-Z]{2}[A-Z2-9]{3}$`)
	seen := map[string]string{}
	for _, p := range Places() {
		if p.Code != "" && (!shape.MatchString(p.Code) || p.Code[:2] != p.Country) {
			t.Errorf("%s has code %s in %s", p.Name, p.Code, p.Country)
		}
		for _, n := range p.names() {
			if other, twice := seen[n]; twice && !slices.Contains(p.also, n) {
				t.Errorf("%q names both %s and %s", n, other, p.Name)
			}
			seen[n] = p.Name
		}
	}
}

// TestListedPlaces holds that the rows are those of the six countries, each once, that
// the places of the lanes have the functions of their rows, and that the licence of
// the rows is built in with them.
func TestListedPlaces(t *testing.T) {
	data, err := locode.ReadFile("locode/places.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows, countries := map[string][]string{}, map[string]int{}
	for row := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSuffix(row, "\n"), "\t")
		if len(f) != 4 || !regexp.MustCompile(`^[A-Z]{2}[A-Z2-9]{3}$`).MatchString(f[0]) || f[1] == "" || rows[f[0]] != nil {
			t.Fatalf("%q is no row, or stands twice", row)
		}
		rows[f[0]] = f
		countries[f[0][:2]]++
	}
	if want := (map[string]int{"BD": 45, "BT": 3, "CN": 1667, "HK": 70, "IN": 1350, "NP": 63}); !maps.Equal(countries, want) {
		t.Errorf("the rows are %v, want %v", countries, want)
	}
	for _, p := range Places() {
		if row := rows[p.Code]; p.Code != "" && (row == nil || row[3] != p.Functions) {
			t.Errorf("%s %s has the functions %s, and its row is %q", p.Code, p.Name, p.Functions, row)
		}
	}
	for code := range rows {
		if got, _ := PlaceCode(code); got != code {
			t.Errorf("PlaceCode(%s) = %q", code, got)
		}
	}
	licence, err := locode.ReadFile("locode/LICENSE")
	if err != nil || !strings.Contains(string(licence), "Permission is hereby granted") {
		t.Errorf("the licence of the rows: %q, %v", licence, err)
	}
}

func FuzzFindPlaces(f *testing.F) {
	for _, s := range []string{"Kathmandu, Nepal", "Dandong, LN, China", ",,", "青岛港"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		seen := map[string]bool{}
		for _, p := range FindPlaces(text) {
			if seen[p.Code+p.Name] {
				t.Errorf("FindPlaces(%q) has %s twice", text, p.Code)
			}
			seen[p.Code+p.Name] = true
		}
	})
}

// BenchmarkReadLocode measures what the first caller pays for reading the whole list.
func BenchmarkReadLocode(b *testing.B) {
	for b.Loop() {
		readLocode()
	}
}
