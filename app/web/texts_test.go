package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/web/orders"
)

// TestBrokenTextIsRefused sends text that no database stores, or that one database stores
// and the other does not.
func TestBrokenTextIsRefused(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, w store.Where) {
		d := newDeskAt(t, w)
		d.get("/help")
		for _, broken := range []string{"%00", "a%00b", "%ff", "%c3%28", "%ed%a0%80", "%f4%90%80%80"} {
			for _, path := range []string{"/orders/", "/orders?buyer=", "/search?q=", "/documents/", "/check/", "/check?hash=", "/lots/", "/parties?q=", "/rates?pair=", "/orders?", "/orders/new?from=", "/orders/new?draft="} {
				if got := d.get(path + broken); got.status != http.StatusBadRequest {
					t.Errorf("GET %s: %d, want 400", path+broken, got.status)
				}
			}
			text, err := url.QueryUnescape(broken)
			if err != nil {
				t.Fatal(err)
			}
			for path, field := range map[string]string{
				"/orders/SO-1/issue": "request", "/orders/new": "/number", "/parties/new": "name", "/rates/held": "id", "/settings": "back",
			} {
				if got := d.post(path, url.Values{field: {text}}); got.status != http.StatusBadRequest {
					t.Errorf("POST %s with %s=%s: %d, want 400", path, field, broken, got.status)
				}
				if got := d.post(path, url.Values{field + text: {"x"}}); got.status != http.StatusBadRequest {
					t.Errorf("POST %s with a field %s%s: %d, want 400", path, field, broken, got.status)
				}
			}
			if got := d.upload(file{"a" + text + ".json", "{}"}); got.status != http.StatusBadRequest {
				t.Errorf("upload of a file called a%s.json: %d, want 400", broken, got.status)
			}
			// In a file it is a fault of the file.
			d.upload(file{"a.json", strings.Replace(sampleOrder(t, kathmandu), `"SO-2026-0041"`, `"`+text+`"`, 1)}).says(t, 422, "refused")
		}
		d.upload(file{"a.json", strings.Replace(sampleOrder(t, kathmandu), `"SO-2026-0041"`, `"SO\u0000"`, 1)}).says(t, 422, "refused")
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Opaque = "/orders/%zz"
		if got := d.send(r); got.status != http.StatusBadRequest {
			t.Errorf("GET /orders/%%zz: %d, want 400", got.status)
		}
		if got := d.get("/orders/" + url.PathEscape("毛-2026")); got.status != http.StatusNotFound {
			t.Errorf("an order that is not there: %d, want 404", got.status)
		}
	})
}

// TestFormsHaveBounds sends forms with more fields and rows than a page is drawn for.
func TestFormsHaveBounds(t *testing.T) {
	d := newDesk(t)
	d.get("/help")
	many := func(field string, count int) url.Values {
		form := url.Values{"draft": {"a"}, "version": {"0"}, "draft_version": {"0"}}
		for i := range count {
			form.Set(fmt.Sprintf(field, i), "1")
		}
		return form
	}
	countries := url.Values{"draft": {"a"}, "version": {"0"}, "draft_version": {"0"}}
	for i := range 200 {
		countries.Set(fmt.Sprintf("/lines/%d/hs/%c%c", i, 'A'+i/26, 'A'+i%26), "1")
	}
	scattered := func(bales int) url.Values {
		form := many("%d", 0)
		for i := range bales {
			form.Set(fmt.Sprintf("/lots/%d/bales/%d/gross", i%orders.MaxLots, i), "x")
		}
		return form
	}
	for _, test := range []struct {
		what, path string
		form       url.Values
		status     int
		most       int // bytes of the answer
	}{
		{"20,000 lots", "/orders/new", many("/lots/%d/number", 20_000), 422, 20 << 10},
		{"10,000 bales in 200 lots", "/orders/new", scattered(10_000), 422, 20 << 10},
		{"5,000 faulty bales in 200 lots", "/orders/new", scattered(5_000), 422, 16 << 20},
		{"20,000 lots for the totals", "/orders/totals", many("/lots/%d/number", 20_000), 422, 20 << 10},
		{"401 lots", "/orders/new", many("/lots/%d/number", 2*orders.MaxLots+1), 422, 20 << 10},
		{"200 lots", "/orders/new", many("/lots/%d/number", orders.MaxLots), 422, 8 << 20},
		{"401 lines", "/orders/new", many("/lines/%d/product", 2*orders.MaxLots+1), 422, 20 << 10},
		{"61 accounts", "/orders/new", many("/seller/banks/%d/name", 2*orders.MaxRows+1), 422, 20 << 10},
		{"61 other currencies", "/orders/new", many("/totals_in/%d/currency", 2*orders.MaxRows+1), 422, 20 << 10},
		{"200 countries with tariff codes", "/orders/new", countries, 422, 20 << 10},
		{"60,000 fields", "/orders/new", many("%d", 60_000), 413, 20 << 10},
		{"2,000 fields of a party", "/parties/new", many("bank-%d-name", 2_000), 413, 20 << 10},
	} {
		got := d.post(test.path, test.form)
		if got.status != test.status || len(got.body) > test.most {
			t.Errorf("%s: %d with %d bytes, want %d with at most %d", test.what, got.status, len(got.body), test.status, test.most)
		}
	}
}

