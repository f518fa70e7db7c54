package exact_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"woolroad/app/exact"
)

// written generates what people write: up to 30 digits, zeros in front and
// behind included.
func written() *rapid.Generator[string] {
	return rapid.StringMatching(`[0-9]{1,15}(\.[0-9]{1,15})?`)
}

// signed generates numbers, negative ones included.
func signed() *rapid.Generator[exact.Number] {
	return rapid.Custom(func(t *rapid.T) exact.Number {
		n := exact.Must(written().Draw(t, "figure"))
		if rapid.Bool().Draw(t, "negative") {
			return exact.Int(0).Sub(n)
		}
		return n
	})
}

func rat(t interface{ Fatalf(string, ...any) }, n exact.Number) *big.Rat {
	r, ok := new(big.Rat).SetString(n.String())
	if !ok {
		t.Fatalf("big.Rat does not read %s", n)
	}
	return r
}

// rounded returns r at that many decimals, rounded half away from zero, computed in whole
// numbers without the code under test.
func rounded(r *big.Rat, decimals int32) string {
	ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	num := new(big.Int).Mul(new(big.Int).Abs(r.Num()), ten)
	num.Mul(num, big.NewInt(2)).Add(num, r.Denom())
	num.Quo(num, new(big.Int).Mul(r.Denom(), big.NewInt(2)))
	digits := num.String()
	if missing := int(decimals) + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	if decimals > 0 {
		digits = digits[:len(digits)-int(decimals)] + "." + digits[len(digits)-int(decimals):]
	}
	if r.Sign() < 0 && num.Sign() > 0 {
		return "-" + digits
	}
	return digits
}

func TestParse(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"0", "0"},
		{"7", "7"},
		{"007", "7"},
		{"00.50", "0.50"},
		{"0.00", "0.00"},
		{"149.270", "149.270"},
		{"93.348300", "93.348300"},
		{"0.000001", "0.000001"},
		{"1234567890123456789", "1234567890123456789"},
		{strings.Repeat("9", 30), strings.Repeat("9", 30)},
		{"0." + strings.Repeat("0", 28) + "1", "0." + strings.Repeat("0", 28) + "1"},
		{strings.Repeat("0", 30), "0"},
	} {
		got, err := exact.Parse(test.in)
		if err != nil || got.String() != test.want {
			t.Errorf("Parse(%q) = %s, %v, want %s", test.in, got, err, test.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, test := range []struct{ in, reason string }{
		{"", "write digits"},
		{".", "write digits"},
		{"1.", "a point stands between digits"},
		{".5", "a point stands between digits"},
		{"-1", "must not be negative"},
		{"-", "must not be negative"},
		{"+1", "write digits"},
		{"1-2", "write digits"},
		{"1e5", "without an exponent"},
		{"1E-5", "without an exponent"},
		{"eleven", "write digits"},
		{"1,000", "write digits"},
		{"1,25,000.50", "write digits"},
		{"1_000", "write digits"},
		{"0x10", "write digits"},
		{"NaN", "write digits"},
		{"Infinity", "write digits"},
		{"１２", "write digits"},
		{"٣", "write digits"},
		{"१२", "write digits"},
		{"1.2.3", "two points"},
		{"1..2", "two points"},
		{" 1", "write digits"},
		{"1 ", "write digits"},
		{"1 000", "write digits"},
		{"1\n", "write digits"},
		{"1\x00", "write digits"},
		{"1\xff", "write digits"},
		{"−1", "write digits"}, // U+2212, which shopspring takes for a minus
		{strings.Repeat("9", 31), "31 digits"},
		{"0." + strings.Repeat("0", 30), "31 digits"},
		{strings.Repeat("9", 1<<20), "1048576 digits"},
	} {
		got, err := exact.Parse(test.in)
		var syntax *exact.ErrSyntax
		if !errors.As(err, &syntax) || !strings.Contains(syntax.Reason, test.reason) || got.Sign() != 0 {
			t.Errorf("Parse(%.40q) = %s, %v, want a reason with %q", test.in, got, err, test.reason)
			continue
		}
		if len(err.Error()) > 250 {
			t.Errorf("Parse(%.40q): the error is %d bytes long", test.in, len(err.Error()))
		}
	}
}

func TestParsePrintsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := written().Draw(t, "s")
		n, err := exact.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := n.String(); got != withoutZerosInFront(s) {
			t.Errorf("Parse(%q) prints %s", s, got)
		}
	})
}

