package web

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"woolroad/app/store"
	"woolroad/app/store/parties"
)

// weavers returns the form of a buyer as somebody fills it.
func weavers() url.Values {
	return url.Values{
		"version": {"0"}, "name": {"Patan Weavers Pvt. Ltd."}, "address": {"Patan Dhoka\r\nLalitpur, Nepal"}, "country": {"NP"},
		"ids-np_pan": {"६०१ २३४ ५६७"}, "email": {"wool@patan-weavers.example"},
	}
}

// partyID returns the id of the first party to which the page of a list links.
func partyID(t *testing.T, body string) string {
	t.Helper()
	_, rest, ok := strings.Cut(body, `class="wrap"><a href="/parties/`)
	id, _, end := strings.Cut(rest, `"`)
	if !ok || !end {
		t.Fatalf("no party in %s", body)
	}
	return id
}

func TestAnEmptyAddressBookSaysTheNextStep(t *testing.T) {
	d := newDesk(t)
	if got := d.get("/parties"); got.status != 200 || !strings.Contains(got.body, "The address book is empty") || !strings.Contains(got.body, `href="/parties/new"`) {
		t.Errorf("%d: %s", got.status, got.body)
	}
}

func TestParties(t *testing.T) {
	d := newDesk(t)
	withSamples(t, d)
	for _, test := range []struct {
		what, query string
		want, not   string
	}{
		{"all", "", "Himal Carpet Industries", ""},
		{"buyers", "role=buyer", "Himal Carpet Industries", "Lhasa Highland"},
		{"sellers", "role=seller", "Lhasa Highland", "Himal Carpet"},
		{"by a number", "q=301234567", "Himal Carpet Industries", "Sutlej"},
		{"by its own script", "q=高原", "Lhasa Highland", "Sutlej"},
		{"none", "q=Patagonia", "No matching parties", "Sutlej"},
	} {
		got := d.get("/parties?" + test.query)
		if got.status != 200 || !strings.Contains(got.body, test.want) || test.not != "" && strings.Contains(got.body, test.not) {
			t.Errorf("%s: %d, want %q and not %q", test.what, got.status, test.want, test.not)
		}
	}
	if got := d.get("/parties?at=mangled"); got.status != 422 {
		t.Errorf("a place that is not there: %d", got.status)
	}
}

