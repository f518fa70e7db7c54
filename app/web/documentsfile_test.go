package web

import (
	"maps"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/app/demo"
	"woolroad/app/exact"
	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/store"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/app/web/webtest"
	"woolroad/rates"
)

// add adds an amount to the sum of its currency.
func add(t *testing.T, sums map[string]exact.Number, currency, figure string) {
	t.Helper()
	n, err := exact.Parse(figure)
	if err != nil {
		t.Fatalf("%s %q: %v", currency, figure, err)
	}
	sums[currency] = sums[currency].Add(n)
}

// sumsSaid returns sums as one text, to compare them: "EUR 62779.53, USD 388023.51".
func sumsSaid(sums map[string]exact.Number) string {
	var list []string
	for _, currency := range slices.Sorted(maps.Keys(sums)) {
		list = append(list, currency+" "+sums[currency].Pad(money.Currency(currency).Digits()).String())
	}
	return strings.Join(list, ", ")
}

// accounted fills a desk with half a year of documents, one of whose March invoices is
// superseded, and with parities of USD for two days that differ from those of the demo.
func accounted(t *testing.T, d *desk) {
	t.Helper()
	if err := demo.Fill(t.Context(), d.store, demo.Options{Now: today}); err != nil {
		t.Fatal(err)
	}
	_, _, err := issue.Supersede(t.Context(), d.store, tashi, issue.Correction{Number: "CI-2026-0010", Beside: "PL-2026-0010", Reason: "=A bale is missing."})
	if err != nil {
		t.Fatal(err)
	}
	var feed rates.Feed
	for day, value := range map[string]string{"2026-02-27": "7.0123", "2026-03-31": "6.9876"} {
		on, err := civil.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		feed.Rates = append(feed.Rates, money.Rate{From: money.USD, To: money.CNY, Value: exact.Must(value), Per: exact.Int(1), Side: money.Mid, Source: rates.CFETS.Name(), Date: on})
	}
	feed.Source = rates.CFETS
	if _, err := ratebook.Import(t.Context(), d.store, tashi, ratebook.Intake{Name: "cfets.json"}, feed); err != nil {
		t.Fatal(err)
	}
}

var (
	pageSum  = regexp.MustCompile(`<dd class="n strong">([A-Z]{3}) ([0-9,.]+)</dd>`)
	pdfTotal = regexp.MustCompile(`(?m)^\s*Total .* ([A-Z]{3}) ([0-9,.]+)$`)
	booked   = "in CNY by the accounting rule"
)

