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

// TestAHeldRateIsSaidWhereItIsMissed has the newest figure for an order wait for a person.
func TestAHeldRateIsSaidWhereItIsMissed(t *testing.T) {
	d := newDesk(t)
	d.holdFranc(t)
	const held = "The figure from EUR to CHF by European Central Bank is held: 1.0120 for 1 of 2015-01-19, moved 15.7 % since 1.2010 of 2015-01-14."
	for _, page := range []string{"/orders/SO-HELD-1", "/orders/SO-HELD-1/issue", "/rates/convert?amount=1&from=EUR&to=CHF&date=2015-01-19&rule=ecb"} {
		a := d.get(page)
		a.says(t, 200, held)
		if strings.Contains(a.body, "120,100.00") {
			t.Errorf("%s falls back to the figure before", page)
		}
	}
	d.get("/orders/SO-HELD-1/draft/commercial-invoice.pdf").says(t, 503, held)
}

// holdFranc stores an order whose rate's newest figure waits for a person.
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
