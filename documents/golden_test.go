package documents

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"woolroad/app/money"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden returns the documents whose text is stored in testdata.
func golden(t testing.TB) map[string]Document {
	english := invoiceOf(t, 3, true)
	english.Labels = English
	english.Supersedes, english.Reason = "CI-2026-0039", "The truck was changed at the border."
	bare := invoiceOf(t, 1, false)
	bare.Consignee, bare.Credit, bare.In, bare.Banks, bare.Deposit = nil, nil, nil, nil, nil
	bare.Marks, bare.BuyerReference, bare.Contract = nil, "", ""
	bare.Balance = bare.Total
	combined := combinedOf(t, 4, 2)
	combined.CheckAddress = "https://desk.example"
	combined.Supersedes, combined.Reason = "CC-2026-0039", "The truck was changed at the border."
	combined.Lots[0].Line, combined.Lots[1].Line = 1, 2
	byNet(t, &combined.Invoice, 2)
	remarked := packingOf(5, 3)
	remarked.Remarks = remarks
	return map[string]Document{
		"invoice-1":         bare,
		"invoice-3-rare":    rare(t),
		"invoice-2-lots":    manyLots(t),
		"invoice-3-english": english,
		"invoice-40":        invoiceOf(t, 40, false),
		"invoice-120":       invoiceOf(t, 120, true),
		"invoice-terms":     agreed(t),
		"packing-remarks":   remarked,
		"packing-1":         packingOf(1, 1),
		"packing-37":        packingOf(37, 20),
		"packing-400":       packingOf(400, 150),
		"packing-2000":      packingOf(2000, 2000),
		"combined-37":       combinedOf(t, 37, 20),
		"combined-400":      combinedOf(t, 400, 25),
		"combined-4-rare":   combined,
	}
}

// rare makes an invoice with the words that the others do without.
func rare(t testing.TB) *CommercialInvoice {
	inv := invoiceOf(t, 3, true)
	inv.Place, inv.Contract = "Lhasa", "LHW-IN-2026-03-A"
	inv.Notify = &Party{Name: "Rasuwa Clearing Agency", Address: []string{"Timure"}, Country: "Nepal"}
	inv.Transport.Vessel, inv.Transport.Truck, inv.Transport.Flight, inv.Transport.Border = "", "藏A·D0099", "CA 4391", "Gyirong"
	inv.Lines[0].Kinds = []Packages{{1, "BL", Bilingual{"compressed bale", "机压包"}}, {1, "BG", Bilingual{"bag", "袋"}}}
	inv.Discount = Charge{Percent: "1.5", Amount: money.Must("1.00", money.USD)}
	inv.Banks[0].IBAN = "GB33BUKB20201555555555"
	for i, side := range []money.Side{money.Buy, money.Stated, money.Mid} {
		rate := &inv.In[i].Rate
		rate.Side, rate.Rule, rate.RuleZH = side, "the last published on or before the day", "当日或此前最近一次公布"
	}
	byNet(t, &inv.Invoice, 1)
	return inv
}

// remarks are what credits ask for.
var remarks = []string{
	"WE CERTIFY THAT THE GOODS ARE OF CHINESE ORIGIN AND THAT THE PACKAGES ARE MARKED WITH THE NUMBER OF THE CREDIT AND THE NAME OF THE APPLICANT, AS THE CREDIT ASKS.",
	"PARTIAL SHIPMENTS ARE NOT ALLOWED.",
}

// agreed makes an invoice with prices of 100 and 1000 kg, a free sample and what else a
// contract may agree on.
func agreed(t testing.TB) *CommercialInvoice {
	inv := invoiceOf(t, 3, true)
	inv.Remarks = remarks
	inv.Lines[0].Description = "Dehaired cashmere (Capra hircus), white\n15.38 micron, 36 mm\nas contract LHW-IN-2026-03"
	for i, units := range []string{"100", "1000", "1"} {
		l := &inv.Lines[i]
		price, err := money.HoldPrice(l.Price.Number(), money.USD).PerUnits(units)
		if err != nil {
			t.Fatal(err)
		}
		l.Price = price
	}
	inv.Discount = Charge{Amount: money.Must("0.50", money.USD)}
	inv.Deposit.Amount = money.Must("1.00", money.USD)
	inv.Banks[0].Intermediary = &Intermediary{Name: "Between Bank", Address: "Singapore", SWIFT: "DBSSSGSG", Account: "880 7"}
	byNet(t, &inv.Invoice, 1)
	free := &inv.Lines[2]
	value := free.Amount
	free.CustomsValue, free.Amount = &value, money.Zero(money.USD)
	for _, sum := range []*money.Amount{&inv.Goods, &inv.Total, &inv.Balance} {
		less, err := sum.Sub(value)
		if err != nil {
			t.Fatal(err)
		}
		*sum = less
	}
	words, err := inv.Total.Words()
	if err != nil {
		t.Fatal(err)
	}
	inv.Words = words
	for i, c := range inv.In {
		if inv.In[i].Amount, err = c.Rate.Convert(inv.Total); err != nil {
			t.Fatal(err)
		}
	}
	return inv
}

