package documents

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/jung-kurt/gofpdf"
	"rsc.io/qr"
)

// twoPages returns an invoice of 40 lines with Chinese, three other currencies and a QR
// code.
func twoPages(t testing.TB) *CommercialInvoice {
	inv := invoiceOf(t, 40, false)
	inv.Consignee, inv.Credit, inv.BuyerReference = nil, nil, ""
	inv.Deposit, inv.Balance = nil, inv.Total
	for i := range inv.Lines {
		inv.Lines[i].HS = inv.Lines[i].HS[:1]
	}
	return inv
}

func TestFortyLinesTakeTwoPages(t *testing.T) {
	if n := pages(drawn(t, twoPages(t))); n != 2 {
		t.Errorf("an invoice of 40 lines takes %d pages, want 2", n)
	}
	if n := pages(drawn(t, packingOf(2000, 2000))); n != 14 {
		t.Errorf("2,000 bales take %d pages, want 14", n)
	}
}

func pages(pdf []byte) int {
	return bytes.Count(pdf, []byte("/Type /Page\n")) + bytes.Count(pdf, []byte("/Type/Page/"))
}

// BenchmarkDocument draws with our engine and, beside it, the same text at the same
// places with plain gofpdf and Noto Sans SC as its users would: the fonts added
// to each document, no rules and boxes. It needs pdftohtml of poppler-utils to
// learn what stands where.
func BenchmarkDocument(b *testing.B) {
	for _, bench := range []struct {
		name string
		doc  Document
	}{
		{"invoice of 40 lines", twoPages(b)},
		{"packing list of 2000 bales", packingOf(2000, 2000)},
	} {
		b.Run(bench.name+"/woolroad", func(b *testing.B) {
			b.ReportAllocs()
			var out bytes.Buffer
			for b.Loop() {
				out.Reset()
				if err := bench.doc.Write(&out); err != nil {
					b.Fatal(err)
				}
			}
			n := pages(out.Bytes())
			b.ReportMetric(float64(out.Len())/1000, "kB")
			b.ReportMetric(float64(n), "pages")
		})
		b.Run(bench.name+"/plain gofpdf", func(b *testing.B) {
			need(b, "pdftohtml", "poppler-utils")
			b.ReportAllocs()
			var out bytes.Buffer
			sheets := textOf(b, bench.doc)
			regular, bold := font(b, "NotoSansSC-Regular.ttf"), font(b, "NotoSansSC-Bold.ttf")
			code := ""
			if inv, ok := bench.doc.(*CommercialInvoice); ok {
				seal, err := sealOf(&out, inv, inv.Total)
				if err != nil {
					b.Fatal(err)
				}
				code = seal.code
			}
			for b.Loop() {
				out.Reset()
				if err := plain(&out, sheets, regular, bold, code); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(out.Len())/1000, "kB")
			b.ReportMetric(float64(len(sheets)), "pages")
		})
	}
}

// printed is a page's text as pdftohtml -xml tells it, in points.
type printed struct {
	Texts []struct {
		Top    int    `xml:"top,attr"`
		Left   int    `xml:"left,attr"`
		Height int    `xml:"height,attr"`
		Plain  string `xml:",chardata"`
		Bold   string `xml:"b"`
		Italic string `xml:"i"`
	} `xml:"text"`
}

func textOf(tb testing.TB, p Document) []printed {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "document.pdf")
	if err := os.WriteFile(path, drawn(tb, p), 0o644); err != nil {
		tb.Fatal(err)
	}
	out, err := exec.Command("pdftohtml", "-xml", "-i", "-stdout", "-zoom", "1", path).Output()
	if err != nil {
		tb.Fatal(err)
	}
	var doc struct {
		Pages []printed `xml:"page"`
	}
	dec := xml.NewDecoder(bytes.NewReader(out))
	dec.Strict = false
	if err := dec.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		tb.Fatal(err)
	}
	if len(doc.Pages) == 0 || len(doc.Pages[0].Texts) == 0 {
		tb.Fatal("pdftohtml found no text")
	}
	return doc.Pages
}

func font(tb testing.TB, name string) []byte {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join("layout", "fonts", name))
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func plain(w io.Writer, sheets []printed, regular, bold []byte, code string) error {
	pdf := gofpdf.New("P", "pt", "A4", "")
	pdf.AddUTF8FontFromBytes("sc", "", regular)
	pdf.AddUTF8FontFromBytes("sc", "B", bold)
	for _, s := range sheets {
		pdf.AddPage()
		for _, t := range s.Texts {
			style, text := "", t.Plain+t.Italic
			if t.Bold != "" {
				style, text = "B", t.Bold
			}
			pdf.SetFont("sc", style, float64(t.Height)*0.75)
			pdf.Text(float64(t.Left), float64(t.Top+t.Height), text)
		}
	}
	if code != "" {
		q, err := qr.Encode(code, qr.M)
		if err != nil {
			return err
		}
		for y := range q.Size {
			for x := range q.Size {
				if q.Black(x, y) {
					pdf.Rect(300+float64(x)*1.5, 700+float64(y)*1.5, 1.5, 1.5, "F")
				}
			}
		}
	}
	return pdf.Output(w)
}

// BenchmarkPages shows that the memory for a page does not grow with the number of pages.
func BenchmarkPages(b *testing.B) {
	for _, bales := range []int{150, 2000, 10000} {
		p := packingOf(bales, bales)
		b.Run(strconv.Itoa(bales)+" bales", func(b *testing.B) {
			b.ReportAllocs()
			var out bytes.Buffer
			for b.Loop() {
				out.Reset()
				if err := p.Write(&out); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(pages(out.Bytes())), "pages")
		})
	}
}
