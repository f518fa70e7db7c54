package web

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"woolroad/app/store"
	"woolroad/app/store/products"
	"woolroad/app/web/page"
)

// statedRegains returns the regains that sources state for a product.
func statedRegains(t *testing.T, d *desk, product string) []products.StatedRegain {
	t.Helper()
	all, err := store.View(t.Context(), d.store, tashi, func(tx *store.Tx) ([]products.StatedRegain, error) {
		return products.Regains(t.Context(), tx.Tx, product)
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestProductsSayWhatIsVerified(t *testing.T) {
	d := newDesk(t)
	got := d.get("/products")
	for _, want := range []string{"scoured wool", "洗净毛", "5101.21", "16.0 %", "verified", "customary in the trade", "not verified", `href="/products/dehaired%20yak%20wool"`} {
		if got.status != 200 || !strings.Contains(got.body, want) {
			t.Errorf("%d without %q", got.status, want)
		}
	}
	d.cookies[page.LanguageCookie] = "zh-CN"
	if got := d.get("/products/dehaired%20cashmere"); !strings.Contains(got.body, "未核实") || !strings.Contains(got.body, "<h1>无毛山羊绒</h1>") {
		t.Errorf("in Chinese: %d %s", got.status, got.body)
	}
	const translated = `<span class="hint">异质毛。现行标准为 GB/T 9994-2018，请在该标准中核对此值。</span>`
	if got := d.get("/products/scoured%20wool/regains/gb-9994-1988-heterogeneous"); !strings.Contains(got.body, translated) {
		t.Errorf("a form in Chinese does not say what the program's own English text means: %s", got.body)
	}
	if got := d.get("/products/felt"); got.status != 404 {
		t.Errorf("a product that is not there: %d", got.status)
	}
}

func TestAProductIsEdited(t *testing.T) {
	const at = "/products/scoured%20wool"
	d := newDesk(t)
	taken := d.get(at + "?take=gb-9994-1988-homogeneous")
	for _, want := range []string{"The proposal is filled in with 16.0 % from GB 9994-88.", `value="16.0"`, `value="GB 9994-88"`} {
		if taken.status != 200 || !strings.Contains(taken.body, want) {
			t.Errorf("%d without %q", taken.status, want)
		}
	}
	form := url.Values{"version": {"0"}, "name_zh": {"洗净羊毛"}, "hs6": {"5101.29"}, "percent": {"１６.０"}, "source": {" GB  9994-88"}, "date": {"2026-11-23"}}
	if got := d.post(at, form); got.status != 303 || got.header.Get("Location") != at {
		t.Fatalf("%d to %s: %s", got.status, got.header.Get("Location"), got.body)
	}
	page := d.get("/products").body
	for _, want := range []string{"洗净羊毛", "5101.29"} {
		if !strings.Contains(page, want) {
			t.Errorf("the list has no %q", want)
		}
	}
	if got := d.get(at).body; !strings.Contains(got, `Saved version: <span class="nowrap">16.0 %</span>`) || !strings.Contains(got, "Last changed by the desk on") {
		t.Errorf("the page does not say what is stored: %s", got)
	}
	stale := d.post(at, but(form, "name_zh", "净毛"))
	for _, want := range []string{"Changed by the desk after you opened it.", "<td class=\"lines\">洗净羊毛</td><td class=\"lines\">净毛</td>"} {
		if stale.status != 409 || !strings.Contains(stale.body, want) {
			t.Errorf("%d without %q", stale.status, want)
		}
	}
	bad := d.post(at, url.Values{"version": {"1"}, "name_zh": {""}, "hs6": {"5102.20"}, "percent": {"160"}, "source": {""}, "date": {"soon"}})
	for _, want := range []string{`<a href="#name_zh">`, `<a href="#hs6">`, "160 is too much", `<a href="#source">`, "soon is not a date"} {
		if bad.status != 422 || !strings.Contains(bad.body, want) {
			t.Errorf("%d without %q", bad.status, want)
		}
	}
}

func TestWhatTheDeskProposesIsVerifiedOnlyByWhatWasRead(t *testing.T) {
	for _, test := range []struct {
		what, product, hs6, percent, source string
		want                                string
	}{
		{"as a standard says that was read", "scoured wool", "5101.21", "16", "GB 9994-88", ">verified<"},
		{"another figure than the standard's", "scoured wool", "5101.21", "17", "GB 9994-88", ">not verified<"},
		{"as is customary", "dehaired cashmere", "5102.11", "17", "customary in the trade", ">not verified<"},
		{"of which nothing is said", "yak wool", "5102.19", "15", "contract", ">not verified<"},
	} {
		d := newDesk(t)
		at := page.JoinPath("/products", test.product)
		d.get(at)
		form := url.Values{"version": {"0"}, "name_zh": {"毛"}, "hs6": {test.hs6}, "percent": {test.percent}, "source": {test.source}, "date": {"2026-04-08"}}
		if got := d.post(at, form); got.status != 303 {
			t.Fatalf("%s: %d", test.what, got.status)
		}
		_, kept, _ := strings.Cut(d.get(at).body, "Saved version:")
		kept, _, _ = strings.Cut(kept, "</p>")
		if !strings.Contains(kept, test.want) {
			t.Errorf("%s: %q, want %s", test.what, kept, test.want)
		}
	}
}

// TestAnOddRegainIsSaved saves a regain that no source knows of the fibre. A person may
// do so, and the product's page warns of it.
func TestAnOddRegainIsSaved(t *testing.T) {
	const at, odd = "/products/dehaired%20cashmere", "A regain of 95 % is outside the known range of dehaired cashmere, 13.6 to 18.25 % (AATCC, ISO); check it."
	d := newDesk(t)
	page := d.get(at)
	if strings.Contains(page.body, "is outside the known range") {
		t.Error("a product warns of nothing")
	}
	version := regexp.MustCompile(`name="version" value="([^"]*)"`).FindStringSubmatch(page.body)[1]
	form := url.Values{"version": {version}, "name_zh": {"无毛绒"}, "hs6": {"5102.11"}, "percent": {"95"}, "source": {"a slip"}, "date": {"2026-04-08"}}
	if got := d.post(at, form); got.status != 303 {
		t.Fatalf("%d: %s", got.status, got.body)
	}
	d.get(at).has(t, "the product", 200, odd)
	d.post(at+"/regains/new", url.Values{"version": {"0"}, "percent": {"95"}, "source": {"a slip"}, "date": {"2026-04-08"}})
	if n := strings.Count(d.get(at).body, odd); n != 2 {
		t.Errorf("the page says so %d times, want of the proposal and of what is said", n)
	}
}

func TestARegainIsSaidOnceWithItsSource(t *testing.T) {
	const at = "/products/yak%20wool"
	d := newDesk(t)
	if got := d.get(at + "/regains/new"); got.status != 200 || !strings.Contains(got.body, `value="2026-04-08"`) {
		t.Errorf("%d: %s", got.status, got.body)
	}
	form := url.Values{"version": {"0"}, "percent": {"15"}, "source": {"contract LHW-IN-2026-03"}, "date": {"2026-04-08"}, "note": {"down only"}}
	for range 2 {
		if got := d.post(at+"/regains/new", form); got.status != 303 {
			t.Fatalf("%d: %s", got.status, got.body)
		}
	}
	all := statedRegains(t, d, "yak wool")
	if len(all) != 1 || all[0].Verified || all[0].Note != "down only" || all[0].ChangedBy != "desk" {
		t.Fatalf("stored is %+v", all)
	}
	bad := d.post(at+"/regains/new", but(form, "source", " ", "percent", "", "date", ""))
	for _, want := range []string{`<a href="#percent">`, `<a href="#source">Source: Enter the source`, `<a href="#date">`, "down only</textarea>"} {
		if bad.status != 422 || !strings.Contains(bad.body, want) {
			t.Errorf("%d without %q", bad.status, want)
		}
	}
	one := at + "/regains/" + all[0].ID
	if got := d.get(one); got.status != 200 || !strings.Contains(got.body, `value="contract LHW-IN-2026-03"`) {
		t.Errorf("%d", got.status)
	}
	if got := d.post(one, but(form, "version", "1", "verified", "yes")); got.status != 303 || !statedRegains(t, d, "yak wool")[0].Verified {
		t.Errorf("verified: %d", got.status)
	}
	stale := d.post(one, but(form, "version", "1", "percent", "16"))
	for _, want := range []string{"Changed by the desk after you opened it.", "<td class=\"lines\">15</td><td class=\"lines\">16</td>", "<td class=\"lines\">yes</td><td class=\"lines\">no</td>"} {
		if stale.status != 409 || !strings.Contains(stale.body, want) {
			t.Errorf("%d without %q", stale.status, want)
		}
	}
	if got := d.post(one, but(form, "version", "2", "do", "delete")); got.status != 303 || len(statedRegains(t, d, "yak wool")) != 0 {
		t.Errorf("taken out: %d", got.status)
	}
	if got := d.get(one); got.status != 404 {
		t.Errorf("one that is gone: %d", got.status)
	}
}
