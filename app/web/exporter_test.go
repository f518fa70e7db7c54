package web

import (
	"maps"
	"net/url"
	"strings"
	"testing"

	"woolroad/app/office"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
)

// ours returns the form of the exporter as somebody fills it on a new desk.
func ours() url.Values {
	return url.Values{
		"version": {"0"}, "seller-name": {" Lhasa Highland Wool Export Co., Ltd. "}, "seller-name_local": {"拉萨高原羊绒毛出口有限公司"},
		"seller-address": {"No. 18 Jinzhu West Road\r\n\r\n Lhasa, Xizang 850000\r\nChina\r\n"}, "seller-country": {"CN"},
		"seller-ids-cn_uscc": {"91540100 ｍａ6t1abc5g"}, "seller-email": {"export@highland-wool.example"},
		"seller-banks-0-currency": {"usd"}, "seller-banks-0-name": {"Lhasa Merchants Bank"}, "seller-banks-0-address": {"Lhasa, China"},
		"seller-banks-0-swift": {"lhmbcnbl"}, "seller-banks-0-account": {"1385 0100 2030 4455"}, "seller-banks-0-iban": {""},
		"seller-banks-0-intermediary-name": {"Bank of Samples"}, "seller-banks-0-intermediary-swift": {" lhmbus33 "},
		"seller-banks-1-currency": {""}, "seller-banks-1-name": {""},
		"calendar": {"APR"}, "zone": {"Asia/Kolkata"}, "labels": {"en"}, "address": {"https://papers.example.com"},
	}
}

// but returns a copy of a form with other values, given as names and values by turns.
func but(form url.Values, pairs ...string) url.Values {
	form = maps.Clone(form)
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func TestAFreshDeskAsksWhoseItIs(t *testing.T) {
	d := newDesk(t)
	got := d.get("/exporter")
	if got.status != 200 || !strings.Contains(got.body, "Who is the exporter?") || strings.Contains(got.body, "Copy from order") {
		t.Fatalf("%d: %s", got.status, got.body)
	}
	got = d.post("/exporter", ours())
	if got.status != 303 || got.header.Get("Location") != "/exporter" {
		t.Fatalf("saved with %d: %s", got.status, got.body)
	}
	e, err := office.Look(t.Context(), d.store, tashi)
	if err != nil {
		t.Fatal(err)
	}
	is := *e.Seller
	if is.Name != "Lhasa Highland Wool Export Co., Ltd." || len(is.Address) != 3 || is.Address[1] != "Lhasa, Xizang 850000" ||
		is.IDs[0] != (trade.ID{Kind: "cn_uscc", Value: "91540100MA6T1ABC5G"}) || len(is.Banks) != 1 || is.Banks[0].SWIFT != "LHMBCNBL" || is.Banks[0].Currency != "USD" ||
		is.Banks[0].Intermediary == nil || *is.Banks[0].Intermediary != (trade.Intermediary{Name: "Bank of Samples", SWIFT: "LHMBUS33"}) {
		t.Errorf("stored is %+v", is)
	}
	if e.Calendar != exporter.April || e.Zone != "Asia/Kolkata" || e.Labels != "en" || e.Address != "https://papers.example.com" {
		t.Errorf("stored is %+v", e)
	}
	page := d.get("/exporter").body
	for _, want := range []string{"The exporter&#39;s data are saved.", `value="91540100MA6T1ABC5G"`, `value="LHMBUS33"`, `name="version" value="1"`, `value="APR" selected`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
}

func TestAllThatIsWrongOfTheExporterIsSaidAtOnce(t *testing.T) {
	d := newDesk(t)
	d.get("/exporter")
	got := d.post("/exporter", but(ours(), "seller-name", " ", "seller-address", "", "seller-ids-cn_uscc", "91540100MA6T1ABC5H", "seller-banks-0-swift", "LHM",
		"seller-banks-0-account", "", "zone", "Lhasa", "address", "papers.example.com"))
	if got.status != 422 {
		t.Fatalf("%d", got.status)
	}
	for _, want := range []string{
		`<a href="#seller-name">Name: This field is required; fill it in.`, `<a href="#seller-address">Address: This field is required`,
		`<a href="#seller-ids-cn_uscc">USCC (China): The last character of USCC 91540100MA6T1ABC5H does not fit`,
		`<a href="#seller-banks-0-swift">Account 1 › SWIFT code: `, `<a href="#seller-banks-0-account">Account 1 › Account number: This field is required`,
		`<a href="#zone">Time zone: `, `<a href="#address">Public address of the check page: `,
		`value="91540100MA6T1ABC5H"`, `value="papers.example.com"`, "<title>Error: Exporter",
	} {
		if !strings.Contains(got.body, want) {
			t.Errorf("no %q", want)
		}
	}
	if e, err := office.Look(t.Context(), d.store, tashi); err != nil || e.Version != 0 {
		t.Errorf("version %d is stored, %v", e.Version, err)
	}
}

func TestAccountsComeAndGo(t *testing.T) {
	d := newDesk(t)
	d.get("/exporter")
	more := d.post("/exporter", but(ours(), "do", "add:/seller/banks"))
	if more.status != 200 || !strings.Contains(more.body, `id="seller-banks-2-name"`) || !strings.Contains(more.body, `value="https://papers.example.com"`) {
		t.Errorf("one more: %d", more.status)
	}
	fewer := d.post("/exporter", but(ours(), "do", "remove:/seller/banks/0"))
	if fewer.status != 200 || strings.Contains(fewer.body, "1385 0100 2030 4455") || strings.Contains(fewer.body, `id="seller-banks-1-name"`) {
		t.Errorf("one fewer: %d", fewer.status)
	}
	if odd := d.post("/exporter", but(ours(), "do", "remove:/seller/banks/9")); odd.status != 303 {
		t.Errorf("one that is not there: %d", odd.status)
	}
}

func TestTheExporterIsTakenFromAnOrder(t *testing.T) {
	d := newDesk(t)
	withSamples(t, d)
	if got := d.get("/exporter"); !strings.Contains(got.body, `href="/exporter?order=SO-2026-0044"`) {
		t.Error("no order is offered")
	}
	got := d.get("/exporter?order=SO-2026-0041")
	for _, want := range []string{"Filled in from order SO-2026-0041", `value="91540100MA6T1ABC5G"`, `value="1385 0100 2030 7788"`} {
		if got.status != 200 || !strings.Contains(got.body, want) {
			t.Errorf("%d without %q", got.status, want)
		}
	}
	if got := d.get("/exporter?order=SO-1999-0001"); got.status != 404 {
		t.Errorf("of an order that is not there: %d", got.status)
	}
}

func TestTheSecondOfTwoSeesBothVersions(t *testing.T) {
	d := newDesk(t)
	d.get("/exporter")
	d.post("/exporter", ours())
	got := d.post("/exporter", but(ours(), "seller-phone", "+86 891 555 0199"))
	for _, want := range []string{"Changed by the desk after you opened it.", "Saved version", "&#43;86 891 555 0199", `name="do" value="over:1"`} {
		if got.status != 409 || !strings.Contains(got.body, want) {
			t.Errorf("%d without %q", got.status, want)
		}
	}
	if got := d.post("/exporter", but(ours(), "seller-phone", "+86 891 555 0199")); got.status != 409 {
		t.Errorf("saved again: %d", got.status)
	}
	if got := d.post("/exporter", but(ours(), "do", "over:1", "seller-phone", "+86 891 555 0199")); got.status != 303 {
		t.Errorf("mine in place of theirs: %d", got.status)
	}
}