func withoutZerosInFront(s string) string {
	whole, _, _ := strings.Cut(s, ".")
	rest := s[len(whole):]
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	return whole + rest
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "1250.5", "007", "-1", "1e5", "1,000", ".5", "1.", "１２", "1\x00", strings.Repeat("9", 31)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := exact.Parse(s)
		if err != nil {
			if e := (*exact.ErrSyntax)(nil); !errors.As(err, &e) || e.Text != s {
				t.Fatalf("Parse(%q): %v is not its *ErrSyntax", s, err)
			}
			return
		}
		if got := n.String(); got != withoutZerosInFront(s) {
			t.Fatalf("Parse(%q) prints %s", s, got)
		}
		if n.Sign() < 0 || n.Sub(n).Sign() != 0 || n.Cmp(n.Trim(0)) != 0 {
			t.Fatalf("Parse(%q) gives %s, which does not add up", s, n)
		}
	})
}

func TestRound(t *testing.T) {
	for _, test := range []struct {
		in       string
		decimals int32
		want     string
	}{
		{"0.5", 0, "1"},
		{"1.5", 0, "2"},
		{"2.5", 0, "3"},
		{"2.4999", 0, "2"},
		{"0.005", 2, "0.01"},
		{"0.0049999", 2, "0.00"},
		{"1.005", 2, "1.01"},
		{"9.995", 2, "10.00"},
		{"258.5505", 1, "258.6"},
		{"5191.465350", 1, "5191.5"},
		{"7", 2, "7.00"},
		{"7.1", 3, "7.100"},
		{"0", 2, "0.00"},
	} {
		n := exact.Must(test.in)
		if got := n.Round(test.decimals).String(); got != test.want {
			t.Errorf("Round(%s, %d) = %s, want %s", test.in, test.decimals, got, test.want)
		}
		want := test.want
		if exact.Must(want).Sign() > 0 {
			want = "-" + want
		}
		if got := exact.Int(0).Sub(n).Round(test.decimals).String(); got != want {
			t.Errorf("Round(-%s, %d) = %s, want %s", test.in, test.decimals, got, want)
		}
	}
}

func TestRoundIsHalfAwayFromZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, decimals := signed().Draw(t, "n"), rapid.Int32Range(0, 20).Draw(t, "decimals")
		if got, want := n.Round(decimals).String(), rounded(rat(t, n), decimals); got != want {
			t.Errorf("Round(%s, %d) = %s, want %s", n, decimals, got, want)
		}
	})
}

