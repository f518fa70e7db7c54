package documents

import (
	"bytes"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/money"
)

// word is a word where pdftotext -bbox sees it, in points from the top left.
type word struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

func wordsOf(t *testing.T, p Document) [][]word {
	t.Helper()
	need(t, "pdftotext", "poppler-utils")
	path := filepath.Join(t.TempDir(), "document.pdf")
	if err := os.WriteFile(path, drawn(t, p), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-bbox", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Pages []struct {
			Words []word `xml:"word"`
		} `xml:"body>doc>page"`
	}
	if err := xml.NewDecoder(bytes.NewReader(out)).Decode(&doc); err != nil {
		t.Fatal(err)
	}
	var pages [][]word
	for _, p := range doc.Pages {
		pages = append(pages, p.Words)
	}
	return pages
}

// long returns a document with the longest texts that an order file may have, and with
// the largest amounts and masses.
func long(t testing.TB) *Combined {
	c := combinedOf(t, 37, 20)
	text := strings.Repeat("Yarlung Tsangpo Highland Fibre and Carpet Wool 雅鲁藏布江高原纤维 ", 7)[:480]
	text = strings.ToValidUTF8(text, "")
	for _, p := range []*Party{&c.Exporter, &c.Buyer, c.Consignee} {
		p.Name, p.NameLocal, p.Contact = text[:200], strings.Repeat("拉萨高原羊绒毛出口有限公司", 10), text[:150]
		p.Address = []string{text[:150], text[:150], text[:150], text[:150]}
	}
	c.Notify = c.Consignee
	c.Terms, c.Payment = "CIF "+text[:150]+", Incoterms 2020", text
	c.Contract, c.BuyerReference = strings.Repeat("LHW", 30), strings.Repeat("W", 90)
	c.Marks = strings.Split(strings.Repeat("MARK AND NUMBER|", 30), "|")[:30]
	c.Transport.Loading, c.Transport.Destination = text[:190], text[:190]
	for i := range c.Lines {
		c.Lines[i].Description = text
	}
	c.Banks[0].Name, c.Banks[0].Address = text[:200], text[:200]
	for i := range c.Packing.Lots[0].Bales {
		c.Packing.Lots[0].Bales[i].Number = "LHC26-007-BALE-NUMBER-" + strconv.Itoa(i)
	}
	return c
}

// large returns an invoice with the widest figures.
func large(t testing.TB) *CommercialInvoice {
	h := header()
	p := packed(&h, 2, 2)
	b := &p.Lots[0].Bales[0]
	b.Gross = fibre.Must("999999999.999")
	b.Net = b.Gross.Sub(b.Tare)
	rest := p.Lots[0].Bales[1]
	p.Lots[0].Gross, p.Lots[0].Net = b.Gross.Add(rest.Gross), b.Net.Add(rest.Net)
	h.Gross, h.Net = p.Lots[0].Gross, p.Lots[0].Net
	inv := priced(t, &h, p, true)
	price, err := money.ParsePrice("987654.123456", money.USD)
	if err != nil {
		t.Fatal(err)
	}
	l := &inv.Lines[0]
	l.Price = price
	if l.Amount, err = price.Times(l.InvoiceMass.Number()); err != nil {
		t.Fatal(err)
	}
	inv.Goods, inv.Deposit, inv.In = l.Amount, nil, nil
	inv.Total = plus(t, plus(t, inv.Goods, inv.Freight.Amount), inv.Insurance.Amount)
	inv.Balance = inv.Total
	if inv.Words, err = inv.Total.Words(); err != nil {
		t.Fatal(err)
	}
	r := money.Rate{From: money.USD, To: money.NPR, Value: exact.Must("149.27"), Per: exact.Must("1000"), Side: money.Sell, Source: "Nepal Rastra Bank", Date: h.Date,
		Rule: "NRB selling rate, the last published on or before the day", RuleZH: "尼泊尔国家银行卖出价，当日或此前最近一次公布"}
	a, err := r.Convert(inv.Total)
	if err != nil {
		t.Fatal(err)
	}
	inv.In = []Converted{{a, r}}
	return &CommercialInvoice{h, inv}
}

// TestARatesRuleIsPrinted holds that the rule by which a rate was chosen is printed under
// it.
func TestARatesRuleIsPrinted(t *testing.T) {
	for _, test := range []struct {
		rule string
		want bool
	}{{"NRB selling rate, the last published on or before the day", true}, {"", false}} {
		p := large(t)
		p.In[0].Rate.Rule = test.rule
		var text []string
		for _, words := range wordsOf(t, p) {
			for _, w := range words {
				text = append(text, w.Text)
			}
		}
		if got := strings.Contains(strings.Join(text, " "), "on or before the day"); got != test.want {
			t.Errorf("by the rule %q, its name is printed: %v, want %v", test.rule, got, test.want)
		}
	}
}

