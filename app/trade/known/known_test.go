package known_test

import (
	"testing"

	"woolroad/app/codes"
	"woolroad/app/exact"
	"woolroad/app/trade/known"
)

func TestOutside(t *testing.T) {
	for _, test := range []struct {
		name    string
		of      known.Ranges
		product string
		n       string
		want    bool
	}{
		{"the least agreed regain of wool", known.AgreedRegains, "scoured wool", "13.6", false},
		{"less than that", known.AgreedRegains, "scoured wool", "13.5", true},
		{"the most agreed regain of wool tops", known.AgreedRegains, "wool tops", "19", false},
		{"more than wool as such has", known.AgreedRegains, "greasy wool", "19", true},
		{"wet wool", known.MeasuredRegains, "greasy wool", "30.1", true},
		{"wet cashmere", known.MeasuredRegains, "dehaired cashmere", "95", true},
		{"wet yak", known.MeasuredRegains, "yak wool", "95", true},
		{"yak as it is", known.MeasuredRegains, "yak wool", "14.2", false},
		{"cashmere with its point out of place", known.MeanDiameters, "cashmere", "1.6", true},
		{"the least that may be right", known.MeanDiameters, "cashmere", "1.9", false},
		{"fine cashmere", known.MeanDiameters, "cashmere", "15.2", false},
		{"coarse cashmere", known.MeanDiameters, "cashmere", "19.1", true},
		{"yak, of whose diameter nothing is known", known.MeanDiameters, "yak wool", "40", false},
	} {
		if _, is := test.of.Outside(test.product, exact.Must(test.n)); is != test.want {
			t.Errorf("%s: %s of %s is outside: %v, want %v", test.name, test.n, test.product, is, test.want)
		}
	}
}

func TestEachProductIsKnownAndInOneRange(t *testing.T) {
	for name, all := range map[string]known.Ranges{"agreed regains": known.AgreedRegains, "measured regains": known.MeasuredRegains, "diameters": known.MeanDiameters} {
		seen := map[string]bool{}
		for _, r := range all {
			if r.Source == "" {
				t.Errorf("%s of %q have no source", name, r.Products)
			}
			for _, product := range r.Products {
				if _, err := codes.LookupProduct(product); err != nil || seen[product] {
					t.Errorf("%s: %q is twice in them or no product: %v", name, product, err)
				}
				seen[product] = true
			}
		}
	}
}
