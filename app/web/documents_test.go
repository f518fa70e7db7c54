package web

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/documents"
)

// withDocuments stores the sample orders, issues the documents of one, and returns them.
func withDocuments(t *testing.T, d *desk) []issue.Numbered {
	t.Helper()
	withSamples(t, d)
	d.keepRates("fbil-2026-03-17_2026-03-20.json", "ecb-exr-2026-02-17_2026-03-18.csv")
	done, err := issue.Issue(t.Context(), d.store, store.Who{Name: say.DeskName, At: today}, issue.Request{Order: "SO-2026-0038"})
	if err != nil {
		t.Fatal(err)
	}
	return done.Documents
}

func TestDocumentsList(t *testing.T) {
	d := newDesk(t)
	if got := d.get("/documents"); !strings.Contains(got.body, "No documents yet") {
		t.Error("an empty list says nothing")
	}
	withDocuments(t, d)
	for _, test := range []struct {
		query string
		want  []string
		not   string
	}{
		{"", []string{"CI-2026-0001", "PL-2026-0001", "Sutlej Fine Knits", "USD 154,058.72"}, ""},
		{"?kind=packing-list", []string{"PL-2026-0001"}, "/documents/CI-2026-0001"},
		{"?q=ci", []string{"CI-2026-0001"}, "/documents/PL-2026-0001"},
		{"?month=2026-04&sums=1", []string{"CI-2026-0001", "2 documents"}, ""},
		{"?standing=superseded", []string{"No matching documents"}, "CI-2026-0001"},
		{"?from=2026-05-01", []string{"No matching documents"}, "CI-2026-0001"},
	} {
		got := d.get("/documents" + test.query)
		for _, want := range test.want {
			if got.status != 200 || !strings.Contains(got.body, want) {
				t.Errorf("%q: %d without %q", test.query, got.status, want)
			}
		}
		if test.not != "" && strings.Contains(got.body, test.not) {
			t.Errorf("%q shows %q", test.query, test.not)
		}
	}
	if got := d.get("/documents?month=April"); got.status != 422 || !strings.Contains(got.body, "April is not a month") {
		t.Errorf("a month in words: %d", got.status)
	}
}

func TestTheZIPHasTheKeptBytesAndATableOfThem(t *testing.T) {
	d := newDesk(t)
	documents := withDocuments(t, d)
	for _, test := range []struct {
		query, folder string
		want          int
	}{
		{"month=2026-04", "2026-04-documents", 2},
		{"", "documents", 2},
		{"number=CI-2026-0001", "documents", 1},
		{"number=CI-2026-0001&number=PL-2026-0001", "documents", 2},
	} {
		got := d.get("/documents.zip?" + test.query)
		z, err := zip.NewReader(strings.NewReader(got.body), int64(len(got.body)))
		if err != nil {
			t.Fatalf("%s: %v", test.query, err)
		}
		files := map[string][]byte{}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			files[f.Name] = b
		}
		table := files[test.folder+"/index.csv"]
		if !bytes.HasPrefix(table, []byte("\ufeffNumber,Kind,")) {
			t.Fatalf("%s: index.csv begins with %.40q", test.query, table)
		}
		rows, err := csv.NewReader(bytes.NewReader(table[3:])).ReadAll()
		if err != nil || len(rows) != test.want+1 || len(files) != test.want+2 {
			t.Fatalf("%s: %d rows, %d files, %v", test.query, len(rows), len(files), err)
		}
		for _, row := range rows[1:] {
			i := slices.IndexFunc(documents, func(p issue.Numbered) bool { return p.Number == row[0] })
			pdf := files[test.folder+"/"+row[slices.Index(rows[0], "File")]]
			sum := sha256.Sum256(pdf)
			if i < 0 || hex.EncodeToString(sum[:]) != documents[i].PDFHash || row[slices.Index(rows[0], "SHA-256 of the file")] != documents[i].PDFHash {
				t.Errorf("%s: the file of %s is not the one that is stored", test.query, row[0])
			}
			if row[0] == "CI-2026-0001" && row[slices.Index(rows[0], "Total")] != "154058.72" {
				t.Errorf("%s: the total is %q", test.query, row[slices.Index(rows[0], "Total")])
			}
		}
	}
	if got := d.get("/documents.zip?month=2031-01"); got.status != 404 {
		t.Errorf("a month without documents: %d", got.status)
	}
}

