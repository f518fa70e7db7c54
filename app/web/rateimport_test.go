package web

import (
	"regexp"
	"strings"
	"testing"

	"woolroad/app/sample"
	"woolroad/app/store"
)

// eachDesk runs f with a new desk on each engine.
func eachDesk(t *testing.T, f func(t *testing.T, d *desk)) {
	for name, place := range map[string]func(testing.TB) store.Where{"sqlite": migrated.SQLite, "postgres": migrated.Postgres} {
		t.Run(name, func(t *testing.T) { f(t, newDeskAt(t, place(t))) })
	}
}

// importRates sends publishers' files with the token and the key of the last page.
func (d *desk) importRates(key, because string, files ...file) answer {
	d.t.Helper()
	return d.sendFiles("/rates/import", map[string]string{"request": key, "because": because}, files)
}

func recorded(t *testing.T, name string) file {
	t.Helper()
	b, err := sample.Files.ReadFile("rates/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return file{name, string(b)}
}

func TestFilesOfPublishersAreImported(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		page := d.get("/rates")
		page.has(t, "the form", 200, `id="import"`, `action="/rates/import"`, `enctype="multipart/form-data"`, "I have checked these rates; they are right because")
		nrb, fbil := recorded(t, "nrb-2026-04-01_2026-04-05.json"), recorded(t, "fbil-2026-03-17_2026-03-20.json")
		for range 2 { // a double click
			if got := d.importRates("key", "", nrb); got.status != 303 || got.header.Get("Location") != "/rates#import" {
				t.Fatalf("%d %s", got.status, got.body)
			}
		}
		d.get("/rates").has(t, "imported", 200, "nrb-2026-04-01_2026-04-05.json is imported: 220 new, 0 already saved, 0 corrected.", "149.27")
		d.get("/rates") // after which the sentence is gone
		d.importRates("another", "", nrb, fbil)
		d.get("/rates").has(t, "two files", 200, "2 files are imported: ", "220 already saved")

		page = d.importRates("third", "", nrb, file{`C:\rates\page.html`, "<html><body>Not found</body></html>"}, file{"order.json", "{}"}, file{"cut.json", nrb.body[:900]})
		page.has(t, "some of which are none", 422, "nrb-2026-04-01_2026-04-05.json", "220 already saved", `href="#file"`,
			"page.html: this is a web page, not a rate file", "order.json: this is not a rate file that can be read", "cut.json: the file is broken or its end is missing; download it again", `aria-invalid="true"`)
		if strings.Contains(page.body, "unexpected") || strings.Contains(page.body, "EOF") || strings.Contains(page.body, `C:\`) {
			t.Error("the page has a parser's words or a folder")
		}
		d.importRates("fourth", "").has(t, "no file", 422, "Choose at least one publisher")
		d.importRates("fifth", strings.Repeat("x", 1001), nrb).has(t, "a long reason", 422, `href="#because"`, "This has 1001 characters")

		half := strings.ReplaceAll(nrb.body, `"buy":"148.67"`, `"buy":"none"`)
		half = strings.ReplaceAll(half, `"buy": "148.67"`, `"buy": "none"`)
		d.importRates("sixth", "", file{"half.json", half}).has(t, "a file with rows that cannot be read", 200, "half.json", "left out: ", ".buy")
		d.cookies["language"] = "zh-CN"
		d.importRates("seventh", "", file{"half.json", half}, file{"order.json", "{}"}).has(t, "in Chinese", 422, "略去", "order.json：")
	})
}

func TestWhatMovedFarIsHeldOrConfirmed(t *testing.T) {
	held := file{"ecb.xml", string(readTestFile(t, "../command/testdata/ecb-held-2015-01.xml"))}
	eachDesk(t, func(t *testing.T, d *desk) {
		d.get("/rates")
		page := d.importRates("a", "", held)
		page.has(t, "held", 200, "1 new", `<a href="#held">3 held</a>`, "3 held rates need your decision", "1 EUR = 1.0120 CHF")
		if got := d.importRates("b", "The Swiss floor is gone.", held); got.status != 303 {
			t.Fatalf("confirmed: %d %s", got.status, got.body)
		}
		page = d.get("/rates?all=1")
		page.has(t, "confirmed", 200, "ecb.xml is imported: 3 new, 1 already saved", "The Swiss floor is gone.", "1.0120")
		if strings.Contains(page.body, "waits for you") || strings.Contains(page.body, "wait for you<") {
			t.Error("a figure waits still")
		}
	})
}

// TestAFileWithoutFiguresSaysSo sends what a publisher answers on a holiday.
func TestAFileWithoutFiguresSaysSo(t *testing.T) {
	d := newDesk(t)
	d.get("/rates")
	empty := file{"fbil.json", "[]"}
	if got := d.importRates("a", "", empty); got.status != 303 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	d.get("/rates").has(t, "one file", 200, "fbil.json has no rates; publishers have none on holidays.")
	d.importRates("b", "", empty, recorded(t, "nrb-2026-04-01_2026-04-05.json"))
	d.get("/rates").has(t, "beside another", 200, "2 files are imported: 220 new, 0 already saved, 0 corrected; 1 without rates.")
	d.importRates("c", "", empty, file{"order.json", "{}"}).has(t, "beside one that is none", 422, "<p>no rates")
}

// TestARejectedFigureIsConfirmedOnThePage rejects a figure by mistake, and confirms it.
func TestARejectedFigureIsConfirmedOnThePage(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		held := file{"ecb.xml", string(readTestFile(t, "../command/testdata/ecb-held-2015-01.xml"))}
		d.get("/rates")
		d.importRates("a", "", held)
		page := d.get("/rates")
		page.has(t, "what rejecting means", 200, "A rejected rate is stored as wrong, and the rate before it goes on applying", "Reason (required to reject)")
		id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(page.body)[1]
		if got := d.post("/rates/held", map[string][]string{"id": {id}, "decision": {"reject"}, "reason": {" "}}); got.status != 303 {
			t.Fatalf("%d %s", got.status, got.body)
		}
		d.get("/rates").has(t, "without a reason", 200, "Nothing is decided yet: enter the reason, then decide again.", "3 held rates need your decision")
		d.post("/rates/held", map[string][]string{"id": {id}, "decision": {"reject"}, "reason": {"a slip"}})
		d.get("/rates").has(t, "rejected", 200, "2 held rates need your decision", `id="rejected"`, "1 rejected rate", "a slip", "Confirm instead")
		d.get("/rates")
		d.importRates("b", "I have looked.", held).has(t, "the file again", 200, `<a href="#rejected">1 stays rejected</a>`)
		d.get("/rates")
		d.post("/rates/held", map[string][]string{"id": {id}, "decision": {"confirm"}, "reason": {"The floor is gone."}, "back": {"/rates#rejected"}})
		page = d.get("/rates")
		page.has(t, "confirmed after all", 200, "The rate 1 EUR = ", "a slip", "The floor is gone.")
		if strings.Contains(page.body, "Confirm instead") {
			t.Error("it can be confirmed once more")
		}
	})
}

// TestAHeldFigureIsDecidedWhereItIsMissed confirms a held figure on the order's page, and
// comes back there.
func TestAHeldFigureIsDecidedWhereItIsMissed(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.holdFranc(t)
		for _, at := range []string{"/orders/SO-HELD-1/issue", "/rates/EUR-CHF?date=2015-01-14", "/rates/convert?amount=1&from=EUR&to=CHF&day=2015-01-19&by=ecb"} {
			d.get(at).has(t, at, 200, `action="/rates/held"`, `name="back" value="`+strings.ReplaceAll(at, "&", "&amp;")+`"`, "1.0120")
		}
		page := d.get("/orders/SO-HELD-1")
		page.has(t, "the order", 200, `action="/rates/held"`, "A rate is missing", `href="/orders/SO-HELD-1/edit#f-totals_in-0"`)
		id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(page.body)[1]
		form := map[string][]string{"id": {id}, "decision": {"reject"}, "reason": {"a slip"}, "back": {"/orders/SO-HELD-1"}}
		if got := d.post("/rates/held", form); got.status != 303 || got.header.Get("Location") != "/orders/SO-HELD-1" {
			t.Errorf("it goes on to %d %s", got.status, got.header.Get("Location"))
		}
		form["back"] = []string{"https://elsewhere.example/"}
		if got := d.post("/rates/held", form); got.status != 303 || got.header.Get("Location") != "/" {
			t.Errorf("another's address leads to %d %s", got.status, got.header.Get("Location"))
		}
	})
}