// TestAMonthAddsUpToTheDigitWhoeverAddsItUp holds that the sheet of sums, the rows of
// both tables, the page and the PDFs of a month give the same totals.
func TestAMonthAddsUpToTheDigitWhoeverAddsItUp(t *testing.T) {
	migrated.Each(t, func(t *testing.T, w store.Where) {
		d := newDeskAt(t, w)
		accounted(t, d)
		for _, query := range []string{"month=2026-03", "month=2026-02", "kind=commercial-invoice&from=2026-03-01", "standing=holds&month=2026-04"} {
			packed := webtest.Unzipped(t, d.get("/documents.zip?"+query).body)
			if got := d.get("/documents.xlsx?" + query).body; len(webtest.Sheet(t, got, 1)) != len(webtest.Sheet(t, packed["index.xlsx"], 1)) {
				t.Errorf("%s: the XLSX and that of the ZIP differ", query)
			}
			if got := d.get("/documents.csv?" + query).body; got != packed["index.csv"] {
				t.Errorf("%s: the CSV and that of the ZIP differ", query)
			}
			sums := map[string]map[string]exact.Number{}
			inCNY := map[string]map[string]exact.Number{}
			for what, rows := range map[string][][]string{"index.csv": webtest.CSV(t, packed["index.csv"]), "index.xlsx": webtest.Sheet(t, packed["index.xlsx"], 1)} {
				sums[what], inCNY[what] = map[string]exact.Number{}, map[string]exact.Number{}
				for n := range rows[1:] {
					n++
					money := webtest.Cell(rows, n, "Currency") + webtest.Cell(rows, n, "Total") + webtest.Cell(rows, n, "Total in CNY") + webtest.Cell(rows, n, "Rate") + webtest.Cell(rows, n, "Accounting rule") + webtest.Cell(rows, n, "Why there is no total in CNY")
					if webtest.Cell(rows, n, "Kind") == "Packing list" && money != "" {
						t.Errorf("%s %s: the packing list %s has money: %s", query, what, rows[n][0], money)
					}
					if (webtest.Cell(rows, n, "State") == "superseded") != (webtest.Cell(rows, n, "Superseded by") != "") {
						t.Errorf("%s %s: %s is %s by %q", query, what, rows[n][0], webtest.Cell(rows, n, "State"), webtest.Cell(rows, n, "Superseded by"))
					}
					if webtest.Cell(rows, n, "State") == "superseded" || webtest.Cell(rows, n, "Total") == "" {
						continue
					}
					add(t, sums[what], webtest.Cell(rows, n, "Currency"), webtest.Cell(rows, n, "Total"))
					figure, why := webtest.Cell(rows, n, "Total in CNY"), webtest.Cell(rows, n, "Why there is no total in CNY")
					if (figure == "") == (why == "") {
						t.Errorf("%s %s: %s has %q in CNY, %q", query, what, rows[n][0], figure, why)
					}
					if figure != "" {
						add(t, inCNY[what], "CNY", figure)
					}
				}
			}
			sums["sheet"], inCNY["sheet"] = map[string]exact.Number{}, map[string]exact.Number{}
			sheet := webtest.Sheet(t, packed["index.xlsx"], 2)
			for n := range sheet[1:] {
				n++
				switch webtest.Cell(sheet, n, "Total of") {
				case "Total":
					add(t, sums["sheet"], webtest.Cell(sheet, n, "Currency"), webtest.Cell(sheet, n, "Total"))
				case "Total in CNY":
					if webtest.Cell(sheet, n, "Documents") != "0" {
						add(t, inCNY["sheet"], "CNY", webtest.Cell(sheet, n, "Total"))
					}
				}
			}
			page := d.get("/documents?sums=1&" + query).body
			main, cny, _ := strings.Cut(page, booked)
			sums["page"], inCNY["page"] = map[string]exact.Number{}, map[string]exact.Number{}
			for _, m := range pageSum.FindAllStringSubmatch(main, -1) {
				add(t, sums["page"], m[1], strings.ReplaceAll(m[2], ",", ""))
			}
			for _, m := range pageSum.FindAllStringSubmatch(cny, -1) {
				add(t, inCNY["page"], m[1], strings.ReplaceAll(m[2], ",", ""))
			}
			if _, err := exec.LookPath("pdftotext"); err == nil {
				sums["PDFs"] = printed(t, packed)
			}
			for what := range sums {
				if sumsSaid(sums[what]) != sumsSaid(sums["sheet"]) || sumsSaid(sums[what]) == "" {
					t.Errorf("%s: %s comes to %q, the sheet to %q", query, what, sumsSaid(sums[what]), sumsSaid(sums["sheet"]))
				}
			}
			for what := range inCNY {
				if sumsSaid(inCNY[what]) != sumsSaid(inCNY["sheet"]) || sumsSaid(inCNY[what]) == "" {
					t.Errorf("%s: %s comes in CNY to %q, the sheet to %q", query, what, sumsSaid(inCNY[what]), sumsSaid(inCNY["sheet"]))
				}
			}
			if query == "month=2026-03" && sumsSaid(inCNY["page"]) != "CNY 3055073.57" {
				t.Errorf("March comes to %s", sumsSaid(inCNY["page"]))
			}
			if lacks := regexp.MustCompile(`(One|[0-9]+) documents? (has|have) no total in CNY`).MatchString(page); lacks != (query != "month=2026-03") {
				t.Errorf("%s: the page says %v that a document has no total in CNY", query, lacks)
			}
		}
	})
}

