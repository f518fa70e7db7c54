package batch

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/trade"
)

// TestTotalsSayWhatAPriceIsOf prints the totals of the first sample, whose 5,109.3 kg cost
// 4.85 USD for one, under prices and charges that are agreed in other ways.
func TestTotalsSayWhatAPriceIsOf(t *testing.T) {
	discount := money.Must("80.11", money.USD)
	for _, test := range []struct {
		what   string
		change func(*trade.Order) error
		want   []string
	}{
		{"per kg", func(*trade.Order) error { return nil }, []string{"24,780.11 5,109.3 kg × 4.85\n"}},
		{"per 100 kg", func(o *trade.Order) error { return price(o, "485", "100") }, []string{"24,780.11 5,109.3 kg × 485 per 100 kg\n"}},
		{"per tonne", func(o *trade.Order) error { return price(o, "4850", "1000") }, []string{"24,780.11 5,109.3 kg × 4,850 per 1000 kg\n"}},
		{"a free sample", func(o *trade.Order) error { o.Lines[0].NoCharge = true; return nil },
			[]string{"0.00 5,109.3 kg × 4.85 = 24,780.11, a value for customs only; free of charge\n"}},
		{"a discount as an amount", func(o *trade.Order) error { o.Charges.Discount = &discount; return nil }, []string{"80.11 taken off\n"}},
		{"a discount by per cent", func(o *trade.Order) error { n := exact.Int(2); o.Charges.DiscountPercent = &n; return nil }, []string{"495.60 2 %, taken off\n"}},
	} {
		f, err := os.Open("../../sample/orders/01-kathmandu-scoured-wool.json")
		if err != nil {
			t.Fatal(err)
		}
		o, faults := trade.ReadOrder(f)
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		o.TotalsIn = nil
		if err := test.change(&o); err != nil {
			t.Fatal(err)
		}
		totals, err := o.Totals(nil)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := (Result{order: o, Totals: &totals}).Print(&b); err != nil {
			t.Fatal(err)
		}
		for _, want := range test.want {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s: the totals have no %q:\n%s", test.what, want, b.String())
			}
		}
	}
}

// price sets the price of an order's first line, of so many kilograms.
func price(o *trade.Order, figure, units string) error {
	p, err := money.ParsePrice(figure, money.USD)
	if err == nil {
		p, err = p.PerUnits(units)
	}
	o.Lines[0].Price = p
	return err
}
