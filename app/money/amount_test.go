package money_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"woolroad/app/exact"
	"woolroad/app/money"
)

// currencies generates one currency for each number of decimals there is.
func currencies() *rapid.Generator[money.Currency] {
	return rapid.SampledFrom([]money.Currency{money.USD, money.NPR, money.INR, "JPY", "KWD", "CLF"})
}

// amounts generates amounts of cur, negative ones included, that may be added
// up a few hundred times.
func amounts(cur money.Currency) *rapid.Generator[money.Amount] {
	return rapid.Custom(func(t *rapid.T) money.Amount {
		return money.FromMinor(rapid.Int64Range(-1e15, 1e15).Draw(t, "units"), cur)
	})
}

func same(a, b money.Amount) bool { return a.Currency() == b.Currency() && a.String() == b.String() }

func TestParse(t *testing.T) {
	for _, test := range []struct {
		cur      money.Currency
		in, want string
		minor    int64
	}{
		{"USD", "1234.50", "1234.50", 123450},
		{"USD", "1234.5", "1234.50", 123450},
		{"USD", "1234", "1234.00", 123400},
		{"USD", "007", "7.00", 700},
		{"JPY", "4542253", "4542253", 4542253},
		{"KWD", "1.001", "1.001", 1001},
		{"KWD", "1", "1.000", 1000},
		{"CLF", "0.0001", "0.0001", 1},
		{"USD", "9999999999999999.99", "9999999999999999.99", 999999999999999999},
		{"JPY", "999999999999999999", "999999999999999999", 999999999999999999},
	} {
		got, err := money.Parse(test.in, test.cur)
		if err != nil || got.String() != test.want || got.Minor() != test.minor || got.Currency() != test.cur {
			t.Errorf("Parse(%s %s) = %s %s (%d), %v, want %s (%d)", test.cur, test.in, got.Currency(), got, got.Minor(), err, test.want, test.minor)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, test := range []struct {
		cur  money.Currency
		in   string
		want error
	}{
		{"USD", "1.005", money.ErrDecimals},
		{"USD", "1.000", money.ErrDecimals},
		{"JPY", "1.0", money.ErrDecimals},
		{"KWD", "1.0001", money.ErrDecimals},
		{"USD", "10000000000000000.00", money.ErrTooLarge},
		{"JPY", "1000000000000000000", money.ErrTooLarge},
		{"KWD", "1000000000000000", money.ErrTooLarge},
	} {
		if got, err := money.Parse(test.in, test.cur); !errors.Is(err, test.want) {
			t.Errorf("Parse(%s %s) = %s, %v, want %v", test.cur, test.in, got, err, test.want)
		}
	}
	for _, in := range []string{"", "-1", "1,000", "1e5"} {
		_, err := money.Parse(in, money.USD)
		if e := (*exact.ErrSyntax)(nil); !errors.As(err, &e) {
			t.Errorf("Parse(USD %q): %v, want *exact.ErrSyntax", in, err)
		}
	}
	for _, cur := range []money.Currency{"", "usd", "XXX", "XAU", "XQX"} {
		_, err := money.Parse("1", cur)
		if e := (*money.ErrUnknownCurrency)(nil); !errors.As(err, &e) || e.Code != string(cur) {
			t.Errorf("Parse(%q 1): %v, want *ErrUnknownCurrency", cur, err)
		}
	}
}

func TestAmountsStayWithin18Digits(t *testing.T) {
	largest, cent := money.Must("9999999999999999.99", money.USD), money.Must("0.01", money.USD)
	if got, err := largest.Add(cent); !errors.Is(err, money.ErrTooLarge) {
		t.Errorf("%s + %s = %s, %v, want %v", largest, cent, got, err, money.ErrTooLarge)
	}
	least, err := money.Zero(money.USD).Sub(largest)
	if err != nil || least.Minor() != -999999999999999999 {
		t.Fatalf("0 - %s = %s, %v", largest, least, err)
	}
	if got, err := least.Sub(cent); !errors.Is(err, money.ErrTooLarge) {
		t.Errorf("%s - %s = %s, %v, want %v", least, cent, got, err, money.ErrTooLarge)
	}
	if got, err := largest.Percent(exact.Must("100.01")); !errors.Is(err, money.ErrTooLarge) {
		t.Errorf("100.01%% of %s = %s, %v, want %v", largest, got, err, money.ErrTooLarge)
	}
	if got, err := money.Sum(money.USD, largest, cent); !errors.Is(err, money.ErrTooLarge) {
		t.Errorf("Sum = %s, %v, want %v", got, err, money.ErrTooLarge)
	}
	defer func() {
		if recover() == nil {
			t.Error("FromMinor of 19 digits did not panic")
		}
	}()
	money.FromMinor(1e18, money.USD)
}

func TestCurrenciesDoNotMix(t *testing.T) {
	usd, inr := money.Must("1.00", money.USD), money.Must("1.00", money.INR)
	if got, err := usd.Add(inr); !errors.Is(err, money.ErrCurrencies) {
		t.Errorf("USD + INR = %s, %v, want %v", got, err, money.ErrCurrencies)
	}
	if got, err := usd.Sub(inr); !errors.Is(err, money.ErrCurrencies) {
		t.Errorf("USD - INR = %s, %v, want %v", got, err, money.ErrCurrencies)
	}
	if got, err := money.Sum(money.USD, usd, inr); !errors.Is(err, money.ErrCurrencies) {
		t.Errorf("Sum(USD, INR) = %s, %v, want %v", got, err, money.ErrCurrencies)
	}
	if got, err := usd.Add(money.Amount{}); !errors.Is(err, money.ErrCurrencies) {
		t.Errorf("USD + no currency = %s, %v, want %v", got, err, money.ErrCurrencies)
	}
	if got, err := money.Sum("KWD"); err != nil || got.String() != "0.000" || got.Currency() != "KWD" {
		t.Errorf("Sum of no dinars = %s %s, %v, want KWD 0.000", got.Currency(), got, err)
	}
}

func TestSubUndoesAdd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cur := currencies().Draw(t, "cur")
		a, b := amounts(cur).Draw(t, "a"), amounts(cur).Draw(t, "b")
		sum, err := a.Add(b)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := sum.Sub(b); err != nil || !same(back, a) {
			t.Errorf("%s + %s - %s = %s, %v", a, b, b, back, err)
		}
		if sum.Minor() != a.Minor()+b.Minor() {
			t.Errorf("%s + %s = %s", a, b, sum)
		}
	})
}

func TestOrderOfSummandsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cur := currencies().Draw(t, "cur")
		summands := rapid.SliceOfN(amounts(cur), 0, 100).Draw(t, "summands")
		sum, err := money.Sum(cur, summands...)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := money.Sum(cur, rapid.Permutation(summands).Draw(t, "shuffled")...); err != nil || !same(got, sum) {
			t.Errorf("Sum(%s) = %s one way and %s, %v another", summands, sum, got, err)
		}
	})
}

func TestSplittingLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cur := currencies().Draw(t, "cur")
		whole := money.FromMinor(rapid.Int64Range(0, 999999999999999999).Draw(t, "units"), cur)
		var weights []exact.Number
		for _, w := range rapid.SliceOfN(rapid.Int64Range(1, 1e9), 1, 30).Draw(t, "weights") {
			weights = append(weights, exact.Int(w))
		}
		parts, err := whole.Apportion(weights)
		if err != nil {
			t.Fatal(err)
		}
		if sum, err := money.Sum(cur, parts...); err != nil || !same(sum, whole) {
			t.Errorf("the parts of %s %s over %s add up to %s, %v", cur, whole, weights, sum, err)
		}
	})
	if got, err := money.Must("1.00", money.USD).Apportion(nil); !errors.Is(err, exact.ErrApportion) {
		t.Errorf("Apportion over nothing = %s, %v, want %v", got, err, exact.ErrApportion)
	}
}

func TestPercent(t *testing.T) {
	for _, test := range []struct {
		cur               money.Currency
		in, percent, want string
	}{
		{"USD", "25420.11", "30", "7626.03"},
		{"USD", "0.01", "50", "0.01"},
		{"USD", "0.01", "49.999", "0.00"},
		{"USD", "100.00", "0", "0.00"},
		{"USD", "100.00", "100", "100.00"},
		{"USD", "33.33", "2.5", "0.83"},
		{"JPY", "5", "10", "1"},
		{"KWD", "0.005", "10", "0.001"},
	} {
		a := money.Must(test.in, test.cur)
		got, err := a.Percent(exact.Must(test.percent))
		if err != nil || got.String() != test.want {
			t.Errorf("%s%% of %s %s = %s, %v, want %s", test.percent, test.cur, test.in, got, err, test.want)
		}
		negative, err := money.FromMinor(-a.Minor(), test.cur).Percent(exact.Must(test.percent))
		if err != nil || negative.Minor() != -got.Minor() {
			t.Errorf("%s%% of %s -%s = %s, %v, want -%s", test.percent, test.cur, test.in, negative, err, test.want)
		}
	}
}

