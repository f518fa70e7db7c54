package web

import (
	"net/http"
	"strings"
	"testing"

	"woolroad/app/orders"
	"woolroad/app/web/say"
)

// agreed are what the first sample gets in terms that are agreed in other ways, as names
// and values by turns.
var agreed = []string{
	"/lines/0/description", "Scoured sheep wool\r\nwhite, 33.8 micron\r\n\r\n60 bales", "/lines/0/price", "485", "/lines/0/price_per", "100",
	"/charges/discount", "80.11", "/charges/discount_percent", "",
	"/credit/number", "LC-77", "/credit/date", "2026-03-20", "/credit/issuing_bank", "Himalayan Bank, Kathmandu", "/credit/partial_shipments", "not_allowed",
	"/seller/banks/0/intermediary/name", "Bank of Samples, New York", "/seller/banks/0/intermediary/swift", "LHMBUS33",
	"/remarks/0/text", "WE CERTIFY THAT THE GOODS\r\nARE OF CHINESE ORIGIN",
	"/remarks/0/documents", "packing-list",
	"/remarks/1/text", "SHIPPED UNDER CONTRACT 12",
}

// TestTermsAreTypedStoredAndShown types what is agreed in other ways into the form of a
// stored order, first with a fault, and looks at all that shows it.
func TestTermsAreTypedStoredAndShown(t *testing.T) {
	d := deskForForms(t)
	path := "/orders/" + wool
	fields := with(d.edit(wool), agreed...)
	fields = append(fields, sentField{"/remarks/0/documents", "commercial-invoice"}) // the second box of one name

	refused := d.submit(path+"/edit", "save", with(fields, "/charges/discount_percent", "2"))
	refused.wants(t, "two discounts", http.StatusUnprocessableEntity, `href="#f-charges-discount_percent"`, "\nScoured sheep wool\nwhite, 33.8 micron\n\n60 bales</textarea>",
		`<option value="100" selected>100 kg</option>`, `<option value="not_allowed" selected>`, `value="80.11"`,
		`name="/remarks/0/documents" id="f-remarks-0-documents-packing-list" value="packing-list" checked>`,
		`name="/remarks/0/documents" id="f-remarks-0-documents-commercial-invoice" value="commercial-invoice" checked>`,
		`value="commercial-invoice-cum-packing-list">`, `name="/remarks/1/documents" id="f-remarks-1-documents-packing-list" value="packing-list">`,
		"\nWE CERTIFY THAT THE GOODS ARE OF CHINESE ORIGIN</textarea>", `value="Bank of Samples, New York"`)
	again := with(formOnPage(t, refused.body), "/charges/discount_percent", "")
	d.submit(path+"/edit", "save", again).wants(t, "the terms", http.StatusSeeOther)

	o := d.order(wool)
	if got := o.Lines[0]; got.Description != "Scoured sheep wool\nwhite, 33.8 micron\n\n60 bales" || got.Price.String() != "485" || got.Price.Per() != "100" || got.NoCharge {
		t.Errorf("the line is %+v", got)
	}
	if len(o.Remarks) != 2 || o.Remarks[0].Text != "WE CERTIFY THAT THE GOODS ARE OF CHINESE ORIGIN" || strings.Join(o.Remarks[0].Documents, " ") != "commercial-invoice packing-list" || o.Remarks[1].Documents != nil {
		t.Errorf("the remarks are %+v", o.Remarks)
	}
	if o.Credit == nil || o.Credit.PartialShipments != "not_allowed" || o.Charges.Discount == nil || o.Charges.Discount.String() != "80.11" || o.Seller.Banks[0].Intermediary == nil {
		t.Errorf("the order is %+v", o)
	}
	d.submit(path+"/edit", "save", d.edit(wool)).wants(t, "the form again", http.StatusSeeOther)
	if d.stored(wool).Info.Version != 2 {
		t.Errorf("opening and saving the form changes the order, to version %d", d.stored(wool).Info.Version)
	}
	d.get(path).says(t, 200, "Price in USD", "485", "per 100 kg", "80.11", "Partial shipments not allowed", "WE CERTIFY THAT THE GOODS ARE OF CHINESE ORIGIN (on: Commercial invoice, Packing list)", "SHIPPED UNDER CONTRACT 12",
		"Line 1 › Price per: 1 kg → 100 kg", "Letter of credit › Partial shipments: empty → not allowed", "Remark 1 › Document 2: empty → Packing list")
	d.cookies["language"] = "zh-CN"
	d.get(path).says(t, 200, "单价（USD）", "每 100 公斤", "分批装运 不允许", "（载于：商业发票，装箱单）", "第 1 行 › 计价单位： 1 公斤 → 100 公斤", "备注 1 › 单据 2： 无 → 装箱单")
	d.get(path+"/edit").says(t, 200, "计价单位", "免费样品", "中间行", "信用证未规定", "增加备注", "载于哪些单据")
}

