package web

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"woolroad/app/orders"
)

// file is a file that a person uploads.
type file struct{ name, body string }

// upload sends files with the token of the last page.
func (d *desk) upload(files ...file) answer {
	d.t.Helper()
	return d.sendFiles("/orders/upload", nil, files)
}

// sendFiles sends a form with fields and files, and with the token of the last page.
func (d *desk) sendFiles(path string, fields map[string]string, files []file) answer {
	d.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	must := func(err error) {
		d.t.Helper()
		if err != nil {
			d.t.Fatal(err)
		}
	}
	must(w.WriteField("_csrf", d.token))
	for name, value := range fields {
		must(w.WriteField(name, value))
	}
	for _, f := range files {
		part, err := w.CreateFormFile("file", f.name)
		must(err)
		_, err = part.Write([]byte(f.body))
		must(err)
	}
	must(w.Close())
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return d.send(r)
}

func TestUpload(t *testing.T) {
	good := strings.Replace(sampleOrder(t, kathmandu), `"destination": "Kathmandu, Nepal"`, `"destination": "Cloud Castle, Nepal"`, 1)
	for _, test := range []struct {
		name   string
		files  []file
		status int
		to     string
		says   []string
	}{
		{"one good file", []file{{"a.json", good}}, 303, "/orders/SO-2026-0041", nil},
		{"two good files", []file{{"a.json", good}, {"b.json", sampleOrder(t, mumbai)}}, 303, "/orders/upload?order=SO-2026-0041&order=SO-2026-0038", nil},
		{"the same file twice", []file{{"a.json", good}, {"a.json", good}}, 303, "/orders/upload?order=SO-2026-0041&same=SO-2026-0041", nil},
		{"no file", nil, 422, "", []string{"Choose at least one order file."}},
		{"no JSON", []file{{"a.json", "hello"}}, 422, "", []string{"a.json refused"}},
		{"a bale heavier packed than empty", []file{{"a.json", strings.Replace(good, `"tare": "1.2"`, `"tare": "x"`, 1)}}, 422, "",
			[]string{"a.json: SO-2026-0041 refused", `Lot LHW26-031 › Bale 1 › Tare: "x" is not a number`}},
		{"a good one beside a bad one", []file{{"a.json", good}, {`C:\orders\b.json`, strings.Replace(good, `"number": "SO-2026-0041"`, `"number": "a/b"`, 1)}}, 422, "",
			[]string{"a.json: SO-2026-0041 added", "b.json refused", "Number:"}},
	} {
		d := newDesk(t)
		d.get("/orders/upload")
		a := d.upload(test.files...)
		if a.header.Get("Location") != test.to {
			t.Errorf("%s: sent to %q, want %q", test.name, a.header.Get("Location"), test.to)
		}
		a.says(t, test.status, test.says...)
		if test.to != "" {
			d.get(test.to).says(t, 200, "saved.", "Destination: No UN/LOCODE is known here")
		}
	}
}

func TestUploadOfWhatIsThere(t *testing.T) {
	d := newDesk(t)
	a, b := file{"a.json", sampleOrder(t, kathmandu)}, file{"b.json", sampleOrder(t, mumbai)}
	d.get("/orders/upload")
	d.upload(a, b)
	d.get(d.upload(a).header.Get("Location")).says(t, 200, "Order SO-2026-0041 is already saved with the same content; nothing was changed.")
	d.get(d.upload(a, b).header.Get("Location")).says(t, 200, "All 2 orders are already saved with the same content; nothing was changed.", "SO-2026-0041 already saved, unchanged")
}

// TestFaultsNamePlaces holds that no sentence of a fault has a JSON Pointer in it.
func TestFaultsNamePlaces(t *testing.T) {
	d := newDesk(t)
	d.get("/orders/upload")
	twice := strings.Replace(sampleOrder(t, kathmandu), `"number": "2"`, `"number": "1"`, 1)
	d.upload(file{"a.json", twice}).says(t, 422, `The bale number "1" is given twice in this order, first at Lot LHW26-031 › Bale 1 › Number`)
	d.cookies["language"] = "zh-CN"
	d.upload(file{"a.json", twice}).says(t, 422, "首次在批次 LHW26-031 › 第 1 包 › 编号")
}

var orderField = regexp.MustCompile(`name="order" value="([^"]+)"`)

func TestUploadInPlaceOfAnother(t *testing.T) {
	d := newDesk(t)
	d.keepOrder(kathmandu)
	d.get("/orders/upload")
	changed := strings.Replace(sampleOrder(t, kathmandu), `"price": "4.85"`, `"price": "4.90"`, 1)
	a := d.upload(file{"new.json", changed})
	a.says(t, 422, "new.json: SO-2026-0041 number in use", "Line 1 › Price: 4.85 → 4.90", "Replace order SO-2026-0041")
	form := url.Values{"version": {"1"}, "name": {"new.json"}, "order": {html.UnescapeString(orderField.FindStringSubmatch(a.body)[1])}}

	other := d.order("SO-2026-0041")
	other.Contract = "LHW-NP-2026-99"
	if _, err := orders.Replace(t.Context(), d.store, tashi, orders.Judge(other), orders.Source{}); err != nil {
		t.Fatal(err)
	}
	a = d.post("/orders/upload/replace", form)
	a.says(t, 422, "The order was changed after the comparison.", "Contract: LHW-NP-2026-99 → LHW-NP-2026-07")
	form.Set("version", "2")
	if a = d.post("/orders/upload/replace", form); a.status != 303 {
		t.Fatalf("status %d:\n%s", a.status, a.body)
	}
	d.get("/orders/SO-2026-0041").says(t, 200, "Order SO-2026-0041 is replaced.", "Order replaced by new.json by the desk", "Line 1 › Price: 4.85 → 4.90")
}
