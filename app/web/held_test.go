package web

import (
	"bytes"
	"strings"
	"testing"

	"woolroad/app/exact"
	"woolroad/app/orders"
	"woolroad/app/ratebook"
	"woolroad/rates"
)

// TestAHeldRateIsSaidWhereItIsMissed looks for the held rate on the pages of an order
// whose newest figure waits for a decision.
func TestAHeldRateIsSaidWhereItIsMissed(t *testing.T) {
	d := newDesk(t)
	d.holdFranc(t)
	const held = "The rate from EUR to CHF by European Central Bank is held: 1.0120 for 1 of 19 Jan 2015, a move of 15.7 % from 1.2010 of 14 Jan 2015."
	for _, page := range []string{"/orders/SO-HELD-1", "/orders/SO-HELD-1/issue", "/rates/convert?amount=1&from=EUR&to=CHF&date=2015-01-19&rule=ecb"} {
		a := d.get(page)
		a.says(t, 200, held)
		if strings.Contains(a.body, "120,100.00") {
			t.Errorf("%s falls back to the figure before", page)
		}
	}
	d.get("/orders/SO-HELD-1/draft/commercial-invoice.pdf").says(t, 503, held)
}

// TestHistoriesAreShownBesideHeldFigures opens the pages of two pairs whose figures wait
// for a decision.
func TestHistoriesAreShownBesideHeldFigures(t *testing.T) {
	d := newDesk(t)
	d.holdFranc(t)
	d.feed(t, `<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube>
<Cube time="2015-01-20"><Cube currency="USD" rate="1.1579"/><Cube currency="CNY" rate="7.1970"/></Cube>
<Cube time="2015-01-21"><Cube currency="USD" rate="3.1600"/><Cube currency="CNY" rate="7.2050"/></Cube></Cube></gesmes:Envelope>`)
	const form, held = `class="held" action="/rates/held"`, "The rate from EUR to USD by European Central Bank is held: 3.1600 for 1 of 21 Jan 2015"
	d.get("/rates/EUR-CHF").has(t, "the pair of the held franc", 200, "1.2010", form, "1 EUR = 1.0120 CHF")
	d.get("/rates/EUR-USD").has(t, "the pair of the held dollar", 200, "1.1579", form)
	d.get("/rates/USD-CNY").has(t, "a pair that is crossed with it", 200, "Through another currency", held, form, "1 EUR = 3.1600 USD")
	if a := d.get("/rates/EUR-CNY"); a.status != 200 || strings.Contains(a.body, form) {
		t.Errorf("a pair without it: %d, or with a form for another pair", a.status)
	}
}

// feed imports what a publisher sent. A figure that moved by more than 10 % is held.
func (d *desk) feed(t *testing.T, content string) {
	t.Helper()
	feed, err := rates.Read(strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ratebook.Import(t.Context(), d.store, tashi, ratebook.Intake{Name: "a feed", Share: exact.Shifted(10, 2)}, feed); err != nil {
		t.Fatal(err)
	}
}

// holdFranc stores an order whose rate's newest figure waits for a decision.
func (d *desk) holdFranc(t *testing.T) {
	d.t.Helper()
	feed, err := rates.Read(bytes.NewReader(readTestFile(t, "../command/testdata/ecb-held-2015-01.xml")))
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := ratebook.Import(d.t.Context(), d.store, tashi, ratebook.Intake{Name: "a feed", Share: exact.Shifted(10, 2)}, feed); err != nil {
		d.t.Fatal(err)
	}
	order := orders.Read(bytes.NewReader(readTestFile(t, "../command/testdata/ecb-held-order.json")))
	if _, err := orders.Add(d.t.Context(), d.store, tashi, order, orders.Source{}); err != nil {
		d.t.Fatal(err)
	}
}
