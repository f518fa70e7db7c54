package shipping_test

import (
	"errors"
	"strings"
	"testing"

	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/app/trade/shipping"
)

func usd(s string) money.Amount { return money.Must(s, money.USD) }

// share reads "discount freight insurance deposit", in USD.
func share(s string) shipping.Share {
	f := strings.Fields(s)
	return shipping.Share{Discount: usd(f[0]), Freight: usd(f[1]), Insurance: usd(f[2]), Deposit: usd(f[3])}
}

// figures writes a share as share reads it.
func figures(s shipping.Share) string {
	return strings.Join([]string{s.Discount.String(), s.Freight.String(), s.Insurance.String(), s.Deposit.String()}, " ")
}

// TestShares follows orders through their shipments.
func TestShares(t *testing.T) {
	type issue struct {
		goods   string
		closing bool
		want    string // the share, or a part of the refusal
	}
	for _, test := range []struct {
		what   string
		goods  string // agreed
		agreed string
		issues []issue
		rest   string
	}{
		{"one shipment of all of it", "10000.00", "100.00 640.00 35.00 3000.00",
			[]issue{{"10000.00", true, "100.00 640.00 35.00 3000.00"}}, "0.00 0.00 0.00 0.00"},
		{"thirds, of which the last takes the odd cent", "300.00", "0.00 100.00 0.00 10.00",
			[]issue{{"100.00", false, "0.00 33.33 0.00 3.33"}, {"100.00", false, "0.00 33.33 0.00 3.33"}, {"100.00", true, "0.00 33.34 0.00 3.34"}}, "0.00 0.00 0.00 0.00"},
		{"halves of a cent, of which nothing remains", "2.00", "0.00 0.01 0.00 0.03",
			[]issue{{"1.00", false, "0.00 0.01 0.00 0.02"}, {"1.00", true, "0.00 0.00 0.00 0.01"}}, "0.00 0.00 0.00 0.00"},
		{"less than agreed, and the last takes the rest", "1000.00", "0.00 90.00 0.00 0.00",
			[]issue{{"500.00", false, "0.00 45.00 0.00 0.00"}, {"400.00", true, "0.00 45.00 0.00 0.00"}}, "0.00 0.00 0.00 0.00"},
		{"less than agreed, and nobody closed it", "1000.00", "10.00 90.00 0.00 300.00",
			[]issue{{"500.00", false, "5.00 45.00 0.00 150.00"}, {"400.00", false, "4.00 36.00 0.00 120.00"}}, "1.00 9.00 0.00 30.00"},
		{"more than agreed, at most what remains", "1000.00", "0.00 90.00 0.00 0.00",
			[]issue{{"700.00", false, "0.00 63.00 0.00 0.00"}, {"700.00", false, "0.00 27.00 0.00 0.00"}, {"10.00", true, "0.00 0.00 0.00 0.00"}}, "0.00 0.00 0.00 0.00"},
		{"more than agreed at once", "1000.00", "20.00 90.00 0.00 0.00",
			[]issue{{"1030.00", false, "20.00 90.00 0.00 0.00"}}, "0.00 0.00 0.00 0.00"},
		{"no charge at all", "1000.00", "0.00 0.00 0.00 0.00",
			[]issue{{"333.33", false, "0.00 0.00 0.00 0.00"}, {"666.67", true, "0.00 0.00 0.00 0.00"}}, "0.00 0.00 0.00 0.00"},
		{"nothing but free samples, whose freight the closing one bears", "0.00", "0.00 90.00 0.00 0.00",
			[]issue{{"0.00", false, "0.00 0.00 0.00 0.00"}, {"0.00", true, "0.00 90.00 0.00 0.00"}}, "0.00 0.00 0.00 0.00"},
		{"a shipment of free samples alone", "1000.00", "0.00 90.00 0.00 0.00",
			[]issue{{"0.00", false, "0.00 0.00 0.00 0.00"}, {"1000.00", true, "0.00 90.00 0.00 0.00"}}, "0.00 0.00 0.00 0.00"},
		{"all paid in advance, and less shipped", "1000.00", "0.00 0.00 0.00 1000.00",
			[]issue{{"500.00", false, "0.00 0.00 0.00 500.00"}, {"499.98", true, "0.00 0.00 0.00 500.00"}}, "0.00 0.00 0.00 0.00"},
		{"a discount that the last goods do not cover", "1000.00", "100.00 0.00 0.00 0.00",
			[]issue{{"100.00", false, "10.00 0.00 0.00 0.00"}, {"80.00", true, "The discount that remains, USD 90.00, is more than the goods and charges of this shipment, USD 80.00"}, {"80.00", false, "8.00 0.00 0.00 0.00"}}, "82.00 0.00 0.00 0.00"},
		{"two closing shipments", "1000.00", "0.00 90.00 0.00 0.00",
			[]issue{{"500.00", true, "0.00 90.00 0.00 0.00"}, {"500.00", true, "Shipment SH-0 has closed this order"}}, "0.00 0.00 0.00 0.00"},
		{"a shipment after the closing one", "1000.00", "0.00 90.00 0.00 0.00",
			[]issue{{"500.00", true, "0.00 90.00 0.00 0.00"}, {"500.00", false, "Shipment SH-0 has closed this order"}}, "0.00 0.00 0.00 0.00"},
	} {
		l := shipping.Ledger{Agreed: shipping.Agreed{Goods: usd(test.goods), Share: share(test.agreed)}}
		for i, issue := range test.issues {
			next, got, err := l.Issue("SH-"+string(rune('0'+i)), usd(issue.goods), issue.closing)
			e := (*trade.Error)(nil)
			switch {
			case errors.As(err, &e):
				if e.Code != trade.Conflict || !strings.Contains(e.Message(), issue.want) {
					t.Errorf("%s: shipment %d is refused: %s (%s), want %s", test.what, i, e.Message(), e.Code, issue.want)
				}
			case err != nil || figures(got) != issue.want:
				t.Errorf("%s: shipment %d bears %s, %v, want %s", test.what, i, figures(got), err, issue.want)
			}
			l = next
		}
		if rest, err := l.Remainder(); err != nil || figures(rest) != test.rest {
			t.Errorf("%s: %s remains, %v, want %s", test.what, figures(rest), err, test.rest)
		}
	}
}

