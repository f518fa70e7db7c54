package trade_test

import (
	"strings"
	"testing"

	"woolroad/app/money"
	"woolroad/app/sample"
	"woolroad/app/trade"
)

// TestPartialTotalsAreTheWholeOnesOrNone takes one thing at a time out of a good
// order: what can still be added up is what the whole order has there.
func TestPartialTotalsAreTheWholeOnesOrNone(t *testing.T) {
	good := sampleText(t)
	whole, faults := trade.ReadOrder(strings.NewReader(good))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	whole.TotalsIn = nil
	want, err := whole.Totals(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, old, new   string
		lot, line, order bool
	}{
		{"as it is", "", "", true, true, true},
		{"no order number", `"number": "SO-2026-0041",`, ``, true, true, true},
		{"no buyer", `"name": "Himal Carpet Industries Pvt. Ltd.",`, ``, true, true, true},
		{"a bale without a number", "{\n     \"number\": \"1\",", `{`, true, true, true},
		{"a gross that is no number", `"gross": "82.1"`, `"gross": "82,100"`, false, false, false},
		{"a tare above the gross", `"gross": "82.1"`, `"gross": "0.1"`, false, false, false},
		{"no measured regain", `"regain_measured": "13.42",`, ``, false, false, false},
		{"no currency", "\n \"currency\": \"USD\",", ``, true, false, false},
		{"no price", `"price"`, `"prize"`, true, false, false},
		{"a freight that is no number", `"640.00"`, `"six hundred"`, true, true, false},
		{"a line that names no lot", `"lots": [
    "LHW26-031"
   ]`, `"lots": []`, true, false, false},
	} {
		text := strings.Replace(good, test.old, test.new, 1)
		if text == good && test.old != "" {
			t.Errorf("%s: the order file has no %q", test.name, test.old)
		}
		j := trade.JudgeFile(strings.NewReader(text))
		faults, p := j.Faults, j.Partial(j.Order.TotalsIn, nil)
		if got := p.Lots[0] != nil; got != test.lot {
			t.Errorf("%s: the lot's figures are there: %v, want %v (%v)", test.name, got, test.lot, faults.Errors())
		}
		if got := p.Lines[0] != nil; got != test.line {
			t.Errorf("%s: the line's figures are there: %v, want %v (%v)", test.name, got, test.line, faults.Errors())
		}
		if got := p.Order != nil; got != test.order {
			t.Errorf("%s: the order's totals are there: %v, want %v (%v)", test.name, got, test.order, faults.Errors())
		}
		if p.Lots[0] != nil && p.Lots[0].InvoiceMass.Cmp(want.Lots[0].InvoiceMass) != 0 {
			t.Errorf("%s: the invoice mass is %s, want %s", test.name, p.Lots[0].InvoiceMass, want.Lots[0].InvoiceMass)
		}
		if p.Order != nil && p.Order.Total.Minor() != want.Total.Minor() {
			t.Errorf("%s: the total is %s, want %s", test.name, p.Order.Total, want.Total)
		}
	}
}

// TestPartialConvertsAtTheRateGiven says which other currencies are there.
func TestPartialConvertsAtTheRateGiven(t *testing.T) {
	j := trade.JudgeFile(strings.NewReader(sampleText(t)))
	o := j.Order
	if len(o.TotalsIn) == 0 {
		t.Fatal("the sample order asks for no other currency")
	}
	p := j.Partial(o.TotalsIn, make([]money.Rate, len(o.TotalsIn)))
	for i, c := range p.In {
		if given := o.TotalsIn[i].Rate != nil; given && c == nil || !given && c != nil {
			t.Errorf("totals_in %d: %v without a rate looked up", i, c)
		}
	}
}

func sampleText(t *testing.T) string {
	t.Helper()
	b, err := sample.Files.ReadFile("orders/01-kathmandu-scoured-wool.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
