package web

import (
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
	"woolroad/app/web/say"
	"woolroad/documents"
)

// tighten lets texts of an order have at most that many characters until the test ends.
func tighten(t *testing.T, most int) {
	was := trade.LongText
	t.Cleanup(func() { trade.LongText = was })
	trade.LongText = most
}

// TestARuleIsTightenedOverAStoredOrder holds that an order from before a rule was
// tightened opens with its faults beside it, and that no document of it is issued.
func TestARuleIsTightenedOverAStoredOrder(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, w store.Where) {
		d := newDeskAt(t, w)
		d.keepOrder(kathmandu)
		d.keepRates(april)
		form := d.get("/orders/SO-2026-0041/issue")
		d.post("/orders/SO-2026-0041/issue", url.Values{"request": {form.keyOf(t)}, "kind": {"packing-list"}})
		tighten(t, 30)

		const fault = "Buyer › Name : This has 33 characters; at most 30 fit."
		d.get("/orders").says(t, 200, "SO-2026-0041 Himal Carpet Industries Pvt. Ltd.", "USD 25,420.11")
		page := d.get("/orders/SO-2026-0041")
		page.says(t, 200, "This order breaks rules No documents can be issued until these are corrected.", fault,
			"USD 25,420.11", "NPR 37,94,459.82", "Commercial invoice cannot be issued yet", "Packing list PL-2026-0001")
		if link := `<a href="/orders/SO-2026-0041/edit#f-buyer-name">`; !strings.Contains(page.body, link) {
			t.Errorf("the page has no %s", link)
		}
		d.get("/orders/SO-2026-0041/edit").says(t, 200, "Some entries need correcting", "Buyer › Name: This has 33 characters; at most 30 fit.")
		d.get("/orders/new?from=SO-2026-0041").says(t, 200, "This is a copy of order SO-2026-0041.")
		d.get("/orders/upload?order=SO-2026-0041").says(t, 200, "SO-2026-0041")
		for _, file := range []string{"/orders/SO-2026-0041/documents.zip", "/documents/PL-2026-0001.pdf", "/documents/PL-2026-0001"} {
			if a := d.get(file); a.status != 200 {
				t.Errorf("%s: status %d", file, a.status)
			}
		}

		const refused = "Order SO-2026-0041 cannot be issued because it breaks rules."
		d.get("/orders/SO-2026-0041/issue").says(t, 200, "This order breaks rules", fault, "No documents to issue")
		d.post("/orders/SO-2026-0041/issue", url.Values{"request": {"another"}, "kind": {"commercial-invoice"}}).
			says(t, 422, refused, "Buyer › Name: This has 33 characters; at most 30 fit.")
		d.get("/orders/SO-2026-0041/draft/commercial-invoice.pdf").says(t, 422, refused)
		d.get("/documents/PL-2026-0001/supersede")
		d.post("/documents/PL-2026-0001/supersede", url.Values{"request": {"third"}, "reason": {"A bale is missing."}}).says(t, 422, refused)
		_, err := issue.Issue(t.Context(), d.store, store.Who{Name: say.DeskName, At: d.server.Now()}, issue.Request{Order: "SO-2026-0041"})
		faults := trade.Faults(nil)
		if !errors.As(err, &faults) || faults[0].Pointer != "/seller/name" || !strings.HasPrefix(err.Error(), refused) {
			t.Errorf("Issue: %v", err)
		}
		if n := len(d.issued()); n != 1 {
			t.Errorf("%d documents are issued, want the one from before", n)
		}
	})
}

