package documents

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/money"
)

// need finds a program that a test looks at documents with. A laptop may lack it;
// CI may not.
func need(t testing.TB, program, debian string) {
	t.Helper()
	if _, err := exec.LookPath(program); err == nil {
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing: install Debian's %s", program, debian)
	}
	t.Skipf("%s is missing: install Debian's %s to run this test", program, debian)
}

// header returns the header of an invented shipment. The caller must fill in the sums.
func header() Header {
	return Header{
		Labels: EnglishChinese, Number: "CI-2026-0041", Companion: "PL-2026-0041",
		Date: civil.Date{Year: 2026, Month: time.April, Day: 3},
		Exporter: Party{
			Name: "Lhasa Highland Wool Export Co., Ltd.", NameLocal: "拉萨高原羊绒毛出口有限公司",
			Address: []string{"No. 18 Jinzhu West Road", "Lhasa, Xizang 850000", "China"},
			Country: "China", IDs: []ID{{"USCC", "91540100MA6T1ABC5G"}, {"Customs code", "540196A01B"}},
			Phone: "+86 891 555 0100", Email: "export@highland-wool.example",
		},
		Buyer: Party{
			Name: "Sutlej Fine Knits Private Limited", Address: []string{"Focal Point Phase VIII", "Ludhiana, Punjab 141010", "India"},
			Country: "India", IDs: []ID{{"GSTIN", "03AAKCS4417P1Z0"}, {"IEC", "AAKCS4417P"}},
			Email: "imports@sutlej-knits.example",
		},
		Consignee: &Party{Name: "Punjab Bonded Warehouse Ltd.", Address: []string{"Dry Port", "Ludhiana"}, Country: "India", Contact: "Gate 3"},
		Order:     "SO-2026-0041", Contract: "LHW-IN-2026-03", BuyerReference: "PO 7731",
		Credit:    &Credit{"LC26/00871", civil.Date{Year: 2026, Month: time.February, Day: 2}, "Himalaya Merchants Bank, Kathmandu"},
		Transport: Transport{Mode: Bilingual{"By sea", "海运"}, Loading: "Tianjin Xingang, China", Discharge: "Nhava Sheva, India", Destination: "Ludhiana, India", Vessel: "MV Yarlung", Container: "CSQU3054383", Seal: "TJ887201"},
		Terms:     "CIF Nhava Sheva, India, Incoterms 2020", Origin: Bilingual{"China", "中国"},
		Marks: []string{"SFK", "LUDHIANA", "VIA NHAVA SHEVA", "C/NO. 1-42", "MADE IN CHINA"},
	}
}

// packed returns lots with that many bales altogether, each lot of lotSize bales or
// fewer.
func packed(h *Header, bales, lotSize int) Packing {
	var p Packing
	for from := 1; from <= bales; from += lotSize {
		l := PackedLot{
			Number: fmt.Sprintf("LHC26-%03d", len(p.Lots)+7), Description: "Dehaired cashmere (Capra hircus), white, 15.38 micron",
			Product: Bilingual{"dehaired cashmere", "无毛山羊绒"}, Species: "Capra hircus", HS6: "5102.11",
			Package: Packages{Code: "BL", Name: Bilingual{"compressed bales", "机压包"}},
		}
		for i := from; i < from+lotSize && i <= bales; i++ {
			b := Bale{Number: strconv.Itoa(i), Gross: fibre.Must(fmt.Sprintf("%d.%d", 80+i%9, i%10)), Tare: fibre.Must("1.2")}
			b.Net = b.Gross.Sub(b.Tare)
			l.Bales = append(l.Bales, b)
			l.Gross, l.Tare, l.Net = l.Gross.Add(b.Gross), l.Tare.Add(b.Tare), l.Net.Add(b.Net)
		}
		l.Package.Count = len(l.Bales)
		h.PackageCount += len(l.Bales)
		h.Gross, h.Tare, h.Net = h.Gross.Add(l.Gross), h.Tare.Add(l.Tare), h.Net.Add(l.Net)
		p.Lots = append(p.Lots, l)
	}
	h.Packages = []Packages{{h.PackageCount, "BL", Bilingual{"compressed bales", "机压包"}}}
	return p
}

