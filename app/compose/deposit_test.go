package compose_test

import (
	"bytes"
	"testing"

	"woolroad/app/money"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

// TestInvoicesOfAPartOfADeposit holds that an invoice prints the deposit that a consignment
// bears, which has no per cent, and that it can be drawn and checked even where more was paid
// in advance than the consignment comes to.
func TestInvoicesOfAPartOfADeposit(t *testing.T) {
	for _, test := range []struct{ deposit, balance string }{
		{"2880.74", "22539.37"},
		{"25420.13", "-0.02"},
	} {
		o := sampleOrder(t, "01-kathmandu-scoured-wool")
		deposit := money.Must(test.deposit, money.USD)
		o.Payment.DepositPercent, o.Payment.Deposit = nil, &deposit
		docs, _ := issued(t, o, exporter.EnglishChinese)
		inv := docs[0].(*documents.CommercialInvoice)
		if inv.Deposit == nil || inv.Deposit.Percent != "" || inv.Deposit.Amount.String() != test.deposit || inv.Balance.String() != test.balance {
			t.Errorf("a deposit of %s prints %v and a balance of %s, want %s", test.deposit, inv.Deposit, inv.Balance, test.balance)
		}
		if err := inv.Check(); err != nil {
			t.Errorf("a deposit of %s: %v", test.deposit, err)
		}
		if err := inv.Write(new(bytes.Buffer)); err != nil {
			t.Errorf("a deposit of %s is not drawn: %v", test.deposit, err)
		}
	}
}