func TestQuoRoundsOnce(t *testing.T) {
	for _, test := range []struct {
		n, m     string
		decimals int32
		want     string
	}{
		{"1", "3", 2, "0.33"},
		{"2", "3", 2, "0.67"},
		{"1", "8", 2, "0.13"},
		{"1", "2", 0, "1"},
		{"4.4996", "10", 1, "0.4"}, // rounded twice it would be 0.5
		{"0", "3", 2, "0.00"},
		{"6", "3", 2, "2.00"},
		{"1", "0.001", 0, "1000"},
	} {
		if got := exact.Must(test.n).Quo(exact.Must(test.m), test.decimals).String(); got != test.want {
			t.Errorf("%s ÷ %s at %d = %s, want %s", test.n, test.m, test.decimals, got, test.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n, decimals := signed().Draw(t, "n"), rapid.Int32Range(0, 20).Draw(t, "decimals")
		m := signed().Filter(func(m exact.Number) bool { return m.Sign() != 0 }).Draw(t, "m")
		want := rounded(new(big.Rat).Quo(rat(t, n), rat(t, m)), decimals)
		if got := n.Quo(m, decimals).String(); got != want {
			t.Errorf("%s ÷ %s at %d = %s, want %s", n, m, decimals, got, want)
		}
	})
	// Halves are rare in what is drawn at random, so they are made.
	rapid.Check(t, func(t *rapid.T) {
		m := signed().Filter(func(m exact.Number) bool { return m.Sign() != 0 }).Draw(t, "m")
		half := exact.Shifted(rapid.Int64Range(-1e9, 1e9).Draw(t, "k")*10+5, 3)
		n := half.Mul(m)
		if got, want := n.Quo(m, 2).String(), rounded(rat(t, half), 2); got != want {
			t.Errorf("%s ÷ %s at 2 = %s, want %s", n, m, got, want)
		}
	})
}

func TestArithmeticIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := signed().Draw(t, "n"), signed().Draw(t, "m")
		for _, test := range []struct {
			sign     string
			got      exact.Number
			want     *big.Rat
			decimals int32
		}{
			{"+", n.Add(m), new(big.Rat).Add(rat(t, n), rat(t, m)), max(n.Decimals(), m.Decimals())},
			{"-", n.Sub(m), new(big.Rat).Sub(rat(t, n), rat(t, m)), max(n.Decimals(), m.Decimals())},
			{"×", n.Mul(m), new(big.Rat).Mul(rat(t, n), rat(t, m)), n.Decimals() + m.Decimals()},
		} {
			if rat(t, test.got).Cmp(test.want) != 0 || test.got.Decimals() != test.decimals {
				t.Errorf("%s %s %s = %s, want %s with %d decimals", n, test.sign, m, test.got, test.want, test.decimals)
			}
		}
		if got, want := n.Cmp(m), rat(t, n).Cmp(rat(t, m)); got != want {
			t.Errorf("%s Cmp %s = %d, want %d", n, m, got, want)
		}
	})
}

func TestPadAndTrim(t *testing.T) {
	for _, test := range []struct {
		in        string
		decimals  int32
		pad, trim string
	}{
		{"0", 0, "0", "0"},
		{"0", 2, "0.00", "0"},
		{"0", -3, "0", "0"},
		{"100", -3, "100", "100"},
		{"0.000", 1, "0.000", "0.0"},
		{"72.0", 0, "72.0", "72"},
		{"72.0", 3, "72.000", "72.0"},
		{"93.348300", 2, "93.348300", "93.3483"},
		{"93.300000", 2, "93.300000", "93.30"},
		{"100", 2, "100.00", "100"},
		{"1234567890123456789.10", 4, "1234567890123456789.1000", "1234567890123456789.10"},
	} {
		n := exact.Must(test.in)
		if got := n.Pad(test.decimals).String(); got != test.pad {
			t.Errorf("Pad(%s, %d) = %s, want %s", test.in, test.decimals, got, test.pad)
		}
		if got := n.Trim(test.decimals).String(); got != test.trim {
			t.Errorf("Trim(%s, %d) = %s, want %s", test.in, test.decimals, got, test.trim)
		}
	}
	if got := (exact.Number{}).Pad(2).String(); got != "0.00" {
		t.Errorf("the zero Number padded to 2 = %s, want 0.00", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		n, decimals := signed().Draw(t, "n"), rapid.Int32Range(0, 20).Draw(t, "decimals")
		padded, trimmed := n.Pad(decimals), n.Trim(decimals)
		if padded.Cmp(n) != 0 || padded.Decimals() != max(decimals, n.Decimals()) {
			t.Errorf("Pad(%s, %d) = %s", n, decimals, padded)
		}
		if s := trimmed.String(); trimmed.Cmp(n) != 0 || trimmed.Decimals() > max(decimals, 0) && strings.HasSuffix(s, "0") {
			t.Errorf("Trim(%s, %d) = %s", n, decimals, trimmed)
		}
	})
}

func TestFloor(t *testing.T) {
	for _, test := range []struct {
		in       string
		decimals int32
		want     string
	}{
		{"1.999", 2, "1.99"},
		{"-1.999", 2, "-1.99"},
		{"1.9", 2, "1.90"},
		{"0.9", 0, "0"},
		{"-0.9", 0, "0"},
	} {
		var n exact.Number
		if err := n.UnmarshalText([]byte(test.in)); err != nil {
			t.Fatal(err)
		}
		if got := n.Floor(test.decimals).String(); got != test.want {
			t.Errorf("Floor(%s, %d) = %s, want %s", test.in, test.decimals, got, test.want)
		}
	}
}