// TestEveryWordHasItsPlace holds that nothing runs off a page and no two words overlap.
func TestEveryWordHasItsPlace(t *testing.T) {
	docs := golden(t)
	docs["long texts"] = long(t)
	docs["large figures"] = large(t)
	for name, p := range docs {
		t.Run(name, func(t *testing.T) {
			const mm = 72 / 25.4
			for i, words := range wordsOf(t, p) {
				for _, w := range words {
					if w.XMin < 19.5*mm || w.XMax > 200.5*mm || w.YMin < 8*mm || w.YMax > 292*mm {
						t.Errorf("page %d: %q stands outside the page's edges, at %.1f to %.1f mm across and %.1f mm down", i+1, w.Text, w.XMin/mm, w.XMax/mm, w.YMin/mm)
					}
				}
				overlaps(t, i+1, words)
			}
		})
	}
}

// overlaps reports words whose letters share space. Boxes reach over and under
// the letters by about a quarter, so that lines may share that much.
func overlaps(t *testing.T, page int, words []word) {
	t.Helper()
	for i, a := range words {
		for _, b := range words[i+1:] {
			across := min(a.XMax, b.XMax) - max(a.XMin, b.XMin)
			down := min(a.YMax, b.YMax) - max(a.YMin, b.YMin)
			if across > 1 && down > 0.4*min(a.YMax-a.YMin, b.YMax-b.YMin) {
				t.Errorf("page %d: %q and %q overlap", page, a.Text, b.Text)
				return
			}
		}
	}
}

// TestFiguresLineUpAtThePoint holds that the decimal points of a column's figures stand
// under each other.
func TestFiguresLineUpAtThePoint(t *testing.T) {
	inv := invoiceOf(t, 3, true) // prices 118.375, 109.2 and 4.85
	var points []float64
	for _, w := range wordsOf(t, inv)[0] {
		if w.Text == "118.375" || w.Text == "109.2" || w.Text == "4.85" {
			digit := (w.XMax - w.XMin) / (float64(len(w.Text)) - 0.53) // a point is 0.47 of a digit wide
			points = append(points, w.XMax-digit*float64(decimalsOf(w.Text)))
		}
	}
	if len(points) != 3 {
		t.Fatalf("%d of 3 prices found", len(points))
	}
	for _, x := range points {
		if d := x - points[0]; d > 0.5 || d < -0.5 {
			t.Errorf("decimal points stand at %v", points)
			break
		}
	}
}

// TestSumsNeverStandAlone holds that sums and signature have bales with them on their
// page, however high the boxes at the top are.
func TestSumsNeverStandAlone(t *testing.T) {
	need(t, "pdftotext", "poppler-utils")
	for bales := 55; bales <= 63; bales++ {
		for marks := 1; marks < 60; marks += 6 {
			pl := packingOf(bales, bales)
			pl.Marks = strings.Split(strings.Repeat("MARK AND NUMBER|", marks), "|")
			cmd := exec.Command("pdftotext", "-layout", "-", "-")
			cmd.Stdin = bytes.NewReader(drawn(t, pl))
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			all := strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
			if last := all[len(all)-1]; strings.Count(last, " 1.2 ") < 2 {
				t.Errorf("%d bales, %d marks: no two bales on the last page\n%s", bales, marks, last)
			}
		}
	}
}

// TestSignatureNeverStandsAlone holds that a page with the signature has at least two
// rows of goods or bales.
func TestSignatureNeverStandsAlone(t *testing.T) {
	need(t, "pdftotext", "poppler-utils")
	for n := 1; n <= 60; n += 1 + n/20*4 {
		for name, p := range map[string]Document{
			"invoice sold by net": invoiceOf(t, n, false), "invoice with tests": invoiceOf(t, n, true),
			"packing list": packingOf(n*6, n*6), "packing list in small lots": packingOf(n*4, 4),
		} {
			p.Head().Marks = strings.Split(strings.Repeat("MARK AND NUMBER|", n%20+1), "|") // the boxes grow
			cmd := exec.Command("pdftotext", "-layout", "-", "-")
			cmd.Stdin = bytes.NewReader(drawn(t, p))
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			all := strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
			last := all[len(all)-1]
			rows := strings.Count(last, "Capra hircus") + strings.Count(last, "XZFI-2026-0290")
			for line := range strings.Lines(last) {
				if strings.Contains(line, " 1.2 ") {
					rows++
				}
			}
			if !strings.Contains(last, "Authorised signature") {
				t.Errorf("%s of %d: the last page is not signed", name, n)
			}
			if rows < min(2, n) { // the shortest have one
				t.Errorf("%s of %d: %d rows beside the signature\n%s", name, n, rows, last)
			}
		}
	}
}