// printed returns the sums of the totals that the PDFs of a ZIP print, without the
// documents that the ZIP's table calls superseded.
func printed(t *testing.T, packed map[string]string) map[string]exact.Number {
	t.Helper()
	rows, sums := webtest.CSV(t, packed["index.csv"]), map[string]exact.Number{}
	for n := range rows[1:] {
		n++
		if webtest.Cell(rows, n, "Superseded by") != "" || webtest.Cell(rows, n, "Kind") == "Packing list" {
			continue
		}
		cmd := exec.Command("pdftotext", "-layout", "-", "-")
		cmd.Stdin = strings.NewReader(packed[webtest.Cell(rows, n, "File")])
		text, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		total := pdfTotal.FindStringSubmatch(string(text))
		if total == nil {
			t.Fatalf("%s prints no total:\n%s", rows[n][0], text)
		}
		add(t, sums, total[1], strings.ReplaceAll(total[2], ",", ""))
	}
	return sums
}

// TestNoAddressMakesASumOfWhatIsSuperseded holds that no sum has superseded documents in
// it, whatever the address asks for.
func TestNoAddressMakesASumOfWhatIsSuperseded(t *testing.T) {
	d := newDesk(t)
	accounted(t, d)
	all := d.get("/documents/sums?sums=1&month=2026-03").body
	if !strings.Contains(all, "The totals leave out superseded documents.") {
		t.Fatalf("the sums say not what they are of: %s", all)
	}
	for _, query := range []string{"standing=superseded", "standing=superseded&month=2026-03", "q=CI-2026-0010", "number=CI-2026-0010&standing=superseded"} {
		for _, path := range []string{"/documents/sums?sums=1&", "/documents?sums=1&"} {
			if got := d.get(path + query); got.status != 200 || pageSum.MatchString(got.body) {
				t.Errorf("%s%s: %d with the sum %q", path, query, got.status, pageSum.FindString(got.body))
			}
		}
		sheet := webtest.Sheet(t, d.get("/documents.xlsx?"+query).body, 2)
		for n := range sheet[1:] {
			if documents := webtest.Cell(sheet, n+1, "Documents"); documents != "0" {
				t.Errorf("%s: the sheet counts %v", query, sheet[n+1])
			}
		}
	}
	for _, query := range []string{"standing=both", "standing=Superseded", "standing=x&month=2026-03"} {
		d.get("/documents?"+query).says(t, 422, "is not a state of a document")
		for _, ending := range []string{".zip", ".csv", ".xlsx"} {
			d.get("/documents"+ending+"?"+query).says(t, 422, "is not a state of a document")
		}
		if got := d.get("/documents/sums?" + query); got.status != 400 {
			t.Errorf("the sums of %s: %d", query, got.status)
		}
	}
	d.get("/documents.csv?month=x&from=y&standing=z").says(t, 422, "x is not a month", "y is not a date", "is not a state of a document")
}

func TestChoosingAMonthFiltersTheListToo(t *testing.T) {
	d := newDesk(t)
	accounted(t, d)
	got := d.get("/documents?month=2026-03")
	if !strings.Contains(got.body, "/documents/CI-2026-0009") || strings.Contains(got.body, "/documents/CI-2026-0014") || strings.Contains(got.body, "/documents/CI-2026-0007") {
		t.Error("the list of March has other months")
	}
	for _, want := range []string{
		`action="/documents" method="get"`, `formaction="/documents.zip"`, `name="month" value="2026-03"`, "March 2026", "The totals leave out superseded documents",
		`href="/documents.csv?month=2026-03" download`, `href="/documents.xlsx?month=2026-03" download`,
	} {
		if !strings.Contains(got.body, want) {
			t.Errorf("the list of March is without %q", want)
		}
	}
	for _, test := range []struct{ query, has, not string }{
		{"month=2026-03&from=2026-03-06", "CI-2026-0010", "CI-2026-0009"},
		{"month=2026-03&from=2026-01-01&to=2026-12-31", "CI-2026-0009", "CI-2026-0014"},
		{"month=2026-03&to=2026-03-06", "CI-2026-0009", "CI-2026-0011"},
	} {
		page, file := d.get("/documents?"+test.query).body, d.get("/documents.csv?"+test.query).body
		for what, body := range map[string]string{"page": page, "file": file} {
			if !strings.Contains(body, test.has) || strings.Contains(body, test.not) {
				t.Errorf("the %s of %s has not %s, or has %s", what, test.query, test.has, test.not)
			}
		}
	}
	if got := d.get("/documents"); !strings.Contains(got.body, `type="month" name="month" value="2026-04"`) {
		t.Error("the month that is offered is not the desk's")
	}
}