func TestUnits(t *testing.T) {
	for _, test := range []struct {
		in       string
		decimals int32
		want     int64
		ok       bool
	}{
		{"12.34", 2, 1234, true},
		{"12.340", 2, 1234, true},
		{"12.345", 2, 0, false},
		{"12", 2, 1200, true},
		{"0", 0, 0, true},
		{"999999999999999999", 0, 999999999999999999, true},
		{"1000000000000000000", 0, 0, false},
		{"9999999999999999.99", 2, 999999999999999999, true},
		{"10000000000000000.00", 2, 0, false},
		{"100000000000000000000000000000", 0, 0, false},
	} {
		n := exact.Must(test.in)
		if got, ok := n.Units(test.decimals); got != test.want || ok != test.ok {
			t.Errorf("Units(%s, %d) = %d, %t, want %d, %t", test.in, test.decimals, got, ok, test.want, test.ok)
		}
		if got, ok := exact.Int(0).Sub(n).Units(test.decimals); got != -test.want || ok != test.ok {
			t.Errorf("Units(-%s, %d) = %d, %t, want %d, %t", test.in, test.decimals, got, ok, -test.want, test.ok)
		}
	}
}

func TestGroupedNumber(t *testing.T) {
	for _, test := range []struct{ in, thousands, indian string }{
		{"0", "0", "0"},
		{"999", "999", "999"},
		{"1000", "1,000", "1,000"},
		{"5111.1", "5,111.1", "5,111.1"},
		{"12345.678901", "12,345.678901", "12,345.678901"},
		{"100000", "100,000", "1,00,000"},
		{"1234567", "1,234,567", "12,34,567"},
		{"12345678.90", "12,345,678.90", "1,23,45,678.90"},
		{"-100", "-100", "-100"},
		{"-123456.7", "-123,456.7", "-1,23,456.7"},
	} {
		var n exact.Number
		if err := n.UnmarshalText([]byte(test.in)); err != nil {
			t.Fatal(err)
		}
		if got := n.Grouped(); got != test.thousands {
			t.Errorf("Grouped(%s) = %s, want %s", test.in, got, test.thousands)
		}
		if got := n.GroupedIndian(); got != test.indian {
			t.Errorf("GroupedIndian(%s) = %s, want %s", test.in, got, test.indian)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := signed().Draw(t, "n")
		for _, got := range []string{n.Grouped(), n.GroupedIndian()} {
			if strings.ReplaceAll(got, ",", "") != n.String() {
				t.Errorf("%s grouped is %s", n, got)
			}
		}
	})
}

func TestJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := signed().Draw(t, "n")
		text, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		if string(text) != `"`+n.String()+`"` {
			t.Errorf("%s as JSON is %s", n, text)
		}
		var back exact.Number
		if err := json.Unmarshal(text, &back); err != nil || back.String() != n.String() {
			t.Errorf("%s came back as %s, %v", text, back, err)
		}
	})
	for _, in := range []string{`12.5`, `"--1"`, `"-"`, `""`, `"1e3"`, `"+1"`, `"-+1"`, `true`} {
		n := exact.Int(5)
		if err := json.Unmarshal([]byte(in), &n); err == nil || n.String() != "5" {
			t.Errorf("%s was read as %s, %v, want an error and nothing changed", in, n, err)
		}
	}
	var n exact.Number
	err := n.UnmarshalText([]byte("-1x"))
	if e := (*exact.ErrSyntax)(nil); !errors.As(err, &e) || e.Text != "-1x" {
		t.Errorf("UnmarshalText(-1x) = %v, want an error that shows all of it", err)
	}
}

func TestMustPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Must(1e5) did not panic")
		}
	}()
	exact.Must("1e5")
}

var (
	printed string
	sum     exact.Number
)

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		n, err := exact.Parse("154058.72")
		if err != nil {
			b.Fatal(err)
		}
		sum = n
	}
}

func BenchmarkString(b *testing.B) {
	b.ReportAllocs()
	n := exact.Must("154058.72")
	for b.Loop() {
		printed = n.String()
	}
}

func BenchmarkAdd(b *testing.B) {
	b.ReportAllocs()
	n, m := exact.Must("154058.72"), exact.Must("1180.00")
	for b.Loop() {
		sum = n.Add(m)
	}
}
