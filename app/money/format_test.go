package money_test

import (
	"testing"

	"woolroad/app/money"
)

func TestGrouped(t *testing.T) {
	for _, test := range []struct {
		cur      money.Currency
		in, want string
	}{
		{"NPR", "3794459.82", "37,94,459.82"},
		{"INR", "14381119.61", "1,43,81,119.61"},
		{"INR", "100000.00", "1,00,000.00"},
		{"INR", "99999.99", "99,999.99"},
		{"INR", "999.00", "999.00"},
		{"INR", "9999999999999999.99", "9,99,99,99,99,99,99,999.99"},
		{"USD", "3794459.82", "3,794,459.82"},
		{"USD", "999.99", "999.99"},
		{"USD", "0.05", "0.05"},
		{"JPY", "4542253", "4,542,253"},
		{"KWD", "1000.5", "1,000.500"},
	} {
		a := money.Must(test.in, test.cur)
		if got := a.Grouped(); got != test.want {
			t.Errorf("Grouped(%s %s) = %s, want %s", test.cur, test.in, got, test.want)
		}
		negative, err := money.Zero(test.cur).Sub(a)
		if err != nil {
			t.Fatal(err)
		}
		if got := negative.Grouped(); got != "-"+test.want {
			t.Errorf("Grouped(%s -%s) = %s, want -%s", test.cur, test.in, got, test.want)
		}
	}
}

func TestPriceGrouped(t *testing.T) {
	for _, test := range []struct {
		cur      money.Currency
		in, want string
	}{
		{"INR", "123456.785", "1,23,456.785"},
		{"USD", "123456.785", "123,456.785"},
		{"USD", "4.85", "4.85"},
	} {
		p, err := money.ParsePrice(test.in, test.cur)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Grouped(); got != test.want {
			t.Errorf("Grouped(%s %s) = %s, want %s", test.cur, test.in, got, test.want)
		}
	}
}