func TestSearchPage(t *testing.T) {
	d := newDesk(t)
	withDocuments(t, d)
	for _, test := range []struct {
		q      string
		status int
		want   string // in the page, or where it leads
	}{
		{"", 200, "Type a number, a company"},
		{"SO-2026-0041", 303, "/orders/SO-2026-0041"},
		{"so-2026-0041", 303, "/orders/SO-2026-0041"},
		{"CI-2026-0001", 303, "/documents/CI-2026-0001"},
		{"himal", 200, "Himal Carpet"},
		{"nobody", 200, "No results"},
		{"so-2026-41", 200, "<mark>SO-2026-0041</mark>"},
		{"ci 2026 1", 200, "<mark>CI-2026-0001</mark>"},
		{"kathmandu", 200, "<mark>Kathmandu, Nepal</mark>"},
		{"154\u202f058,72", 200, "<mark>USD 154,058.72</mark>"},
		{"1,43,81,119.61", 200, `<span class="muted">Total in another currency</span> <mark>INR 1,43,81,119.61</mark>`},
		{"那瓦舍瓦", 200, `<span class="muted">Place of discharge</span> <mark>Nhava Sheva, India · 那瓦舍瓦 · INNSA</mark>`},
		{`<script>`, 200, "&lt;script&gt;"},
	} {
		got := d.get("/search?q=" + url.QueryEscape(test.q))
		if got.status != test.status || !strings.Contains(got.body+got.header.Get("Location"), test.want) {
			t.Errorf("search for %q: %d %s, want %d with %q", test.q, got.status, got.header.Get("Location"), test.status, test.want)
		}
	}
}

func TestLotPages(t *testing.T) {
	d := newDesk(t)
	if got := d.get("/lots"); !strings.Contains(got.body, "No lots yet") {
		t.Error("an empty list says nothing")
	}
	withSamples(t, d)
	for _, test := range []struct{ path, want string }{
		{"/lots", "LHW26-031"}, {"/lots", "SO-2026-0041"}, {"/lots/LHW26-031", "5,039.1"}, {"/lots/LHW26-031", "SO-2026-0041"},
		{"/lots?q=zzz", "No matching lots"}, {"/lots/none", "There is no lot none in stock."},
	} {
		if got := d.get(test.path); !strings.Contains(got.body, test.want) {
			t.Errorf("%s: %d without %q", test.path, got.status, test.want)
		}
	}
}

// sealOf returns the hash that the code on a document leads to.
func sealOf(t *testing.T, d *desk, number string) string {
	t.Helper()
	payload, err := store.View(t.Context(), d.store, tashi, func(tx *store.Tx) ([]byte, error) {
		document, err := tx.Document(t.Context(), number)
		if err != nil {
			return nil, err
		}
		return documents.Encode(document)
	})
	if err != nil {
		t.Fatal(err)
	}
	seal := sha256.Sum256(payload)
	return hex.EncodeToString(seal[:])
}

func TestCheckPageTellsOnlyWhatADocumentSays(t *testing.T) {
	d := newDesk(t)
	documents := withDocuments(t, d)
	seal := sealOf(t, d, "CI-2026-0001")
	for _, hash := range []string{seal, strings.ToUpper(seal), documents[0].PDFHash, documents[0].Hash} {
		got := d.get("/check/" + hash)
		for _, want := range []string{"Issued by us, unchanged and current.", "Commercial invoice", "CI-2026-0001", "India", "USD", "154,058.72"} {
			if got.status != 200 || !strings.Contains(got.body, want) {
				t.Errorf("%s: %d without %q", hash, got.status, want)
			}
		}
		for _, leak := range []string{"Sutlej", "SO-2026-0038", documents[0].PDFHash[:20] + "…", "/orders", `role="search"`} {
			if strings.Contains(got.body, leak) {
				t.Errorf("the check page tells %q", leak)
			}
		}
	}
	none := d.get("/check/" + strings.Repeat("0", 64))
	for _, hash := range []string{"CI-2026-0001", "no-hash-at-all", strings.Repeat("f", 64)} {
		got := d.get("/check/" + hash)
		if got.status != 404 || !strings.Contains(got.body, "Not issued by us") || anonymous(got.body, hash) != anonymous(none.body, strings.Repeat("0", 64)) {
			t.Errorf("%s: %d, %d bytes; want the page of any hash that is nobody's", hash, got.status, len(got.body))
		}
	}
	if got := d.get("/check?hash=" + seal); got.status != 303 || got.header.Get("Location") != "/check/"+seal {
		t.Errorf("the form leads to %d %s", got.status, got.header.Get("Location"))
	}
}

