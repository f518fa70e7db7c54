package trade_test

import (
	"bytes"
	"encoding/json"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/app/trade"
)

// drawn draws an order, and returns its file and the order that is read from it. It skips
// an order that comes to nothing, such as one with 98 % off a gram.
func drawn(t *rapid.T) (object, trade.Order) {
	f := orders.Draw(t, "order")
	data, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	o, faults := trade.ReadOrder(bytes.NewReader(data))
	if errs := faults.Errors(); len(errs) > 0 {
		if errs[0].Pointer == "/lines" && len(errs) == 1 {
			t.Skip("it comes to nothing")
		}
		t.Fatalf("%s\n%v", data, errs)
	}
	return f, o
}

// total returns the order's totals at some rates.
func total(t interface{ Fatalf(string, ...any) }, o trade.Order) trade.Totals {
	var rates []money.Rate
	for _, want := range o.TotalsIn {
		rates = append(rates, money.Rate{From: o.Currency, To: want.Currency, Value: exact.Must("1.15"), Per: exact.Must("149.27"), Side: money.Mid, Date: o.Date})
	}
	totals, err := o.Totals(rates)
	if err != nil {
		t.Fatalf("Totals: %v", err)
	}
	return totals
}

// ratio returns a figure as math/big has it: another way to the same sums.
func ratio(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

// rounded returns r as text, rounded half away from zero to that many decimals.
func rounded(r *big.Rat, decimals int) string { return r.FloatString(decimals) }

func sum(rs ...*big.Rat) *big.Rat {
	out := new(big.Rat)
	for _, r := range rs {
		out.Add(out, r)
	}
	return out
}

func times(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func over(a, b *big.Rat) *big.Rat  { return new(big.Rat).Quo(a, b) }
func less(a, b *big.Rat) *big.Rat  { return new(big.Rat).Sub(a, b) }

func TestWhatIsReadPrintsBackTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, o := drawn(t)
		if diff := cmp.Diff(f, fileOf(o)); diff != "" {
			t.Fatal(diff)
		}
	})
	for name := range published {
		var f object
		if err := json.Unmarshal(sampleFile(t, name), &f); err != nil {
			t.Fatal(err)
		}
		for _, lot := range f["lots"].([]any) {
			lot.(object)["mass_decimals"] = int(lot.(object)["mass_decimals"].(float64))
		}
		if diff := cmp.Diff(f, fileOf(read(t, sampleFile(t, name)))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestPartsAddUpToWholes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, o := drawn(t)
		addsUp(t, o, total(t, o))
	})
}

