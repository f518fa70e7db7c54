package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"woolroad/app/issue"
	"woolroad/app/orders"
	"woolroad/app/store"
	"woolroad/app/trade"
	orderpages "woolroad/app/web/orders"
	"woolroad/app/web/say"
	"woolroad/app/web/webtest"
	"woolroad/documents"
)

// formOnPage returns the fields that a browser would send of the order form on a page,
// without buttons, in the order of the page.
func formOnPage(t testing.TB, page string) []sentField { return formNamed(t, page, "order") }

// formNamed returns what formOnPage does of the form with that id.
func formNamed(t testing.TB, body, form string) []sentField {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	attr := func(n *html.Node, name string) (string, bool) {
		for _, a := range n.Attr {
			if a.Key == name {
				return a.Val, true
			}
		}
		return "", false
	}
	var fields []sentField
	var walk func(n *html.Node, inside bool)
	walk = func(n *html.Node, inside bool) {
		id, _ := attr(n, "id")
		inside = inside || n.Data == "form" && id == form
		name, named := attr(n, "name")
		switch value, _ := attr(n, "value"); {
		case n.Type != html.ElementNode || !inside || !named:
		case n.Data == "input":
			kind, _ := attr(n, "type")
			if _, checked := attr(n, "checked"); kind != "checkbox" || checked {
				fields = append(fields, sentField{name, value})
			}
		case n.Data == "textarea":
			text := ""
			if n.FirstChild != nil {
				text = n.FirstChild.Data
			}
			fields = append(fields, sentField{name, text})
		case n.Data == "select":
			chosen := ""
			for o := range n.ChildNodes() {
				if _, ok := attr(o, "selected"); ok {
					chosen, _ = attr(o, "value")
				}
			}
			fields = append(fields, sentField{name, chosen})
		}
		for c := range n.ChildNodes() {
			walk(c, inside)
		}
	}
	walk(root, false)
	return fields
}

