package fetch_test

import (
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"woolroad/app/money"
	"woolroad/app/sample"
	"woolroad/rates"
	"woolroad/rates/fetch"
	"woolroad/rates/reason"

	"github.com/golang-sql/civil"
	"github.com/google/go-cmp/cmp"
)

// publisher answers by path, and keeps what it was asked for.
type publisher struct {
	answers map[string]string
	mu      sync.Mutex
	asked   []string
}

func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, r.Method+" "+r.URL.RequestURI())
	key := r.URL.Path
	for _, name := range []string{"page", "pageNum"} {
		if n := r.URL.Query().Get(name); n != "" {
			key += "#" + n
		}
	}
	answer, ok := p.answers[key]
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	_, _ = io.WriteString(w, answer)
}

func playing(t *testing.T, id rates.SourceID, path string, answers map[string]string) (rates.Source, *publisher) {
	t.Helper()
	p := &publisher{answers: answers}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	waited := &pauses{}
	return sourceAt(t, id, server.URL+path, fetch.Local(), fetch.Waiting(waited.wait, half)), p
}

func TestFetchReadsAllPages(t *testing.T) {
	const page = `{"status":{"code":200},"data":{"payload":[{"date":"%d","rates":[{"currency":{"iso3":"USD","unit":1},"buy":"148.67","sell":"---"}]}]},"pagination":{"page":%n,"pages":3}}`
	answers := map[string]string{}
	for i, d := range []string{"2026-04-01", "2026-04-02", "2026-04-03"} {
		n := string(rune('1' + i))
		answers["/rates#"+n] = strings.NewReplacer("%d", d, "%n", n).Replace(page)
	}
	source, p := playing(t, rates.NRB, "/rates", answers)
	feed, err := april(t, source)
	if err != nil {
		t.Fatal(err)
	}
	if got := lines(feed.Rates); got != "148.67 NPR per 1 USD (buy) 2026-04-01\n148.67 NPR per 1 USD (buy) 2026-04-02\n148.67 NPR per 1 USD (buy) 2026-04-03" {
		t.Errorf("got\n%s", got)
	}
	if got := skips(feed); !strings.HasPrefix(got, "page 1, data.payload[0].rates[0].sell: no rate was published\npage 2, ") || strings.Contains(got, "missing unless") {
		t.Errorf("skipped\n%s", got)
	}
	if len(p.asked) != 3 {
		t.Errorf("asked %s", p.asked)
	}

	// A page that fails leaves nothing: half a span would look like a whole one.
	delete(p.answers, "/rates#3")
	if feed, err := april(t, source); err == nil || len(feed.Rates) > 0 {
		t.Errorf("without its last page: %d rates, %v", len(feed.Rates), err)
	}
}

func TestFetchCFETS(t *testing.T) {
	source, p := playing(t, rates.CFETS, "/ags/CcprHisNew?x=1", map[string]string{"/ags/CcprHisNew#1": content(t, "rates/cfets-ccpr-format.json")})
	feed, err := source.Fetch(t.Context(), day(t, "2026-07-27"), day(t, "2026-07-29"))
	if err != nil || len(feed.Rates) != 7 {
		t.Fatalf("%d rates, %v; want 7", len(feed.Rates), err)
	}
	want := []string{"POST /ags/CcprHisNew?currency=&endDate=2026-07-29&pageNum=1&pageSize=50&startDate=2026-07-27&x=1"}
	if !slices.Equal(p.asked, want) {
		t.Errorf("asked %s, want %s", p.asked, want)
	}
}

func TestFetchFBIL(t *testing.T) {
	source, p := playing(t, rates.FBIL, "/refrates", map[string]string{"/refrates": content(t, "rates/fbil-2026-03-17_2026-03-20.json")})
	feed, err := source.Fetch(t.Context(), day(t, "2026-03-17"), day(t, "2026-03-20"))
	if err != nil || len(feed.Rates) != 18 {
		t.Fatalf("%d rates, %v; want 18", len(feed.Rates), err)
	}
	if want := []string{"GET /refrates?authenticated=false&fromDate=2026-03-17&toDate=2026-03-20"}; !slices.Equal(p.asked, want) {
		t.Errorf("asked %s, want %s", p.asked, want)
	}
	// Its free values come late: a span of the last days has none.
	p.answers["/refrates"] = " []\n"
	if feed, err := source.Fetch(t.Context(), day(t, "2026-03-21"), day(t, "2026-03-23")); err != nil || len(feed.Rates) != 0 || feed.Source != rates.FBIL {
		t.Errorf("no values yet: %+v, %v", feed, err)
	}
}