// priced returns an invoice with a line for each lot. Conditioned lots have regains and a
// test certificate.
func priced(t testing.TB, h *Header, p Packing, conditioned bool) Invoice {
	t.Helper()
	inv := Invoice{
		Currency: money.USD, Payment: "30% by T/T in advance, balance against copies of shipping documents",
		Goods: money.Zero(money.USD), Discount: Charge{Amount: money.Zero(money.USD)},
		Freight: Charge{Amount: money.Must("1180.00", money.USD)}, Insurance: Charge{Percent: "0.35", Amount: money.Must("593.13", money.USD)},
		Banks: []Bank{{Name: "Lhasa Merchants Bank", Address: "Lhasa, China", SWIFT: "LHMBCNBL", Account: "1385 0100 2030 4455",
			Currency: money.USD, Beneficiary: h.Exporter.Name}},
		Declaration: Bilingual{"We certify that this invoice is true and correct and that the country of origin of the goods is China.", "兹证明本发票真实无误，货物原产国为中国。"},
	}
	for i, l := range p.Lots {
		m := LotMass{Lot: l.Number, Net: l.Net, InvoiceMass: l.Net}
		if conditioned {
			m.Regain = &fibre.Regain{Standard: exact.Must("17.0"), Measured: exact.Must("14.85")}
			m.InvoiceMass = m.Regain.InvoiceMass(l.Net, 2)
			m.Certificate = "XZFI-2026-0290 of 12 March 2026"
			m.Findings = []string{"mean fibre diameter 15.38 µm", "length 36.5 mm", "coarse hair 1.4 ‰", "white"}
		}
		price, err := money.ParsePrice([]string{"118.375", "109.2", "4.85"}[i%3], money.USD)
		if err != nil {
			t.Fatal(err)
		}
		amount, err := price.Times(m.InvoiceMass.Number())
		if err != nil {
			t.Fatal(err)
		}
		inv.Goods = plus(t, inv.Goods, amount)
		inv.Masses = append(inv.Masses, m)
		inv.Lines = append(inv.Lines, InvoiceLine{
			Description: l.Description, Product: l.Product, Species: l.Species, HS6: l.HS6,
			HS: []ID{{"CN", "5102110000"}, {"IN", "51021190"}}, Origin: "China", Lots: []string{l.Number},
			Packages: len(l.Bales), Gross: l.Gross, Net: l.Net, InvoiceMass: m.InvoiceMass, Price: price, Amount: amount,
		})
	}
	inv.Total = plus(t, plus(t, inv.Goods, inv.Freight.Amount), inv.Insurance.Amount)
	deposit, err := inv.Total.Percent(exact.Int(30))
	if err != nil {
		t.Fatal(err)
	}
	inv.Deposit = &Charge{"30", deposit}
	if inv.Balance, err = inv.Total.Sub(deposit); err != nil {
		t.Fatal(err)
	}
	if inv.Words, err = inv.Total.Words(); err != nil {
		t.Fatal(err)
	}
	for _, r := range []money.Rate{
		{From: money.USD, To: money.NPR, Value: exact.Must("149.27"), Per: exact.Must("1"), Side: money.Sell, Source: "Nepal Rastra Bank", Date: h.Date},
		{From: money.USD, To: money.INR, Value: exact.Must("93.348300"), Per: exact.Must("1"), Side: money.Mid, Source: "Financial Benchmarks India", Date: h.Date},
		{From: money.USD, To: money.CNY, Value: exact.Must("7.9214"), Per: exact.Must("1.15"), Side: money.Mid, Source: "European Central Bank", Date: h.Date, Through: money.EUR},
	} {
		a, err := r.Convert(inv.Total)
		if err != nil {
			t.Fatal(err)
		}
		inv.In = append(inv.In, Converted{a, r})
	}
	return inv
}

func plus(t testing.TB, a, b money.Amount) money.Amount {
	t.Helper()
	sum, err := a.Add(b)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// invoiceOf returns a commercial invoice with that many lines.
func invoiceOf(t testing.TB, lines int, conditioned bool) *CommercialInvoice {
	h := header()
	p := packed(&h, lines*2, 2)
	return &CommercialInvoice{h, priced(t, &h, p, conditioned)}
}

// packingOf returns a packing list with that many bales in lots of lotSize.
func packingOf(bales, lotSize int) *PackingList {
	h := header()
	h.Number, h.Companion = h.Companion, h.Number
	p := packed(&h, bales, lotSize)
	return &PackingList{h, p}
}

// combinedOf returns an invoice cum packing list.
func combinedOf(t testing.TB, bales, lotSize int) *Combined {
	h := header()
	p := packed(&h, bales, lotSize)
	return &Combined{h, priced(t, &h, p, true), p}
}