// submit sends the fields of a form, in their order, with a button of that value.
func (d *desk) submit(path, do string, fields []sentField) answer {
	d.t.Helper()
	var b strings.Builder
	for _, f := range fields {
		if f.Name != "_csrf" {
			b.WriteString(url.QueryEscape(f.Name) + "=" + url.QueryEscape(f.Value) + "&")
		}
	}
	b.WriteString("do=" + url.QueryEscape(do) + "&_csrf=" + url.QueryEscape(d.token))
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(b.String()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return d.send(r)
}

// with returns a copy of the fields with other values, given as names and values by
// turns.
func with(fields []sentField, values ...string) []sentField {
	out := append([]sentField{}, fields...)
	for i := 0; i < len(values); i += 2 {
		found := false
		for j := range out {
			if out[j].Name == values[i] {
				out[j].Value, found = values[i+1], true
			}
		}
		if !found {
			out = append(out, sentField{values[i], values[i+1]})
		}
	}
	return out
}

func valueOf(fields []sentField, name string) string {
	for _, f := range fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// deskForForms returns a desk that has the sample orders.
func deskForForms(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	for _, o := range webtest.SampleOrders(t) {
		if _, err := orders.Add(t.Context(), d.store, tashi, orders.Judge(o), orders.Source{}); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

const wool = "SO-2026-0041" // the sample with 60 bales

// order returns the stored order of that number.
func (d *desk) order(number string) trade.Order {
	d.t.Helper()
	return d.stored(number).Order
}

// stored returns the stored order of that number with what lists show of it.
func (d *desk) stored(number string) orders.Stored {
	d.t.Helper()
	o, err := orders.Look(d.t.Context(), d.store, tashi, number)
	if err != nil {
		d.t.Fatal(err)
	}
	return o
}

func (d *desk) edit(number string) []sentField {
	d.t.Helper()
	a := d.get("/orders/" + number + "/edit")
	if a.status != http.StatusOK {
		d.t.Fatalf("the form of %s: %d %s", number, a.status, a.body)
	}
	return formOnPage(d.t, a.body)
}

func (a answer) wants(t *testing.T, what string, status int, texts ...string) {
	t.Helper()
	if a.status != status {
		t.Errorf("%s: status %d, want %d", what, a.status, status)
	}
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			t.Errorf("%s: the page has no %q", what, text)
		}
	}
	if t.Failed() {
		t.Logf("%s: %s", what, a.body)
	}
}

func TestFormSentBackUnchangedIsTheSameOrder(t *testing.T) {
	d := deskForForms(t)
	for _, o := range webtest.SampleOrders(t) {
		a := d.submit("/orders/"+o.Number+"/edit", "save", d.edit(o.Number))
		if a.status != http.StatusSeeOther || a.header.Get("Location") != "/orders/"+o.Number {
			t.Errorf("%s: status %d to %s", o.Number, a.status, a.header.Get("Location"))
		}
		if info := d.stored(o.Number).Info; info.Version != 1 {
			t.Errorf("%s is of version %d after nothing was changed", o.Number, info.Version)
		}
		webtest.SameOrder(t, o.Number, d.order(o.Number), o)
	}
}

func TestOrderEnteredByHand(t *testing.T) {
	d := deskForForms(t)
	fields := formOnPage(t, d.get("/orders/new").body)
	if got := valueOf(fields, "/seller/name"); got != "Lhasa Highland Wool Export Co., Ltd." {
		t.Errorf("the seller is %q", got)
	}
	if got := valueOf(fields, "/date"); got != "2026-04-08" {
		t.Errorf("the date is %q", got)
	}
	a := d.submit("/orders/new", "party:/buyer", with(fields, "party:/buyer", "NP Himal Carpet Industries Pvt. Ltd."))
	a.wants(t, "the buyer from the address book", http.StatusOK, "Boudha-6, Kathmandu 44600")
	fields = with(formOnPage(t, a.body),
		"/number", "SO-2026-0100", "/currency", "usd", "/terms/incoterm", "CPT", "/terms/place", "Kathmandu, Nepal",
		"/payment/text", "T/T in advance", "/route/mode", "road", "/route/loading", "Lhasa, China", "/route/destination", "Kathmandu, Nepal",
		"/lots/0/number", "L-9", "/lots/0/product", "scoured wool", "/lots/0/regain_standard", "१५", "/lots/0/regain_measured", "１３．４２",
		"paste:/lots/0", "1\t82.1\t1.2\n2\t88.0\t1.2",
		"/lines/0/product", "scoured wool", "/lines/0/description", "Scoured sheep wool", "/lines/0/hs6", "5101.21",
		"/lines/0/origin", "cn", "/lines/0/lots", "L-9", "/lines/0/price", "4.85", "/charges/freight", "1,25,000.50")
	a = d.submit("/orders/new", "save", fields)
	if a.status != http.StatusSeeOther || a.header.Get("Location") != "/orders/SO-2026-0100" {
		a.wants(t, "the order", http.StatusSeeOther)
	}
	o := d.order("SO-2026-0100")
	if len(o.Lots[0].Bales) != 2 || o.Charges.Freight.String() != "125000.50" || o.Lots[0].Regain.Standard.String() != "15" || o.Consignee != nil {
		t.Errorf("the order is %+v", o)
	}
	said := d.cookies["flash"]
	again := d.submit("/orders/new", "save", fields)
	if again.status != http.StatusSeeOther || again.header.Get("Location") != "/orders/SO-2026-0100" || said == "" || d.cookies["flash"] != said {
		t.Errorf("sent twice: %d to %s, which says %s", again.status, again.header.Get("Location"), d.cookies["flash"])
	}
	d.get("/orders/SO-2026-0100").says(t, http.StatusOK, "Order SO-2026-0100 is entered.")
}

// typedOrder returns the fields of a new order with one lot and one line, without bales.
func (d *desk) typedOrder(t *testing.T, number string) []sentField {
	t.Helper()
	fields := formOnPage(t, d.get("/orders/new").body)
	a := d.submit("/orders/new", "party:/buyer", with(fields, "party:/buyer", "NP Himal Carpet Industries Pvt. Ltd."))
	return with(formOnPage(t, a.body),
		"/number", number, "/currency", "USD", "/terms/incoterm", "CPT", "/terms/place", "Kathmandu, Nepal",
		"/payment/text", "T/T in advance", "/route/mode", "road", "/route/loading", "Lhasa, China", "/route/destination", "Kathmandu, Nepal",
		"/lots/0/number", "L-9", "/lots/0/product", "scoured wool", "/lots/0/basis", "net",
		"/lines/0/product", "scoured wool", "/lines/0/description", "Scoured sheep wool", "/lines/0/hs6", "510121",
		"/lines/0/origin", "China", "/lines/0/lots", "L-9", "/lines/0/price", "4.85")
}

// TestCommasOfAPasteAreAskedAboutOnce pastes weights with commas that can be read in
// two ways, and saves the order after the one question.
func TestCommasOfAPasteAreAskedAboutOnce(t *testing.T) {
	d := deskForForms(t)
	pasted := string(readTestFile(t, "testdata/paste-comma-decimals.txt"))
	fields := with(d.typedOrder(t, "SO-2026-0101"), "paste:/lots/0", pasted)
	const ask = "Do you mean 85.3 kg or 85,300 kg?"
	for _, do := range []string{"paste:/lots/0", "totals", "save"} {
		status := http.StatusOK
		if do == "save" {
			status = http.StatusUnprocessableEntity
		}
		a := d.submit("/orders/new", do, fields)
		a.wants(t, do, status, ask, "applies to this weight and to 3 more", "A bale usually weighs 5 to 250 kg", `value="commas:decimals"`, `value="commas:thousands"`)
		if strings.Index(a.body, `value="commas:decimals"`) > strings.Index(a.body, `value="commas:thousands"`) {
			t.Errorf("%s: the likelier reading is not the first choice", do)
		}
		if n := strings.Count(a.body, "<h2>"+ask); n != 1 {
			t.Errorf("%s: the question is asked %d times", do, n)
		}
		if strings.Contains(a.body, "can be read as 85.300") {
			t.Errorf("%s: each weight has a fault of its own", do)
		}
	}
	if a := d.get("/orders/SO-2026-0101"); a.status != http.StatusNotFound {
		t.Fatalf("the order is saved before the question is answered: %d", a.status)
	}
	asked := formOnPage(t, d.submit("/orders/new", "paste:/lots/0", fields).body)
	for _, test := range []struct{ meaning, Said, gross, net, total string }{
		{"thousands", "“85,300” is read as 85,300 kg, and 3 more in the same way", "85300", "169000", "819650.00"},
		{"decimals", "“85,300” is read as 85.3 kg, and 3 more in the same way", "85.300", "169.000", "819.65"},
	} {
		a := d.submit("/orders/new", "commas:"+test.meaning, asked)
		a.wants(t, test.meaning, http.StatusOK, test.Said)
		answered := formOnPage(t, a.body)
		if got := valueOf(answered, "/lots/0/bales/0/gross"); got != test.gross || strings.Contains(a.body, ask) {
			t.Errorf("%s: the first gross is %q, want %q, and no more question", test.meaning, got, test.gross)
		}
		number := "SO-2026-01-" + test.meaning
		lot := "L-" + test.meaning
		a = d.submit("/orders/new", "save", with(answered, "/number", number, "/lots/0/number", lot, "/lines/0/lots", lot))
		if a.status != http.StatusSeeOther {
			a.wants(t, number, http.StatusSeeOther)
			continue
		}
		totals, err := d.order(number).Totals(nil)
		if err != nil {
			t.Fatal(err)
		}
		if totals.Net.String() != test.net || totals.Total.String() != test.total {
			t.Errorf("%s: %s kg net come to %s, want %s and %s", test.meaning, totals.Net, totals.Total, test.net, test.total)
		}
	}
}

// TestACommaInASingleFieldIsAskedAbout types one weight, and a price and a regain, that
// can be read in two ways.
func TestACommaInASingleFieldIsAskedAbout(t *testing.T) {
	d := deskForForms(t)
	fields := d.edit(wool)
	d.submit("/orders/"+wool+"/edit", "save", with(fields, "/lots/0/bales/3/tare", "1,200")).
		wants(t, "a tare", http.StatusUnprocessableEntity, "Do you mean 1.2 kg or 1,200 kg?", `href="#commas"`, `id="commas"`)
	for _, field := range []string{"/lines/0/price", "/lots/0/regain_measured", "/charges/freight"} {
		d.submit("/orders/"+wool+"/edit", "save", with(fields, field, "1,200")).
			wants(t, field, http.StatusUnprocessableEntity, "can be read as 1.200 or as 1200; write the one that you mean, without the comma", `href="#`+"f"+strings.ReplaceAll(field, "/", "-")+`"`)
	}
	live := d.submit("/orders/totals", "", with(fields, "/lots/0/bales/3/gross", "85,300"))
	live.wants(t, "the totals while somebody types", http.StatusOK, "Do you mean 85.3 kg or 85,300 kg?", `value="commas:decimals"`)
}

// TestAPriceFarFromBeforeIsWarnedOf saves an order at a hundred times the last price of
// the product.
func TestAPriceFarFromBeforeIsWarnedOf(t *testing.T) {
	d := deskForForms(t)
	const warning = "for a kilogram of scoured wool is far from the earlier price"
	for _, test := range []struct {
		number, price string
		warns         bool
	}{{"SO-2026-0111", "4.90", false}, {"SO-2026-0112", "485", true}} {
		fields := with(d.typedOrder(t, test.number), "paste:/lots/0", "1\t85.3\t1.2", "/lines/0/price", test.price, "/lots/0/number", "L-"+test.number, "/lines/0/lots", "L-"+test.number)
		if a := d.submit("/orders/new", "save", fields); a.status != http.StatusSeeOther {
			a.wants(t, test.number, http.StatusSeeOther)
			continue
		}
		for _, page := range []string{"", "/issue"} {
			if got := d.get("/orders/" + test.number + page); strings.Contains(got.body, warning) != test.warns {
				t.Errorf("%s%s at %s warns: %v, want %v", test.number, page, test.price, !test.warns, test.warns)
			}
		}
	}
}

func TestABaleInOtherDigitsIsThatBale(t *testing.T) {
	d := deskForForms(t)
	d.submit("/orders/"+wool+"/edit", "save", with(d.edit(wool), "/lots/0/bales/3/number", "５७")).
		wants(t, "bale 57 again", http.StatusUnprocessableEntity, "The bale number &#34;57&#34; is given twice")
}

func TestFaultsStandAtTheirFields(t *testing.T) {
	d := deskForForms(t)
	fields := d.edit(wool)
	for _, test := range []struct {
		name, field, typed, id, says string
	}{
		{"a gross that is no number", "/lots/0/bales/3/gross", "82,1,", "f-lots-0-bales-3-gross", "is not a number"},
		{"a tare above the gross", "/lots/0/bales/2/tare", "900", "f-lots-0-bales-2-tare", "leaves nothing of the gross"},
		{"a term that does not fit the route", "/terms/incoterm", "FOB", "f-terms-incoterm", "FOB"},
		{"no buyer's name", "/buyer/name", "", "f-buyer-name", "Fill in: Buyer › Name"},
		{"no named place", "/terms/place", "", "f-terms-place", "Fill in: Terms › Named place"},
		{"no terms of payment", "/payment/text", "", "f-payment-text", "Fill in: Payment › Terms of payment"},
		{"no address", "/buyer/address", " \n ", "f-buyer-address", "Fill in: Buyer › Address"},
		{"a line of the address with a control character", "/buyer/address", "One\nTwo\x07", "f-buyer-address", "control character"},
		{"a registered number with a wrong digit", "/seller/ids/cn_uscc", "91540100MA6T1ABC5X", "f-seller-ids-cn_uscc", "91540100MA6T1ABC5X"},
		{"an unknown lot", "/lines/0/lots", "LHW26-031, LHW26-999", "f-lines-0-lots", "There is no lot"},
		{"a tariff code of other digits", "/lines/0/hs/CN", "5102110000", "f-lines-0-hs-CN", "must begin with 510121"},
		{"a total without a rate", "/totals_in/0/rule", ":own", "f-totals_in-0", "No rate is chosen; choose one from the list"},
	} {
		a := d.submit("/orders/"+wool+"/edit", "save", with(fields, test.field, test.typed))
		a.wants(t, test.name, http.StatusUnprocessableEntity, `href="#`+test.id+`"`, `id="`+test.id+`"`, test.says, "<title>Error:")
		if got := valueOf(formOnPage(t, a.body), test.field); strings.TrimSpace(got) != strings.TrimSpace(test.typed) {
			t.Errorf("%s: the field has %q, want %q", test.name, got, test.typed)
		}
		if test.id != "f-totals_in-0" && !regexp.MustCompile(`aria-describedby="[^"]*\b`+regexp.QuoteMeta(test.id)+`-fault"`).MatchString(a.body) {
			t.Errorf("%s: nothing describes the field", test.name)
		}
		if t.Failed() {
			return
		}
	}
	webtest.SameOrder(t, wool, d.order(wool), webtest.SampleOrders(t)["orders/01-kathmandu-scoured-wool.json"])
}

func TestNumberThatIsTakenKeepsWhatWasTyped(t *testing.T) {
	d := deskForForms(t)
	a := d.get("/orders/new?from=" + wool)
	a.wants(t, "a copy", http.StatusOK, "This is a copy of order SO-2026-0041")
	fields := formOnPage(t, a.body)
	if n, r, day := valueOf(fields, "/number"), valueOf(fields, "/totals_in/1/rate/value"), valueOf(fields, "/date"); n != "" || r != "" || day != "2026-04-08" {
		t.Errorf("the copy has the number %q, the rate %q and the date %q", n, r, day)
	}
	fields = with(fields, "/number", "SO-2026-0044", "/totals_in/1/rate/value", "6.9", "/totals_in/1/rate/date", "2026-04-08", "/contract", "kept as typed")
	a = d.submit("/orders/new", "save", fields)
	a.wants(t, "a number that is taken", http.StatusUnprocessableEntity, "Order SO-2026-0044 already exists", `href="#f-number"`, "kept as typed")
}

func TestSecondSaveShowsBothVersions(t *testing.T) {
	d := deskForForms(t)
	mine, theirs := d.edit(wool), d.edit(wool)
	if a := d.submit("/orders/"+wool+"/edit", "save", with(theirs, "/contract", "THEIRS-1")); a.status != http.StatusSeeOther {
		t.Fatalf("the first save: %d %s", a.status, a.body)
	}
	a := d.submit("/orders/"+wool+"/edit", "save", with(mine, "/contract", "MINE-1"))
	a.wants(t, "the second save", http.StatusConflict, "Changed by the desk at 8 Apr 2026 09:30, after you opened it", "THEIRS-1", "MINE-1", `value="over:2"`)
	if got := d.order(wool).Contract; got != "THEIRS-1" {
		t.Errorf("the contract is %q", got)
	}
	// Going on and saving again shows it again; keeping mine says so itself.
	again := d.submit("/orders/"+wool+"/edit", "save", formOnPage(t, a.body))
	again.wants(t, "saved again", http.StatusConflict, "THEIRS-1")
	if a := d.submit("/orders/"+wool+"/edit", "over:2", formOnPage(t, again.body)); a.status != http.StatusSeeOther {
		t.Errorf("mine in place of theirs: %d %s", a.status, a.body)
	}
	if got := d.order(wool).Contract; got != "MINE-1" {
		t.Errorf("the contract is %q", got)
	}
	// Another change in between is shown before it is lost.
	if a := d.submit("/orders/"+wool+"/edit", "over:2", with(theirs, "/contract", "THEIRS-2")); a.status != http.StatusConflict {
		t.Errorf("over a version that nobody saw: %d", a.status)
	}
}

func TestNumberChangedMeanwhileLosesNothing(t *testing.T) {
	d := deskForForms(t)
	mine := d.edit(wool)
	if a := d.submit("/orders/"+wool+"/edit", "save", with(d.edit(wool), "/number", "SO-2026-0941")); a.header.Get("Location") != "/orders/SO-2026-0941" {
		t.Fatalf("the new number: %d %s", a.status, a.body)
	}
	a := d.submit("/orders/"+wool+"/edit", "save", with(mine, "/contract", "MINE-1"))
	a.wants(t, "saved under the old number", http.StatusConflict, "SO-2026-0941", "MINE-1")
}

func TestDraftKeepsWhatIsNotRightYet(t *testing.T) {
	d := deskForForms(t)
	fields := with(formOnPage(t, d.get("/orders/new").body), "/number", "SO-2026-0200", "/lots/0/bales/0/gross", "about 80", "same", "/notify")
	a := d.submit("/orders/new", "draft", fields)
	at := a.header.Get("Location")
	if a.status != http.StatusSeeOther || !strings.HasPrefix(at, "/orders/new?draft=") {
		t.Fatalf("the draft: %d %s", a.status, at)
	}
	if twice := d.submit("/orders/new", "draft", fields).header.Get("Location"); twice != at {
		t.Errorf("sent twice, the drafts are %s and %s", at, twice)
	}
	d.get("/orders/drafts").wants(t, "the list", http.StatusOK, "SO-2026-0200", at)
	draft := formOnPage(t, d.get(at).body)
	for _, name := range []string{"/number", "/lots/0/bales/0/gross", "/seller/name", "/date"} {
		if got, want := valueOf(draft, name), valueOf(fields, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	// Two people edit one draft: the second version is saved as a draft of its own.
	if a := d.submit("/orders/new", "draft", with(draft, "/contract", "FIRST")); a.header.Get("Location") != at {
		t.Errorf("the draft again: %d %s", a.status, a.header.Get("Location"))
	}
	if a := d.submit("/orders/new", "draft", with(draft, "/contract", "SECOND")); a.header.Get("Location") == at {
		t.Error("the second save took the place of the first")
	}
	list := d.get("/orders/drafts")
	if n := strings.Count(list.body, "/orders/new?draft="); n != 2 {
		t.Errorf("there are %d drafts, want 2", n)
	}
}

func TestDraftOfAnEditBecomesTheOrder(t *testing.T) {
	d := deskForForms(t)
	at := d.submit("/orders/"+wool+"/edit", "draft", with(d.edit(wool), "/contract", "LATER")).header.Get("Location")
	a := d.get(at)
	a.wants(t, "the draft", http.StatusOK, "Edit order SO-2026-0041")
	if a := d.submit("/orders/"+wool+"/edit", "save", formOnPage(t, a.body)); a.status != http.StatusSeeOther {
		t.Fatalf("saved: %d %s", a.status, a.body)
	}
	if got := d.order(wool).Contract; got != "LATER" {
		t.Errorf("the contract is %q", got)
	}
	d.get(at).wants(t, "the draft after it became the order", http.StatusNotFound)
	d.get("/orders/drafts").wants(t, "the list", http.StatusOK, "No drafts yet")
}

func TestDraftDeletedAndRestored(t *testing.T) {
	d := deskForForms(t)
	at := d.submit("/orders/new", "draft", with(formOnPage(t, d.get("/orders/new").body), "/number", "SO-77")).header.Get("Location")
	id := strings.TrimPrefix(at, "/orders/new?draft=")
	d.get("/orders/drafts").wants(t, "the list", http.StatusOK, "/orders/drafts/"+id+"/delete", `name="version" value="1"`)
	form := func(version string) url.Values { return url.Values{"version": {version}} }
	if a := d.post("/orders/drafts/"+id+"/delete", form("2")); a.status != http.StatusConflict {
		t.Errorf("deleted in a version that is not there: %d %s", a.status, a.body)
	}
	d.get("/orders/drafts")
	a := d.post("/orders/drafts/"+id+"/delete", form("1"))
	back := a.header.Get("Location")
	if a.status != http.StatusSeeOther || back != "/orders/drafts?deleted="+id {
		t.Fatalf("deleted: %d to %q %s", a.status, back, a.body)
	}
	for _, page := range []string{back, back, "/orders/drafts"} { // loaded twice, and later
		d.get(page).wants(t, page, http.StatusOK, "Undo", "SO-77", "/orders/drafts/"+id+"/restore", "No drafts yet")
	}
	d.get(back).wants(t, "the page after the deletion", http.StatusOK, "The draft is deleted.")
	if csv := d.get("/orders/drafts.csv"); strings.Contains(csv.body, "SO-77") {
		t.Error("the file has a deleted draft")
	}
	d.get(at).wants(t, "the deleted draft", http.StatusNotFound)
	d.get(back)
	if a := d.post("/orders/drafts/"+id+"/restore", form("1")); a.status != http.StatusSeeOther {
		t.Fatalf("restored: %d %s", a.status, a.body)
	}
	list := d.get("/orders/drafts")
	list.wants(t, "the list after", http.StatusOK, "The draft is restored.", "SO-77")
	if strings.Contains(list.body, "Undo") {
		t.Error("a restored draft can be restored")
	}
	d.get(at).wants(t, "the restored draft", http.StatusOK, "SO-77")
}

func TestTotalsFollowWhatIsTyped(t *testing.T) {
	d := deskForForms(t)
	fields := d.edit(wool)
	o := d.order(wool)
	o.TotalsIn = nil
	whole, err := o.Totals(nil)
	if err != nil {
		t.Fatal(err)
	}
	lot := whole.Lots[0]
	for _, test := range []struct {
		name, field, typed string
		has, hasNot        []string
	}{
		{"as it is", "/contract", "x", []string{"USD " + whole.Total.Grouped(), lot.InvoiceMass.Grouped(), "CNY 175,703.80"}, nil},
		{"without a buyer", "/buyer/name", "", []string{"USD " + whole.Total.Grouped()}, nil},
		{"with a bale that is no number", "/lots/0/bales/3/gross", "x", []string{"not complete yet", "The total appears"}, []string{"USD", lot.Gross.Grouped()}},
		{"without a price", "/lines/0/price", "", []string{lot.InvoiceMass.Grouped(), "not complete yet"}, []string{"USD "}},
		{"FOB by road", "/terms/incoterm", "FOB", []string{"FOB"}, nil},
	} {
		a := d.submit("/orders/totals", "", with(fields, test.field, test.typed))
		a.wants(t, test.name, http.StatusOK, test.has...)
		if strings.Contains(a.body, "<html") {
			t.Errorf("%s: it is a whole page", test.name)
		}
		for _, not := range test.hasNot {
			if strings.Contains(a.body, not) {
				t.Errorf("%s: the figures have %q", test.name, not)
			}
		}
	}
}

func TestIssuedOrderIsEditedAndItsDocumentsStay(t *testing.T) {
	d := deskForForms(t)
	const warning = "Documents of this order are issued"
	if strings.Contains(d.get("/orders/"+wool+"/edit").body, warning) {
		t.Error("an open order warns of documents")
	}
	d.keepRates(april)
	_, err := issue.Issue(t.Context(), d.store, store.Who{Name: say.DeskName, At: today}, issue.Request{
		Order: wool, Kinds: []documents.Kind{documents.KindPackingList},
	})
	if err != nil {
		t.Fatal(err)
	}
	a := d.get("/orders/" + wool + "/edit")
	a.wants(t, "its form", http.StatusOK, warning)
	fields := formOnPage(t, a.body)
	d.submit("/orders/"+wool+"/edit", "save", with(fields, "/number", "SO-2026-0999")).
		wants(t, "another number", http.StatusUnprocessableEntity, "its number cannot be changed", `href="#f-number"`)
	if a := d.submit("/orders/"+wool+"/edit", "save", with(fields, "/contract", "AFTERWARDS")); a.status != http.StatusSeeOther {
		t.Errorf("another contract: %d %s", a.status, a.body)
	}
}

func TestOrderTooLargeForAForm(t *testing.T) {
	d := newDesk(t)
	o := manyBales(t, orderpages.MaxBales+1)
	if _, err := orders.Add(t.Context(), d.store, tashi, orders.Judge(o), orders.Source{}); err != nil {
		t.Fatal(err)
	}
	d.get("/orders/"+o.Number+"/edit").wants(t, "its form", http.StatusUnprocessableEntity, "change the order file and upload it again")
}

// TestAFullFormTakesWhatFits pastes more rows than the form may have.
func TestAFullFormTakesWhatFits(t *testing.T) {
	d := deskForForms(t)
	fields := with(d.edit(wool), "paste:/lots/0", strings.Repeat("80.0\n", 9000))
	for _, do := range []string{"paste:/lots/0", "save", "draft"} {
		a := d.submit("/orders/"+wool+"/edit", do, fields)
		a.wants(t, do, http.StatusUnprocessableEntity, "A form holds at most 5000 bales. Pasted rows that did not fit: 4060.")
		if n := strings.Count(a.body, `data-row="/lots/0/bales/`); n != orderpages.MaxBales {
			t.Fatalf("%s: the form has %d rows, want %d", do, n, orderpages.MaxBales)
		}
	}
	full := formOnPage(t, d.submit("/orders/"+wool+"/edit", "paste:/lots/0", fields).body)
	d.submit("/orders/"+wool+"/edit", "add:/lots/0/bales", full).wants(t, "ten more", http.StatusUnprocessableEntity, "A form holds at most 5000 bales. Upload a larger order as a file.")
}

// TestTwoThousandBalesInAForm opens and saves an order with two thousand bales.
func TestTwoThousandBalesInAForm(t *testing.T) {
	d := newDesk(t)
	o := manyBales(t, 2000)
	if _, err := orders.Add(t.Context(), d.store, tashi, orders.Judge(o), orders.Source{}); err != nil {
		t.Fatal(err)
	}
	a := d.submit("/orders/"+o.Number+"/edit", "save", with(d.edit(o.Number), "/contract", "LARGE"))
	if a.status != http.StatusSeeOther {
		t.Fatalf("saved: %d", a.status)
	}
	o.Contract = "LARGE"
	webtest.SameOrder(t, o.Number, d.order(o.Number), o)
}

// manyBales returns a sample order with that many bales in its lot.
func manyBales(t testing.TB, count int) trade.Order {
	t.Helper()
	o := webtest.SampleOrders(t)["orders/01-kathmandu-scoured-wool.json"]
	bales := o.Lots[0].Bales
	o.Lots[0].Bales = nil
	for i := range count {
		b := bales[i%len(bales)]
		b.Number = strconv.Itoa(i + 1)
		o.Lots[0].Bales = append(o.Lots[0].Bales, b)
	}
	return o
}
