package money_test

import (
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"woolroad/app/exact"
	"woolroad/app/money"
)

func TestParsePrice(t *testing.T) {
	for _, test := range []struct {
		in   string
		want error
	}{
		{"4.85", nil},
		{"4.850", nil},
		{"0.000001", nil},
		{"1000000", nil},
		{"0.0000001", money.ErrPriceDecimals},
		{"1.0000000", money.ErrPriceDecimals},
		{"0", money.ErrPriceZero},
		{"0.000000", money.ErrPriceZero},
	} {
		got, err := money.ParsePrice(test.in, "JPY") // a price may have more decimals than its currency
		if !errors.Is(err, test.want) {
			t.Errorf("ParsePrice(%s) = %s, %v, want %v", test.in, got, err, test.want)
		}
		if err == nil && got.String() != test.in {
			t.Errorf("ParsePrice(%s) prints %s", test.in, got)
		}
	}
	_, err := money.ParsePrice("1", "XXX")
	if e := (*money.ErrUnknownCurrency)(nil); !errors.As(err, &e) {
		t.Errorf("ParsePrice(XXX 1): %v, want *ErrUnknownCurrency", err)
	}
	_, err = money.ParsePrice("-1", money.USD)
	if e := (*exact.ErrSyntax)(nil); !errors.As(err, &e) {
		t.Errorf("ParsePrice(USD -1): %v, want *exact.ErrSyntax", err)
	}
}

func TestTimesRoundsOnce(t *testing.T) {
	for _, test := range []struct {
		cur                money.Currency
		price, units, want string
	}{
		{"USD", "4.85", "5191.5", "25178.78"},
		{"USD", "4.85", "5191.47", "25178.63"},
		{"USD", "4.85", "5191", "25176.35"},
		{"USD", "0.000001", "5000", "0.01"},
		{"USD", "0.000001", "4999.999", "0.00"},
		{"JPY", "0.5", "1", "1"},
		{"KWD", "1.0005", "1", "1.001"},
	} {
		p, err := money.ParsePrice(test.price, test.cur)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := p.Times(exact.Must(test.units)); err != nil || got.String() != test.want || got.Currency() != test.cur {
			t.Errorf("%s %s × %s = %s, %v, want %s", test.cur, test.price, test.units, got, err, test.want)
		}
	}
	p, err := money.ParsePrice("1000000000", money.USD)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := p.Times(exact.Must("10000000")); !errors.Is(err, money.ErrTooLarge) {
		t.Errorf("too much = %s, %v, want %v", got, err, money.ErrTooLarge)
	}
}

func TestPriceJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cur := currencies().Draw(t, "cur")
		p, err := money.ParsePrice(rapid.StringMatching(`[1-9][0-9]{0,9}(\.[0-9]{1,6})?`).Draw(t, "price"), cur)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var back money.Price
		if err := json.Unmarshal(text, &back); err != nil || back.String() != p.String() || back.Currency() != cur {
			t.Errorf("%s came back as %s %s, %v", text, back.Currency(), back, err)
		}
	})
	var p money.Price
	if text, err := json.Marshal(p); err != nil || string(text) != `""` {
		t.Errorf("no price as JSON is %s, %v", text, err)
	}
	if err := json.Unmarshal([]byte(`""`), &p); err != nil || p.Currency() != "" {
		t.Errorf("no price came back as %s, %v", p, err)
	}
	for _, in := range []string{`"4.85"`, `"0.00 USD"`, `"-4.85 USD"`, `"4.8500000 USD"`, `4.85`} {
		if err := json.Unmarshal([]byte(in), &p); err == nil {
			t.Errorf("%s was read as %s %s", in, p.Currency(), p)
		}
	}
}