// TestSupersedingKeepsTheShare holds that an invoice made anew bears what the first one bore,
// before the order is closed and after.
func TestSupersedingKeepsTheShare(t *testing.T) {
	l := shipping.Ledger{Agreed: shipping.Agreed{Goods: usd("1000.00"), Share: share("50.00 0.00 0.00 300.00")}}
	l, first := issued(t, l, "A", "400.00", false)
	if got, err := l.Supersede("A", usd("390.00")); err != nil || figures(got) != figures(first) {
		t.Errorf("superseding bears %s, %v, want %s", figures(got), err, figures(first))
	}
	l, last := issued(t, l, "B", "600.00", true)
	for id, want := range map[string]shipping.Share{"A": first, "B": last} {
		if got, err := l.Supersede(id, usd("390.00")); err != nil || figures(got) != figures(want) {
			t.Errorf("superseding %s after closing bears %s, %v, want %s", id, figures(got), err, figures(want))
		}
	}
	for _, test := range []struct {
		what string
		err  error
		want trade.Code
	}{
		{"superseding what has no invoice", second(l.Supersede("C", usd("1.00"))), trade.NotFound},
		{"superseding with goods below the discount", second(l.Supersede("B", usd("29.99"))), trade.Conflict},
		{"cancelling what has no invoice", second(l.Cancel("C")), trade.NotFound},
		{"issuing twice", func() error { _, _, err := l.Issue("A", usd("1.00"), false); return err }(), trade.Conflict},
	} {
		if e := (*trade.Error)(nil); !errors.As(test.err, &e) || e.Code != test.want {
			t.Errorf("%s: %v, want %s", test.what, test.err, test.want)
		}
	}
	open, err := l.Cancel("B")
	if err != nil || open.Closing() != "" || l.Closing() != "B" {
		t.Errorf("cancelling the closing invoice: %v, closed by %q, was by %q", err, open.Closing(), l.Closing())
	}
	if _, again := issued(t, open, "B2", "600.00", true); figures(again) != figures(last) {
		t.Errorf("closing again bears %s, want %s", figures(again), figures(last))
	}
}

// issued issues a consignment's invoice, which must be possible.
func issued(t *testing.T, l shipping.Ledger, id, goods string, closing bool) (shipping.Ledger, shipping.Share) {
	t.Helper()
	l, s, err := l.Issue(id, usd(goods), closing)
	if err != nil {
		t.Fatalf("issue %s: %v", id, err)
	}
	return l, s
}

// second returns the error of two results.
func second[T any](_ T, err error) error { return err }
