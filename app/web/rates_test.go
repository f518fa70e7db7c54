package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-sql/civil"
	"github.com/xuri/excelize/v2"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/ratefeed"
	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/web/page"
	"woolroad/rates"
	"woolroad/rates/fetch"
)

// withRates stores the recordings of the publishers.
func withRates(t *testing.T, d *desk) {
	t.Helper()
	files, err := sample.Files.ReadDir("rates")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := sample.Files.ReadFile("rates/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		feed, err := rates.Read(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ratebook.Import(t.Context(), d.store, tashi, ratebook.Intake{Name: f.Name()}, feed); err != nil {
			t.Fatal(err)
		}
	}
}

// take stores a selling rate of Nepal Rastra Bank as a feed would.
func (d *desk) take(value, day string) {
	d.t.Helper()
	on, err := civil.ParseDate(day)
	if err != nil {
		d.t.Fatal(err)
	}
	feed := rates.Feed{Source: rates.NRB, Rates: []money.Rate{{From: "USD", To: "NPR", Value: exact.Must(value), Per: exact.Int(1), Side: money.Sell, Source: rates.NRB.Name(), Date: on}}}
	if _, err := ratebook.Import(d.t.Context(), d.store, store.Who{Name: "Tashi", At: today}, ratebook.Intake{Name: "a feed", Share: exact.Shifted(10, 2)}, feed); err != nil {
		d.t.Fatal(err)
	}
}

// has fails the test unless the answer has that status and contains all of these texts.
func (a answer) has(t *testing.T, what string, status int, say ...string) {
	t.Helper()
	_, main, _ := strings.Cut(a.body, `<main id="main"`)
	if a.status != status {
		t.Errorf("%s: %d, want %d\n%s", what, a.status, status, main)
	}
	for _, text := range say {
		if !strings.Contains(a.body, text) {
			t.Errorf("%s does not say %q\n%s", what, text, main)
		}
	}
}

func TestTheBoard(t *testing.T) {
	d := newDesk(t)
	d.get("/rates").has(t, "an empty desk", 200, "No rates yet", `href="/rates/new"`)
	withRates(t, d)
	d.get("/rates").has(t, "the board", 200, "Nepal Rastra Bank", "149.27", "148.67", "160.15", ">3 days<", ">19 days<", "too old</span>", `href="/rates/USD-NPR"`)
	d.cookies[page.LanguageCookie] = "zh-CN"
	d.get("/rates").has(t, "the board in Chinese", 200, "尼泊尔国家银行", "卖出价", "3 天", "过旧")
}

func TestAPairAndItsDay(t *testing.T) {
	d := newDesk(t)
	withRates(t, d)
	for _, test := range []struct{ what, path, to string }{
		{"as orders link to it", "/rates?pair=USD%2FNPR&date=2026-04-03", "/rates/USD-NPR?date=2026-04-03#day"},
		{"without a day", "/rates?pair=usd-npr", "/rates/USD-NPR"},
		{"a day of nobody's", "/rates?pair=USD/NPR&date=2026-02-30", "/rates/USD-NPR"},
		{"published the other way round", "/rates/CNY-USD?date=2026-07-29", "/rates/USD-CNY?date=2026-07-29#day"},
	} {
		if got := d.get(test.path); got.status != 303 || got.header.Get("Location") != test.to {
			t.Errorf("%s: %d to %s, want %s", test.what, got.status, got.header.Get("Location"), test.to)
		}
	}
	for _, test := range []struct {
		what, path string
		status     int
		Say        []string
	}{
		{"a day", "/rates/USD-NPR?date=2026-04-03", 200, []string{`<section class="card below marked" id="day"`, "1 USD = ", "nrb-2026-04-01_2026-04-05.json", `<tr class="marked" aria-current="true"><th scope="row" class="nowrap">3 Apr 2026`, `class="mark"`}},
		{"a day without a rate", "/rates/USD-CNY?date=2026-08-02", 200, []string{"No source published this pair directly for this day."}},
		{"a crossed pair", "/rates/USD-CNY?date=2026-03-18", 200, []string{"Through another currency", "1 EUR = 7.9214 CNY = 1.15 USD", `href="/rates?date=2026-03-18&amp;pair=EUR%2FUSD"`}},
		{"one that is only crossed", "/rates/INR-CNY?date=2026-03-18", 200, []string{"Through another currency", "1 EUR = 7.9214 CNY"}},
		{"one of nobody's", "/rates/VND-KWD", 404, []string{"There is no rate from VND to KWD yet"}},
		{"no pair", "/rates/wool", 404, []string{"“wool” is not a currency pair"}},
		{"against itself", "/rates/USD-USD", 404, []string{"is not a currency pair"}},
	} {
		d.get(test.path).has(t, test.what, test.status, test.Say...)
	}
}

