package web

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/orders"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/verify"
)

// TestEveryVersionComesBackToThePages goes down to versions with what an office stores, and
// up again. Then all verifies, the lists and pages say what they said, but for what the step
// back said that it loses, and the forms issue on.
func TestEveryVersionComesBackToThePages(t *testing.T) {
	t.Parallel()
	migrated.Each(t, func(t *testing.T, w store.Where) {
		status, err := store.MigrationStatus(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		var pages map[string]string
		t.Run("newest", func(t *testing.T) {
			d := newDeskAt(t, w)
			d.storeSomeOfAll()
			pages = d.readPages()
		})
		for _, version := range comingBack(status.Newest) {
			t.Run(fmt.Sprint(version), func(t *testing.T) {
				for at := status.Newest; at > version; at-- {
					if err := store.MigrateDown(t.Context(), w, true); err != nil {
						t.Fatalf("the step back from %d: %v", at, err)
					}
				}
				d := newDeskAt(t, w)
				again := d.readPages()
				for _, path := range slices.Sorted(maps.Keys(pages)) {
					if diff := cmp.Diff(lasting(pages[path], version), lasting(again[path], version)); diff != "" {
						t.Errorf("%s says something else (-was +is):\n%s", path, diff)
					}
				}
				d.issueFrom(fmt.Sprintf("SO-from-%d", version))
				report, err := verify.All(t.Context(), d.store, tashi, nil)
				if err != nil || report.Found() > 0 {
					t.Errorf("verify says %+v, %v", report, err)
				}
				pages = d.readPages()
			})
		}
	})
}

// lost is what pages say of what steps back lose, with the version that brought it.
var lost = []struct {
	since int
	says  *regexp.Regexp
}{
	{12, regexp.MustCompile(`(Rates to confirm|1 held rate needs) .* 7 Apr 2026 (Download the whole list: CSV XLSX )?`)},
	{10, regexp.MustCompile(`Last changed by .* on 8 Apr 2026 09:30 `)},
	{9, regexp.MustCompile(`Activity .*$`)},
	{9, regexp.MustCompile(`Drafts of orders All drafts .* desk `)},
	{9, regexp.MustCompile(`^Drafts .*$`)},
}

// lasting returns what a page says without what a step back to a version loses.
func lasting(page string, version int) string {
	for _, l := range lost {
		if version < l.since {
			page = l.says.ReplaceAllString(page, "")
		}
	}
	return page
}

// storeSomeOfAll stores what an office does in a month: the exporter, orders, issued and
// superseded documents, a party, a rate that waits for a decision and a draft.
func (d *desk) storeSomeOfAll() {
	d.t.Helper()
	stored := func(what string, a answer) {
		d.t.Helper()
		if a.status != 303 {
			d.t.Fatalf("%s: %d %s", what, a.status, a.body)
		}
	}
	d.get("/exporter")
	stored("the exporter", d.post("/exporter", but(ours(), "calendar", "JAN", "zone", "Asia/Shanghai", "public", "",
		"seller-banks-0-intermediary-name", "", "seller-banks-0-intermediary-swift", ""))) // an older program knows no intermediary bank
	d.issueAll()
	key := d.get("/documents/CI-2026-0001/supersede").keyOf(d.t)
	stored("another document", d.post("/documents/CI-2026-0001/supersede", url.Values{"request": {key}, "reason": {"The street was wrong."}}))
	d.keepOrder(mumbai)
	d.get("/parties/new")
	stored("a party", d.post("/parties/new", weavers()))
	d.take("149.00", "2026-04-06")
	d.take("190.00", "2026-04-07")
	draft := formOnPage(d.t, d.get("/orders/new").body)
	stored("a draft", d.submit("/orders/new", "draft", with(draft, "/number", "SO-2026-0200", "/lots/0/bales/0/gross", "about 80")))
	d.get("/orders/drafts") // which says that it is saved, once
}

// issueFrom enters an order of that number and issues its packing list with the form.
func (d *desk) issueFrom(number string) {
	d.t.Helper()
	o, faults := trade.ReadOrder(strings.NewReader(strings.Replace(sampleOrder(d.t, kathmandu), "SO-2026-0041", number, 1)))
	if err := faults.Err(); err != nil {
		d.t.Fatal(err)
	}
	if _, err := orders.Add(d.t.Context(), d.store, tashi, orders.Judge(o), orders.Source{}); err != nil {
		d.t.Fatal(err)
	}
	at := "/orders/" + number + "/issue"
	key := d.get(at).keyOf(d.t)
	if a := d.post(at, url.Values{"request": {key}, "kind": {"packing-list"}}); a.status != 303 {
		d.t.Errorf("%s: %d %s", at, a.status, a.body)
	}
	if a := d.get("/documents"); a.status != 200 || !strings.Contains(a.body, number) {
		d.t.Errorf("the list of documents does not name %s: %d %s", number, a.status, a.body)
	}
}

// readings are the lists and pages that are read, each with something that it must say.
var readings = []struct{ path, says string }{
	{"/", "SO-2026-0038"},
	{"/orders?status=open", "Sutlej Fine Knits Private Limited"},
	{"/orders/SO-2026-0041", "USD 25,420.11"},
	{"/orders/SO-2026-0041/edit", "Himal Carpet Industries Pvt. Ltd."},
	{"/orders/SO-2026-0038", "USD 154,058.72"},
	{"/orders/SO-2026-0038/issue", "Issue now"},
	{"/orders/drafts", "Draft"},
	{"/orders.csv", "SO-2026-0041,Himal Carpet"},
	{"/documents", "CI-2026-0002"},
	{"/documents?month=2026-04", "CI-2026-0002"},
	{"/documents/CI-2026-0002", "Supersedes CI-2026-0001"},
	{"/documents/CI-2026-0001/supersede", "CI-2026-0002 supersedes it."},
	{"/documents/CI-2026-0001.pdf", "%PDF-"},
	{"/lots", "LHW26-031"},
	{"/lots.csv", "LHW26-031,"},
	{"/products", "scoured wool"},
	{"/products.csv", "scoured wool,"},
	{"/rates", "Nepal Rastra Bank"},
	{"/rates/rules", "Nepal Rastra Bank"},
	{"/rates/new", "Save the rate"},
	{"/rates/convert", "Convert"},
	{"/exporter", "Lhasa"},
	{"/parties", "Patan Weavers Pvt. Ltd."},
	{"/parties.csv", "Patan Weavers Pvt. Ltd.,"},
	{"/search?q=sutlej", "SO-2026-0038"},
	{"/check", "Check a document"},
	{"/help", "Help"},
}

// readPages returns what the lists and pages say, by their paths, without tags.
func (d *desk) readPages() map[string]string {
	d.t.Helper()
	said := map[string]string{}
	read := func(path, says string) string {
		a := d.get(path)
		said[path] = plainText(a.body)
		if a.status != 200 || !strings.Contains(said[path], says) {
			d.t.Errorf("%s: %d, and does not say %q:\n%s", path, a.status, says, said[path])
		}
		return a.body
	}
	for _, r := range readings {
		read(r.path, r.says)
	}
	for _, list := range []string{"/orders", "/parties", "/products", "/lots"} {
		links := regexp.MustCompile(`href="(`+list+`/[^"/?]+)"`).FindAllStringSubmatch(read(list, ""), -1)
		if links == nil {
			d.t.Fatalf("%s leads nowhere", list)
		}
		read(links[len(links)-1][1], "Woolroad")
	}
	return said
}