// TestOrdersThatBreakRules opens orders with values that no rule allows today.
func TestOrdersThatBreakRules(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*trade.Order)
		says   []string
	}{
		{"a country that is none", func(o *trade.Order) { o.Buyer.Country = "XX" }, []string{`"XX" is not a country code`, "USD 25,420.11"}},
		{"a term that is none", func(o *trade.Order) { o.Terms.Incoterm = "DAT" }, []string{"DAT is not in Incoterms 2020", "USD 25,420.11"}},
		{"a mode that is none", func(o *trade.Order) { o.Route.Mode = "yak" }, []string{`"yak" is not a mode of transport`}},
		{"a product that is none", func(o *trade.Order) { o.Lines[0].Product = "felt" }, []string{`"felt" is not a product known here`}},
		{"a package that is none", func(o *trade.Order) { o.Lots[0].Package = "ZZ" }, []string{`"ZZ" is not a package code`}},
		{"a source that is none", func(o *trade.Order) { o.TotalsIn[0].Source = "xyz" }, []string{`"xyz" is not known here`, "USD 25,420.11"}},
		{"no buyer", func(o *trade.Order) { o.Buyer.Name = "" }, []string{`"name" is missing; add it.`}},
		{"a lot that is not there", func(o *trade.Order) { o.Lines[0].Lots = append(o.Lines[0].Lots, "L-9") },
			[]string{`There is no lot "L-9"`, "Not computed: correct the faults above first."}},
		{"a bale of nothing", func(o *trade.Order) { o.Lots[0].Bales[0].Tare = fibre.Must("900") },
			[]string{"Lot LHW26-031 › Bale 1 › Tare : The tare of 900 kg leaves nothing", "Not computed: correct the faults above first."}},
		{"a deposit above all", func(o *trade.Order) { n := exact.Must("101"); o.Payment.DepositPercent = &n },
			[]string{"101 is too much", "Not computed: correct the faults above first."}},
		{"a rate of nothing", func(o *trade.Order) { o.TotalsIn[1].Rate.Per = exact.Number{} }, []string{"This must be above zero.", "USD 25,420.11"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t)
			d.keepRates(april)
			o, faults := trade.ReadOrder(strings.NewReader(sampleOrder(t, kathmandu)))
			if err := faults.Err(); err != nil {
				t.Fatal(err)
			}
			test.change(&o)
			d.storeAsIs(o)
			d.get("/orders").says(t, 200, "SO-2026-0041")
			d.get("/orders/SO-2026-0041").says(t, 200, append(test.says, "This order breaks rules")...)
			d.get("/orders/SO-2026-0041/edit").says(t, 200, "Some entries need correcting")
			form := d.get("/orders/SO-2026-0041/issue")
			form.says(t, 200, "This order breaks rules", "No documents to issue")
			d.post("/orders/SO-2026-0041/issue", url.Values{"request": {"k"}, "kind": {string(documents.KindPackingList)}}).
				says(t, 422, "Order SO-2026-0041 cannot be issued because it breaks rules.")
		})
	}
}

// TestAnOrderInACurrencyThatIsNoLongerOne opens an order whose amounts cannot be added
// up.
func TestAnOrderInACurrencyThatIsNoLongerOne(t *testing.T) {
	w := store.Where{Data: t.TempDir()}
	d := newDeskAt(t, w)
	d.keepOrder(kathmandu)
	db, err := sql.Open("sqlite", filepath.Join(w.Data, "woolroad.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE orders SET currency = 'XBT', body = replace(body, '"currency":"USD"', '"currency":"XBT"')`,
		`UPDATE order_list SET currency = 'XBT'`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	list := d.get("/orders")
	list.says(t, 200, "SO-2026-0041")
	if strings.Contains(list.body, "2542011") {
		t.Error("the list has a total whose point is lost")
	}
	d.get("/orders/SO-2026-0041").says(t, 200, `Currency : "XBT" is not a currency of ISO 4217`, "Not computed: correct the faults above first.", "5,039.1")
	d.get("/orders/SO-2026-0041/edit").says(t, 200, "Some entries need correcting")
	d.get("/orders/SO-2026-0041/issue").says(t, 200, "This order breaks rules", "No documents to issue")
}
