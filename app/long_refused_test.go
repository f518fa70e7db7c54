//go:build long

package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"woolroad/app/sample"
)

// What is put into a form before it is sent. The browser's own checks are off.
const (
	nothing = `for(const e of fields)e.value="";`
	wrong   = `for(const e of fields)e.value="? Łhasa";`
	endless = `for(const e of fields)e.value="W".repeat(250);`
	stale   = `form.elements.version.value=Number(form.elements.version.value)-1;const own=form.querySelector("[name='/contract'],[name='/name'],[name='/name/en'],[name='note'],[name='/note'],[name='name']")||fields[0];own.value+=" changed";`
)

// TestLongRefusedFormsInTheBrowser looks at the pages that only a post shows which
// the program does not take, in both languages and themes and in each size.
func TestLongRefusedFormsInTheBrowser(t *testing.T) {
	t.Parallel()
	w := filled.SQLite(t)
	r := run(t, w)
	faulty, taken := filepath.Join(t.TempDir(), "faulty.json"), filepath.Join(t.TempDir(), "taken.json")
	order, err := sample.Files.ReadFile(journeyFile)
	if err != nil {
		t.Fatal(err)
	}
	for file, change := range map[string][2]string{
		faulty: {`"gross": "`, `"gross": "x`},
		taken:  {`"price": "4.85"`, `"price": "4.86"`},
	} {
		text := strings.ReplaceAll(string(order), change[0], change[1])
		if text == string(order) {
			t.Fatalf("the order file has no %s", change[0])
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, look := range everyLook {
		b := newTab(t, r.address)
		b.looks(look)
		for _, test := range []struct {
			name, page, form, how string
			file                  string
			status                int64
		}{
			{"order nothing", "/orders/new", "#order", nothing, "", 422},
			{"order wrong", "/orders/SO-2026-0041/edit", "#order", wrong, "", 422},
			{"order endless", "/orders/SO-2026-0041/edit", "#order", endless, "", 422},
			{"order stale", "/orders/SO-2026-0041/edit", "#order", stale, "", 409},
			{"upload nothing", "/orders/upload", `form[action="/orders/upload"]`, asItIs, "", 422},
			{"upload faulty", "/orders/upload", `form[action="/orders/upload"]`, asItIs, faulty, 422},
			{"upload taken", "/orders/upload", `form[action="/orders/upload"]`, asItIs, taken, 422},
			{"supersede nothing", "/documents/CI-2026-0015/supersede", `form[action$="/supersede"]`, nothing, "", 422},
			{"issue nothing", b.firstOpen() + "/issue", `form[action$="/issue"]`, `form.querySelectorAll("[name=kind]").forEach(e=>{e.checked=false});`, "", 422},
			{"party nothing", "/parties/new", `form[action="/parties/new"]`, nothing, "", 422},
			{"party wrong", "/parties/new", `form[action="/parties/new"]`, wrong, "", 422},
			{"party endless", "/parties/new", `form[action="/parties/new"]`, endless, "", 422},
			{"exporter nothing", "/exporter", `form[action="/exporter"]`, nothing, "", 422},
			{"exporter endless", "/exporter", `form[action="/exporter"]`, endless, "", 422},
			{"exporter stale", "/exporter", `form[action="/exporter"]`, stale, "", 409},
			{"rate nothing", "/rates/new", `form[action="/rates/new"]`, nothing, "", 422},
			{"rate wrong", "/rates/new", `form[action="/rates/new"]`, wrong, "", 422},
			{"rate endless", "/rates/new", `form[action="/rates/new"]`, endless, "", 422},
			{"rule nothing", "/rates/rules?edit=new", `#rule`, nothing, "", 422},
			{"rule endless", "/rates/rules?edit=new", `#rule`, endless, "", 422},
			{"foreign form", "/exporter", `form[action="/exporter"]`, `form.querySelectorAll("[name*=csrf]").forEach(e=>e.remove());`, "", 403},
		} {
			b.open(test.page)
			if test.file != "" {
				b.do("choose the file", chromedp.SetUploadFiles("#file", []string{test.file}))
			}
			b.follow(test.name+" "+look.language, test.status, send(test.form, test.how))
			b.lookAt("refused "+test.name, look)
			for _, theme := range look.themes[1:] {
				b.turn("refused "+test.name, look, theme)
			}
		}
	}
}

// firstOpen is the address of an order whose documents are still to be issued.
func (b *tab) firstOpen() string {
	b.t.Helper()
	b.open("/orders?status=open")
	at := eval[string](b, `(document.querySelector("tbody a[href^='/orders/']")||{pathname:""}).pathname`)
	if at == "" {
		b.t.Fatalf("there is no open order: %s", b.text("main"))
	}
	return at
}
