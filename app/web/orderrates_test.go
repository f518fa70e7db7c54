package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/web/webtest"
)

// TestATotalsRateIsChosenByName chooses the rate of a total by its name in the order
// form, and finds in the order file what it always had.
func TestATotalsRateIsChosenByName(t *testing.T) {
	d := deskForForms(t)
	d.keepRates(april)
	page := d.get("/orders/" + wool + "/edit")
	page.has(t, "an order that is stored", 200, `<option value="nrb:sell" selected>Nepal Rastra Bank, selling rate</option>`, `<option value=":own" selected>A rate of your own, entered below</option>`,
		`<option value="default">By the desk&#39;s rule: NRB selling rate, the last published on or before the day</option>`, `<option value="contract">Contract rate of the exporter&#39;s bank`,
		"1 USD = 149.27 NPR · Nepal Rastra Bank, selling rate · 3 Apr 2026, the order&#39;s own day", "Lhasa Merchants Bank, contract rate, as the order states")
	fields := formOnPage(t, page.body)
	d.submit("/orders/"+wool+"/edit", "save", fields)
	webtest.SameOrder(t, wool, d.order(wool), webtest.SampleOrders(t)["orders/01-kathmandu-scoured-wool.json"])

	// A new row has the desk's rule, and says once its currency is known which that is.
	fields = d.edit(wool)
	added := d.submit("/orders/"+wool+"/edit", "add:/totals_in", fields)
	added.has(t, "a row", 200, `<option value="default" selected>By the desk&#39;s rule</option>`)
	fields = with(formOnPage(t, added.body), "/totals_in/2/currency", "inr")
	d.submit("/orders/totals", "", fields).has(t, "while it is typed", 200, "There is no rate from USD to INR by Financial Benchmarks India on or before 3 Apr 2026",
		`href="/rates#import"`, `href="/rates/new?date=2026-04-03&amp;from=USD&amp;source=fbil&amp;to=INR"`, "Enter USD/INR of Financial Benchmarks India for 3 Apr 2026",
		`href="/rates/new?date=2026-04-03&amp;from=USD&amp;source=contract&amp;to=INR"`, `target="_blank"`)
	d.submit("/orders/"+wool+"/edit", "totals", fields).has(t, "computed", 200, `<option value="default" selected>By the desk&#39;s rule: FBIL reference rate`)

	// Another rate in place of one's own takes that out; a rule beside one's own is a fault.
	fields = d.edit(wool)
	changed := with(fields, "/totals_in/0/rule", "nrb-buy", "/totals_in/1/rule", "ecb")
	if a := d.submit("/orders/"+wool+"/edit", "save", changed); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	in := d.order(wool).TotalsIn
	if in[0].Rule != "nrb-buy" || in[0].Source != "" || in[0].Side != "" || in[1].Rule != "ecb" || in[1].Rate != nil {
		t.Errorf("stored: %+v", in)
	}
	d.get("/orders/"+wool).says(t, 200, "Source: Nepal Rastra Bank → empty", "Side: selling rate → empty", "Rate rule: empty → NRB buying rate, the last published on or before the day")
	both := with(d.edit(wool), "/totals_in/1/rate/value", "6.9")
	d.submit("/orders/"+wool+"/edit", "save", both).has(t, "two rates for one total", 422, `href="#f-totals_in-1-rule"`, "Give a source, a rule or a rate, and only one of them.")
	own := with(d.edit(wool), "/totals_in/1/rule", ":own", "/totals_in/1/rate/value", "6.9", "/totals_in/1/rate/source", "the bank", "/totals_in/1/rate/date", "2026-04-01")
	if a := d.submit("/orders/"+wool+"/edit", "save", own); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if in := d.order(wool).TotalsIn[1]; in.Rule != "" || in.Rate == nil || in.Rate.Value.String() != "6.9" {
		t.Errorf("stored: %+v", in)
	}
	d.cookies["language"] = "zh-CN"
	d.get("/orders/"+wool+"/edit").has(t, "in Chinese", 200, "按本公司的规则：尼泊尔国家银行卖出价", "自定汇率", "比订单日期早 2 天")
}