func TestHeadsAreInThePagesLanguage(t *testing.T) {
	d := newDesk(t)
	accounted(t, d)
	d.cookies[page.LanguageCookie] = string(say.Chinese)
	book := d.get("/documents.xlsx?month=2026-03").body
	rows, sums := webtest.Sheet(t, book, 1), webtest.Sheet(t, book, 2)
	if got := strings.Join(rows[0], " "); got != strings.Join(webtest.CSV(t, d.get("/documents.csv?month=2026-03").body)[0], " ") || !strings.HasPrefix(got, "编号 种类 日期 订单 买方 国家") {
		t.Errorf("the heads are %s", got)
	}
	for n := range rows[1:] {
		if rows[n+1][0] == "CI-2026-0010" && (webtest.Cell(rows, n+1, "状态") != "已被取代" || webtest.Cell(rows, n+1, "种类") != "商业发票") {
			t.Errorf("the superseded invoice is %v", rows[n+1])
		}
	}
	early := webtest.CSV(t, d.get("/documents.csv?month=2026-02").body)
	if !slices.ContainsFunc(early[1:], func(row []string) bool {
		return strings.Contains(row[slices.Index(early[0], "无人民币总额的原因")], "截至 2026年2月1日")
	}) {
		t.Errorf("why there is no figure: %v", early)
	}
	if !strings.Contains(strings.Join(sums[1], " "), "合计不含已被取代的单据") {
		t.Errorf("the sums are %v", sums)
	}
}

