package web

import (
	"net/http"
	"strings"
	"testing"

	"woolroad/app/office"
)

const (
	wrongUSCC = "91540100MA6T1ABC5H" // its last character does not fit
	onLicence = "It stands so on the licence."
)

// TestANumberIsConfirmedInAPartysForm enters a buyer whose number fails its check: the
// field for the reason comes with the fault, and with a reason the party is saved.
func TestANumberIsConfirmedInAPartysForm(t *testing.T) {
	d := newDesk(t)
	d.get("/parties/new")
	form := but(weavers(), "country", "CN", "ids-np_pan", "", "ids-cn_uscc", wrongUSCC)
	if got := d.get("/parties/new"); strings.Contains(got.body, "ids_confirmed") {
		t.Error("a new form asks for reasons")
	}
	d.post("/parties/new", form).wants(t, "without a reason", 422,
		"The last character of USCC "+wrongUSCC+" does not fit", `<label for="ids_confirmed-cn_uscc">USCC (China): this is the company&#39;s own number because …`,
		`aria-describedby="ids_confirmed-cn_uscc-hint"`)
	d.post("/parties/new", but(form, "ids_confirmed-cn_uscc", strings.Repeat("x", 301))).wants(t, "with a long reason", 422,
		`<a href="#ids_confirmed-cn_uscc">`, "This has 301 characters; at most 300 fit.")
	d.post("/parties/new", but(form, "ids-cn_uscc", "", "ids_confirmed-cn_uscc", onLicence)).wants(t, "without the number", 422,
		`<a href="#ids_confirmed-cn_uscc">`, "This confirms a number that is missing")
	a := d.post("/parties/new", but(form, "ids_confirmed-cn_uscc", onLicence))
	if a.status != http.StatusSeeOther {
		t.Fatalf("with a reason: %d %s", a.status, a.body)
	}
	at := a.header.Get("Location")
	page := d.get(at)
	page.says(t, 200, wrongUSCC+" confirmed: "+onLicence)
	if strings.Contains(page.body, "does not fit") {
		t.Error("the party's page warns of a number that is confirmed")
	}
	d.get(at+"/edit").wants(t, "its form", 200, `value="`+onLicence+`"`)
}

// TestTheExportersNumberIsConfirmed confirms a number for which there is only a warning.
// The program then warns of that number once and not on every order.
func TestTheExportersNumberIsConfirmed(t *testing.T) {
	d := newDesk(t)
	d.get("/exporter")
	form := but(ours(), "seller-ids-cn_uscc", "91540100MA6T1ABC6K")
	if got := d.post("/exporter", form); got.status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.status, got.body)
	}
	d.get("/exporter").wants(t, "the form", 200, "The 17th character of USCC", `name="seller-ids_confirmed-cn_uscc"`)
	if got := d.post("/exporter", but(form, "version", "1", "seller-ids_confirmed-cn_uscc", onLicence)); got.status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.status, got.body)
	}
	e, err := office.Look(t.Context(), d.store, tashi)
	if err != nil || e.Seller.Confirmed["cn_uscc"] != onLicence {
		t.Errorf("%v: the exporter is %+v", err, e.Seller)
	}
	if got := d.get("/exporter"); strings.Contains(got.body, "The 17th character") || !strings.Contains(got.body, onLicence) {
		t.Error("the form warns of a number that is confirmed, or has lost its reason")
	}
}

// TestANumberIsConfirmedInAnOrdersForm confirms a number in an order that is edited,
// entered or uploaded. The order's activity then has the reason.
func TestANumberIsConfirmedInAnOrdersForm(t *testing.T) {
	d := deskForForms(t)
	fields := d.edit(wool)
	if valueOf(fields, "/seller/ids_confirmed/cn_uscc") != "" || strings.Contains(d.get("/orders/"+wool+"/edit").body, "ids_confirmed") {
		t.Error("the form of an order without fault asks for reasons")
	}
	a := d.submit("/orders/"+wool+"/edit", "save", with(fields, "/seller/ids/cn_uscc", wrongUSCC))
	a.wants(t, "without a reason", 422, "The last character of USCC "+wrongUSCC, `<label for="f-seller-ids_confirmed-cn_uscc">`,
		"this is the company&#39;s own number because …", `aria-describedby="f-seller-ids_confirmed-cn_uscc-hint"`)
	a = d.submit("/orders/"+wool+"/edit", "save", with(formOnPage(t, a.body), "/seller/ids_confirmed/cn_uscc", onLicence))
	if a.status != http.StatusSeeOther {
		t.Fatalf("with a reason: %d %s", a.status, a.body)
	}
	if got := d.order(wool).Seller.Confirmed["cn_uscc"]; got != onLicence {
		t.Errorf("the reason is stored as %q", got)
	}
	d.get("/orders/"+wool).says(t, 200, "USCC "+wrongUSCC+" (confirmed: "+onLicence+")",
		"Order changed by the desk", "Seller › Confirmed numbers › USCC (China): empty → "+onLicence)
	if page := d.get("/orders/" + wool).body; strings.Contains(page, "breaks rules") {
		t.Error("the order page says that it breaks rules")
	}

	copied := strings.Replace(strings.Replace(sampleOrder(t, kathmandu), "SO-2026-0041", "SO-2026-0077", 1), `"301234567"`, `"30123456"`, 1)
	copied = strings.Replace(copied, `"country": "NP",`, `"country": "NP", "ids_confirmed": {"np_pan": "The tax office gave it so."},`, 1)
	d.get("/orders/upload")
	if a := d.upload(file{"b.json", copied}); a.status != http.StatusSeeOther {
		t.Fatalf("uploaded: %d %s", a.status, a.body)
	}
	d.get("/orders/SO-2026-0077").says(t, 200, "Order imported from b.json", "Buyer › Confirmed numbers › PAN (Nepal): empty → The tax office gave it so.")
}