// TestAFreeSampleIsNoPartOfTheTotal ticks the box of a line, in the totals while somebody
// types and on the order's page.
func TestAFreeSampleIsNoPartOfTheTotal(t *testing.T) {
	d := deskForForms(t)
	path := "/orders/" + wool
	fields := with(d.edit(wool), "/lines/0/no_charge", "true")
	const said = "Free of charge; value for customs only: USD 24,780.11"
	live := d.submit("/orders/totals", "", fields)
	live.says(t, http.StatusOK, said, "Goods USD 0.00", "Total USD 640.00")
	d.submit(path+"/edit", "totals", fields).wants(t, "the form", http.StatusOK, `name="/lines/0/no_charge" id="f-lines-0-no_charge" value="true" aria-labelledby="f-lines-h5 f-lines-0" checked>`)
	d.submit(path+"/edit", "save", fields).wants(t, "the sample", http.StatusSeeOther)
	d.get(path).says(t, 200, said, "Line 1 › Free sample: no → yes")
	d.cookies["language"] = "zh-CN"
	d.get(path).says(t, 200, "免费样品（价值仅供报关：")
	d.cookies["language"] = "en"
	unticked := d.edit(wool)
	for i, f := range unticked {
		if f.Name == "/lines/0/no_charge" {
			unticked = append(unticked[:i], unticked[i+1:]...)
			break
		}
	}
	d.submit(path+"/edit", "save", unticked).wants(t, "the box without its tick", http.StatusSeeOther)
	if d.order(wool).Lines[0].NoCharge {
		t.Error("the sample stays free")
	}
}

// TestRemarksAreAddedAndRemoved presses the buttons of the list, and sends a box that the
// form does not know.
func TestRemarksAreAddedAndRemoved(t *testing.T) {
	d := deskForForms(t)
	path := "/orders/" + wool + "/edit"
	added := d.submit(path, "add:/remarks", d.edit(wool))
	added.wants(t, "a remark", http.StatusOK, "Remark 1", `name="/remarks/0/text"`)
	fields := with(formOnPage(t, added.body), "/remarks/0/text", "FIRST", "/remarks/0/documents", "certificate-of-mars", "/remarks/1/text", "SECOND")
	both := d.submit(path, "totals", fields)
	both.wants(t, "two remarks", http.StatusOK, `value="certificate-of-mars" checked>`, "Remark 2")
	one := d.submit(path, "remove:/remarks/0", formOnPage(t, both.body))
	if fields := formOnPage(t, one.body); valueOf(fields, "/remarks/0/text") != "SECOND" || valueOf(fields, "/remarks/1/text") != "" || valueOf(fields, "/remarks/0/documents") != "" {
		t.Errorf("one remark removed, the form is %v", fields)
	}
	empty := with(formOnPage(t, one.body), "/remarks/0/text", "")
	d.submit(path, "save", empty).wants(t, "an empty remark", http.StatusSeeOther)
	if got := d.order(wool).Remarks; got != nil {
		t.Errorf("the remarks are %v", got)
	}
}

// TestTermsThatSomebodyElseChanged saves one's own terms over those of somebody else.
func TestTermsThatSomebodyElseChanged(t *testing.T) {
	d := deskForForms(t)
	path := "/orders/" + wool + "/edit"
	fields := with(d.edit(wool), agreed...)
	o := d.order(wool)
	o.Lines[0].NoCharge = true
	if _, err := orders.Replace(t.Context(), d.store, tashi, orders.Judge(o), orders.Source{}); err != nil {
		t.Fatal(err)
	}
	d.submit(path, "save", fields).says(t, http.StatusConflict,
		"Line 1 › Free sample yes no", "Line 1 › Price per 1 kg 100 kg", "Charges › Discount – 80.11", "Letter of credit › Partial shipments – not allowed",
		"Remark 1 › Wording – WE CERTIFY THAT THE GOODS ARE OF CHINESE ORIGIN", "Remark 1 › Document 1 – Packing list",
		"Seller › Account 1 › Intermediary bank › Name – Bank of Samples, New York")
}

// TestTermsInWords says places and values of an order file in both languages.
func TestTermsInWords(t *testing.T) {
	for _, test := range []struct{ pointer, text, place, value, zh string }{
		{"/lines/0/price_per", "1000", "Line 1 › Price per", "1000 kg (tonne)", "1000 公斤（吨）"},
		{"/lines/0/price_per", "7", "Line 1 › Price per", "7", "7"},
		{"/lines/0/agreed/unit", "TNE", "Line 1 › Agreement › Unit", "tonnes", "吨"},
		{"/lines/0/agreed/of", "net_mass", "Line 1 › Agreement › The quantity is of", "net mass", "净重"},
		{"/lines/0/specification", "up to 33.5 micron", "Line 1 › Specification", "up to 33.5 micron", "up to 33.5 micron"},
		{"/delivery/to", "2026-05-31", "Delivery period › Last day", "31 May 2026", "2026年5月31日"},
		{"/lines/2/no_charge", "true", "Line 3 › Free sample", "yes", "是"},
		{"/credit/partial_shipments", "allowed", "Letter of credit › Partial shipments", "allowed", "允许"},
		{"/remarks/1/documents/0", "packing-list", "Remark 2 › Document 1", "Packing list", "装箱单"},
		{"/remarks/1/documents/0", "certificate-of-mars", "Remark 2 › Document 1", "certificate-of-mars", "certificate-of-mars"},
		{"/charges/discount", "80.11", "Charges › Discount", "80.11", "80.11"},
		{"/seller/banks/1/intermediary/swift", "LHMBUS33", "Seller › Account 2 › Intermediary bank › SWIFT code", "LHMBUS33", "LHMBUS33"},
	} {
		if got := say.English.Say(say.PlaceOf(test.pointer, nil)); got != test.place {
			t.Errorf("%s is called %q, want %q", test.pointer, got, test.place)
		}
		value := say.ValueOfOrder(test.pointer, test.text)
		if en, zh := say.English.Say(value), say.Chinese.Say(value); en != test.value || zh != test.zh {
			t.Errorf("%s %q is said as %q and %q, want %q and %q", test.pointer, test.text, en, zh, test.value, test.zh)
		}
	}
}
