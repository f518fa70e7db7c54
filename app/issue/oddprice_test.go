package issue_test

import (
	"strings"
	"testing"

	"woolroad/app/exact"
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
	} {
		var earlier []issue.Earlier
		for _, p := range test.earlier {
			earlier = append(earlier, issue.Earlier{Number: "SO-1", PerKg: price(p)})
		}
		f, odd := issue.OddPrice("/lines/0/price", trade.Line{Product: "scoured wool", Price: price(test.price)}, earlier)
		if odd != test.odd || odd && (!f.Warning || !strings.Contains(f.Message(), "USD "+exact.Must(test.price).String()) || !strings.Contains(f.Message(), "order SO-1")) {
			t.Errorf("%s: %v, %v; want %v", test.what, odd, f, test.odd)
		}
	}
}
