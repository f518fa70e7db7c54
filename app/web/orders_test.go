package web

import (
	"net/url"
	"strings"
	"testing"

	"woolroad/app/fibre"
	"woolroad/app/orders"
	"woolroad/app/sample"
	"woolroad/app/trade"
)

// withSamples stores the sample orders.
func withSamples(t *testing.T, d *desk) {
	t.Helper()
	files, err := sample.Files.ReadDir("orders")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		in, err := sample.Files.Open("orders/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		o, faults := trade.ReadOrder(in)
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		if _, err := orders.Add(t.Context(), d.store, tashi, orders.Judge(o), orders.Source{}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnEmptyListSaysTheNextStep(t *testing.T) {
	d := newDesk(t)
	got := d.get("/orders")
	for _, want := range []string{"No orders yet", `href="/orders/new"`, `href="/orders/upload"`} {
		if got.status != 200 || !strings.Contains(got.body, want) {
			t.Errorf("%d without %q", got.status, want)
		}
	}
}

func TestOrders(t *testing.T) {
	d := newDesk(t)
	withSamples(t, d)
	const cashmere, wool, yak = "SO-2026-0038", "SO-2026-0041", "SO-2026-0044"
	for _, test := range []struct {
		what, query string
		want        []string // the orders, from the top
	}{
		{"the newest first", "", nil},
		{"by number", "sort=number", []string{cashmere, wool, yak}},
		{"by number from the end", "sort=number-", []string{yak, wool, cashmere}},
		{"of one currency", "currency=USD&sort=number", nil},
		{"with a word of the buyer", "q=himal", []string{wool}},
		{"open ones", "status=open&sort=number", []string{cashmere, wool, yak}},
		{"issued ones", "status=issued", []string{}},
		{"none that far away", "from=2031-01-01", []string{}},
	} {
		got := d.get("/orders?" + test.query)
		if got.status != 200 {
			t.Errorf("%s: %d", test.what, got.status)
			continue
		}
		var is []string
		for _, part := range strings.Split(got.body, `<th scope="row" class="nowrap"><a href="/orders/`)[1:] {
			number, _, _ := strings.Cut(part, `"`)
			is = append(is, number)
		}
		if test.want != nil && strings.Join(is, " ") != strings.Join(test.want, " ") {
			t.Errorf("%s: %v, want %v", test.what, is, test.want)
		}
		if len(is) == 0 && !strings.Contains(got.body, "No matching orders") {
			t.Errorf("%s: an empty list says nothing", test.what)
		}
	}
}

func TestPlacesStandInTheReadersLanguage(t *testing.T) {
	d := newDesk(t)
	withSamples(t, d)
	const order = "/orders/SO-2026-0041"
	for _, language := range []struct {
		name  string
		shown map[string]string // by the page's address
	}{
		{"en", map[string]string{
			"/orders": `title="CPT Kathmandu, Nepal">CPT Kathmandu, Nepal<`, "/orders.csv": "CPT Kathmandu, Nepal", order: "<dd>Kathmandu, Nepal</dd>",
		}},
		{"zh-CN", map[string]string{
			"/orders": `title="CPT 加德满都（Kathmandu, Nepal）">CPT 加德满都<`, "/orders.csv": "CPT 加德满都（Kathmandu, Nepal）", order: "<dd>加德满都（Kathmandu, Nepal）</dd>",
		}},
	} {
		d.cookies["language"] = language.name
		for address, want := range language.shown {
			d.get(address).has(t, address+" in "+language.name, 200, want)
		}
		heads := map[string]string{"en": "Total, CPT Kathmandu, Nepal, Incoterms 2020", "zh-CN": "总额，CPT 加德满都，Incoterms 2020"}
		d.get(order).has(t, "the head of the order in "+language.name, 200, heads[language.name])
		for _, text := range []string{"kathmandu", "加德满都", "NPKTM"} { // in whichever language one reads
			d.get("/orders?q="+url.QueryEscape(text)).has(t, "orders with "+text, 200, `href="`+order+`"`)
			d.get("/search?q="+url.QueryEscape(text)).has(t, "a search for "+text, 200, `href="`+order+`"`)
		}
	}
	if got := d.get("/search?q=NPKTM"); !strings.Contains(got.body, `<mark>Kathmandu, Nepal · 加德满都 · NPKTM</mark>`) {
		t.Error("a search does not say which place it has found")
	}
}

func TestWhatCannotBeFilteredForIsSaidAtItsField(t *testing.T) {
	d := newDesk(t)
	withSamples(t, d)
	got := d.get("/orders?from=April&to=2026-13-01")
	for _, want := range []string{"April is not a date", "2026-13-01 is not a date", `href="#from"`, "<title>Error: Orders"} {
		if got.status != 422 || !strings.Contains(got.body, want) {
			t.Errorf("%d without %q", got.status, want)
		}
	}
	for _, query := range []string{"sort=colour", "at=mangled"} {
		if got := d.get("/orders?" + query); got.status != 422 {
			t.Errorf("%s: %d, want 422", query, got.status)
		}
	}
}

func TestSumsAreThoseOfTheList(t *testing.T) {
	d := newDesk(t)
	withSamples(t, d)
	page, part := d.get("/orders?sums=1").body, d.get("/orders/sums").body
	for _, want := range []string{"3 orders", "USD 179,478.83"} {
		if !strings.Contains(page, want) || !strings.Contains(part, want) {
			t.Errorf("no %q in the page or the part: %s", want, part)
		}
	}
	if strings.Contains(part, "<html") {
		t.Error("the part is a whole page")
	}
}

// TestListsPrintMassesAsDocumentsDo holds that pages print a mass with the decimals and
// the commas of the documents, whatever stands above and below it.
func TestListsPrintMassesAsDocumentsDo(t *testing.T) {
	d := newDesk(t)
	withSamples(t, d)
	decimals, sum := map[int32]bool{}, fibre.Mass{}
	for _, number := range []string{"SO-2026-0038", "SO-2026-0041", "SO-2026-0044"} {
		o := d.order(number)
		o.TotalsIn = nil
		totals, err := o.Totals(nil)
		if err != nil {
			t.Fatal(err)
		}
		var mass fibre.Mass
		for _, l := range totals.Lines {
			mass = mass.Add(l.Quantity)
		}
		decimals[mass.Decimals()] = true
		sum = sum.Add(mass)
		for _, test := range []struct{ path, cell string }{
			{"/orders", mass.Grouped()},
			{"/orders/" + number, totals.Lines[0].Quantity.Grouped()},
			{"/lots", totals.Lots[0].Gross.Grouped()},
			{"/lots", totals.Lots[0].Net.Grouped()},
			{"/lots/" + o.Lots[0].Number, totals.Lots[0].Net.Grouped()},
		} {
			if got := d.get(test.path); !strings.Contains(got.body, `class="n">`+test.cell+`</td>`) {
				t.Errorf("%s does not print %s kg of order %s", test.path, test.cell, number)
			}
		}
	}
	if got := d.get("/orders?sums=1"); !strings.Contains(got.body, ">"+sum.Grouped()+" kg<") {
		t.Errorf("the orders do not add up to %s kg", sum.Grouped())
	}
	if len(decimals) < 2 {
		t.Errorf("all orders have the same decimals, so that the test tells nothing: %v", decimals)
	}
}

func TestListsAndSearchReadOtherDigits(t *testing.T) {
	d := newDesk(t)
	withSamples(t, d)
	for _, test := range []struct{ path, want string }{
		{"/orders?from=" + url.QueryEscape("２０２６/４/３") + "&to=" + url.QueryEscape("२०२६-०४-०३"), "SO-2026-0041"},
		{"/orders?q=" + url.QueryEscape("००४१"), "SO-2026-0041"},
		{"/search?q=" + url.QueryEscape("ＬＨＷ２６－０３१"), "LHW26-031"},
	} {
		got := d.get(test.path)
		if got.status == 303 { // a number that is somebody's leads there at once
			got.body = got.header.Get("Location")
		}
		if !strings.Contains(got.body, test.want) || strings.Contains(got.body, "is no day") {
			t.Errorf("%s: %d without %s", test.path, got.status, test.want)
		}
	}
}