// TestEveryListHasBothFiles downloads the files that each list links to, and compares
// their rows with those of the page.
func TestEveryListHasBothFiles(t *testing.T) {
	d := newDesk(t)
	accounted(t, d)
	typed := with(formOnPage(t, d.get("/orders/new").body), "/number", "SO-X")
	if got := d.submit("/orders/new", "draft", typed); got.status != 303 {
		t.Fatalf("a draft: %d", got.status)
	}
	d.take("249.27", "2026-04-06")
	lot := regexp.MustCompile(`<th[^>]*><a href="/lots/([^"]+)"`).FindStringSubmatch(d.get("/lots").body)[1]
	buyer := regexp.MustCompile(`href="(/parties/[A-Z2-7]{20,})"`).FindStringSubmatch(d.get("/parties?role=buyer").body)[1]
	row := regexp.MustCompile(`<tr[^>]*><t[hd]`)
	link := regexp.MustCompile(`href="([^"]+\.(?:csv|xlsx)(?:\?[^"]*)?)" download`)
	for _, test := range []struct {
		Page  string
		files string // the address of the CSV
		per   int    // rows of a page that are one of the file; 0: they are not compared
	}{
		{"/orders?currency=USD&sort=total-", "/orders.csv?currency=USD&sort=total-", 1},
		{"/orders?q=himal", "/orders.csv?q=himal", 1},
		{"/orders/drafts", "/orders/drafts.csv", 1},
		{"/documents?kind=packing-list&month=2026-03", "/documents.csv?kind=packing-list&month=2026-03", 1},
		{"/lots?q=LHW26-031", "/lots.csv?q=LHW26-031", 1},
		{"/lots/" + lot, "/lots/" + lot + "/bales.csv", 0},
		{"/parties?role=buyer", "/parties.csv?role=buyer", 1},
		{buyer, "/orders.csv?party=" + strings.TrimPrefix(buyer, "/parties/"), 1},
		{"/products", "/products.csv", 1},
		{"/products/scoured%20wool", "/products/scoured%20wool/regains.csv", 1},
		{"/rates", "/rates/board.csv", 0},
		{"/rates", "/rates/sources.csv", 0},
		{"/rates", "/rates/held.csv", 0},
		{"/rates/rules", "/rates/rules.csv", 1},
		{"/rates/rules", "/rates/rules/choices.csv", 0},
		{"/rates/USD-CNY", "/rates/export.csv?from=2025-08-28&pair=USD%2FCNY&to=2026-04-08", 0},
	} {
		page := d.get(test.Page)
		var links []string
		for _, m := range link.FindAllStringSubmatch(page.body, -1) {
			links = append(links, strings.ReplaceAll(m[1], "&amp;", "&"))
		}
		asXLSX := strings.Replace(test.files, ".csv", ".xlsx", 1)
		if !slices.Contains(links, test.files) || !slices.Contains(links, asXLSX) {
			t.Errorf("%s leads to %q, not to %s and %s", test.Page, links, test.files, asXLSX)
			continue
		}
		asText, book := d.get(test.files), d.get(asXLSX)
		if asText.status != 200 || book.status != 200 {
			t.Errorf("%s: %d, %s: %d %s", test.files, asText.status, asXLSX, book.status, book.body)
			continue
		}
		rows, sheet := webtest.CSV(t, asText.body), webtest.Sheet(t, book.body, 1)
		if len(rows) < 2 || len(rows) != len(sheet) || !slices.Equal(rows[0], sheet[0]) {
			t.Errorf("%s has %d rows, the XLSX %d", test.files, len(rows), len(sheet))
		}
		if n := len(row.FindAllString(page.body, -1)) - 1; test.per > 0 && n != len(rows)-1 { // but for the heads
			t.Errorf("%s shows %d rows, and its file has %d", test.Page, n, len(rows)-1)
		}
		for _, head := range rows[0] {
			if head == "" || say.Chinese.Say(say.Message{Format: head}) == head && head != "PDF" {
				t.Errorf("%s has the head %q, which is in no Chinese", test.files, head)
			}
		}
	}
	for _, path := range []string{"/orders.csv?from=x", "/orders.xlsx?sort=weight", "/parties.xlsx?q=zzz", "/lots/none/bales.csv", "/rates/board.pdf"} {
		if got := d.get(path); got.status >= 500 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

// TestAFileHasAllPagesOfItsList holds that the file of a list of several pages has all of
// its rows, in the list's order.
func TestAFileHasAllPagesOfItsList(t *testing.T) {
	d := newDesk(t)
	accounted(t, d)
	rows := webtest.CSV(t, d.get("/orders.csv?sort=number").body)
	var shown []string
	number := regexp.MustCompile(`<th scope="row" class="nowrap"><a href="/orders/([^"]+)"`)
	next := regexp.MustCompile(`rel="next" href="([^"]+)"`)
	for page := "/orders?sort=number"; page != ""; {
		body := d.get(page).body
		for _, m := range number.FindAllStringSubmatch(body, -1) {
			shown = append(shown, m[1])
		}
		page = ""
		if m := next.FindStringSubmatch(body); m != nil {
			page = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	var got []string
	for _, row := range rows[1:] {
		got = append(got, row[0])
	}
	if !slices.Equal(got, shown) || len(got) < 20 {
		t.Errorf("the file has %q, the pages %q", got, shown)
	}
}

// TestTheSumsSayWhyADocumentIsNotInThem issues invoices for which no rate for the books
// is stored.
func TestTheSumsSayWhyADocumentIsNotInThem(t *testing.T) {
	d := newDesk(t)
	d.issueAll()
	for _, path := range []string{"/documents?sums=1", "/documents/sums?sums=1"} {
		d.get(path).has(t, path, 200, "no total in CNY", `<a href="/documents/CI-2026-0001">CI-2026-0001</a>`,
			`source=cfets&amp;to=CNY`, "Enter USD/CNY of China Foreign", "back=%2Fdocuments%3Fsums%3D1", `href="/rates/rules">Choose another rule for the books`)
	}
}