func TestCheckAFile(t *testing.T) {
	d := newDesk(t)
	issued := withDocuments(t, d)[0]
	pdf := d.get("/documents/" + issued.Number + ".pdf").body
	if sum := sha256.Sum256([]byte(pdf)); hex.EncodeToString(sum[:]) != issued.PDFHash {
		t.Fatal("the file is not the one that was issued")
	}
	form := func(name, file string) (contentType, body string) {
		return "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nx\r\n" +
			"--b\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"a.pdf\"\r\n\r\n" + file + "\r\n--b--\r\n"
	}
	multi, whole := form("file", pdf)
	_, changed := form("file", pdf+"\n")
	_, empty := form("file", "")
	_, other := form("document", pdf)
	for _, test := range []struct {
		what, contentType, body string
		status                  int
		says                    string
	}{
		{"the file", multi, whole, 200, "Issued by us, unchanged and current."},
		{"the file alone", "application/pdf", pdf, 200, "Issued by us, unchanged and current."},
		{"the file with a line more", multi, changed, 404, "We issued no file with exactly this content."},
		{"an empty file", multi, empty, 422, "Choose the PDF file of the document."},
		{"no file", multi, other, 422, "Choose the PDF file of the document."},
		{"nothing", multi, "", 422, "Choose the PDF file of the document."},
		{"half a form", multi, whole[:len(whole)-200], 400, "cannot be read"},
		{"a text", "text/plain", pdf, 415, "does not accept content of this type"},
		{"more than a document", multi, strings.Repeat("x", page.MaxChecked+envelope+1), 413, "A file to be checked may have at most 1 MB."},
	} {
		r := httptest.NewRequest(http.MethodPost, "/check", strings.NewReader(test.body))
		r.Header.Set("Content-Type", test.contentType)
		got := d.send(r)
		if got.status == 303 {
			got = d.get(got.header.Get("Location"))
		}
		if got.status != test.status || !strings.Contains(got.body, test.says) {
			t.Errorf("%s: %d, want %d with %q", test.what, got.status, test.status, test.says)
		}
	}
}

// anonymous returns a page without the hash that was asked for and without its tokens.
func anonymous(body, hash string) string {
	body = strings.ReplaceAll(body, hash, "")
	return regexp.MustCompile(`X-Csrf-Token[^}]*|(?:_csrf|request)" value="[^"]*`).ReplaceAllString(body, "")
}

func TestCheckingIsLimited(t *testing.T) {
	d := newDesk(t)
	for i := range asks + 5 {
		got := d.get("/check/" + strings.Repeat("0", 64))
		if i >= asks && (got.status != 429 || got.header.Get("Retry-After") == "" || !strings.Contains(got.body, "Too many requests")) {
			t.Errorf("ask %d: %d", i+1, got.status)
		}
	}
}

func TestThePublicAddressShowsTheCheckPageAlone(t *testing.T) {
	d := newDesk(t)
	d.server.Public = publicOf("https://papers.example")
	d.app = d.server.app(d.server.routes)
	for _, host := range []string{"papers.example", "papers.example:443", "PAPERS.example", "papers.example.", "papers.example.:8080"} {
		for _, test := range []struct {
			path   string
			status int
		}{
			{"/check", 200}, {"/check/x", 404}, {"/healthz", 200}, {page.AssetPath("app.css"), 200},
			{"/orders", 404}, {"/documents", 404}, {"/", 404}, {"/search?q=a", 404}, {"/help", 404}, {"/parties", 404}, {"/checkpoint", 404},
		} {
			r := httptest.NewRequest(http.MethodGet, test.path, nil)
			r.Host = host
			resp, err := d.app.Test(r)
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(resp.Body)
			if err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != test.status || strings.Contains(string(b), `href="/orders"`) {
				t.Errorf("%s%s: %d, want %d and no way to other pages", host, test.path, resp.StatusCode, test.status)
			}
			for _, c := range resp.Cookies() {
				if !c.Secure || c.Name == "csrf" {
					t.Errorf("%s%s sets the cookie %s for http", host, test.path, c.Name)
				}
			}
			if test.path == "/check" && resp.Header.Get("Strict-Transport-Security") == "" {
				t.Errorf("%s: no HSTS under https", host)
			}
		}
	}
	for _, header := range []string{"X-Real-IP", "X-Forwarded-For", "Forwarded"} {
		for path, want := range map[string]int{"/orders": 404, "/check": 200} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Host = "127.0.0.1"
			r.Header.Set(header, "203.0.113.9")
			resp, err := d.app.Test(r)
			if err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != want {
				t.Errorf("%s of a proxy with %s: %d, want %d", path, header, resp.StatusCode, want)
			}
			if err := resp.Body.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	if got := d.get("/orders"); got.status != 200 {
		t.Errorf("on this machine: %d", got.status)
	}
	for _, address := range []string{"", "http://127.0.0.1:8080", "http://localhost:8080", "://"} {
		if u := publicOf(address); u.Host != "" {
			t.Errorf("%q is public", address)
		}
	}
}
