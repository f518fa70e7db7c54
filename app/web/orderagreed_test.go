package web

import (
	"net/http"
	"strings"
	"testing"

	"woolroad/app/trade"
)

// before are the fields of the first sample as it is agreed before the wool is weighed, as
// names and values by turns.
var before = []string{
	"/lines/0/lots", "", "/lines/0/agreed/quantity", "5.2 t", "/lines/0/agreed/unit", "TNE", "/lines/0/agreed/less_percent", "3 %",
	"/lines/0/agreed/more_percent", "3", "/lines/0/agreed/regain_standard", "15", "/lines/0/specification", "up to 33.5 micron\r\nvegetable matter up to 0.5 %",
	"/delivery/from", "2026-05-01", "/delivery/to", "2026-05-31",
}

// withoutLots returns the fields of a form without those of lots.
func withoutLots(fields []sentField) (out []sentField) {
	for _, f := range fields {
		if !strings.HasPrefix(f.Name, "/lots/") {
			out = append(out, f)
		}
	}
	return out
}

// TestAnOrderIsEnteredBeforeTheWoolIsWeighed saves an order by its agreed quantity, looks at
// what shows it, is refused its documents, and enters the lots that were weighed later.
func TestAnOrderIsEnteredBeforeTheWoolIsWeighed(t *testing.T) {
	d := deskForForms(t)
	weighed := d.edit(wool)
	path := "/orders/SO-2026-0900"
	fields := withoutLots(with(weighed, append([]string{"/number", "SO-2026-0900", "order", "", "version", "0"}, before...)...))

	d.submit("/orders/new", "save", with(fields, "/lines/0/agreed/quantity", "")).
		says(t, http.StatusUnprocessableEntity, "Fill in: Line 1 › Agreement › Agreed quantity")
	d.submit("/orders/new", "save", with(fields, "/lines/0/agreed/quantity", "", "/lines/0/agreed/unit", "KGM", "/lines/0/agreed/less_percent", "", "/lines/0/agreed/more_percent", "", "/lines/0/agreed/regain_standard", "")).
		says(t, http.StatusUnprocessableEntity, "This line has no lots and no agreed quantity; write the numbers of the lots it sells, or the quantity.")
	d.submit("/orders/new", "save", with(fields, "/lines/0/agreed/unit", "KGM")).
		wants(t, "tonnes in kilograms", http.StatusUnprocessableEntity, `href="#f-lines-0-agreed-quantity"`, `value="5.2 t"`)
	d.submit("/orders/new", "save", with(fields, "/delivery/to", "2026-04-30")).
		says(t, http.StatusUnprocessableEntity, "The period ends on 30 Apr 2026, before it begins on 1 May 2026; correct one of the days.")
	d.submit("/orders/totals", "", fields).says(t, http.StatusOK, "USD 25,860.00", "5,200") // 5200 × 4.85 + 640
	d.submit("/orders/new", "save", fields).wants(t, "the order", http.StatusSeeOther)

	o := d.order("SO-2026-0900")
	a := o.Lines[0].Agreed
	if len(o.Lots) != 0 || len(o.Lines[0].Lots) != 0 || a == nil || a.Quantity.String() != "5.2" || a.Unit != trade.Tonnes || a.Of != trade.InvoiceMass ||
		a.More == nil || a.More.String() != "3" || a.Regain == nil || a.Regain.String() != "15" || a.MassDecimals != 1 || o.Delivery == nil ||
		o.Lines[0].Specification != "up to 33.5 micron\nvegetable matter up to 0.5 %" {
		t.Errorf("the order is %+v", o)
	}
	d.submit(path+"/edit", "save", d.edit("SO-2026-0900")).wants(t, "the form again", http.StatusSeeOther)
	if v := d.stored("SO-2026-0900").Info.Version; v != 1 {
		t.Errorf("opening and saving the form changes the order, to version %d", v)
	}
	d.get(path).says(t, 200, "USD 25,860.00", "Agreed: 5,200 kg invoice mass, 5,044 to 5,356 kg allowed", "Sold by invoice mass at an agreed regain of 15 %",
		"up to 33.5 micron", "not packed yet", "Nothing is packed yet.", "Delivery period from 1 May 2026 to 31 May 2026", "cannot be issued yet")
	d.get("/orders?q=0900").says(t, 200, "SO-2026-0900", "5,200", "25,860.00")
	d.get(path+"/issue").says(t, 200, "Nothing is packed for this line yet")
	d.cookies["language"] = "zh-CN"
	d.get(path).says(t, 200, "约定：5,200 公斤（公定重量），允许 5,044 至 5,356 公斤", "尚未装包", "交货期")
	d.cookies["language"] = "en"

	packed := renamed(append(d.edit("SO-2026-0900"), lotsOf(weighed)...), "LHW26-031", "LHW26-900")
	d.submit(path+"/edit", "save", with(packed, "/lines/0/lots", "LHW26-900")).wants(t, "the lots", http.StatusSeeOther)
	d.get(path).says(t, 200, "USD 25,420.11", "Agreed: 5,200 kg invoice mass", "Lot LHW26-900", "Line 1 › Lot 1: empty → LHW26-900")
	d.get(path+"/draft/packing-list.pdf").wants(t, "the draft", 200)
}

// lotsOf returns the fields of a form that are of lots.
func lotsOf(fields []sentField) (out []sentField) {
	for _, f := range fields {
		if strings.HasPrefix(f.Name, "/lots/") {
			out = append(out, f)
		}
	}
	return out
}

// renamed returns the fields with one value in place of another.
func renamed(fields []sentField, from, to string) (out []sentField) {
	for _, f := range fields {
		if f.Value == from {
			f.Value = to
		}
		out = append(out, f)
	}
	return out
}