// manyLots makes an invoice with a line of two lots and one of more than it names.
func manyLots(t testing.TB) *CommercialInvoice {
	inv := invoiceOf(t, 43, true)
	lines := []InvoiceLine{inv.Lines[0], inv.Lines[2]}
	for i, more := range [][]InvoiceLine{inv.Lines[1:2], inv.Lines[3:]} {
		l := &lines[i]
		for _, m := range more {
			l.Lots, l.Packages = append(l.Lots, m.Lots...), l.Packages+m.Packages
			l.Gross, l.Net, l.InvoiceMass = l.Gross.Add(m.Gross), l.Net.Add(m.Net), l.InvoiceMass.Add(m.InvoiceMass)
		}
	}
	lines[1].Origin = "Mongolia"
	inv.Lines = lines
	byNet(t, &inv.Invoice, 0)
	return inv
}

// byNet makes the first lines sold by net mass and adds the invoice up again.
func byNet(t testing.TB, inv *Invoice, lines int) {
	t.Helper()
	inv.Goods = money.Zero(inv.Currency)
	for i := range inv.Lines {
		l, m := &inv.Lines[i], &inv.Masses[i]
		if i < lines {
			m.Regain, m.InvoiceMass, l.InvoiceMass = nil, m.Net, m.Net
		}
		var err error
		if l.Amount, err = l.Price.Times(l.InvoiceMass.Number()); err != nil {
			t.Fatal(err)
		}
		inv.Goods = plus(t, inv.Goods, l.Amount)
	}
	total, err := plus(t, plus(t, inv.Goods, inv.Freight.Amount), inv.Insurance.Amount).Sub(inv.Discount.Amount)
	if err != nil {
		t.Fatal(err)
	}
	inv.Total = total
	if inv.Balance, err = total.Sub(inv.Deposit.Amount); err != nil {
		t.Fatal(err)
	}
	if inv.Words, err = total.Words(); err != nil {
		t.Fatal(err)
	}
	for i, c := range inv.In {
		if inv.In[i].Amount, err = c.Rate.Convert(total); err != nil {
			t.Fatal(err)
		}
	}
}

func drawn(t testing.TB, p Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDocumentsReadAsKept(t *testing.T) {
	need(t, "pdftotext", "poppler-utils")
	for name, p := range golden(t) {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command("pdftotext", "-layout", "-", "-")
			cmd.Stdin = bytes.NewReader(drawn(t, p))
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			got := folded(string(out))
			path := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s has changed; look at the page, then run the test with -update\n%s", path, firstDifference(got, string(want)))
			}
		})
	}
}

// folded returns a page's text with white space folded and a line for each page break.
func folded(s string) string {
	var b strings.Builder
	for i, page := range strings.Split(strings.TrimSuffix(s, "\f"), "\f") {
		if i > 0 {
			b.WriteString("======== page break\n")
		}
		for line := range strings.Lines(page) {
			if words := strings.Fields(line); len(words) > 0 {
				b.WriteString(strings.Join(words, " ") + "\n")
			}
		}
	}
	return b.String()
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return "got:  " + g[i] + "\nwant: " + strings.Join(w[min(i, len(w)-1):min(i+1, len(w))], "")
		}
	}
	return "the full text goes on"
}

func TestDocumentsAreSoundFiles(t *testing.T) {
	need(t, "qpdf", "qpdf")
	for name, p := range golden(t) {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name+".pdf")
			if err := os.WriteFile(path, drawn(t, p), 0o644); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
				t.Errorf("qpdf --check: %v\n%s", err, out)
			}
		})
	}
}

// TestDocumentsAreDrawnAlike holds that a document drawn twice, or drawn from its JSON,
// is the same file.
func TestDocumentsAreDrawnAlike(t *testing.T) {
	for name, p := range golden(t) {
		first := drawn(t, p)
		if !bytes.Equal(first, drawn(t, p)) {
			t.Errorf("%s: two drawings differ", name)
		}
		full, err := Encode(p)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Decode(p.Kind(), full)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, drawn(t, again)) {
			t.Errorf("%s: drawn from its JSON it differs", name)
		}
	}
}

func TestDocumentsAreSmall(t *testing.T) {
	for _, test := range []struct {
		name  string
		doc   Document
		limit int
	}{
		{"an invoice of 40 lines", invoiceOf(t, 40, false), 60_000},
		{"a packing list of 2,000 bales", packingOf(2000, 2000), 350_000},
	} {
		if n := len(drawn(t, test.doc)); n > test.limit {
			t.Errorf("%s takes %d bytes, want %d at most", test.name, n, test.limit)
		}
	}
}
