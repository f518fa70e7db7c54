package store

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/documents"
)

// exactly compares orders with every digit that they were written with.
var exactly = cmp.Options{
	cmp.Comparer(func(a, b exact.Number) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b fibre.Mass) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b money.Amount) bool { return a.String() == b.String() && a.Currency() == b.Currency() }),
	cmp.Comparer(func(a, b money.Price) bool { return a.String() == b.String() && a.Currency() == b.Currency() }),
}

var anyText = rapid.StringOfN(rapid.RuneFrom([]rune("aZ 9/~\"拉萨<&é")), 1, 12, -1).
	Filter(func(s string) bool { return strings.TrimSpace(s) != "" })

// number draws a figure above zero with at most so many digits before and after
// the point.
func number(whole, decimals int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		s := fmt.Sprint(rapid.Int64Range(1, pow10(rapid.IntRange(1, whole).Draw(t, "digits"))-1).Draw(t, "whole"))
		if n := rapid.IntRange(0, decimals).Draw(t, "decimals"); n > 0 {
			s += "." + fmt.Sprintf("%0*d", n, rapid.Int64Range(0, pow10(n)-1).Draw(t, "fraction"))
		}
		return s
	})
}

func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// randomOrder draws orders with other figures and texts than the template's.
func randomOrder(template trade.Order) *rapid.Generator[trade.Order] {
	return rapid.Custom(func(t *rapid.T) trade.Order {
		o := template
		o.Currency = rapid.SampledFrom([]money.Currency{"USD", "INR", "JPY", "KWD", "CNY"}).Draw(t, "currency")
		o.TotalsIn, o.Charges, o.Seller.Banks = nil, trade.Charges{}, nil
		maybe := func(name string, into *string) {
			if *into = ""; rapid.Bool().Draw(t, "has "+name) {
				*into = anyText.Draw(t, name)
			}
		}
		maybe("contract", &o.Contract)
		maybe("buyer's reference", &o.BuyerReference)
		maybe("truck", &o.Route.Truck)
		maybe("local name", &o.Buyer.NameLocal)
		o.Buyer.Name = anyText.Draw(t, "buyer")
		if rapid.Bool().Draw(t, "has consignee") {
			p := o.Buyer
			p.Name = anyText.Draw(t, "consignee")
			o.Consignee = &p
		}
		if rapid.Bool().Draw(t, "has credit") {
			o.Credit = &trade.Credit{Number: anyText.Draw(t, "credit"), Date: o.Date, IssuingBank: anyText.Draw(t, "bank")}
		}
		if rapid.Bool().Draw(t, "has deposit") {
			n := exact.Must(number(2, 4).Draw(t, "deposit"))
			o.Payment.DepositPercent = &n
		} else {
			o.Payment.DepositPercent = nil
		}
		if rapid.Bool().Draw(t, "has freight") {
			a := money.Must(fmt.Sprint(rapid.Int64Range(1, 99999).Draw(t, "freight")), o.Currency)
			o.Charges.Freight = &a
		}
		if rapid.Bool().Draw(t, "has discount") {
			n := exact.Must(number(1, 3).Draw(t, "discount"))
			o.Charges.DiscountPercent = &n
		}
		o.Lots, o.Lines = nil, nil
		for i := range rapid.IntRange(1, 3).Draw(t, "lots") {
			lot := template.Lots[0]
			lot.Number, lot.MassDecimals, lot.Regain, lot.Bales = fmt.Sprintf("%s-L%d", o.Number, i), int32(rapid.IntRange(1, 3).Draw(t, "mass decimals")), nil, nil
			if rapid.Bool().Draw(t, "conditioned") {
				lot.Regain = &fibre.Regain{Standard: exact.Must(number(2, 3).Draw(t, "standard")), Measured: exact.Must(number(2, 3).Draw(t, "measured"))}
			}
			for j := range rapid.IntRange(1, 4).Draw(t, "bales") {
				lot.Bales = append(lot.Bales, trade.Bale{
					Number: fmt.Sprintf("%d.%d", i, j),
					Gross:  fibre.Must("9" + number(3, 3).Draw(t, "gross")),
					Tare:   fibre.Must("0." + fmt.Sprint(rapid.IntRange(1, 9).Draw(t, "tare"))),
				})
			}
			line := template.Lines[0]
			price, err := money.ParsePrice(number(7, 6).Draw(t, "price"), o.Currency)
			if err != nil {
				panic(err)
			}
			line.Lots, line.Price, line.Description = []string{lot.Number}, price, anyText.Draw(t, "description")
			o.Lots, o.Lines = append(o.Lots, lot), append(o.Lines, line)
		}
		return o
	})
}

