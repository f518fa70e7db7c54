package fibre_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"woolroad/app/exact"
	"woolroad/app/fibre"
)

func TestInvoiceMass(t *testing.T) {
	for _, test := range []struct {
		name                    string
		net, standard, measured string
		decimals                int32
		want                    string
	}{
		{"scoured wool, homogeneous", "5076.0", "16", "13.42", 1, "5191.5"},
		{"scoured wool at two decimals", "5076.0", "16", "13.42", 2, "5191.47"},
		{"scoured wool in whole kilograms", "5076.0", "16", "13.42", 0, "5191"},
		{"scoured wool at 15 %", "5076.0", "15", "13.42", 3, "5146.711"},
		{"scoured wool at 17 %", "5076.0", "17", "13.42", 3, "5236.219"},
		{"dehaired cashmere", "1200.0", "17", "14.85", 2, "1222.46"},
		{"dehaired yak, a wet lot weighs less than net", "3310.0", "15", "16.90", 2, "3256.20"},
		{"sample method, regain 13.9991 %", "2000", "16", "13.9991", 1, "2035.1"},
		{"rounding trap: the lot", "252.8", "16", "13.42", 1, "258.6"},
		{"measured as agreed", "72.0", "16", "16", 1, "72.0"},
		{"bone dry", "100", "16", "0", 1, "116.0"},
		{"an empty lot", "0", "16", "13.42", 1, "0.0"},
	} {
		r := fibre.Regain{Standard: exact.Must(test.standard), Measured: exact.Must(test.measured)}
		if got := r.InvoiceMass(fibre.Must(test.net), test.decimals); got.String() != test.want {
			t.Errorf("%s: InvoiceMass(%s, %s %% against %s %%, %d) = %s, want %s",
				test.name, test.net, test.standard, test.measured, test.decimals, got, test.want)
		}
	}
}

// TestOtherMethodsInOneDivision holds that the rules of two other contracts, which are
// the same division with more factors, give their figures with one rounding too.
func TestOtherMethodsInOneDivision(t *testing.T) {
	product := func(factors ...string) exact.Number {
		n := exact.Int(1)
		for _, f := range factors {
			n = n.Mul(exact.Must(f))
		}
		return n
	}
	for _, test := range []struct {
		name                   string
		numerator, denominator exact.Number
		decimals               int32
		want                   string
	}{
		{"cashmere with a fat clause", product("1200.0", "117", "99.18"), product("114.85", "98.5"), 3, "1230.903"},
		{"sample of 500.00 g, 438.60 g dry", product("2000", "438.60", "116"), product("500.00", "100"), 3, "2035.104"},
	} {
		if got := test.numerator.Quo(test.denominator, test.decimals).String(); got != test.want {
			t.Errorf("%s = %s, want %s", test.name, got, test.want)
		}
	}
}

// TestLotIsRoundedNotItsBales uses bales that come to 258.5 kg when conditioned one by
// one, and to 258.6 kg as a lot.
func TestLotIsRoundedNotItsBales(t *testing.T) {
	regain := fibre.Regain{Standard: exact.Must("16"), Measured: exact.Must("13.42")}
	bales := []fibre.Mass{fibre.Must("84.2"), fibre.Must("85.0"), fibre.Must("83.6")}
	var alone []fibre.Mass
	for _, b := range bales {
		alone = append(alone, regain.InvoiceMass(b, 1))
	}
	if got := fmt.Sprint(alone, fibre.Sum(alone...)); got != "[86.1 86.9 85.5] 258.5" {
		t.Errorf("bales alone = %s, want [86.1 86.9 85.5] 258.5", got)
	}
	lot := regain.InvoiceMass(fibre.Sum(bales...), 1)
	parts, err := lot.Apportion(bales)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(parts, fibre.Sum(parts...)); got != "[86.1 87.0 85.5] 258.6" {
		t.Errorf("the lot over its bales = %s, want [86.1 87.0 85.5] 258.6", got)
	}
}

