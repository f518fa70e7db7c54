package money

import (
	"maps"
	"regexp"
	"testing"
)

func TestCurrencyTable(t *testing.T) {
	const active = 166 // codes of ISO 4217 in November 2026 that have a place here
	if len(currencies) != active {
		t.Errorf("the table has %d codes, want %d", len(currencies), active)
	}
	all := maps.Clone(currencies)
	for cur, c := range withdrawn {
		if _, twice := all[cur]; twice {
			t.Errorf("%s is both active and withdrawn", cur)
		}
		all[cur] = c
	}
	code, minor := regexp.MustCompile(`^[A-Z]{3}$`), regexp.MustCompile(`^[a-z]*$`)
	printable := regexp.MustCompile(`^[A-Z][A-Za-z() -]+$`)
	names := map[string]Currency{}
	for cur, c := range all {
		if !code.MatchString(string(cur)) || !minor.MatchString(c.minor) {
			t.Errorf("%s has the minor unit %q", cur, c.minor)
		}
		if c.digits == 0 && c.minor != "" || c.digits < 0 || c.digits == 1 || c.digits > 4 {
			t.Errorf("%s has %d digits and the minor unit %q", cur, c.digits, c.minor)
		}
		// Plain letters, so that every font a bank may use prints the words.
		if !printable.MatchString(c.name) || c.nameZH == "" {
			t.Errorf("%s is called %q, %q", cur, c.name, c.nameZH)
		}
		for _, name := range []string{c.name, c.nameZH} {
			if other, taken := names[name]; taken {
				t.Errorf("%s and %s are both called %q", other, cur, name)
			}
			names[name] = cur
		}
	}
}