// TestTheFormSaysHowOldARateIs looks for the age of a rate beside the total before the
// order is saved, also where no document could be issued with that rate.
func TestTheFormSaysHowOldARateIs(t *testing.T) {
	d := deskForForms(t)
	d.take("149.00", "2026-03-31")
	d.get("/orders/"+wool+"/edit").has(t, "of three days", 200, "31 Mar 2026, 3 days before the order&#39;s date")
	d.submit("/orders/totals", "", with(d.edit(wool), "/date", "2026-04-20")).has(t, "of twenty days", 200,
		"20 days before the order&#39;s date", "is 20 days older than 20 Apr 2026", `href="/rates#import"`, "from=USD&amp;source=nrb%3Asell&amp;to=NPR")
}

// TestWhatHelpsIsSaidInEachCase holds that each message of a missing rate has the links
// that help in that case, and no others.
func TestWhatHelpsIsSaidInEachCase(t *testing.T) {
	d := newDesk(t)
	for _, test := range []struct {
		name, ask string
		ways      []string // the sources of rates that may be entered
		imports   bool
	}{
		{"a publisher's pair", "from=USD&to=NPR&by=nrb-sell", []string{"nrb%3Asell", "contract"}, true},
		{"the other way round", "from=NPR&to=USD&by=nrb-buy", []string{"nrb%3Abuy", "contract"}, true},
		{"a pair that is crossed", "from=USD&to=CNY&by=ecb", []string{"ecb", "ecb", "contract"}, true},
		{"a pair that is crossed with a currency that the publisher does not list", "from=USD&to=NPR&by=ecb", []string{"contract"}, false},
		{"a currency that the publisher does not list", "from=NPR&to=EUR&by=ecb", []string{"contract"}, false},
		{"the rupee that the publisher does not list", "from=NPR&to=INR&by=fbil", []string{"contract"}, false},
		{"the yuan that the publisher does not list", "from=CNY&to=INR&by=fbil", []string{"contract"}, false},
		{"the other way round, as it is published", "from=CNY&to=USD&by=cfets", []string{"cfets", "contract"}, true},
		{"a pair that the publisher does not list daily", "from=INR&to=CNY&by=cfets", []string{"contract"}, false},
		{"a pair in neither of its currencies", "from=USD&to=EUR&by=fbil", []string{"contract"}, false},
		{"the bank's rate", "from=USD&to=CNY&by=contract", []string{"contract"}, false},
		{"a rate that people enter", "from=USD&to=INR&by=cbic", []string{"cbic", "contract"}, false},
	} {
		a := d.get("/rates/convert?amount=1&day=2026-04-03&" + test.ask)
		a.has(t, test.name, 200, "No result")
		var got []string
		for rest := a.body; ; {
			_, after, found := strings.Cut(rest, "&amp;source=")
			if !found {
				break
			}
			source, _, _ := strings.Cut(after, "&amp;")
			got, rest = append(got, source), after
		}
		if strings.Contains(a.body, "this source has no rates of this pair") != (len(test.ways) == 1 && test.ways[0] == "contract" && !strings.Contains(test.ask, "by=contract")) {
			t.Errorf("%s: what it says of the pair and what it offers do not agree: %q", test.name, got)
		}
		if strings.Join(got, " ") != strings.Join(test.ways, " ") || strings.Contains(a.body, "/rates#import") != test.imports {
			t.Errorf("%s: rates of %q may be entered, files imported: %v; want %q, %v", test.name, got, strings.Contains(a.body, "/rates#import"), test.ways, test.imports)
		}
	}
}

