package money_test

import (
	"errors"
	"testing"

	"woolroad/app/money"
)

func TestShare(t *testing.T) {
	for _, test := range []struct {
		amount      string
		cur         money.Currency
		part, whole string
		want        string
	}{
		{"3200.00", "USD", "67330.13", "109300.00", "1971.24"},
		{"640.00", "USD", "10000.00", "10000.00", "640.00"},
		{"640.00", "USD", "0.00", "10000.00", "0.00"},
		{"0.00", "USD", "1.00", "3.00", "0.00"},
		{"1.00", "USD", "2.00", "3.00", "0.67"},
		{"0.05", "USD", "1.00", "2.00", "0.03"}, // a half goes away from zero
		{"100", "JPY", "1", "200", "1"},
		{"100", "JPY", "1", "201", "0"},
		{"1.000", "KWD", "1.000", "3.000", "0.333"},
		{"640.00", "USD", "10500.00", "10000.00", "672.00"}, // more was shipped than agreed
	} {
		got, err := money.Must(test.amount, test.cur).Share(money.Must(test.part, test.cur), money.Must(test.whole, test.cur))
		if err != nil || got.String() != test.want || got.Currency() != test.cur {
			t.Errorf("%s of %s × %s ÷ %s = %s %s, %v, want %s", test.cur, test.amount, test.part, test.whole, got.Currency(), got, err, test.want)
		}
	}
	usd := func(s string) money.Amount { return money.Must(s, money.USD) }
	for _, test := range []struct {
		amount, part, whole money.Amount
		want                error
	}{
		{usd("1.00"), usd("1.00"), usd("0.00"), money.ErrShare},
		{usd("1.00"), usd("1.00"), money.Must("1.00", money.INR), money.ErrCurrencies},
		{usd("9999999999999999.99"), usd("10.00"), usd("1.00"), money.ErrTooLarge},
	} {
		if got, err := test.amount.Share(test.part, test.whole); !errors.Is(err, test.want) {
			t.Errorf("%s × %s ÷ %s = %s, %v, want %v", test.amount, test.part, test.whole, got, err, test.want)
		}
	}
}