func TestInvoiceMassIsRoundedOnceAndAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		percent := rapid.Custom(func(t *rapid.T) exact.Number { return exact.Shifted(rapid.Int64Range(0, 4000).Draw(t, "percent"), 2) })
		regain := fibre.Regain{Standard: percent.Draw(t, "standard"), Measured: percent.Draw(t, "measured")}
		decimals := rapid.Int32Range(0, fibre.MaxInvoiceDecimals).Draw(t, "decimals")
		var bales []fibre.Mass
		for _, kg := range rapid.SliceOfN(rapid.StringMatching(`[1-9][0-9]{0,2}(\.[0-9]{1,3})?`), 1, 60).Draw(t, "bales") {
			bales = append(bales, fibre.Must(kg))
		}
		net := fibre.Sum(bales...)
		lot := regain.InvoiceMass(net, decimals)
		if lot.Decimals() != decimals {
			t.Errorf("InvoiceMass(%s, %d) = %s", net, decimals, lot)
		}
		hundred := big.NewRat(100, 1)
		share := new(big.Rat).Mul(rat(net.Number()), new(big.Rat).Add(hundred, rat(regain.Standard)))
		share.Quo(share, new(big.Rat).Add(hundred, rat(regain.Measured)))
		off := share.Sub(share, rat(lot.Number()))
		half := new(big.Rat).Quo(rat(exact.Shifted(1, decimals)), big.NewRat(2, 1))
		// Half away from zero: never more than half a step off, and at just half
		// a step the printed mass is the heavier one.
		if c := new(big.Rat).Abs(off).Cmp(half); c > 0 || c == 0 && off.Sign() > 0 {
			t.Errorf("InvoiceMass(%s, %+v, %d) = %s, which is %s off", net, regain, decimals, lot, off.FloatString(6))
		}
		parts, err := lot.Apportion(bales)
		if err != nil {
			t.Fatal(err)
		}
		if sum := fibre.Sum(parts...); sum.String() != lot.String() {
			t.Errorf("the bales of %s kg add up to %s", lot, sum)
		}
	})
}

func rat(n exact.Number) *big.Rat {
	r, ok := new(big.Rat).SetString(n.String())
	if !ok {
		panic("big.Rat does not read " + n.String())
	}
	return r
}

func TestParse(t *testing.T) {
	for _, in := range []string{"0", "72.0", "5076", "1250.5", "0.001", "82.1234"} {
		if got, err := fibre.Parse(in); err != nil || got.String() != in {
			t.Errorf("Parse(%s) = %s, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "-1", "1 kg", "1,000"} {
		_, err := fibre.Parse(in)
		if e := (*exact.ErrSyntax)(nil); !errors.As(err, &e) {
			t.Errorf("Parse(%q): %v, want *exact.ErrSyntax", in, err)
		}
	}
}

func TestMassArithmetic(t *testing.T) {
	gross, tare := fibre.Must("5148.0"), fibre.Must("72")
	for _, test := range []struct{ name, got, want string }{
		{"gross - tare", gross.Sub(tare).String(), "5076.0"},
		{"gross + tare", gross.Add(tare).String(), "5220.0"},
		{"the sum of nothing", fibre.Sum().String(), "0"},
		{"the finest figure's decimals", fibre.Sum(fibre.Must("1"), fibre.Must("0.250"), fibre.Must("0.5")).String(), "1.750"},
		{"grouped", fibre.Must("5111.1").Grouped(), "5,111.1"},
		{"a net lot, rounded", fibre.Must("258.55").Rounded(1).String(), "258.6"},
	} {
		if test.got != test.want {
			t.Errorf("%s = %s, want %s", test.name, test.got, test.want)
		}
	}
	if tare.Cmp(fibre.Must("72.000")) != 0 || tare.Cmp(gross) >= 0 || tare.Sub(gross).Sign() >= 0 {
		t.Error("72 kg is not 72.000 kg, or not lighter than 5148.0 kg")
	}
	if got, err := gross.Apportion([]fibre.Mass{{}}); !errors.Is(err, exact.ErrApportion) {
		t.Errorf("5148.0 over bales of nothing = %s, %v, want %v", got, err, exact.ErrApportion)
	}
}

func TestMassJSON(t *testing.T) {
	for _, in := range []string{`"72.0"`, `"0"`, `"0.250"`} {
		var m fibre.Mass
		if err := json.Unmarshal([]byte(in), &m); err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(m); err != nil || string(got) != in {
			t.Errorf("%s came back as %s, %v", in, got, err)
		}
	}
	for _, in := range []string{`72.0`, `"-1"`, `""`} {
		var m fibre.Mass
		if err := json.Unmarshal([]byte(in), &m); err == nil {
			t.Errorf("%s was read as %s", in, m)
		}
	}
}
