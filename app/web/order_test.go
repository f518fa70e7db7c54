package web

import (
	"strings"
	"testing"

	"woolroad/app/money"
	"woolroad/app/orders"
	"woolroad/app/ratebook"
	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/say"
	"woolroad/rates"
)

// Orders of the samples.
const (
	kathmandu = "01-kathmandu-scoured-wool.json"
	mumbai    = "02-nhava-sheva-cashmere.json"
)

// sampleOrder returns an order file of the samples.
func sampleOrder(t testing.TB, name string) string {
	t.Helper()
	b, err := sample.Files.ReadFile("orders/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// keepOrder stores and returns an order of the samples.
func (d *desk) keepOrder(name string) trade.Order {
	d.t.Helper()
	o, faults := trade.ReadOrder(strings.NewReader(sampleOrder(d.t, name)))
	if err := faults.Err(); err != nil {
		d.t.Fatal(err)
	}
	if _, err := orders.Add(d.t.Context(), d.store, tashi, orders.Judge(o), orders.Source{}); err != nil {
		d.t.Fatal(err)
	}
	return o
}

// keepRates stores recorded rates of the samples.
func (d *desk) keepRates(names ...string) {
	d.t.Helper()
	for _, name := range names {
		f, err := sample.Files.Open("rates/" + name)
		if err != nil {
			d.t.Fatal(err)
		}
		feed, err := rates.Read(f)
		if err != nil {
			d.t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			d.t.Fatal(err)
		}
		if _, err := ratebook.Import(d.t.Context(), d.store, tashi, ratebook.Intake{Name: name}, feed); err != nil {
			d.t.Fatal(err)
		}
	}
}

const april = "nrb-2026-04-01_2026-04-05.json"

// says fails the test unless the answer has that status and its text, with tags taken as
// spaces, contains all of these texts.
func (a answer) says(t *testing.T, status int, texts ...string) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d:\n%s", a.status, status, a.body)
	}
	page := plainText(a.body)
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("the page does not say %q:\n%s", text, page)
		}
	}
}

// plainText returns a page without its tags, with one space between words.
func plainText(html string) string {
	var b strings.Builder
	for i, part := range strings.Split(html, "<") {
		if i > 0 {
			_, part, _ = strings.Cut(part, ">")
			b.WriteByte(' ')
		}
		b.WriteString(part)
	}
	text := strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&amp;", "&", "&gt;", ">", "&#43;", "+").Replace(b.String())
	return strings.Join(strings.Fields(text), " ")
}

func TestOrderPage(t *testing.T) {
	d := newDesk(t)
	d.keepOrder(kathmandu)
	d.keepRates(april)
	a := d.get("/orders/SO-2026-0041")
	a.says(t, 200,
		"SO-2026-0041 Himal Carpet Industries Pvt. Ltd. Open",
		"USD 25,420.11",
		"NPR 37,94,459.82 1 USD = 149.27 NPR · Nepal Rastra Bank · selling rate · 3 Apr 2026",
		"CNY 175,703.80 1 USD = 6.9120 CNY · Lhasa Merchants Bank, contract rate · as the order states · 3 Apr 2026",
		"60 5,039.1 5,109.3 4.85 24,780.11 Goods 24,780.11 Freight 640.00 Total 25,420.11 Deposit 30 % 7,626.03 Balance 17,794.08",
		"Invoice mass: 5,039.1 kg net × (100 + 15.0) ÷ (100 + 13.42) = 5,109.3 kg",
		"60 bales", "17 88.8 1.2 87.6",
		"Consignee as buyer Notify party as buyer",
		"CPT Kathmandu, Nepal, Incoterms 2020",
		"Commercial invoice not issued Packing list not issued",
		"Order entered",
	)
	for _, link := range []string{
		`href="/rates?date=2026-04-03&amp;pair=USD%2FNPR"`,
		`src="/orders/SO-2026-0041/draft/commercial-invoice.pdf"`,
		`href="/orders/SO-2026-0041/edit"`, `href="/orders/new?from=SO-2026-0041"`, `href="/orders/SO-2026-0041/issue"`,
	} {
		if !strings.Contains(a.body, link) {
			t.Errorf("the page has no %s", link)
		}
	}
	if strings.Contains(a.body, "UN/LOCODE") {
		t.Error("the page warns of a border crossing")
	}
	if strings.Contains(a.body, "documents.zip") {
		t.Error("the page offers a ZIP, and no document is issued")
	}
	d.get("/orders/SO-2026-0041?document=packing-list").says(t, 200, "Packing list draft Open the PDF")
	d.get("/orders/SO-1").says(t, 404, "There is no order SO-1.")
}

