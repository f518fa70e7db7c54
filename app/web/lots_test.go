package web

import (
	"net/http"
	"strings"
	"testing"
)

// TestALotIsEnteredOnItsOwn enters a lot before an order has it, corrects what is wrong, and
// changes it beside somebody else.
func TestALotIsEnteredOnItsOwn(t *testing.T) {
	d := deskForForms(t)
	d.get("/lots").says(t, 200, "New lot")
	form := formNamed(t, d.get("/lots/new").body, "lot")
	fields := with(form, "number", "LHW26-100", "product", "scoured wool", "county", "Nagqu", "test-certificate", "XZFI-2026-0400", "test-regain_percent", "13,62",
		"bales", "1\t85.2\t1.2\r\n2\t84.7\r\n85.0\r\n")
	d.submit("/lots/new", "", fields).says(t, http.StatusUnprocessableEntity, "Line 2: Bale 2 › Tare", "Line 3: Bale 3 › Tare")
	wrong := d.submit("/lots/new", "", with(fields, "tare", "1.2 kg", "bales", "1\t85.2\t90\r\n2\tx\t1.2"))
	wrong.says(t, http.StatusUnprocessableEntity, "Line 1: Bale 1 › Tare: The tare of 90 kg leaves nothing of the gross 85.2 kg", "Line 2: Bale 2 › Gross mass")
	wrong.wants(t, "what was typed", http.StatusUnprocessableEntity, `value="LHW26-100"`, `value="13.62"`, "85.2\t90")
	d.submit("/lots/new", "", with(fields, "tare", "1.2 kg")).wants(t, "the lot", http.StatusSeeOther)
	d.get("/lots/LHW26-100").says(t, 200, "Lot LHW26-100 is in stock.", "3 compressed bales", "85.2", "254.9", "251.3", "Nagqu", "XZFI-2026-0400", "Measured regain 13.62 %", "in no order")
	d.get("/lots?q=lhw26-100").says(t, 200, "LHW26-100", "in no order")
	d.submit("/lots/new", "", with(fields, "tare", "1.3")).says(t, http.StatusUnprocessableEntity, "Lot LHW26-100 is already in stock; give this lot another number, or change that one.")

	mine := formNamed(t, d.get("/lots/LHW26-100/edit").body, "lot")
	if got := valueOf(mine, "bales"); strings.ReplaceAll(got, "\r\n", "\n") != "1\t85.2\t1.2\n2\t84.7\t1.2\n3\t85.0\t1.2" {
		t.Errorf("the bales are %q", got)
	}
	d.submit("/lots/LHW26-100/edit", "", with(mine, "cooperative", "Sample Cooperative")).wants(t, "a change", http.StatusSeeOther)
	d.get("/lots/LHW26-100").says(t, 200, "Lot LHW26-100 is saved.")
	d.submit("/lots/LHW26-100/edit", "", with(mine, "test-laboratory", "Sample Laboratory")).says(t, http.StatusConflict, "Cooperative Sample Cooperative –", "Laboratory – Sample Laboratory")
	d.get("/lots/LHW26-100").says(t, 200, "Sample Cooperative", "Saved by desk")
	ordered := formNamed(t, d.get("/lots/LHW26-031/edit").body, "lot")
	d.submit("/lots/LHW26-031/edit", "", with(ordered, "bales", "1\t85.2\t1.2")).says(t, http.StatusUnprocessableEntity, "Order SO-2026-0041 has lot LHW26-031 with 60 bales and not 1")
	d.submit("/lots/LHW26-031/edit", "", with(ordered, "county", "Nagqu")).wants(t, "its county", http.StatusSeeOther)
	d.cookies["language"] = "zh-CN"
	d.get("/lots/LHW26-031").says(t, 200, "产地县", "Nagqu", "公定回潮率载于订单。")
	d.get("/lots/new").says(t, 200, "新建批次", "未填皮重的包的皮重（公斤）")
	d.get("/lots/none/edit").wants(t, "a lot that is not there", http.StatusNotFound)
}

// TestALotIsFilledInFromStock fills in the lot of an order from the shelf, whose bales nobody
// types again.
func TestALotIsFilledInFromStock(t *testing.T) {
	d := deskForForms(t)
	lot := with(formNamed(t, d.get("/lots/new").body, "lot"), "number", "LHW26-100", "product", "scoured wool", "county", "Nagqu", "test-regain_percent", "13.62",
		"bales", "1\t85.2\t1.2\r\n2\t84.7\t1.2")
	d.submit("/lots/new", "", lot).wants(t, "the lot", http.StatusSeeOther)

	path := "/orders/" + wool + "/edit"
	fields := d.edit(wool)
	d.submit(path, "stock:/lots/0", with(fields, "/lots/0/number", "LHW26-999")).says(t, http.StatusUnprocessableEntity, "There is no lot LHW26-999 in stock.")
	d.submit(path, "stock:/lots/0", with(fields, "/lots/0/number", "")).says(t, http.StatusUnprocessableEntity, "Enter the number of a lot in stock.")
	d.submit(path, "stock:/lines/0", fields).wants(t, "a line for a lot", http.StatusBadRequest)
	filled := d.submit(path, "stock:/lots/0", with(fields, "/lots/0/number", " LHW26-100"))
	filled.wants(t, "the form", http.StatusOK)
	got := formOnPage(t, filled.body)
	for name, want := range map[string]string{
		"/lots/0/number": "LHW26-100", "/lots/0/county": "Nagqu", "/lots/0/basis": "conditioned", "/lots/0/regain_standard": valueOf(fields, "/lots/0/regain_standard"),
		"/lots/0/regain_measured": "13.62", "/lots/0/test/regain_percent": "13.62", "/lots/0/test/certificate": "",
		"/lots/0/bales/0/gross": "85.2", "/lots/0/bales/1/number": "2", "/lots/0/bales/1/tare": "1.2", "/lots/0/bales/2/gross": "",
	} {
		if valueOf(got, name) != want {
			t.Errorf("%s is %q, want %q", name, valueOf(got, name), want)
		}
	}
	d.submit(path, "save", with(got, "/lines/0/lots", "LHW26-100")).wants(t, "the order", http.StatusSeeOther)
	d.get("/lots/LHW26-100").says(t, 200, "SO-2026-0041")
	if o := d.order(wool); len(o.Lots) != 1 || len(o.Lots[0].Bales) != 2 || o.Lots[0].Regain.Measured.String() != "13.62" {
		t.Errorf("the lots are %+v", o.Lots)
	}
}