// TestTheBanksRateIsChosenAfterItIsEntered follows the link of a missing rate until the
// order's total is there.
func TestTheBanksRateIsChosenAfterItIsEntered(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.keepOrder(kathmandu)
		const field = "/orders/SO-2026-0041/edit#f-totals_in-0"
		const link = "/rates/new?back=%2Forders%2FSO-2026-0041%2Fedit%23f-totals_in-0&amp;date=2026-04-03&amp;from=USD&amp;source=contract&amp;to=NPR"
		d.get("/orders/SO-2026-0041").has(t, "the order", 200, `<a href="`+link+`">Enter the bank&#39;s contract rate, then choose it for the order</a>`)
		d.get(strings.ReplaceAll(link, "&amp;", "&")).has(t, "the form", 200, `name="back" value="`+field+`"`)
		fields := url.Values{"source": {"contract"}, "from": {"USD"}, "to": {"NPR"}, "per": {"1"}, "value": {"149.35"}, "date": {"2026-04-03"}, "reason": {"the bank's letter"}, "back": {field}}
		if a := d.post("/rates/new", fields); a.status != http.StatusSeeOther || a.header.Get("Location") != field {
			t.Fatalf("%d to %s\n%s", a.status, a.header.Get("Location"), a.body)
		}
		form := d.get("/orders/SO-2026-0041/edit")
		form.has(t, "the order's form", 200, "Now choose this rate for the order below.", `id="f-totals_in-0`)
		if a := d.submit("/orders/SO-2026-0041/edit", "save", with(formOnPage(t, form.body), "/totals_in/0/rule", "contract")); a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.body)
		}
		d.get("/orders/SO-2026-0041").says(t, 200, "NPR 37,96,493.43")
	})
}

// TestAPublishersFigureIsEnteredWhereItIsMissed follows the link of a missing rate and comes
// back to the order.
func TestAPublishersFigureIsEnteredWhereItIsMissed(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.keepOrder(kathmandu)
		page := d.get("/orders/SO-2026-0041")
		const link = "/rates/new?back=%2Forders%2FSO-2026-0041&amp;date=2026-04-03&amp;from=USD&amp;source=nrb%3Asell&amp;to=NPR"
		page.has(t, "the order", 200, "A rate is missing", "by Nepal Rastra Bank (selling) on or before 3 Apr 2026", `href="`+link+`"`, `href="/orders/SO-2026-0041/edit#f-totals_in-0"`)
		d.get("/orders/SO-2026-0041/issue").has(t, "the page of issue", 200, "A rate is missing", `href="/rates#import"`, `id="kind-packing-list" value="packing-list" checked`)
		d.get("/orders/SO-2026-0041/draft/commercial-invoice.pdf").has(t, "the draft", 503, `href="/rates#import"`, "Enter USD/NPR of Nepal Rastra Bank for 3 Apr 2026")
		form := d.get(strings.ReplaceAll(link, "&amp;", "&"))
		form.has(t, "the form", 200, `name="back" value="/orders/SO-2026-0041"`, `<option value="nrb:sell" selected>Nepal Rastra Bank, selling</option>`, `value="2026-04-03"`)
		fields := url.Values{"source": {"nrb:sell"}, "from": {"USD"}, "to": {"NPR"}, "per": {"1"}, "value": {"149.27"}, "date": {"2026-04-03"}, "reason": {"the bank's page"}, "back": {"/orders/SO-2026-0041"}}
		if a := d.post("/rates/new", fields); a.status != http.StatusSeeOther || a.header.Get("Location") != "/orders/SO-2026-0041" {
			t.Fatalf("%d to %s\n%s", a.status, a.header.Get("Location"), a.body)
		}
		d.get("/orders/SO-2026-0041").says(t, 200, "NPR 37,94,459.82 1 USD = 149.27 NPR · Nepal Rastra Bank · selling rate")
		d.get("/rates/USD-NPR?date=2026-04-03").has(t, "the day", 200, "149.27 was entered ", "by the desk: the bank&#39;s page")
		d.get("/rates/new").has(t, "the list", 200, "Nepal Rastra Bank, selling")
		export := d.get("/rates/export.csv?pair=USD/NPR")
		if !strings.Contains(export.body, "entered by hand") || strings.Contains(export.body, ",nrb\r\n") {
			t.Errorf("the export says it was read from elsewhere: %s", export.body)
		}
		a, err := ratebook.Find(t.Context(), d.store, tashi, ratebook.Question{From: "USD", To: "NPR", Rule: "nrb-sell"})
		if err != nil || a.Rate.Side != money.Sell {
			t.Errorf("it is %+v, %v", a.Rate, err)
		}
	})
}