// TestAListThatIsFullSaysSo adds one lot more than the form may have.
func TestAListThatIsFullSaysSo(t *testing.T) {
	d := newDesk(t)
	d.get("/help")
	form := url.Values{"draft": {"a"}, "version": {"0"}, "draft_version": {"0"}, "do": {"add:/lots"}}
	for i := range orders.MaxLots {
		form.Set(fmt.Sprintf("/lots/%d/number", i), fmt.Sprintf("L-%d", i))
	}
	d.post("/orders/new", form).says(t, 422, "A form holds at most 200 lots, as many lines, and 30 rows of anything else.")

	// What a script has added beyond that is not lost either.
	form.Set("do", "save")
	form.Set(fmt.Sprintf("/lots/%d/number", orders.MaxLots), "L-BEYOND")
	d.post("/orders/new", form).says(t, 422, "A form holds at most 200 lots", "L-BEYOND")
}

func TestTimesAreTheRoutes(t *testing.T) {
	for _, test := range []struct {
		method, path string
		want         bounds
	}{
		{"GET", "/orders", showsPage},
		{"GET", "/documents.zip", sendsFiles},
		{"POST", "/check", checksFile},
		{"POST", "/settings", switches},
		{"POST", "/orders/SO-1/edit", postsOrder},
		{"POST", "/orders/upload", uploadsFile},
		{"POST", "/orders/upload/", postsForm},
		{"POST", "/Orders/Upload", postsForm},
		{"POST", "/orders/SO-1/issue", postsForm},
		{"DELETE", "/orders/upload", showsPage},
	} {
		if got := boundsOf(test.method, test.path); got != test.want {
			t.Errorf("%s %s: %+v, want %+v", test.method, test.path, got, test.want)
		}
	}
}

// TestEveryRouteThatIsPostedToHasBounds holds that every route with a POST accepts a
// body.
func TestEveryRouteThatIsPostedToHasBounds(t *testing.T) {
	d := newDesk(t)
	for _, r := range d.app.GetRoutes(true) {
		if b := boundsOf(r.Method, r.Path); r.Method == http.MethodPost && (b.body == 0 || b.reading == 0 || b.fields == 0 && !b.stream) {
			t.Errorf("POST %s may send %+v", r.Path, b)
		}
	}
}

func TestPackedRequestsAreRefused(t *testing.T) {
	d := newDesk(t)
	d.get("/help")
	for _, coding := range []string{"gzip", "br", "identity", "deflate, gzip"} {
		r := httptest.NewRequest(http.MethodPost, "/settings", strings.NewReader("theme=dark"))
		r.Header.Set("Content-Encoding", coding)
		if got := d.send(r); got.status != http.StatusUnsupportedMediaType {
			t.Errorf("Content-Encoding: %s: %d, want 415", coding, got.status)
		}
	}
}