// addsUp holds every figure against the same sum in fractions.
func addsUp(t interface {
	Helper()
	Errorf(string, ...any)
}, o trade.Order, got trade.Totals) {
	t.Helper()
	digits := int(o.Currency.Digits())
	equal := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s is %s, want %s", what, got, want)
		}
	}
	masses := map[string]*big.Rat{}
	gross, tare, packages := new(big.Rat), new(big.Rat), 0
	for i, lot := range o.Lots {
		g, s := new(big.Rat), new(big.Rat)
		for _, b := range lot.Bales {
			g, s = sum(g, ratio(b.Gross.String())), sum(s, ratio(b.Tare.String()))
		}
		mass := less(g, s)
		if r := lot.Regain; r != nil {
			mass = over(times(mass, sum(ratio("100"), ratio(r.Standard.String()))), sum(ratio("100"), ratio(r.Measured.String())))
		}
		l := got.Lots[i]
		equal("invoice mass", l.InvoiceMass.String(), rounded(mass, int(lot.MassDecimals)))
		equal("gross", l.Gross.String(), rounded(g, int(l.Gross.Decimals())))
		equal("tare", l.Tare.String(), rounded(s, int(l.Tare.Decimals())))
		equal("net", l.Net.String(), rounded(less(g, s), int(l.Net.Decimals())))
		masses[lot.Number] = ratio(l.InvoiceMass.String())
		gross, tare, packages = sum(gross, g), sum(tare, s), packages+len(lot.Bales)
	}
	if ratio(got.Gross.String()).Cmp(gross) != 0 || ratio(got.Tare.String()).Cmp(tare) != 0 || ratio(got.Net.String()).Cmp(less(gross, tare)) != 0 || got.Packages != packages {
		t.Errorf("%s, %s, %s kg in %d packages, want %s, %s and %d", got.Gross, got.Tare, got.Net, got.Packages, gross, tare, packages)
	}
	goods := new(big.Rat)
	for i, line := range o.Lines {
		quantity := new(big.Rat)
		for _, lot := range line.Lots {
			quantity = sum(quantity, masses[lot])
		}
		if a := line.Agreed; len(line.Lots) == 0 {
			quantity = times(ratio(a.Quantity.String()), map[string]*big.Rat{"KGM": ratio("1"), "TNE": ratio("1000")}[a.Unit])
		}
		l := got.Lines[i]
		equal("quantity", l.Quantity.String(), rounded(quantity, int(l.Quantity.Decimals())))
		value := rounded(over(times(quantity, ratio(line.Price.String())), ratio(line.Price.Per())), digits)
		if line.NoCharge {
			equal("customs value", l.CustomsValue.String(), value)
			value = rounded(new(big.Rat), digits)
		}
		equal("amount", l.Amount.String(), value)
		goods = sum(goods, ratio(l.Amount.String()))
	}
	equal("goods", got.Goods.String(), rounded(goods, digits))
	discount := new(big.Rat)
	if a := o.Charges.Discount; a != nil {
		discount = ratio(a.String())
	}
	if p := o.Charges.DiscountPercent; p != nil {
		discount = ratio(rounded(over(times(goods, ratio(p.String())), ratio("100")), digits))
	}
	equal("discount", got.Discount.String(), rounded(discount, digits))
	whole := sum(less(goods, discount), ratio(got.Freight.String()))
	if r := o.Charges.InsuranceRatePercent; r != nil {
		rest := less(ratio("1"), over(times(ratio("1.1"), ratio(r.String())), ratio("100")))
		equal("insured total", got.Total.String(), rounded(over(whole, rest), digits))
	}
	equal("total", got.Total.String(), rounded(sum(whole, ratio(got.Insurance.String())), digits))
	if p := o.Payment.DepositPercent; p != nil {
		deposit := over(times(ratio(got.Total.String()), ratio(p.String())), ratio("100"))
		equal("deposit", got.Deposit.String(), rounded(deposit, digits))
		equal("deposit and balance", rounded(sum(ratio(got.Deposit.String()), ratio(got.Balance.String())), digits), got.Total.String())
	}
	for _, c := range got.In {
		equal("in "+string(c.Amount.Currency()), c.Amount.String(),
			rounded(over(times(ratio(got.Total.String()), ratio(c.Rate.Value.String())), ratio(c.Rate.Per.String())), int(c.Amount.Currency().Digits())))
	}
}

func TestOrderOfLinesAndLotsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, o := drawn(t)
		before := total(t, o)
		o.Lines = rapid.Permutation(o.Lines).Draw(t, "lines")
		o.Lots = rapid.Permutation(o.Lots).Draw(t, "lots")
		after := total(t, o)
		for i, lot := range o.Lots {
			o.Lots[i].Bales = rapid.Permutation(lot.Bales).Draw(t, "bales")
		}
		sameButOrder(t, before, after)
		sameButOrder(t, before, total(t, o))
	})
}