func TestAnIssuedOrderKeepsTheDocumentsRate(t *testing.T) {
	d := newDesk(t)
	d.issueAll()
	a := d.get("/orders/SO-2026-0041")
	a.says(t, 200, "NPR 37,94,459.82 1 USD = 149.27 NPR")
	if strings.Contains(a.body, "This rate was later corrected") {
		t.Error("the page speaks of a correction before there is one")
	}
	d.take("151.00", "2026-04-03")
	d.get("/orders/SO-2026-0041").says(t, 200, "NPR 37,94,459.82 1 USD = 149.27 NPR · Nepal Rastra Bank · selling rate · 3 Apr 2026",
		"This rate was later corrected to 151.00; CI-2026-0001 keeps 149.27.", "CNY 175,703.80 1 USD = 6.9120 CNY · Lhasa Merchants Bank, contract rate · as the order states")
	o := d.order("SO-2026-0041")
	o.TotalsIn[0].Side = money.Buy
	if _, err := orders.Replace(t.Context(), d.store, tashi, orders.Judge(o), orders.Source{}); err != nil {
		t.Fatal(err)
	}
	d.get("/orders/SO-2026-0041").says(t, 200, "1 USD = 149.27 NPR · Nepal Rastra Bank · selling rate", "The order would now take the rate 148.67 of 3 Apr 2026; CI-2026-0001 keeps 149.27.")
}

func TestWhereAnOrdersRateIsFrom(t *testing.T) {
	d := newDesk(t)
	d.keepOrder(kathmandu)
	d.keepRates(april)
	o := d.order("SO-2026-0041")
	_, err := ratebook.Enter(t.Context(), d.store, store.Who{Name: "desk", At: today}, ratebook.TypedRate{Source: "contract", From: "USD", To: "CNY", Value: "7.05", Per: "1", Date: o.Date.String(), Reason: "forward contract 26-118"})
	if err != nil {
		t.Fatal(err)
	}
	o.TotalsIn = []trade.TotalIn{{Currency: "NPR", Rule: "nrb-sell"}, {Currency: "CNY", Rule: "contract"}}
	if _, err := orders.Replace(t.Context(), d.store, tashi, orders.Judge(o), orders.Source{}); err != nil {
		t.Fatal(err)
	}
	a := d.get("/orders/SO-2026-0041")
	a.says(t, 200, "1 USD = 149.27 NPR · Nepal Rastra Bank · NRB selling rate, the last published on or before the day", "1 USD = 7.05 CNY")
	if strings.Contains(a.body, "as the order states") {
		t.Error("a rate that a rule chose is called one that the order states")
	}
}

func TestOrderPageWithoutRates(t *testing.T) {
	d := newDesk(t)
	d.keepOrder(kathmandu)
	a := d.get("/orders/SO-2026-0041")
	a.says(t, 200, "USD 25,420.11", "NPR no rate yet", "CNY 175,703.80",
		"Total in another currency 1:", "cannot be issued yet", "This document cannot be created yet:")
	if strings.Contains(a.body, "<iframe") {
		t.Error("the page shows a document that cannot be made")
	}
}

func TestOrderPageInChinese(t *testing.T) {
	d := newDesk(t)
	d.cookies["language"] = "zh-CN"
	d.keepOrder(mumbai)
	d.get("/orders/SO-2026-0038").says(t, 200, "公定重量：净重 745.7 公斤 ×（100 + 17.0）÷（100 + 14.85）= 759.66 公斤", "商业发票兼装箱单", "卖方", "录入订单")
}

func TestActivityInPages(t *testing.T) {
	d := newDesk(t)
	o := d.keepOrder(kathmandu)
	for _, truck := range strings.Split("ABCDEFGHIJKL", "") {
		o.Route.Truck = truck
		if _, err := orders.Replace(t.Context(), d.store, tashi, orders.Judge(o), orders.Source{}); err != nil {
			t.Fatal(err)
		}
	}
	latest := d.get("/orders/SO-2026-0041")
	latest.says(t, 200, "Route › Truck: K → L", "Route › Truck: B → C", "Older")
	if strings.Contains(latest.body, "Order entered") {
		t.Error("the first page of thirteen events has the oldest")
	}
	d.get("/orders/SO-2026-0041?before=4").says(t, 200, "Route › Truck: A → B", "Order entered", "Latest")
}

func TestPlaceOf(t *testing.T) {
	order := trade.Order{Lots: []trade.Lot{{Number: "LHW26-031", Bales: []trade.Bale{{Number: "101"}}}}}
	for _, test := range []struct {
		pointer string
		order   *trade.Order
		want    string
	}{
		{"", nil, "The whole order"},
		{"/number", nil, "Number"},
		{"/lots/0/bales/3/tare", nil, "Lot 1 › Bale 4 › Tare"},
		{"/lots/0/bales/0/tare", &order, "Lot LHW26-031 › Bale 101 › Tare"},
		{"/lots/0/bales/9/gross", &order, "Lot LHW26-031 › Bale 10 › Gross mass"},
		{"/lots/7", &order, "Lot 8"},
		{"/lots", &order, "Lots"},
		{"/lines/1/price", &order, "Line 2 › Price"},
		{"/seller/address/0", nil, "Seller › Address, line 1"},
		{"/buyer/ids/np_pan", nil, "Buyer › Registered numbers › PAN (Nepal)"},
		{"/buyer/ids/of_mars", nil, "Buyer › Registered numbers › of_mars"},
		{"/totals_in/0/rate/value", nil, "Total in another currency 1 › Rate › Value"},
		{"/lots/-", &order, "Lots › -"},
		{"/a~1b~0c", nil, "a/b~c"},
		{"/100%", nil, "100%"},
	} {
		if got := say.English.Say(say.PlaceOf(test.pointer, test.order)); got != test.want {
			t.Errorf("placeOf(%q) = %q, want %q", test.pointer, got, test.want)
		}
	}
}
