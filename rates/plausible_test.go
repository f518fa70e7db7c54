package rates_test

import (
	"testing"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/rates"
)

func TestMoved(t *testing.T) {
	for _, test := range []struct {
		what      string
		was, per  string
		is, isPer string
		share     string
		moved     bool
	}{
		{"the same", "149.27", "1", "149.27", "1", "0.10", false},
		{"the same in another unit", "149.27", "1", "14927", "100", "0.10", false},
		{"a tenth more", "150.00", "1", "165.00", "1", "0.10", false},
		{"a hair more than a tenth", "150.00", "1", "165.01", "1", "0.10", true},
		{"a tenth less", "150.00", "1", "135.00", "1", "0.10", false},
		{"a hair less than that", "150.00", "1", "134.99", "1", "0.10", true},
		{"a unit forgotten", "160.00", "100", "160.00", "1", "0.10", true},
		{"a unit too many", "1.60", "1", "1.60", "100", "0.10", true},
		{"a point lost", "149.27", "1", "14927", "1", "0.10", true},
		{"a third, which no decimal is", "0.33", "1", "1.21", "3.3333333333333333", "0.10", true},
		{"any share", "1", "1", "100", "1", "99", false},
	} {
		rate := func(value, per string) money.Rate {
			return money.Rate{From: "USD", To: "NPR", Value: exact.Must(value), Per: exact.Must(per)}
		}
		if got := rates.Moved(rate(test.was, test.per), rate(test.is, test.isPer), exact.Must(test.share)); got != test.moved {
			t.Errorf("%s: from %s for %s to %s for %s moved = %v, want %v", test.what, test.was, test.per, test.is, test.isPer, got, test.moved)
		}
	}
}

func TestParseShare(t *testing.T) {
	for _, test := range []struct{ percent, want string }{
		{"10", "0.10"}, {"2.5", "0.025"}, {"1000", "10.00"},
		{"0", ""}, {"-1", ""}, {"1001", ""}, {"10%", ""}, {"", ""},
	} {
		got, err := rates.ParseShare(test.percent)
		if (err != nil) != (test.want == "") || err == nil && got.String() != test.want {
			t.Errorf("ParseShare(%q) = %s, %v; want %s", test.percent, got, err, test.want)
		}
	}
}