func TestADocumentLeadsToItsRate(t *testing.T) {
	d := newDesk(t)
	d.issueAll()
	link := regexp.MustCompile(`/rates\?[^"]+`).FindString(d.get("/documents/CI-2026-0001").body)
	to := d.get(strings.ReplaceAll(link, "&amp;", "&")).header.Get("Location")
	day, _, _ := strings.Cut(to, "#")
	d.get(day).has(t, "the rate of a document", 200, "1 USD = 149.27 NPR", `<tr class="marked"`)
}

func TestACorrectionKeepsBothFigures(t *testing.T) {
	d := newDesk(t)
	d.take("149.00", "2026-04-01")
	d.take("149.50", "2026-04-01")
	d.get("/rates/USD-NPR?date=2026-04-01").has(t, "the day", 200, "149.50", "corrected; it was 149.00", "was 149.00")
}

func TestALongHistoryIsReadInPages(t *testing.T) {
	d := newDesk(t)
	first := civil.Date{Year: 2025, Month: 1, Day: 1}
	for i := range 200 {
		d.take("149."+fmt.Sprintf("%02d", i%100), first.AddDays(i).String())
	}
	seen := map[string]bool{}
	for at := "/rates/USD-NPR?range=all"; at != ""; {
		page := d.get(at).body
		for _, m := range regexp.MustCompile(`<th scope="row" class="nowrap">([^<]+)</th>`).FindAllStringSubmatch(page, -1) {
			if seen[m[1]] {
				t.Errorf("%s is there twice", m[1])
			}
			seen[m[1]] = true
		}
		at = ""
		if m := regexp.MustCompile(`rel="next" href="([^"]+)"`).FindStringSubmatch(page); m != nil {
			at = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	if len(seen) != 200 {
		t.Errorf("%d days were listed, want 200", len(seen))
	}
}

func TestAHeldValueWaitsForAPerson(t *testing.T) {
	for _, test := range []struct{ decision, flash, newest, listed string }{
		{"confirm", "The rate 1 USD = 190.00 NPR of 7 Apr 2026 is confirmed.", "190.00", "confirmed"},
		{"reject", "The rate is rejected,", "149.00", "rejected"},
	} {
		d := newDesk(t)
		d.take("149.00", "2026-04-06")
		d.take("190.00", "2026-04-07")
		page := d.get("/rates")
		page.has(t, "the page", 200, "1 held rate needs your decision", "1 USD = 190.00 NPR", "before: 1 USD = 149.00 NPR, of 6 Apr 2026", "more than 10 % apart")
		id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(page.body)[1]
		form := url.Values{"id": {id}, "decision": {test.decision}, "reason": {"the budget speech"}}
		if got := d.post("/rates/held", form); got.status != 303 || got.header.Get("Location") != "/rates#held" {
			t.Fatalf("%s: %d %s", test.decision, got.status, got.body)
		}
		page = d.get("/rates")
		page.has(t, test.decision, 200, test.flash, `<td class="n">`+test.newest+`</td>`, "the budget speech", "by the desk", ">"+test.listed+"<")
		if strings.Contains(page.body, "waits for you") {
			t.Errorf("%s: it waits still", test.decision)
		}
		if got := d.post("/rates/held", form); got.status != 303 { // a double click
			t.Errorf("%s a second time: %d", test.decision, got.status)
		}
	}
}

// played returns a desk that fetches the rates of Nepal Rastra Bank from a server of the
// test.
func played(t *testing.T, answer http.HandlerFunc) *desk {
	t.Helper()
	return playedAt(t, migrated.SQLite(t), answer)
}

// playedAt does what played does, on that database.
func playedAt(t *testing.T, w store.Where, answer http.HandlerFunc) *desk {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	client, err := fetch.NewClient("test", "", fetch.Local(), fetch.Waiting(nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	off := ratefeed.Setting{Address: ratefeed.Off}
	feeds, err := ratefeed.Feeds(client, ratefeed.Settings{NRB: ratefeed.Setting{Address: server.URL}, FBIL: off, CFETS: off, ECB: off})
	if err != nil {
		t.Fatal(err)
	}
	d := newDeskAt(t, w)
	at := today
	d.server.Rates = &ratefeed.Fetcher{Store: d.store, Feeds: feeds, Share: exact.Shifted(10, 2), Now: func() time.Time {
		at = at.Add(time.Second)
		return at
	}, Log: slog.New(slog.DiscardHandler)}
	return d
}

func TestASourceIsAskedNow(t *testing.T) {
	recorded, err := sample.Files.ReadFile("rates/nrb-2026-04-01_2026-04-05.json")
	if err != nil {
		t.Fatal(err)
	}
	works := true
	d := played(t, func(w http.ResponseWriter, _ *http.Request) {
		if !works {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		if _, err := w.Write(recorded); err != nil {
			t.Error(err)
		}
	})
	ready := func(want string) {
		t.Helper()
		d.get("/readyz").has(t, "/readyz", 200, `"rates":"`+want+`"`)
	}
	ready("ok")
	d.get("/rates").has(t, "before", 200, "no request yet", "not set up", "WOOLROAD_RATES_FBIL", "never")
	if got := d.post("/rates/fetch", url.Values{"source": {"nrb"}}); got.status != 303 {
		t.Fatalf("asking: %d %s", got.status, got.body)
	}
	d.get("/rates").has(t, "after", 200, "Nepal Rastra Bank: 220 new, 0 already saved", "149.27", "up to date", "newest: 5 Apr 2026")
	ready("ok")
	works = false
	d.post("/rates/fetch", url.Values{"source": {"nrb"}})
	d.get("/rates").has(t, "after a failure", 200, "Nepal Rastra Bank could not be fetched", "answered with status 404 instead of rates", ">failed<", "149.27")
	ready("late")
	d.cookies[page.LanguageCookie] = "zh-CN"
	d.get("/rates").has(t, "after a failure, in Chinese", 200, "没有给出汇率", ">失败<")
	d.post("/rates/fetch", url.Values{"source": {"ecb"}})
	d.get("/rates").has(t, "one that is switched off", 200, "European Central Bank")
	if got := d.post("/rates/fetch", url.Values{"source": {"boe"}}); got.status != 404 {
		t.Errorf("asking nobody: %d", got.status)
	}
}

// TestAFetchThatIsSentTwice holds that a form sent twice asks the publisher once and
// answers the same twice, also where the publisher failed.
func TestAFetchThatIsSentTwice(t *testing.T) {
	recorded, err := sample.Files.ReadFile("rates/nrb-2026-04-01_2026-04-05.json")
	if err != nil {
		t.Fatal(err)
	}
	request := regexp.MustCompile(`(?s)<form action="/rates/fetch" method="post">.*?name="request" value="([^"]+)".*?value="nrb"`)
	storetest.EachEngine(t, func(t *testing.T, w store.Where) {
		var asked atomic.Int64
		works := true
		d := playedAt(t, w, func(w http.ResponseWriter, _ *http.Request) {
			asked.Add(1)
			if !works {
				w.WriteHeader(http.StatusNotFound)
			} else if _, err := w.Write(recorded); err != nil {
				t.Error(err)
			}
		})
		for i, said := range []string{"Nepal Rastra Bank: 220 new, 0 already saved", "Nepal Rastra Bank could not be fetched"} {
			key := request.FindStringSubmatch(d.get("/rates").body)
			if key == nil {
				t.Fatal("the form names no request")
			}
			for _, what := range []string{"sent", "sent again"} {
				if got := d.post("/rates/fetch", url.Values{"source": {"nrb"}, "request": {key[1]}}); got.status != 303 {
					t.Fatalf("%s: %d %s", what, got.status, got.body)
				}
				d.get("/rates").has(t, what, 200, said)
				if n := asked.Load(); n != int64(i+1) {
					t.Errorf("%s: the publisher was asked %d times, want %d", what, n, i+1)
				}
			}
			works = false
		}
		by, err := store.View(t.Context(), d.store, tashi, func(tx *store.Tx) (by string, err error) {
			err = tx.QueryRowContext(t.Context(), `SELECT min(who) || max(who) FROM requests WHERE operation = 'rates.fetch'`).Scan(&by)
			return by, err
		})
		if err != nil || by != "deskdesk" {
			t.Errorf("by %q, %v; want the desk", by, err)
		}
	})
}

// TestAFaultFromBeforeCodesIsSaid shows, in the reader's language, a fault that was
// stored as an English sentence.
func TestAFaultFromBeforeCodesIsSaid(t *testing.T) {
	d := newDesk(t)
	err := d.store.Update(t.Context(), tashi, func(tx *store.Tx) error {
		_, err := tx.ExecContext(t.Context(), `
			INSERT INTO rate_fetches (id, source, from_date, to_date, started, ended, added, unchanged, corrected, held, skipped, fault, fault_args)
			VALUES ('f', 'nrb', '2026-04-01', '2999-04-05', '2026-04-05T06:00:00.000000Z', '2026-04-05T06:00:01.000000Z', 0, 0, 0, 0, 0,
				'%s answered with status %s instead of rates.', '["Nepal Rastra Bank","404"]')`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d.get("/rates").has(t, "in English", 200, "Nepal Rastra Bank answered with status 404 instead of rates.")
	d.cookies[page.LanguageCookie] = "zh-CN"
	d.get("/rates").has(t, "in Chinese", 200, "尼泊尔国家银行 回应状态 404，没有给出汇率。")
}

// TestWhatAPublisherSaidInsteadIsTranslated fetches answers that are no rates, and looks
// for the reason of the first row in both languages.
func TestWhatAPublisherSaidInsteadIsTranslated(t *testing.T) {
	answer := ""
	d := played(t, func(w http.ResponseWriter, _ *http.Request) {
		if _, err := io.WriteString(w, answer); err != nil {
			t.Error(err)
		}
	})
	for _, test := range []struct{ answer, english, chinese string }{
		{"<!DOCTYPE html>", "Nepal Rastra Bank answered, but not with a feed: this is a web page, not a feed: the publisher&#39;s site may have answered with an error.",
			"尼泊尔国家银行 有回应，但不是汇率数据：这是网页而非汇率数据：公布机构的网站可能答复了错误页面。"},
		{`{"status":{"code":200},"data":{"payload":[{"date":"soon","rates":[]}]}}`,
			"none of its 1 rows could be read; the first: data.payload[0].date: &#34;soon&#34; is not a day, written like 2026-03-20; the day&#39;s rates are left out.",
			"尼泊尔国家银行 有回应，但其 1 行均无法读取；第一行：data.payload[0].date：&#34;soon&#34; 不是日期（应如 2026-03-20）；当日汇率均已略去。"},
	} {
		answer = test.answer
		d.get("/rates")
		d.post("/rates/fetch", url.Values{"source": {"nrb"}})
		d.get("/rates").has(t, "in English", 200, test.english)
		d.cookies[page.LanguageCookie] = "zh-CN"
		d.get("/rates").has(t, "in Chinese", 200, test.chinese)
		delete(d.cookies, page.LanguageCookie)
	}
}

func TestADeskThatAsksNobodySaysSo(t *testing.T) {
	d := newDesk(t)
	d.get("/rates").has(t, "the page", 200, "This desk does not fetch rates")
	d.get("/readyz").has(t, "/readyz", 200, `"rates":"off"`)
	d.post("/rates/fetch", url.Values{"source": {"nrb"}}).has(t, "asking", 503, "This desk does not fetch rates")
	var none []ratefeed.Feed // with a source
	for _, p := range rates.Publishers {
		none = append(none, ratefeed.Feed{Publisher: p})
	}
	d.server.Rates = &ratefeed.Fetcher{Store: d.store, Feeds: none, Now: func() time.Time { return today }, Log: slog.New(slog.DiscardHandler)}
	d.get("/rates").has(t, "the page with all of them off", 200, "This desk does not fetch rates")
	d.get("/readyz").has(t, "/readyz with all of them off", 200, `"rates":"off"`)
}

func TestConvert(t *testing.T) {
	d := newDesk(t)
	withRates(t, d)
	for _, test := range []struct {
		what, query string
		status      int
		Say         []string
	}{
		{"the empty form", "", 200, []string{`value="USD"`, `value="2026-04-08"`}},
		{"into NPR", "amount=25420.11&from=USD&to=NPR&day=2026-04-03", 200, []string{"NPR 37,", "USD 25,420.11 × ", "NRB selling rate", `href="/rates?date=2026-04-03&amp;pair=USD%2FNPR"`}},
		{"as people type", "amount=1,25,000.50&from=usd&to=inr&day=2026/3/19", 200, []string{"USD 125,000.50", "× 92.451400", "on or before the reference date 19 Mar 2026"}},
		{"in other digits", "amount=１２３.５&from=EUR&to=USD&day=2026年3月18日", 200, []string{"EUR 123.50 × 1.15 ÷ 1 = USD 142.03"}},
		{"crossed", "amount=154058.72&from=USD&to=CNY&day=2026-03-18&by=ecb", 200, []string{"× 7.9214 ÷ 1.15 = CNY 1,061,183.26", "1 EUR = 1.15 USD", "divides", "1 EUR = 7.9214 CNY", "multiplies"}},
		{"by source and side", "amount=100&from=USD&to=NPR&day=2026-04-04&by=nrb:buy", 200, []string{"× 148.67 ÷ 1 = NPR 14,867.00"}},
		{"too old for documents", "amount=100&from=USD&to=NPR&day=2026-04-16", 200, []string{"× 149.27", "is 11 days older than 16 Apr 2026"}},
		{"no rate", "amount=100&from=USD&to=NPR&day=2026-03-31", 200, []string{"No result", "There is no rate from USD to NPR by Nepal Rastra Bank (selling) on or before 31 Mar 2026"}},
		{"no such rule", "amount=100&from=USD&to=NPR&day=2026-04-04&by=mine", 200, []string{"There is no rate rule mine."}},
		{"everything wrong", "amount=ten&from=usx&to=&day=April&by=boe:mid", 422, []string{"Write the amount like 1234.50", "“usx” is not a currency", "April is not a date", "Choose a rule or a source", `value="ten"`, "<title>Error: "}},
		{"too fine", "amount=1.234&from=USD&to=CNY&day=2026-03-18", 422, []string{"with at most 2 decimals"}},
		{"too much", "amount=9999999999999999&from=USD&to=NPR&day=2026-04-04", 200, []string{"has too many digits"}},
		{"the same", "amount=1&from=USD&to=USD&day=2026-04-04", 422, []string{"Both currencies are the same"}},
	} {
		v, err := url.ParseQuery(test.query)
		if err != nil {
			t.Fatal(err)
		}
		d.get("/rates/convert?"+v.Encode()).has(t, test.what, test.status, test.Say...)
	}
	d.cookies[page.LanguageCookie] = "zh-CN"
	d.get("/rates/convert?amount=100&from=USD&to=NPR&day=2026-04-04").has(t, "in Chinese", 200, "按规则“尼泊尔国家银行卖出价，当日或此前最近一次公布”：尼泊尔国家银行公布了基准日 2026年4月4日 的汇率。")
}

func TestARateIsEntered(t *testing.T) {
	d := newDesk(t)
	d.get("/rates/new").has(t, "the form", 200, "No entered rates yet.", "bank&#39;s contract rate")
	d.get("/rates/new?source=contract&from=usd&to=CNY&date=2026-04-02&sure=yes").has(t, "a link that fills the form", 200, `<option value="contract" selected>`, `value="USD"`, `value="2026-04-02"`, `name="sure" value="yes">`)
	form := func(pairs ...string) url.Values {
		v := url.Values{"source": {"contract"}, "from": {"usd"}, "to": {"cny"}, "value": {"７.0500"}, "per": {"1"}, "date": {"2026-04-01"}, "until": {"2026-04-30"}, "reason": {"forward contract 26-118"}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	for range 2 { // a double click
		if got := d.post("/rates/new", form()); got.status != 303 {
			t.Fatalf("%d %s", got.status, got.body)
		}
	}
	page := d.get("/rates/new")
	page.has(t, "the list", 200, "The rate is saved: 1 USD = 7.0500 CNY from 1 Apr 2026 on.", "forward contract 26-118", "by the desk", "30 Apr 2026")
	if n := strings.Count(page.body, "forward contract 26-118"); n != 1 {
		t.Errorf("the rate is there %d times", n)
	}
	d.post("/rates/new", form("date", "2026-04-05", "value", "9.10")).has(t, "one that moved far", 422, "check again and confirm that the rate is right", `value="9.10"`, `aria-invalid="true"`)
	if got := d.post("/rates/new", form("date", "2026-04-05", "value", "9.10", "sure", "1")); got.status != 303 {
		t.Errorf("surely: %d %s", got.status, got.body)
	}
	d.post("/rates/new", form("from", "", "to", "xyz", "value", "seven", "per", "0.5", "date", "soon", "until", "later", "reason", " ")).has(t, "everything wrong", 422,
		`href="#from"`, `href="#to"`, `href="#value"`, `href="#per"`, `href="#date"`, `href="#until"`, `href="#reason"`, `value="seven"`, `value="later"`, "Value: &#34;seven&#34; is not a number", "Until: later is not a date")
	if got := d.post("/rates/new", form("source", "peg", "from", "", "to", "", "value", "160", "per", "100", "until", "")); got.status != 303 {
		t.Errorf("the peg, whose currencies are known: %d %s", got.status, got.body)
	}
	d.get("/rates/INR-NPR?date=2026-04-01").has(t, "the peg's page", 200, "100 INR = 160 NPR")
	d.post("/rates/new", form("value", "7.06", "reason", "forward contract 26-119"))
	a := d.get("/rates/USD-CNY?date=2026-04-01")
	a.has(t, "the day that documents lead to", 200, "7.06 was entered ", "by the desk: forward contract 26-119", "7.0500 was entered ", "by the desk: forward contract 26-118", "corrected; it was 7.0500")
	if strings.Contains(a.body, "read from contract") {
		t.Error("a rate that was entered is said to be read from somewhere")
	}
}

func TestRulesAreData(t *testing.T) {
	d := newDesk(t)
	d.get("/rates/rules").has(t, "the page", 200, "NRB selling rate", "every buyer", "CFETS central parity of the month&#39;s first day")
	if strings.Contains(d.get("/rates/rules").body, ">cfets-month-first<") {
		t.Error("a rule is called by its short name")
	}
	d.get("/rates/rules?edit=nrb-sell").has(t, "its form", 200, `name="version" value="1"`, "Rule “NRB selling rate, the last published on or before the day”", "Name in order files: nrb-sell.")
	form := func(pairs ...string) url.Values {
		v := url.Values{"id": {"nrb-sell"}, "version": {"1"}, "name": {"NRB selling, as agreed"}, "name_zh": {"尼泊尔国家银行卖出价"}, "source": {"nrb"}, "side": {"sell"}, "day": {"day"}, "via": {""}, "max_age": {"7"}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	for range 2 { // a double click
		if got := d.post("/rates/rules", form()); got.status != 303 {
			t.Fatalf("%d %s", got.status, got.body)
		}
	}
	d.get("/rates/rules").has(t, "the list", 200, "NRB selling, as agreed", "7 days", "The rule “NRB selling, as agreed” is saved.")
	d.post("/rates/rules", form("name", "Mine", "max_age", "3")).has(t, "a rule that somebody else has changed", 409, "Changed after you opened it.", "Saved version", "NRB selling, as agreed", `value="Mine"`, `name="do" value="over:2"`)
	if got := d.post("/rates/rules", form("name", "NRB selling, as agreed", "max_age", "7", "do", "over:2")); got.status != 303 {
		t.Errorf("mine in place of theirs: %d", got.status)
	}
	d.post("/rates/rules", form("id", "", "version", "0", "name", "", "name_zh", " ", "source", "boe", "max_age", "old")).has(t, "everything wrong", 422, `href="#name"`, `href="#name_zh"`, `href="#source"`, `href="#max_age"`,
		`<a href="#name_zh">Name in Chinese: This field is required; fill it in.</a>`, `value="old"`, `id="max_age-fault"`)
	d.post("/rates/rules", form("id", "", "version", "0", "name", "规则")).has(t, "a name of which no short one can be made", 422, `href="#name"`, `value="规则"`)
	d.post("/rates/rules", form("id", "", "version", "0", "name", "NRB: sell")).has(t, "a new rule of a name that is taken", 422, `href="#name"`, "The rule “NRB selling, as agreed” already")
	if got := d.post("/rates/rules", form("id", "", "version", "0", "name", "Own")); got.status != 303 {
		t.Errorf("a new rule: %d %s", got.status, got.body)
	}
	choose := url.Values{"version": {"0"}, "chosen-buyer": {""}, "chosen-currency": {"jpy"}, "chosen-purpose": {"document"}, "chosen-rule": {"own"}}
	for range 2 {
		if got := d.post("/rates/rules/choices", choose); got.status != 303 {
			t.Fatalf("a choice: %d %s", got.status, got.body)
		}
	}
	d.get("/rates/rules").has(t, "the choices", 200, "into JPY", "The choice is saved. New documents follow it.")
	d.get("/rates/rules/choices.csv").has(t, "the choices' file", 200, "every buyer,JPY,", ",Own\r\n")
	d.cookies[page.LanguageCookie] = "zh-CN"
	if a := d.get("/rates/rules/choices.csv"); !strings.Contains(a.body, "当月一日的人民币汇率中间价") || strings.Contains(a.body, "month-first") {
		t.Errorf("the choices' file in Chinese: %s", a.body)
	}
	delete(d.cookies, page.LanguageCookie)
	choose.Set("chosen-rule", "boe")
	d.post("/rates/rules/choices", choose).has(t, "a choice of a rule that is none", 422, `href="#chosen-rule"`, "There is no rate rule boe.", `value="JPY"`)
	choose.Set("chosen-rule", "ecb")
	d.post("/rates/rules/choices", choose).has(t, "a choice that is made already", 409, "Changed after you opened it.", `<td class="lines">Own</td><td class="lines">ECB reference rate`, `name="do" value="over:1"`)
	if got := d.post("/rates/rules/choices", but(choose, "do", "over:1")); got.status != 303 {
		t.Errorf("in place of it: %d %s", got.status, got.body)
	}
	choose.Set("version", "2")
	choose.Set("do", "drop")
	for range 2 {
		if got := d.post("/rates/rules/choices", choose); got.status != 303 {
			t.Errorf("taking it back: %d %s", got.status, got.body)
		}
	}
	if strings.Contains(d.get("/rates/rules").body, "into JPY") {
		t.Error("it was not taken back")
	}
}

func TestExports(t *testing.T) {
	d := newDesk(t)
	withRates(t, d)
	got := d.get("/rates/export.csv?pair=USD/NPR&source=nrb&from=2026-04-04&to=2026-04-04")
	want := "\ufeffFrom,To,Per,Value,Side,Source,Published for,Version,Valid until,Read from\r\n" +
		"USD,NPR,1,148.67,buying,Nepal Rastra Bank,2026-04-04,1,,nrb-2026-04-01_2026-04-05.json\r\n" +
		"USD,NPR,1,149.27,selling,Nepal Rastra Bank,2026-04-04,1,,nrb-2026-04-01_2026-04-05.json\r\n"
	if got.body != want || got.header.Get("Content-Disposition") != "attachment; filename=rates-nrb-USD-NPR-2026-04-04-2026-04-04.csv" {
		t.Errorf("%s\n%q\nwant\n%q", got.header.Get("Content-Disposition"), got.body, want)
	}
	all, err := csv.NewReader(strings.NewReader(d.get("/rates/export.csv").body)).ReadAll()
	if err != nil || len(all) < 500 {
		t.Errorf("%d rows of all rates, %v", len(all), err)
	}
	for _, query := range []string{"pair=wool", "source=boe", "from=April", "to=2026-02-30"} {
		if got := d.get("/rates/export.csv?" + query); got.status != 422 && got.status != 404 {
			t.Errorf("%s: %d", query, got.status)
		}
	}
}

func TestASpreadsheetKeepsTheFigures(t *testing.T) {
	d := newDesk(t)
	day := civil.Date{Year: 2026, Month: 4, Day: 4}
	for _, r := range []money.Rate{
		{From: "USD", To: "NPR", Value: exact.Must("149.20"), Per: exact.Int(1)},
		{From: "EUR", To: "NPR", Value: exact.Must("1234567890.12345678"), Per: exact.Int(100)},
	} {
		r.Side, r.Source, r.Date = money.Sell, rates.NRB.Name(), day
		if _, err := ratebook.Import(t.Context(), d.store, tashi, ratebook.Intake{Name: `=cmd|"calc"!A1`}, rates.Feed{Source: rates.NRB, Rates: []money.Rate{r}}); err != nil {
			t.Fatal(err)
		}
	}
	f, err := excelize.OpenReader(strings.NewReader(d.get("/rates/export.xlsx?from=2026-04-04&to=2026-04-04").body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, test := range []struct {
		cell, want string
		kind       []excelize.CellType
	}{
		{"A1", "From", []excelize.CellType{excelize.CellTypeInlineString, excelize.CellTypeSharedString}},
		{"A2", "EUR", []excelize.CellType{excelize.CellTypeInlineString, excelize.CellTypeSharedString}},
		{"C2", "100", []excelize.CellType{excelize.CellTypeNumber, excelize.CellTypeUnset}},
		{"D2", "1234567890.12345678", []excelize.CellType{excelize.CellTypeInlineString, excelize.CellTypeSharedString}}, // more digits than a number keeps
		{"D3", "149.20", []excelize.CellType{excelize.CellTypeNumber, excelize.CellTypeUnset}},
		{"G3", "2026-04-04", []excelize.CellType{excelize.CellTypeNumber, excelize.CellTypeUnset}},
		{"J3", `=cmd|"calc"!A1`, []excelize.CellType{excelize.CellTypeInlineString, excelize.CellTypeSharedString}},
	} {
		value, err := f.GetCellValue("Rates", test.cell)
		kind, err2 := f.GetCellType("Rates", test.cell)
		formula, err3 := f.GetCellFormula("Rates", test.cell)
		if err != nil || err2 != nil || err3 != nil || value != test.want || !slices.Contains(test.kind, kind) || formula != "" {
			t.Errorf("%s is %q of type %v, %v %v %v; want %q", test.cell, value, kind, err, err2, err3, test.want)
		}
	}
	if got := d.get("/rates/export.csv").body; !strings.Contains(got, `'=cmd`) {
		t.Errorf("a formula in a CSV: %s", got)
	}
}

func TestDaysAsPeopleTypeThem(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"2026-04-03", "2026-04-03"}, {" 2026/4/3 ", "2026-04-03"}, {"2026.04.03", "2026-04-03"}, {"2026年4月3日", "2026-04-03"}, {"２０２６-０４-０３", "2026-04-03"},
		{"2026-02-30", ""}, {"03/04/2026", ""}, {"2026-13-01", ""}, {"today", ""}, {"", ""},
	} {
		got, ok := page.ReadDay(test.text)
		if ok != (test.want != "") || ok && got.String() != test.want {
			t.Errorf("typedDay(%q) = %s, %v; want %q", test.text, got, ok, test.want)
		}
	}
}
