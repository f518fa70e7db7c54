package rates_test

import (
	"testing"

	"github.com/golang-sql/civil"

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
		days      int // between them
		moved     bool
	}{
		{"the same", "149.27", "1", "149.27", "1", "0.10", 0, false},
		{"the same in another unit", "149.27", "1", "14927", "100", "0.10", 0, false},
		{"a tenth more", "150.00", "1", "165.00", "1", "0.10", 0, false},
		{"a hair more than a tenth", "150.00", "1", "165.01", "1", "0.10", 0, true},
		{"a tenth less", "150.00", "1", "135.00", "1", "0.10", 0, false},
		{"a hair less than that", "150.00", "1", "134.99", "1", "0.10", 0, true},
		{"a unit forgotten", "160.00", "100", "160.00", "1", "0.10", 0, true},
		{"a unit too many", "1.60", "1", "1.60", "100", "0.10", 0, true},
		{"a point lost", "149.27", "1", "14927", "1", "0.10", 0, true},
		{"a third, which no decimal is", "0.33", "1", "1.21", "3.3333333333333333", "0.10", 0, true},
		{"any share", "1", "1", "100", "1", "99", 0, false},
		{"a tenth in ten days", "1.0", "1", "1.11", "1", "0.10", 10, true},
		{"a fifth in twenty", "1.0", "1", "1.20", "1", "0.10", 20, false},
		{"more than that", "1.0", "1", "1.21", "1", "0.10", 20, true},
		{"the days before count too", "1.0", "1", "1.20", "1", "0.10", -20, false},
		{"years", "12.33", "1", "14.20", "1", "0.10", 1370, false},
		{"the franc of 2015", "1.2010", "1", "1.0120", "1", "0.10", 5, true},
	} {
		rate := func(value, per string, after int) money.Rate {
			return money.Rate{From: "USD", To: "NPR", Value: exact.Must(value), Per: exact.Must(per), Date: civil.Date{Year: 2026, Month: 4, Day: 1}.AddDays(after)}
		}
		if got := rates.Moved(rate(test.was, test.per, 0), rate(test.is, test.isPer, test.days), exact.Must(test.share)); got != test.moved {
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

func TestDistance(t *testing.T) {
	for _, test := range []struct{ was, per, is, isPer, want string }{
		{"1.2010", "1", "1.0120", "1", "15.7"}, {"100", "1", "100", "1", "0.0"}, {"1.60", "1", "160", "100", "0.0"}, {"1", "1", "100", "1", "9900.0"},
	} {
		rate := func(value, per string) money.Rate { return money.Rate{Value: exact.Must(value), Per: exact.Must(per)} }
		if got := rates.Distance(rate(test.was, test.per), rate(test.is, test.isPer)); got.String() != test.want {
			t.Errorf("from %s for %s to %s for %s = %s, want %s", test.was, test.per, test.is, test.isPer, got, test.want)
		}
	}
}
