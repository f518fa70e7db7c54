package command

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"woolroad/app/compose"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

// textOf returns what a reader sees of a PDF, with white space folded.
func textOf(t *testing.T, path string) string {
	t.Helper()
	b, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext %s: %v", path, err)
	}
	return strings.Join(strings.Fields(string(b)), " ")
}

// figures are an expected file.
type figures struct {
	Currency string
	Lots     map[string]struct {
		Bales                         json.Number
		Gross, Tare, Net, InvoiceMass string
	}
	Lines []struct{ Quantity, Amount string }

	Goods, Discount, Freight, Insurance, Total, Deposit, Balance string

	TotalsIn []struct{ Currency, Amount, Value, Per string } `json:"totals_in"`

	Packages         json.Number
	Gross, Tare, Net string
}

func figuresOf(t *testing.T, name string) figures {
	t.Helper()
	var f figures
	plain := bytes.ReplaceAll(expected(t, name), []byte("invoice_mass"), []byte("InvoiceMass"))
	if err := json.Unmarshal(plain, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// grouped puts commas into a figure as its currency's country does. It does not
// share code with what it tests.
func grouped(figure, currency string) string {
	size := 3
	if currency == "INR" || currency == "NPR" {
		size = 2
	}
	whole, decimals, has := strings.Cut(figure, ".")
	out := whole[max(0, len(whole)-3):]
	for rest := whole[:max(0, len(whole)-3)]; rest != ""; rest = rest[:max(0, len(rest)-size)] {
		out = rest[max(0, len(rest)-size):] + "," + out
	}
	if has {
		out += "." + decimals
	}
	return out
}

// shows reports whether a figure stands in the text by itself, not as a part of a
// longer one.
func shows(text, figure string) bool {
	return regexp.MustCompile(`(^|[^0-9.,])` + regexp.QuoteMeta(figure) + `($|[^0-9.,]|[.,]($|[^0-9]))`).MatchString(text)
}

// masses returns the masses and counts as documents print them, and money the amounts.
func (f figures) masses() []string {
	out := []string{string(f.Packages), grouped(f.Gross, ""), grouped(f.Tare, ""), grouped(f.Net, "")}
	for _, l := range f.Lots {
		out = append(out, string(l.Bales), grouped(l.Gross, ""), grouped(l.Tare, ""), grouped(l.Net, ""))
	}
	return out
}

func (f figures) money() []string {
	var out []string
	for _, a := range []string{f.Goods, f.Discount, f.Freight, f.Insurance, f.Total, f.Deposit, f.Balance} {
		if strings.Trim(a, "0.") != "" { // a charge that is none is not printed
			out = append(out, grouped(a, f.Currency))
		}
	}
	for _, l := range f.Lines {
		out = append(out, grouped(l.Amount, f.Currency))
	}
	for _, c := range f.TotalsIn {
		out = append(out, grouped(c.Amount, c.Currency), c.Value, c.Per)
	}
	return out
}

func (f figures) invoiceMasses() []string {
	var out []string
	for _, l := range f.Lots {
		out = append(out, grouped(l.InvoiceMass, ""))
	}
	for _, l := range f.Lines {
		out = append(out, grouped(l.Quantity, ""))
	}
	return out
}

func TestDocumentsShowEveryFigure(t *testing.T) {
	need(t, "pdftotext", "poppler-utils")
	out := t.TempDir()
	good(t, "documents", "--sample", "--out", out)
	for i, name := range names {
		f := figuresOf(t, name)
		// The invoice shows gross and net of each line and tare in all; the
		// tare of each lot stands on the packing list.
		invoice := append(f.invoiceMasses(), f.money()...)
		invoice = append(invoice, string(f.Packages), grouped(f.Gross, ""), grouped(f.Tare, ""), grouped(f.Net, ""))
		for _, l := range f.Lots {
			invoice = append(invoice, grouped(l.Net, ""))
		}
		for _, doc := range []struct {
			name    string
			figures []string
		}{
			{"commercial-invoice.pdf", invoice},
			{"packing-list.pdf", f.masses()},
			{"commercial-invoice-cum-packing-list.pdf", append(invoice, f.masses()...)},
		} {
			path := filepath.Join(out, numbers[i], doc.name)
			if _, err := os.Stat(path); i == 0 && os.IsNotExist(err) {
				continue // no combined form for Nepal
			}
			text := textOf(t, path)
			for _, want := range doc.figures {
				if !shows(text, want) {
					t.Errorf("%s: %s does not show %s", name, doc.name, want)
				}
			}
		}
	}
}

func TestPackingListsHaveNoPrices(t *testing.T) {
	need(t, "pdftotext", "poppler-utils")
	out := t.TempDir()
	good(t, "documents", "--sample", "--out", out)
	for i, name := range names {
		f := figuresOf(t, name)
		text := textOf(t, filepath.Join(out, numbers[i], "packing-list.pdf"))
		never := append(f.money(), f.Goods, f.Total)
		for _, c := range f.TotalsIn { // a unit such as 1 or 100 may well be a bale
			never = slices.DeleteFunc(never, func(figure string) bool { return figure == c.Per })
			never = append(never, c.Amount)
		}
		for _, l := range f.Lines {
			never = append(never, l.Amount)
		}
		var o struct{ Lines []struct{ Price string } }
		if err := json.Unmarshal(readFile(t, sampleFile(name)), &o); err != nil {
			t.Fatal(err)
		}
		for _, l := range o.Lines {
			never = append(never, l.Price, grouped(l.Price, f.Currency), grouped(l.Price, ""))
		}
		for _, figure := range never {
			if shows(text, figure) {
				t.Errorf("%s: the packing list shows %s", name, figure)
			}
		}
		for _, word := range []string{"USD", "INR", "NPR", "CNY", "price", "amount", "invoice mass", "payment", "discount", "insurance", "balance", "account", "单价", "金额"} {
			if strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
				t.Errorf("%s: the packing list says %q", name, word)
			}
		}
	}
}

func TestPricedDocumentsCarryTheirCode(t *testing.T) {
	need(t, "pdftoppm", "poppler-utils")
	need(t, "zbarimg", "zbar-tools")
	out := t.TempDir()
	good(t, "documents", "--sample", "--out", out)
	in, err := documentsFlags{sample: true}.inputs(nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range in.orders {
		file, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		o, faults := trade.ReadOrder(file)
		found, more := compose.Rates(o, in.rates)
		if err := append(faults, more...).Err(); err != nil {
			t.Fatal(err)
		}
		totals, err := o.Totals(found)
		if err != nil {
			t.Fatal(err)
		}
		docs, err := compose.Documents(compose.Consignment{Order: o, Totals: totals, Labels: exporter.EnglishChinese}, compose.KindsFor(o))
		if err != nil {
			t.Fatal(err)
		}
		want := figuresOf(t, names[i])
		for _, p := range docs {
			if _, priced := p.(documents.Priced); !priced {
				continue
			}
			encoded, err := documents.Encode(p)
			if err != nil {
				t.Fatal(err)
			}
			info, _ := p.Kind().Info()
			code := fmt.Sprintf("WOOLROAD1|%s|%s|%s|%s|%x", p.Kind(), strings.Replace(numbers[i], "SO", info.Prefix, 1), want.Currency, want.Total, sha256.Sum256(encoded))
			if got := scanned(t, filepath.Join(out, numbers[i], string(p.Kind())+".pdf")); got != code {
				t.Errorf("%s %s: its code reads\n%s, want\n%s", names[i], p.Kind(), got, code)
			}
		}
	}
}

// scanned returns what a telephone reads from the codes on a PDF's pages.
func scanned(t *testing.T, pdf string) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("pdftoppm", "-r", "150", "-gray", pdf, filepath.Join(dir, "page")).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "*.pgm"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	// zbarimg exits with 4 where one of the pages has no code.
	out, err := exec.Command("zbarimg", append([]string{"--raw", "-q"}, pages...)...).Output()
	if err != nil && len(out) == 0 {
		t.Fatalf("zbarimg found no code on %s: %v", pdf, err)
	}
	return strings.TrimSpace(string(out))
}
