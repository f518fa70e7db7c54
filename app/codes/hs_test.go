package codes

import (
	"slices"
	"strings"
	"testing"
)

func TestParseHS6(t *testing.T) {
	tests := []struct{ in, want string }{
		{"5101.21", ""},
		{"6109.10", ""},
		{"510121", ""},
		{"51.01.21", ""},
		{"5101 21", ""},
		{"5101.2", "not a six-digit"},
		{"5101210090", "has 10 digits; the subheading is the first six of them: 5101.21"},
		{"0001.21", "no chapter 00"},
		{"7701.21", "no chapter 77"},
		{"9801.00", "no chapter 98"},
		{"", "not a six-digit"},
	}
	for _, test := range tests {
		h, err := ParseHS6(test.in)
		if got := verdict(nil, err); (test.want == "") != (got == "") || !strings.Contains(got, test.want) || (err == nil && h.Digits() != bare.Replace(test.in)) {
			t.Errorf("ParseHS6(%q) = %q, %q; want %q", test.in, h, got, test.want)
		}
	}
}

func TestParseHS(t *testing.T) {
	tests := []struct {
		country, code string
		hs6           HS6
		want          string
	}{
		{"CN", "5101210090", "5101.21", ""},
		{"CN", "5102199090", "5102.19", ""},
		{"IN", "51021190", "5102.11", ""},
		{"NP", "51012100", "5101.21", ""},
		{"US", "510121", "5101.21", ""},
		{"DE", "510121000000", "5101.21", ""},
		{"CN", "51012100", "5101.21", "has 8 digits; it must have 10"},
		{"IN", "5101210090", "5101.21", "has 10 digits; it must have 8"},
		{"US", "51012", "5101.21", "6 to 12"},
		{"US", "5101210000000", "5101.21", "6 to 12"},
		{"IN", "51021990", "5102.11", "must begin with 510211"},
		{"IN", "5102.11.90", "5102.11", ""},
		{"IN", "5102 1190", "", ""},
		{"IN", "５１０２１１９０", "5102.11", "digits only"},
		{"XX", "51021190", "5102.11", "not a country code"},
		{"CN", "", "5102.11", "digits only"},
	}
	for _, test := range tests {
		code, err := ParseHS(test.country, test.code, test.hs6)
		if got := verdict(nil, err); (test.want == "") != (got == "") || !strings.Contains(got, test.want) || (err == nil && code != bare.Replace(test.code)) {
			t.Errorf("ParseHS(%s, %s, %s) = %q, %q; want %q", test.country, test.code, test.hs6, code, got, test.want)
		}
	}
}

func TestCheckHS(t *testing.T) {
	tests := []struct {
		product string
		hs6     HS6
		want    string
	}{
		{"greasy wool", "5101.11", ""},
		{"greasy wool", "5101.19", ""},
		{"greasy wool", "5101.21", "degreased wool"},
		{"scoured wool", "5101.21", ""},
		{"scoured wool", "5101.29", ""},
		{"scoured wool", "5101.11", "including fleece-washed, shorn; for scoured wool use one of 5101.21, 5101.29"},
		{"carbonised wool", "5101.30", ""},
		{"cashmere", "5102.11", ""},
		{"cashmere", "5105.31", ""},
		{"cashmere", "5102.19", "use one of 5102.11, 5105.31"},
		{"dehaired cashmere", "5102.11", ""},
		{"dehaired cashmere", "5105.31", ""},
		{"yak wool", "5102.19", ""},
		{"yak wool", "5102.20", "Yak is fine animal hair (chapter 51 note 1(b)), and 5102.20 is for coarse hair; classify yak wool as 5102.19."},
		{"yak wool", "5105.40", "5102.19"},
		{"dehaired yak wool", "5102.20", "5102.19"},
		{"dehaired yak wool", "5102.19", ""},
		{"dehaired yak wool", "5105.39", ""},
		{"wool tops", "5105.29", ""},
		{"cashmere tops", "5105.31", ""},
		{"cashmere tops", "5102.11", "use one of 5105.31"},
		{"yak tops", "5105.39", ""},
		{"yak tops", "5105.40", "classify yak tops as 5105.39"},
		{"scoured wool", "6109.10", "is not for scoured wool"},
	}
	for _, test := range tests {
		p, err := LookupProduct(test.product)
		if err != nil {
			t.Fatal(err)
		}
		if got := verdict(nil, p.CheckHS(test.hs6)); (test.want == "") != (got == "") || !strings.Contains(got, test.want) {
			t.Errorf("%s under %s: %q, want %q", test.product, test.hs6, got, test.want)
		}
	}
}

func TestLookupProductRefuses(t *testing.T) {
	tests := []struct{ name, want string }{
		{"washed wool", "may mean fleece-washed (5101.11) or scoured (5101.21)"},
		{"Washed  Wool", "may mean fleece-washed (5101.11) or scoured (5101.21)"},
		{"fleece-washed wool", "is greasy wool"},
		{"Scoured wools", "use one of greasy wool, scoured wool"},
		{"silk", "not a product"},
		{"", "not a product"},
	}
	for _, test := range tests {
		if p, err := LookupProduct(test.name); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("LookupProduct(%q) = %v, %v; want %q", test.name, p, err, test.want)
		}
	}
}

func TestProductTable(t *testing.T) {
	want := "greasy wool, scoured wool, carbonised wool, cashmere, dehaired cashmere, yak wool, dehaired yak wool, wool tops, cashmere tops, yak tops"
	if got := list(Products(), func(p Product) string { return p.Name }); got != want {
		t.Errorf("products are %s, want %s", got, want)
	}
	for _, p := range Products() {
		for _, h := range p.HS6 {
			if h.Text() == "" {
				t.Errorf("%s has %s, which is not in chapter 51", p.Name, h)
			}
		}
	}
	p := Products()[0]
	p.HS6[0] = "0101.21"
	if got := Products()[0].HS6[0]; got != "5101.11" {
		t.Errorf("changing what Products returned changed the table: %s", got)
	}
}

// TestAHintNamesTheProductsOwnCodes holds that nobody is told to write the code of
// something else.
func TestAHintNamesTheProductsOwnCodes(t *testing.T) {
	for _, p := range Products() {
		for _, typed := range []string{"washed", "51", "5101.2"} {
			_, err := p.ParseHS6(typed)
			hint := verdict(nil, err)
			for _, s := range Subheadings() {
				if strings.Contains(hint, string(s.Code)) != slices.Contains(p.HS6, s.Code) {
					t.Errorf("%s: %q is answered by %q, and may be %v", p.Name, typed, hint, p.HS6)
				}
			}
		}
	}
}

func TestFindCountry(t *testing.T) {
	for _, test := range []struct{ written, want string }{
		{"CN", "CN"}, {"cn", "CN"}, {"China", "CN"}, {"CHINA", "CN"}, {"中国", "CN"}, {"P.R. China", "CN"},
		{"Nepal", "NP"}, {"नेपाल", "NP"}, {"india", "IN"}, {"U.K.", "GB"}, {"Tibet", ""}, {"", ""},
		{"चीन", "CN"}, {"中國", "CN"}, {"印度", "IN"}, {"尼泊爾", "NP"}, {"इटली", "IT"}, {"Turkey", "TR"}, {"Türkiye", "TR"}, {"Viet Nam", "VN"}, {"Vietnam", "VN"}, {"Congo", "CG"}, {"Atlantis", ""},
	} {
		if c, _ := FindCountry(test.written); c.Code != test.want {
			t.Errorf("FindCountry(%q) is %q, want %q", test.written, c.Code, test.want)
		}
	}
}
