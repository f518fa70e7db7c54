package trade_test

import (
	"errors"
	"testing"

	"woolroad/app/money"
	"woolroad/app/trade"
)

// TestDepositAsAnAmount holds that a consignment's part of a deposit is taken off its total,
// even where more was paid in advance, and that no order file loses it.
func TestDepositAsAnAmount(t *testing.T) {
	for _, test := range []struct{ deposit, balance string }{
		{"1000.00", "24420.11"},
		{"0.00", "25420.11"},
		{"25420.13", "-0.02"},
	} {
		o := read(t, sampleFile(t, kathmandu))
		deposit := money.Must(test.deposit, money.USD)
		o.Payment.DepositPercent, o.Payment.Deposit = nil, &deposit
		for way, got := range map[string]trade.Totals{"Totals": total(t, o), "Judge": judged(t, o)} {
			if got.Total.String() != "25420.11" || got.Deposit.String() != test.deposit || got.Balance.String() != test.balance {
				t.Errorf("%s of a deposit of %s: total %s, deposit %s, balance %s, want a balance of %s", way, test.deposit, got.Total, got.Deposit, got.Balance, test.balance)
			}
		}
		if _, err := trade.Encode(o); !errors.Is(err, trade.ErrDeposit) {
			t.Errorf("Encode of a deposit of %s: %v, want %v", test.deposit, err, trade.ErrDeposit)
		}
	}
}

// judged returns an order's own totals as Judge has them.
func judged(t *testing.T, o trade.Order) trade.Totals {
	t.Helper()
	got, err := trade.Judge(o).OwnTotals()
	if err != nil {
		t.Fatal(err)
	}
	return got
}
