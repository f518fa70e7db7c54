package web

import (
	"net/url"
	"strings"
	"testing"

	"woolroad/app/store"
	"woolroad/app/store/parties"
	"woolroad/app/store/storetest"
)

// TestWhatCannotBeReadHidesNothingElse spoils a party, an order and a document: lists and
// searches show them by number or name with a sentence, beside all others.
func TestWhatCannotBeReadHidesNothingElse(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, w store.Where) {
		d := newDeskAt(t, w)
		d.issueAll()
		d.keepOrder("02-nhava-sheva-cashmere.json")
		const damaged = "What is stored of this is damaged and cannot be read in full."
		for _, path := range []string{"/parties", "/orders", "/documents", "/search?q=LHW-NP-2026-07", "/search?q=Himal"} {
			if a := d.get(path); a.status != 200 || strings.Contains(plainText(a.body), damaged) {
				t.Fatalf("%s: %d\n%s", path, a.status, plainText(a.body))
			}
		}
		shell := shell(t, w)
		shell.SetMaxOpenConns(1)
		unguarded := []string{`ALTER TABLE issued DISABLE TRIGGER USER`, `ALTER TABLE issued DROP CONSTRAINT issued_date_check`, `ALTER TABLE orders DISABLE TRIGGER USER`}
		if w.URL == "" {
			unguarded = []string{`DROP TRIGGER issued_update`, `PRAGMA ignore_check_constraints = ON`}
		}
		for _, statement := range append(unguarded,
			`UPDATE parties SET body = '{"name": 5}' WHERE name LIKE 'Himal%'`,
			`UPDATE orders SET body = '{"number": 5}' WHERE number = 'SO-2026-0041'`,
			`UPDATE issued SET date = 'soon', payload = '{"order": 5}' WHERE number = 'CI-2026-0001'`,
			`UPDATE order_list SET date = 'soon' WHERE number = 'SO-2026-0041'`,
		) {
			if _, err := shell.ExecContext(t.Context(), statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		for path, shows := range map[string][]string{
			"/parties":                  {damaged, "Himal Carpet Industries Pvt. Ltd.", "Nepal", "India"},
			"/parties.csv":              {damaged, "Himal Carpet Industries Pvt. Ltd."},
			"/orders":                   {damaged, "SO-2026-0041", "SO-2026-0038"},
			"/documents":                {damaged, "CI-2026-0001", "PL-2026-0001"},
			"/search?q=Himal":           {damaged, "Himal Carpet Industries Pvt. Ltd.", "SO-2026-0041"},
			"/search?q=LHW-NP-2026-07":  {damaged, "SO-2026-0041", "CI-2026-0001", "PL-2026-0001"},
			"/orders?sort=date":         {damaged, "SO-2026-0041", "SO-2026-0038"},
			"/parties/" + buyerID(t, d): {"only its name and country can be read", "Himal Carpet Industries Pvt. Ltd."},
		} {
			d.get(path).says(t, 200, shows...)
		}
		d.get("/orders/SO-2026-0041").says(t, 409, "What is stored of order SO-2026-0041 cannot be read: it was damaged.")
		form := d.get("/parties/" + buyerID(t, d) + "/edit")
		form.says(t, 200, "Edit Himal Carpet Industries Pvt. Ltd.")
		mended := url.Values{"version": {"1"}, "do": {"save"}, "name": {"Himal Carpet Industries Pvt. Ltd."}, "country": {"NP"}, "address": {"Kathmandu"}}
		if a := d.post("/parties/"+buyerID(t, d)+"/edit", mended); a.status != 303 {
			t.Errorf("the party cannot be entered again: %d\n%s", a.status, plainText(a.body))
		}
		if a := d.get("/parties"); a.status != 200 || strings.Contains(plainText(a.body), damaged) {
			t.Errorf("the party is entered again and still called damaged: %d", a.status)
		}
	})
}

// buyerID returns the id of the buyer of the sample order.
func buyerID(t *testing.T, d *desk) string {
	t.Helper()
	list, err := store.View(t.Context(), d.store, store.Who{Name: "test"}, func(tx *store.Tx) (store.Page[parties.Info], error) {
		return parties.Page(t.Context(), tx.Tx, parties.Filter{Text: "Himal"}, store.Paging{})
	})
	if err != nil || len(list.Rows) != 1 {
		t.Fatalf("%+v, %v", list.Rows, err)
	}
	return list.Rows[0].ID
}
