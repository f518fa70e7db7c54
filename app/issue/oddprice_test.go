package issue_test

import (
	"strings"
	"testing"

	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/trade"
)

func TestOddPrice(t *testing.T) {
	price := func(text string) money.Price {
		p, err := money.ParsePrice(text, money.USD)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, test := range []struct {
		what, price string
		earlier     []string
		odd         bool
	}{
		{"the first of its product", "485", nil, false},
		{"as before", "4.85", []string{"4.99"}, false},
		{"four times as much", "19.96", []string{"4.99"}, false},
		{"a point too far right", "48.5", []string{"4.99"}, true},
		{"a point too far left", "0.485", []string{"4.99"}, true},
		{"near one of two", "48.5", []string{"4.99", "40"}, false},
		{"per 100 kg, as before", "485/100", []string{"4.99"}, false},
		{"per tonne, as before", "4850/1000", []string{"4.99"}, false},
		{"per tonne, of what costs that much per kg", "4.85/1000", []string{"4.99"}, true},
		{"per 100 kg, a point too far right", "4850/100", []string{"4.99"}, true},
	} {
		var earlier []issue.Earlier
		for _, p := range test.earlier {
			earlier = append(earlier, issue.Earlier{Number: "SO-1", PerKg: price(p)})
		}
		figure, units, several := strings.Cut(test.price, "/")
		line := trade.Line{Product: "scoured wool", Price: price(figure)}
		if several {
			var err error
			if line.Price, err = line.Price.PerUnits(units); err != nil {
				t.Fatal(err)
			}
		}
		f, odd := issue.OddPrice("/lines/0/price", line, earlier)
		if odd != test.odd || odd && (!f.Warning || !strings.Contains(f.Message(), "USD "+line.Price.One().Grouped()) || !strings.Contains(f.Message(), "order SO-1")) {
			t.Errorf("%s: %v, %v; want %v", test.what, odd, f, test.odd)
		}
		line.NoCharge = true
		if f, odd := issue.OddPrice("/lines/0/price", line, earlier); odd {
			t.Errorf("%s, of a free sample: %v", test.what, f)
		}
	}
}
