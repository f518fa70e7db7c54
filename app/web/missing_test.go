package web

import (
	"net/url"
	"strings"
	"testing"

	"woolroad/app/web/page"
)

func TestAMissingPageLeadsOnToItsOwnList(t *testing.T) {
	d := newDesk(t)
	for _, language := range []struct{ name, lots, search string }{
		{"en", "Go to “Lots and bales”", "Search for “LHW26-999”"}, {"zh-CN", "前往“批次与包件”", "搜索“LHW26-999”"},
	} {
		d.cookies[page.LanguageCookie] = language.name
		d.get("/lots/LHW26-999").has(t, "a lot that is not there", 404, `<a class="btn" href="/lots">`+language.lots+`</a>`, `<a class="btn" href="/search?q=LHW26-999">`+language.search+`</a>`)
	}
	d.cookies[page.LanguageCookie] = "en"
	for path, list := range map[string]string{"/documents/CI-2026-9999": "/documents", "/parties/nobody": "/parties", "/products/felt%20hats": "/products", "/orders/SO-1": "/orders"} {
		name, err := url.PathUnescape(path[strings.LastIndex(path, "/")+1:])
		if err != nil {
			t.Fatal(err)
		}
		d.get(path).has(t, path, 404, `href="`+list+`">Go to “`, `href="/search?q=`+strings.ReplaceAll(url.QueryEscape(name), "+", "&#43;")+`">Search for “`+name+`”`)
	}
	d.get("/nowhere").has(t, "an address of nothing", 404, `href="/orders">Go to the orders`)
	d.get("/orders?sort=colour").has(t, "a list in an order that it has not", 422, "Orders cannot be sorted by “colour”; open their list, and click the head of a column", `href="/orders">Go to “Orders”`)
	d.cookies[page.LanguageCookie] = "zh-CN"
	d.get("/documents?sort=colour").has(t, "the same in Chinese", 422, "单据不能按“colour”排序；请打开单据列表，点击列标题排序。", `href="/documents">前往“单据”`)
}

func TestRatesHaveCommasOnPagesAndNoneInFiles(t *testing.T) {
	d := newDesk(t)
	d.get("/rates/new")
	typed := url.Values{"source": {"contract"}, "from": {"USD"}, "to": {"IDR"}, "value": {"19543.1"}, "per": {"1"}, "date": {"2026-04-03"}, "reason": {"the bank's letter"}}
	if a := d.post("/rates/new", typed); a.status != 303 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	for _, path := range []string{"/rates/new", "/rates", "/rates/USD-IDR", "/rates/USD-IDR?date=2026-04-03", "/rates/convert?amount=1&from=USD&to=IDR&day=2026-04-03&by=contract"} {
		if a := d.get(path); a.status != 200 || !strings.Contains(a.body, "19,543.1") || strings.Contains(a.body, "19543.1") {
			t.Errorf("%s: %d, or the rate without its comma: %s", path, a.status, a.body)
		}
	}
	if a := d.get("/rates/board.csv"); !strings.Contains(a.body, "19543.1") {
		t.Errorf("the file has no 19543.1 to compute with: %s", a.body)
	}
}