// TestFetchECB holds which of the bank's three files is asked for; this depends on how
// far before the bank's last day the span begins.
func TestFetchECB(t *testing.T) {
	const daily, recent, all = "GET /fx/eurofxref-daily.xml", "GET /fx/eurofxref-hist-90d.xml", "GET /fx/eurofxref-hist.xml"
	days := func(list ...string) string {
		var b strings.Builder
		for _, d := range list {
			b.WriteString(`<Cube time="` + d + `"><Cube currency='USD' rate='1.1611'/></Cube>`)
		}
		return strings.Replace(xmlDay, "%s", b.String(), 1)
	}
	for _, test := range []struct {
		what     string
		from, to string
		asked    []string
		first    string // day that comes
	}{
		{"the last day", "2025-10-09", "2025-10-09", []string{daily}, "2025-10-09"},
		{"a day after it", "2025-10-10", "2025-10-12", []string{daily}, ""},
		{"the day before", "2025-10-08", "2025-10-09", []string{daily, recent}, "2025-10-08"},
		{"85 days before", "2025-07-16", "2025-10-09", []string{daily, recent}, "2025-10-08"},
		{"86 days before", "2025-07-15", "2025-10-09", []string{daily, all}, "2025-10-08"},
		{"all of it", "1999-01-04", "2025-10-09", []string{daily, all}, "1999-01-04"},
	} {
		for _, folder := range []string{"/fx", "/fx/"} {
			source, p := playing(t, rates.ECB, folder, map[string]string{
				"/fx/eurofxref-daily.xml":    content(t, "rates/eurofxref-daily-2025-10-09.xml"),
				"/fx/eurofxref-hist-90d.xml": days("2025-10-09", "2025-10-08"),
				"/fx/eurofxref-hist.xml":     days("2025-10-09", "2025-10-08", "1999-01-04"),
			})
			feed, err := source.Fetch(t.Context(), day(t, test.from), day(t, test.to))
			if err != nil {
				t.Errorf("%s: %v", test.what, err)
				continue
			}
			if !slices.Equal(p.asked, test.asked) {
				t.Errorf("%s: asked %s, want %s", test.what, p.asked, test.asked)
			}
			first := ""
			if n := len(feed.Rates); n > 0 {
				first = feed.Rates[n-1].Date.String()
			}
			if first != test.first {
				t.Errorf("%s: the earliest is of %q, want %q", test.what, first, test.first)
			}
		}
	}
}

// TestTheWholeHistoryOfTheECB fetches an answer that is longer than others may be.
func TestTheWholeHistoryOfTheECB(t *testing.T) {
	var b strings.Builder
	for d := day(t, "2025-10-09"); d.Year > 1998; d = d.AddDays(-1) {
		b.WriteString(`<Cube time="` + d.String() + `">` + strings.Repeat(`<Cube currency="USD" rate="1.1611"></Cube>`, 6) + "</Cube>\n")
	}
	if b.Len() < 2<<20 {
		t.Fatalf("it has %d bytes, which proves nothing", b.Len())
	}
	source, _ := playing(t, rates.ECB, "/", map[string]string{
		"/eurofxref-daily.xml": content(t, "rates/eurofxref-daily-2025-10-09.xml"),
		"/eurofxref-hist.xml":  strings.Replace(xmlDay, "%s", b.String(), 1),
	})
	feed, err := source.Fetch(t.Context(), day(t, "1999-01-01"), day(t, "2025-10-09"))
	if err != nil || len(feed.Rates) < 50_000 {
		t.Errorf("%d rates, %v", len(feed.Rates), err)
	}
}