func sameButOrder(t *rapid.T, a, b trade.Totals) {
	byNumber := func(a, b trade.LotTotals) int { return bytes.Compare([]byte(a.Number), []byte(b.Number)) }
	byAmount := func(a, b trade.LineTotals) int {
		return bytes.Compare([]byte(a.Amount.String()+" "+a.Quantity.String()), []byte(b.Amount.String()+" "+b.Quantity.String()))
	}
	for _, totals := range []*trade.Totals{&a, &b} {
		totals.Lots = slices.SortedFunc(slices.Values(totals.Lots), byNumber)
		totals.Lines = slices.SortedFunc(slices.Values(totals.Lines), byAmount)
	}
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	if errX != nil || errY != nil || !bytes.Equal(x, y) {
		t.Fatalf("%s (%v)\nis not\n%s (%v)", x, errX, y, errY)
	}
}

func TestSplittingLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, o := drawn(t)
		before := total(t, o)

		// The invoice mass over the bales, and the freight over the lines.
		for i, lot := range o.Lots {
			var nets []fibre.Mass
			for _, b := range lot.Bales {
				nets = append(nets, b.Net())
			}
			parts, err := before.Lots[i].InvoiceMass.Apportion(nets)
			if err != nil || fibre.Sum(parts...).Cmp(before.Lots[i].InvoiceMass) != 0 {
				t.Fatalf("%s over bales: %v, %v", before.Lots[i].InvoiceMass, parts, err)
			}
		}
		var masses []exact.Number
		for _, line := range before.Lines {
			masses = append(masses, line.Quantity.Number())
		}
		parts, err := before.Freight.Apportion(masses)
		if err != nil {
			t.Fatal(err)
		}
		if whole, err := money.Sum(o.Currency, parts...); err != nil || whole.String() != before.Freight.String() {
			t.Fatalf("%s over lines: %v, %v", before.Freight, parts, err)
		}

		// A lot in two, in the same line: all masses stay, and so does the
		// money where nothing is rounded.
		i := rapid.IntRange(0, len(o.Lots)-1).Draw(t, "lot")
		first, rest := o.Lots[i], o.Lots[i]
		if len(first.Bales) < 2 {
			return
		}
		cut := rapid.IntRange(1, len(first.Bales)-1).Draw(t, "cut")
		rest.Number, rest.Bales = "rest", first.Bales[cut:]
		first.Bales = first.Bales[:cut]
		split := o
		split.Lots = append(slices.Clone(o.Lots), rest)
		split.Lots[i] = first
		split.Lines = slices.Clone(o.Lines)
		for j, line := range split.Lines {
			if slices.Contains(line.Lots, first.Number) {
				split.Lines[j].Lots = append(slices.Clone(line.Lots), rest.Number)
			}
		}
		after := total(t, split)
		if after.Gross.Cmp(before.Gross) != 0 || after.Tare.Cmp(before.Tare) != 0 || after.Net.Cmp(before.Net) != 0 || after.Packages != before.Packages {
			t.Fatalf("split: %v, was %v", after, before)
		}
		if first.Regain == nil && first.MassDecimals >= before.Lots[i].Net.Decimals() && after.Total.String() != before.Total.String() {
			t.Fatalf("split: %s, was %s", after.Total, before.Total)
		}
	})
}

func FuzzReadOrder(f *testing.F) {
	for name := range published {
		f.Add(sampleFile(f, name))
	}
	for _, data := range full(f) {
		f.Add(data)
	}
	for _, test := range broken[:40] {
		f.Add(edited(f, sampleFile(f, test.in), test.edits...))
	}
	f.Add(file(f, "testdata", "fifteen-faults.json"))
	f.Add([]byte(`[[],{"a":"\ud800"}]`))
	s := schema(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		o, faults := trade.ReadOrder(bytes.NewReader(data))
		for _, fault := range faults {
			if fault.Message() == "" || fault.Pointer != "" && fault.Pointer[0] != '/' {
				t.Errorf("%#v", fault)
			}
		}
		if faults.Err() != nil {
			return
		}
		addsUp(t, o, total(t, o))
		plain, err := trade.Encode(o) // what was typed in another way is stored in the file's own
		if err != nil {
			t.Fatal(err)
		}
		if err := fits(t, s, plain); err != nil {
			t.Errorf("the reader takes it, the schema does not: %v", err)
		}
	})
}
