package say

import (
	"testing"
)

func TestCountryLabel(t *testing.T) {
	for _, test := range []struct {
		lang       Lang
		name, want string
	}{
		{English, "Nepal", "Nepal"},
		{Chinese, "Nepal", "尼泊尔"},
		{Chinese, "India", "印度"},
		{Chinese, "Atlantis", "Atlantis"},
	} {
		if got := test.lang.Say(CountryLabel(test.name)); got != test.want {
			t.Errorf("countryLabel(%q) in %s = %q, want %q", test.name, test.lang, got, test.want)
		}
	}
}
