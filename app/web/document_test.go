package web

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"woolroad/app/store"
	"woolroad/app/web/page"
)

var keyField = regexp.MustCompile(`name="request" value="([^"]+)"`)

// keyOf returns the request key in the page's form.
func (a answer) keyOf(t testing.TB) string {
	t.Helper()
	m := keyField.FindStringSubmatch(a.body)
	if m == nil {
		t.Fatalf("the form has no key:\n%s", a.body)
	}
	return m[1]
}

// issued returns all documents in the store.
func (d *desk) issued() []store.Issued {
	d.t.Helper()
	list, err := store.View(d.t.Context(), d.store, tashi, func(t *store.Tx) (list []store.Issued, err error) {
		p, err := t.IssuedPage(d.t.Context(), store.IssuedFilter{}, store.IssuedByNumber, false, store.Paging{Limit: 100})
		for _, info := range p.Rows {
			list = append(list, info.Issued)
		}
		return list, err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return list
}

// issueAll issues invoice and packing list of the sample order.
func (d *desk) issueAll() {
	d.t.Helper()
	d.keepOrder(kathmandu)
	d.keepRates(april)
	key := d.get("/orders/SO-2026-0041/issue").keyOf(d.t)
	a := d.post("/orders/SO-2026-0041/issue", url.Values{"request": {key}, "kind": {"commercial-invoice", "packing-list"}})
	if a.status != 303 {
		d.t.Fatalf("issue: status %d:\n%s", a.status, a.body)
	}
}

func TestIssueOnce(t *testing.T) {
	d := newDesk(t)
	d.keepOrder(kathmandu)
	d.keepRates(april)
	form := d.get("/orders/SO-2026-0041/issue")
	form.says(t, 200, "This cannot be undone.", "USD 25,420.11", "NPR 37,94,459.82", "8 Apr 2026", "5,111.1 kg")
	values := url.Values{"request": {form.keyOf(t)}, "kind": {"packing-list", "commercial-invoice"}}
	for range 2 { // a double click
		a := d.post("/orders/SO-2026-0041/issue", values)
		if a.status != 303 || a.header.Get("Location") != "/orders/SO-2026-0041" {
			t.Fatalf("status %d to %s:\n%s", a.status, a.header.Get("Location"), a.body)
		}
	}
	d.get("/orders/SO-2026-0041").says(t, 200, "Issued: CI-2026-0001, PL-2026-0001.", "Issued", "Commercial invoice CI-2026-0001 issued")
	if n := len(d.issued()); n != 2 {
		t.Errorf("%d documents are issued, want 2", n)
	}
	d.get("/orders/SO-2026-0041/issue").says(t, 200, "No documents to issue")
	values.Set("request", "another")
	d.post("/orders/SO-2026-0041/issue", values).says(t, 422, "Some entries need correcting", "Order SO-2026-0041 already has CI-2026-0001")
}

func TestIssueOneOfThree(t *testing.T) {
	d := newDesk(t)
	d.keepOrder(mumbai)
	d.keepRates("fbil-2026-03-17_2026-03-20.json", "ecb-exr-2026-02-17_2026-03-18.csv")
	form := d.get("/orders/SO-2026-0038/issue")
	d.post("/orders/SO-2026-0038/issue", url.Values{"request": {form.keyOf(t)}}).says(t, 422, "Tick at least one document.")
	d.post("/orders/SO-2026-0038/issue", url.Values{"request": {form.keyOf(t)}, "kind": {"commercial-invoice", "commercial-invoice-cum-packing-list"}}).
		says(t, 422, "would bill the goods of order SO-2026-0038 twice")
	a := d.post("/orders/SO-2026-0038/issue", url.Values{"request": {form.keyOf(t)}, "kind": {"packing-list", "commercial-invoice-cum-packing-list"}})
	if a.status != 303 {
		t.Fatalf("status %d:\n%s", a.status, a.body)
	}
	d.get("/orders/SO-2026-0038").says(t, 200, "Commercial invoice not needed", "Issued: PL-2026-0001, CC-2026-0001.")
}

func TestStoredBytesAreSent(t *testing.T) {
	d := newDesk(t)
	d.issueAll()
	a := d.get("/documents/CI-2026-0001.pdf")
	hash := d.issued()[0].PDFHash
	if got := fmt.Sprintf("%x", sha256.Sum256([]byte(a.body))); a.status != 200 || got != hash {
		t.Errorf("status %d, SHA-256 %s, want %s", a.status, got, hash)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "Content-Security-Policy": page.FilePolicy, "ETag": `"` + hash + `"`,
		"Content-Disposition": "inline; filename=CI-2026-0001_Himal-Carpet.pdf", "X-Content-Type-Options": "nosniff",
	} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/documents/CI-2026-0001.pdf", nil)
	r.Header.Set("If-None-Match", a.header.Get("ETag"))
	if again := d.send(r); again.status != 304 || again.body != "" || again.header.Get("Content-Security-Policy") != page.FilePolicy {
		t.Errorf("asked with its ETag: status %d, %d bytes and policy %q, want 304, none and that of files", again.status, len(again.body), again.header.Get("Content-Security-Policy"))
	}
	if got := d.get("/documents/CI-2026-0001.pdf?download=1").header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment; ") {
		t.Errorf("download: %q, want an attachment", got)
	}
	d.get("/documents/CI-2026-0009.pdf").says(t, 404, "There is no issued document CI-2026-0009.")
}

func TestDraft(t *testing.T) {
	d := newDesk(t)
	d.keepOrder(kathmandu)
	d.get("/orders/SO-2026-0041/draft/commercial-invoice.pdf").says(t, 503, "because a rate is missing")
	d.keepRates(april)
	a := d.get("/orders/SO-2026-0041/draft/packing-list.pdf")
	if a.status != 200 || !strings.HasPrefix(a.body, "%PDF-") || !strings.Contains(a.header.Get("Content-Disposition"), "DRAFT_packing-list") {
		t.Errorf("status %d, %q", a.status, a.header.Get("Content-Disposition"))
	}
	d.get("/orders/SO-2026-0041/draft/commercial-invoice-cum-packing-list.pdf").says(t, 422, "does not apply to order SO-2026-0041")
	d.get("/orders/SO-2026-0041/draft/bill.pdf").says(t, 404)
	if n := len(d.issued()); n != 0 {
		t.Errorf("%d documents are issued by looking at drafts", n)
	}
}

func TestSupersede(t *testing.T) {
	d := newDesk(t)
	d.issueAll()
	form := d.get("/documents/CI-2026-0001/supersede")
	form.says(t, 200, "Supersede PL-2026-0001 too", "order SO-2026-0041 as it is now")
	values := url.Values{"request": {form.keyOf(t)}, "reason": {" "}, "beside": {"PL-2026-0001"}}
	d.post("/documents/CI-2026-0001/supersede", values).says(t, 422, "Enter the reason; the new document prints it.")
	values.Set("reason", "The street was wrong.")
	for range 2 {
		if a := d.post("/documents/CI-2026-0001/supersede", values); a.status != 303 {
			t.Fatalf("status %d:\n%s", a.status, a.body)
		}
	}
	if n := len(d.issued()); n != 4 {
		t.Errorf("%d documents are issued, want 4", n)
	}
	d.get("/orders/SO-2026-0041").says(t, 200, "Issued: CI-2026-0002, PL-2026-0002.", "CI-2026-0001 superseded by CI-2026-0002",
		"8 Apr 2026 09:30 CI-2026-0002 issued in place of CI-2026-0001: The street was wrong. by the desk", "PL-2026-0001 issued by the desk")
	d.get("/documents/CI-2026-0001").says(t, 200, "Commercial invoice superseded", "CI-2026-0002 supersedes it.")
	d.get("/documents/CI-2026-0002").says(t, 200, "Supersedes CI-2026-0001 Reason: The street was wrong.", d.issued()[1].Hash, d.issued()[1].PDFHash)
	d.get("/documents/CI-2026-0001/supersede").says(t, 200, "This document is superseded.")
}

// TestTheDateAheadOfTheClockIsConfirmed sets the clock back after documents were issued: each form
// that issues says so once and has a box to tick, keeps the tick while something else is wrong, and
// goes on under the last date once that box is ticked.
func TestTheDateAheadOfTheClockIsConfirmed(t *testing.T) {
	migrated.Each(t, func(t *testing.T, w store.Where) {
		const box, ahead = `name="dated" value="2026-04-08"`, "-2026-0001 was issued at 2026-04-08 01:30:00 (UTC) and is dated 8 Apr 2026, and the clock says 2026-04-06 01:30:00 (UTC)."
		d := newDeskAt(t, w)
		d.issueAll()
		d.keepOrder(mumbai)
		d.keepRates("fbil-2026-03-17_2026-03-20.json", "ecb-exr-2026-02-17_2026-03-18.csv")
		d.server.Now = func() time.Time { return today.AddDate(0, 0, -2) }
		for _, test := range []struct {
			at     string
			values url.Values
			needs  string // a field without which the form is refused
			wrong  string // what is said then
			dates  string // how the page says the date of the documents to come
		}{
			{"/orders/SO-2026-0038/issue", url.Values{"kind": {"packing-list"}}, "kind", "Tick at least one document.", "<dd>%s</dd>"},
			{"/documents/CI-2026-0001/supersede", url.Values{"reason": {"The street was wrong."}, "beside": {"PL-2026-0001"}}, "reason", "Enter the reason", "new documents %s"},
		} {
			says := func(what string, a answer, texts ...string) {
				t.Helper()
				a.wants(t, what, 422, append(texts, fmt.Sprintf(test.dates, "8 Apr 2026"))...)
				if strings.Contains(a.body, fmt.Sprintf(test.dates, "6 Apr 2026")) {
					t.Errorf("%s of %s shows the clock's day as that of the documents", what, test.at)
				}
			}
			form := d.get(test.at)
			if strings.Contains(form.body, box) {
				t.Errorf("%s asks for a date before it is needed", test.at)
			}
			test.values.Set("request", form.keyOf(t))
			a := d.post(test.at, test.values)
			says("the question", a, `<a href="#dated">`, ahead, box+">", "The clock is right: date the new documents 8 Apr 2026")
			if n := strings.Count(a.body, ahead); n != 1 {
				t.Errorf("%s says %d times what the clock says", test.at, n)
			}
			test.values.Set("dated", "2026-04-07")
			says("another date", d.post(test.at, test.values), ahead, box+">")
			test.values.Set("dated", "2026-04-08")
			given := test.values.Get(test.needs)
			test.values.Del(test.needs)
			a = d.post(test.at, test.values)
			says("another fault", a, test.wrong, box+" checked>")
			if strings.Contains(a.body, ahead) {
				t.Errorf("%s asks again for what is confirmed", test.at)
			}
			test.values.Set(test.needs, given)
			if a := d.post(test.at, test.values); a.status != 303 {
				t.Fatalf("%s: status %d:\n%s", test.at, a.status, a.body)
			}
		}
		for _, i := range d.issued() {
			if i.Date.String() != "2026-04-08" {
				t.Errorf("%s is dated %s", i.Number, i.Date)
			}
		}
		d.get("/orders/SO-2026-0038").says(t, 200, "PL-2026-0002 dated 8 Apr 2026, the date of PL-2026-0001, which was ahead of the clock; the clock, whose time this entry has, was confirmed as right by the desk")
		d.get("/orders/SO-2026-0041").says(t, 200, "CI-2026-0002 dated 8 Apr 2026, the date of ")
	})
}

func TestZIPOfAnOrder(t *testing.T) {
	d := newDesk(t)
	d.issueAll()
	a := d.get("/orders/SO-2026-0041/documents.zip")
	if got := a.header.Get("Content-Disposition"); got != "attachment; filename=SO-2026-0041.zip" {
		t.Errorf("Content-Disposition: %q", got)
	}
	z, err := zip.NewReader(bytes.NewReader([]byte(a.body)), int64(len(a.body)))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"SO-2026-0041/CI-2026-0001_Himal-Carpet.pdf", "SO-2026-0041/PL-2026-0001_Himal-Carpet.pdf"}
	if len(z.File) != len(want) {
		t.Fatalf("%d files, want %d", len(z.File), len(want))
	}
	for i, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		number := strings.TrimSuffix(strings.TrimPrefix(f.Name, "SO-2026-0041/"), "_Himal-Carpet.pdf")
		if f.Name != want[i] || string(b) != d.get("/documents/"+number+".pdf").body {
			t.Errorf("file %d is %s of %d bytes, want %s as it was handed out", i, f.Name, len(b), want[i])
		}
	}
}

func TestZIPWithoutDocuments(t *testing.T) {
	d := newDesk(t)
	d.keepOrder(kathmandu)
	d.get("/orders/SO-2026-0041/documents.zip").says(t, 404, "No documents of order SO-2026-0041 are issued yet.")
}