func TestOneParty(t *testing.T) {
	d := newDesk(t)
	withSamples(t, d)
	got := d.get("/parties/" + partyID(t, d.get("/parties?q=himal").body))
	for _, want := range []string{"<h1>Himal Carpet Industries Pvt. Ltd.</h1>", "Boudha-6, Kathmandu 44600", "PAN (Nepal)", "301234567", `href="/orders/SO-2026-0041"`, "Buyer (1)"} {
		if got.status != 200 || !strings.Contains(got.body, want) {
			t.Errorf("%d without %q", got.status, want)
		}
	}
	for _, path := range []string{"/parties/NOBODY", "/parties/NOBODY/edit"} {
		if got := d.get(path); got.status != 404 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

func TestAPartyIsEnteredOnce(t *testing.T) {
	d := newDesk(t)
	d.get("/parties/new")
	first := d.post("/parties/new", weavers())
	second := d.post("/parties/new", weavers())
	at := first.header.Get("Location")
	if first.status != 303 || second.status != 303 || second.header.Get("Location") != at {
		t.Fatalf("%d to %s, and %d to %s: %s", first.status, at, second.status, second.header.Get("Location"), second.body)
	}
	if got := d.get(at); !strings.Contains(got.body, "601234567") || !strings.Contains(got.body, "No order names this party yet.") {
		t.Errorf("%d: %s", got.status, got.body)
	}
	other := d.post("/parties/new", but(weavers(), "address", "Elsewhere"))
	if other.status != 422 || !strings.Contains(other.body, `<a href="#name">Name: Patan Weavers Pvt. Ltd. (NP) is already in the address book.`) {
		t.Errorf("another of that name: %d", other.status)
	}
}

func TestNumbersAreCheckedByCountry(t *testing.T) {
	d := newDesk(t)
	d.get("/parties/new")
	for _, test := range []struct {
		what   string
		form   url.Values
		status int
		want   []string
	}{
		{"a PAN that is too short", but(weavers(), "ids-np_pan", "6012"), 422,
			[]string{`PAN (Nepal): Nepalese PAN &#34;6012&#34; must be nine digits.`, `aria-describedby="ids-np_pan-fault"`, `value="6012"`}},
		{"a GSTIN whose check character does not fit", but(weavers(), "country", "IN", "ids-np_pan", "", "ids-in_gstin", "27AAPFU0939F1ZO"), 422,
			[]string{"The last character of GSTIN 27AAPFU0939F1ZO does not fit the others"}},
		{"a line of the address that is too long", but(weavers(), "address", "Patan Dhoka\r\n"+strings.Repeat("Lalitpur ", 200)), 422,
			[]string{`<a href="#address">Address: Line 2: `}},
		{"a number of another country is named and saved", but(weavers(), "country", "IN"), 303, nil},
		{"a warning beside a fault", but(weavers(), "country", "CN", "name", ""), 422,
			[]string{`id="ids-np_pan-note"`, "this party is in CN; check which is right", `<details class="after" open>`}},
		{"a country that there is not", but(weavers(), "country", "XX"), 422, []string{"&#34;XX&#34; is not a country code", `<option value="XX" selected>`}},
	} {
		got := d.post("/parties/new", test.form)
		if got.status != test.status {
			t.Errorf("%s: %d, want %d", test.what, got.status, test.status)
		}
		for _, want := range test.want {
			if !strings.Contains(got.body, want) {
				t.Errorf("%s: no %q", test.what, want)
			}
		}
		if got.status == 303 {
			if page := d.get(got.header.Get("Location")).body; !strings.Contains(page, "PAN is a number of NP, and this party is in IN") {
				t.Errorf("%s: the party's page has no warning", test.what)
			}
		}
	}
}

func TestTheNumbersOfACountryStandFirst(t *testing.T) {
	d := newDesk(t)
	d.get("/parties/new")
	got := d.post("/parties/numbers", but(weavers(), "country", "IN"))
	gstin, lei, pan := strings.Index(got.body, "GSTIN (India)"), strings.Index(got.body, "LEI"), strings.Index(got.body, "PAN (Nepal)")
	if got.status != 200 || strings.Contains(got.body, "<html") || gstin < 0 || gstin > lei || lei > pan {
		t.Errorf("%d: GSTIN at %d, LEI at %d, PAN at %d in %s", got.status, gstin, lei, pan, got.body)
	}
}

func TestAPartyIsEdited(t *testing.T) {
	d := newDesk(t)
	withSamples(t, d)
	at := "/parties/" + partyID(t, d.get("/parties?q=lhasa").body)
	page := d.get(at + "/edit")
	for _, want := range []string{`value="1385 0100 2030 7788"`, `name="version" value="1"`} {
		if page.status != 200 || !strings.Contains(page.body, want) {
			t.Fatalf("%d without %q", page.status, want)
		}
	}
	form := url.Values{"version": {"1"}, "contact": {"Tashi"}}
	for name, values := range ours() {
		if key, of := strings.CutPrefix(name, "seller-"); of {
			form[key] = values
		}
	}
	if got := d.post(at+"/edit", form); got.status != 303 || got.header.Get("Location") != at {
		t.Fatalf("%d: %s", got.status, got.body)
	}
	stale := d.post(at+"/edit", but(form, "contact", "Dolma"))
	for _, want := range []string{"Changed by the desk after you opened it.", "<td class=\"lines\">Tashi</td><td class=\"lines\">Dolma</td>", `name="do" value="over:2"`} {
		if stale.status != 409 || !strings.Contains(stale.body, want) {
			t.Errorf("%d without %q", stale.status, want)
		}
	}
	if got := d.post(at+"/edit", but(form, "contact", "Dolma", "do", "over:2")); got.status != 303 {
		t.Errorf("saved again: %d", got.status)
	}
	kept, err := store.View(t.Context(), d.store, tashi, func(tx *store.Tx) (parties.Info, error) {
		return parties.Read(t.Context(), tx.Tx, strings.TrimPrefix(at, "/parties/"))
	})
	if err != nil || kept.Party.Contact != "Dolma" || len(kept.Party.Banks) != 1 || kept.ChangedBy != "desk" {
		t.Errorf("%+v, %v", kept, err)
	}
	taken := d.post(at+"/edit", but(form, "version", "3", "name", "Himal Carpet Industries Pvt. Ltd.", "country", "NP"))
	if taken.status != 422 || !strings.Contains(taken.body, "is already in the address book") {
		t.Errorf("a name that another has: %d", taken.status)
	}
}

// TestRowsLeadToWhatTheyName follows the links of a list's rows to the order, the buyer
// and the document.
func TestRowsLeadToWhatTheyName(t *testing.T) {
	d := newDesk(t)
	withSamples(t, d)
	buyer := regexp.MustCompile(`<a class="plain" href="(/parties/buyer/[^"]+)">Himal Carpet`).FindStringSubmatch(d.get("/orders?q=himal").body)
	if buyer == nil {
		t.Fatal("the list of orders has no link to a buyer")
	}
	lead := d.get(buyer[1])
	if at := lead.header.Get("Location"); lead.status != 303 || !strings.Contains(d.get(at).body, "<h1>Himal Carpet") {
		t.Errorf("%s leads to %d %s, not to the buyer", buyer[1], lead.status, at)
	}
	d.issueAll()
	link := `<a class="plain" href="` + buyer[1] + `">`
	for path, links := range map[string]int{"/": 2, "/search?q=himal": 3, "/search?q=CI-2026": 1, "/orders/SO-2026-0041": 2, "/documents/CI-2026-0001": 1, "/lots/LHW26-031": 1} {
		if got := d.get(path); strings.Count(got.body, link) != links {
			t.Errorf("%s: %d with %d links to the buyer; want %d", path, got.status, strings.Count(got.body, link), links)
		}
	}
	if got := d.get("/parties/buyer/nobody"); got.status != 404 {
		t.Errorf("the buyer of no order: %d", got.status)
	}
}