func TestGrossUp(t *testing.T) {
	for _, test := range []struct{ in, insured, rate, want string }{
		{"24800.00", "110", "0.35", "24895.85"},
		{"153465.59", "110", "0.35", "154058.72"}, // goods 152285.59 and freight 1180.00
		{"24800.00", "110", "0", "24800.00"},
		{"0.00", "110", "0.35", "0.00"},
	} {
		got, err := money.Must(test.in, money.USD).GrossUp(exact.Must(test.insured), exact.Must(test.rate))
		if err != nil || got.String() != test.want {
			t.Errorf("GrossUp(%s, %s, %s) = %s, %v, want %s", test.in, test.insured, test.rate, got, err, test.want)
		}
	}
	for _, rate := range []string{"100", "125"} {
		if got, err := money.Must("1.00", money.USD).GrossUp(exact.Int(100), exact.Must(rate)); !errors.Is(err, money.ErrGrossUp) {
			t.Errorf("GrossUp at %s%% = %s, %v, want %v", rate, got, err, money.ErrGrossUp)
		}
	}
	if got, err := money.Must("9000000000000000.00", money.USD).GrossUp(exact.Int(100), exact.Int(50)); !errors.Is(err, money.ErrTooLarge) {
		t.Errorf("GrossUp of too much = %s, %v, want %v", got, err, money.ErrTooLarge)
	}
}

func TestAmountJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cur := currencies().Draw(t, "cur")
		a := amounts(cur).Draw(t, "a")
		text, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		if want := `"` + a.String() + " " + string(cur) + `"`; string(text) != want {
			t.Errorf("%s %s as JSON is %s, want %s", cur, a, text, want)
		}
		var back money.Amount
		if err := json.Unmarshal(text, &back); err != nil || !same(back, a) {
			t.Errorf("%s came back as %s %s, %v", text, back.Currency(), back, err)
		}
	})
	text, err := json.Marshal(money.Amount{})
	if err != nil || string(text) != `""` {
		t.Errorf("no amount as JSON is %s, %v", text, err)
	}
	back := money.Must("1.00", money.USD)
	if err := json.Unmarshal(text, &back); err != nil || back.Currency() != "" || back.Sign() != 0 {
		t.Errorf("no amount came back as %s %s, %v", back.Currency(), back, err)
	}
	for _, in := range []string{`"1.00"`, `"1.0 USD"`, `"1.000 USD"`, `"1.00 usd"`, `"1.00  USD"`, `"USD 1.00"`, `"--1.00 USD"`, `"1e2 JPY"`, `1.00`, `"10000000000000000.00 USD"`} {
		var a money.Amount
		if err := json.Unmarshal([]byte(in), &a); err == nil {
			t.Errorf("%s was read as %s %s", in, a.Currency(), a)
		}
	}
}

func TestCurrencies(t *testing.T) {
	for _, test := range []struct {
		digits int32
		codes  string
	}{
		{0, "TRL GRD BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"},
		{2, "CNY USD INR NPR EUR GBP HKD CHF BTN MGA MRU HUF TWD IDR PKR BDT BGN HRK LTL EEK"},
		{3, "BHD IQD JOD KWD LYD OMR TND"},
		{4, "CLF UYW"},
	} {
		for code := range strings.FieldsSeq(test.codes) {
			cur, err := money.ParseCurrency(code)
			if err != nil || cur.Digits() != test.digits {
				t.Errorf("%s has %d digits, %v, want %d", code, cur.Digits(), err, test.digits)
			}
			if en, zh := cur.Names(); en == "" || zh == "" {
				t.Errorf("%s is called %q, %q", code, en, zh)
			}
		}
	}
	var cur money.Currency
	if err := json.Unmarshal([]byte(`"usd"`), &cur); err == nil {
		t.Errorf("usd was read as %s", cur)
	}
	if err := json.Unmarshal([]byte(`""`), &cur); err != nil || cur != "" {
		t.Errorf("no currency was read as %q, %v", cur, err)
	}
}