// TestRowsThatCannotBeRead fetches rows that cannot be read among rows that can.
func TestRowsThatCannotBeRead(t *testing.T) {
	rows := `{"date":"2026-04-03","rates":[
		{"currency":{"iso3":"USD","unit":1},"buy":"148.67","sell":"149.27"},
		{"currency":{"iso3":"EUR","unit":1},"buy":"---","sell":"0"},
		{"currency":{"iso3":"GBP","unit":1},"buy":"-1.00","sell":"9999999999999"}]},
		{"date":"2026-04-31","rates":[]},{"date":"03/04/2026","rates":[]}`
	source, _ := playing(t, rates.NRB, "/rates", map[string]string{"/rates#1": strings.Replace(nrbDay, "%s", rows, 1)})
	feed, err := april(t, source)
	if err != nil {
		t.Fatal(err)
	}
	if got := lines(feed.Rates); got != "148.67 NPR per 1 USD (buy) 2026-04-03\n149.27 NPR per 1 USD (sell) 2026-04-03" {
		t.Errorf("got\n%s", got)
	}
	for i, want := range []string{"no rate was published", "0 is not a rate: a rate must be above zero", "-1.00 is not a rate: a rate must be above zero",
		"more than 12 digits before the point", `"2026-04-31" is not a day`, `"03/04/2026" is not a day`} {
		if i >= len(feed.Skipped) || !strings.Contains(feed.Skipped[i].Reason(), want) {
			t.Errorf("skipped %d: want %s in\n%s", i, want, skips(feed))
		}
	}
}

func TestEverySourceHasItsFacts(t *testing.T) {
	if len(rates.Publishers) != 4 || len(rates.EnteredSources) != 5 {
		t.Errorf("%d publishers, %d entered sources", len(rates.Publishers), len(rates.EnteredSources))
	}
	for _, p := range rates.Publishers {
		source := sourceAt(t, p.ID, p.Address) // without any option
		if source.ID() != p.ID {
			t.Errorf("%s calls itself %s", p.ID, source.ID())
		}
		if _, err := p.Schedule(""); err != nil {
			t.Errorf("%s: %v", p.ID, err)
		}
		if _, entered := rates.EnteredOf(p.ID); entered {
			t.Errorf("%s is fetched and entered", p.ID)
		}
	}
	names := map[string]rates.SourceID{}
	for _, e := range rates.EnteredSources {
		if e.Side != money.Mid && e.Side != money.Stated || e.ID.Name() == string(e.ID) || names[e.ID.Name()] != "" {
			t.Errorf("%+v, named %q", e, e.ID.Name())
		}
		names[e.ID.Name()] = e.ID
	}
	if _, err := (rates.Publisher{Zone: "Nowhere/Land", Times: "09:00"}).Schedule(""); err == nil {
		t.Error("a zone that is none is taken")
	}
}

// TestAFetchStoresCodes holds that codes are stored for what cannot be read, and no
// English sentences.
func TestAFetchStoresCodes(t *testing.T) {
	for _, test := range []struct {
		what, answer string
		want         []string
	}{
		{"no row", strings.Replace(nrbDay, "%s", `{"date":"soon","rates":[]}`, 1), []string{"Nepal Rastra Bank", "1", "data.payload[0].date", "skip.day", "skip.not_a_day", `"soon"`}},
		{"a web page", "<!DOCTYPE html>", []string{"Nepal Rastra Bank", "feed.web_page"}},
		{"another's feed", `[{"processRunDate":"2026-03-20 00:00:00","subProdName":"INR / 1 USD","rate":93.3}]`, []string{"Nepal Rastra Bank", "feed.of_other", "Financial Benchmarks India"}},
	} {
		source, _ := playing(t, rates.NRB, "/rates", map[string]string{"/rates#1": test.answer})
		_, err := april(t, source)
		if failed, ok := err.(*reason.ErrFetch); !ok || cmp.Diff(test.want, failed.Args) != "" {
			t.Errorf("%s: %+v, want the arguments %q", test.what, err, test.want)
		}
	}
}

// Answers of Nepal Rastra Bank and the European Central Bank without their days.
const (
	nrbDay = `{"status":{"code":200},"data":{"payload":[%s]}}`
	xmlDay = `<e:Envelope xmlns:e="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube>%s</Cube></e:Envelope>`
)

func content(t testing.TB, name string) string {
	t.Helper()
	b, err := fs.ReadFile(sample.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func day(t testing.TB, s string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// lines writes rates as a person would write them down.
func lines(all []money.Rate) string {
	var b []string
	for _, r := range all {
		b = append(b, fmt.Sprintf("%s %s per %s %s (%s) %s", r.Value, r.To, r.Per, r.From, r.Side, r.Date))
	}
	return strings.Join(b, "\n")
}

func skips(feed rates.Feed) string {
	var b []string
	for _, s := range feed.Skipped {
		b = append(b, s.String())
	}
	return strings.Join(b, "\n")
}