func TestTwelveDigitsComeBack(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		o := sampleOrder(t, kathmandu, "SO-1")
		price, err := money.ParsePrice("98765432.123456", "USD")
		if err != nil {
			t.Fatal(err)
		}
		o.Charges = trade.Charges{}
		for i := range o.Lines {
			o.Lines[i].Price = price
		}
		add(t, s, o)
		back, info, err := s.Order(t.Context(), "SO-1")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(o, back, exactly); diff != "" {
			t.Errorf("it comes back as another order (-want +got):\n%s", diff)
		}
		want, err := ownTotal(o)
		if err != nil || len(want.String()) < len("123456789012.34") {
			t.Fatalf("the total is %s, %v", want, err)
		}
		if info.Total.String() != want.String() {
			t.Errorf("the list says %s, want %s", info.Total, want)
		}
		out, err := s.issue(t.Context(), tashi, asks("SO-1", documents.KindCommercialInvoice, "k"))
		if err != nil {
			t.Fatal(err)
		}
		if out[0].Total.String() != want.String() {
			t.Errorf("the invoice says %s, want %s", out[0].Total, want)
		}
		mustVerify(t, s, 1)
	})
}

// TestTotalsAreTheSameEverywhere compares an order's total in the file, the
// list, the stored document and the text of the PDF.
func TestTotalsAreTheSameEverywhere(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext (poppler-utils) is not installed")
	}
	each(t, func(t *testing.T, s *Store) {
		template := sampleOrder(t, kathmandu, "")
		for i := range randomOrders {
			template.Number = fmt.Sprintf("SO-%d", i)
			o := randomOrder(template).Example(i)
			want, err := ownTotal(o)
			if err != nil {
				t.Fatal(err)
			}
			add(t, s, o)
			back, info, err := s.Order(t.Context(), o.Number)
			if err != nil {
				t.Fatal(err)
			}
			total, err := ownTotal(back)
			if err != nil {
				t.Fatal(err)
			}
			out, err := s.issue(t.Context(), tashi, asks(o.Number, documents.KindCommercialInvoice, o.Number))
			if err != nil {
				t.Fatal(err)
			}
			for place, got := range map[string]money.Amount{"the order read back": total, "the list": info.Total, "the invoice": out[0].Total} {
				if got.String() != want.String() || got.Currency() != want.Currency() {
					t.Errorf("%s: %s is %s %s, want %s %s", o.Number, place, got.Currency(), got, want.Currency(), want)
				}
			}
			if text := printed(t, s, out[0].Number); !strings.Contains(text, want.Grouped()) {
				t.Errorf("%s: %s does not stand in the PDF:\n%s", o.Number, want.Grouped(), text)
			}
		}
		mustVerify(t, s, randomOrders)
	})
}

func printed(t testing.TB, s *Store, number string) string {
	t.Helper()
	var pdf []byte
	err := s.view(t.Context(), tashi, func(tx *Tx) (err error) {
		pdf, err = tx.PDF(t.Context(), number)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "document.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestOrdersAreAddedOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		o := sampleOrder(t, kathmandu, "SO-1")
		for _, want := range []Outcome{Added, Unchanged} {
			if got, err := s.AddOrder(t.Context(), tashi, o); got != want || err != nil {
				t.Errorf("AddOrder = %s, %v; want %s", got, err, want)
			}
		}
		o.Contract = "another"
		if _, err := s.AddOrder(t.Context(), tashi, o); codeOf(err) != trade.Conflict {
			t.Errorf("another SO-1: %v", err)
		}
		o.Number = "SO-2"
		o.Lots = append([]trade.Lot(nil), o.Lots...)
		o.Lots[0].Bales = append([]trade.Bale(nil), o.Lots[0].Bales...)
		o.Lots[0].Bales[0].Gross = fibre.Must("99.9")
		if _, err := s.AddOrder(t.Context(), tashi, o); codeOf(err) != trade.Conflict {
			t.Errorf("a lot with other bales: %v", err)
		}
		if _, _, err := s.Order(t.Context(), "SO-2"); codeOf(err) != trade.NotFound {
			t.Errorf("SO-2 was stored all the same: %v", err)
		}
		err := s.view(t.Context(), tashi, func(tx *Tx) error {
			list, err := tx.Orders(t.Context(), OrderFilter{}, ByNumber, false, Paging{})
			if len(list.Rows) != 1 {
				t.Errorf("%d orders", len(list.Rows))
			}
			if err != nil {
				return err
			}
			lot, err := tx.Lot(t.Context(), o.Lots[0].Number)
			if len(lot.Bales) != len(o.Lots[0].Bales) {
				t.Errorf("lot %s has %d bales", lot.Number, len(lot.Bales))
			}
			if err != nil {
				return err
			}
			parties, err := tx.Parties(t.Context())
			if len(parties) < 2 {
				t.Errorf("%d parties", len(parties))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
