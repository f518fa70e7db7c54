package compose_test

import (
	"strings"
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/app/compose"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/rates"
)

func TestRates(t *testing.T) {
	npr := trade.TotalIn{Currency: "NPR", Source: "nrb", Side: money.Sell}
	for _, test := range []struct {
		what      string
		from      money.Currency
		want      trade.TotalIn
		published string
		value     string // of the rate found; empty for none
		says      string // empty for nothing
		warning   bool
	}{
		{"of the day", "USD", npr, "2026-04-03", "149.27", "", false},
		{"ten days old", "USD", npr, "2026-03-24", "149.27", "", false},
		{"eleven days old", "USD", npr, "2026-03-23", "149.27", "11 days older than 2026-04-03", true},
		{"of the day after", "USD", npr, "2026-04-04", "", "There is no rate from USD to NPR by Nepal Rastra Bank (sell) on or before 2026-04-03; add a feed with --rates.", false},
		{"of no such pair", "JPY", npr, "2026-04-03", "", "There is no rate from JPY to NPR", false},
		{"a cross", "USD", trade.TotalIn{Currency: "CNY", Source: "ecb"}, "2026-04-03", "7.9214", "", false},
		{"the side that is asked for", "INR", trade.TotalIn{Currency: "NPR", Source: "nrb", Side: money.Buy}, "2026-04-03", "160.00", "", false},
		{"by a rule", "USD", trade.TotalIn{Currency: "CNY", Rule: "ecb"}, "2026-04-03", "7.9214", "", false},
		{"by a rule that looks further back", "USD", trade.TotalIn{Currency: "CNY", Rule: "cfets-month-first"}, "2026-04-03", "", "There is no rate from USD to CNY by China Foreign Exchange Trade System, central parity on or before 2026-04-01", false},
		{"by the desk's choice", "USD", trade.TotalIn{Currency: "NPR", Rule: "default"}, "2026-04-03", "149.27", "", false},
		{"by no rule", "USD", trade.TotalIn{Currency: "CNY", Rule: "own"}, "2026-04-03", "", "There is no rate rule own", false},
		{"no source could be read", "USD", trade.TotalIn{Currency: "NPR"}, "2026-04-03", "", "", false},
		{"no side could be read", "USD", trade.TotalIn{Currency: "NPR", Source: "nrb"}, "2026-04-03", "", "", false},
		{"no currency could be read", "USD", trade.TotalIn{Source: "fbil"}, "2026-04-03", "", "", false},
		{"the order's currency could not be read", "", npr, "2026-04-03", "", "", false},
	} {
		o := trade.Order{Currency: test.from, Date: day(t, "2026-04-03"), TotalsIn: []trade.TotalIn{test.want}}
		found, faults := compose.Rates(o, published(t, test.published))
		value := ""
		if found[0].From != "" {
			value = found[0].Value.String()
		}
		if value != test.value {
			t.Errorf("%s: found %q, want %q", test.what, value, test.value)
		}
		switch {
		case test.says == "" && len(faults) > 0:
			t.Errorf("%s: faults %v, want none", test.what, faults)
		case test.says != "" && (len(faults) != 1 || !strings.Contains(faults[0].Message(), test.says) || faults[0].Warning != test.warning || !strings.HasPrefix(faults[0].Pointer, "/totals_in/0")):
			t.Errorf("%s: faults %+v, want one that says %q", test.what, faults, test.says)
		}
	}
}

func TestARuleIsNamedOnlyWhereItWasAskedFor(t *testing.T) {
	o := trade.Order{Currency: "USD", Date: day(t, "2026-04-03"), TotalsIn: []trade.TotalIn{{Currency: "CNY", Rule: "ecb"}, {Currency: "INR", Source: "fbil"}}}
	found, faults := compose.Rates(o, published(t, "2026-04-03"))
	rule, _ := rates.RuleOf("ecb")
	if len(faults) > 0 || found[0].Rule != rule.Name || found[0].RuleZH != rule.NameZH || found[1].Rule != "" || found[1].RuleZH != "" {
		t.Errorf("got %+v, %v; want the first by %q, the second by no rule", found, faults, rule.Name)
	}
}

func TestRatesOfAnOrderWithoutADate(t *testing.T) {
	o := trade.Order{Currency: "USD", Date: civil.Date{}, TotalsIn: []trade.TotalIn{{Currency: "INR", Source: "fbil"}}}
	if _, faults := compose.Rates(o, new(rates.Table)); len(faults) > 0 {
		t.Errorf("got %v; the date has a fault already", faults)
	}
}

func TestARateOfTheOrdersOwnIsTaken(t *testing.T) {
	o := sampleOrder(t, "03-kolkata-yak-inr")
	found, faults := compose.Rates(o, published(t, "2026-04-04"))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if got := found[1]; got.Value.String() != "7.4385" || got.Per.String() != "100" {
		t.Errorf("got %+v, want 7.4385 per 100", got)
	}
}
