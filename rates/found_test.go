package rates_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/rates"
	"woolroad/rates/reason"
)

// file returns a feed in testdata.
func file(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// packed returns a ZIP file of files by name and content.
func packed(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err == nil {
			_, err = f.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReadWide(t *testing.T) {
	hist := file(t, "eurofxref-hist-3-days.csv")
	const days = `1.1265 USD per 1 EUR (mid) 2019-06-14
121.9 JPY per 1 EUR (mid) 2019-06-14
7.8002 CNY per 1 EUR (mid) 2019-06-14
78.563 INR per 1 EUR (mid) 2019-06-14
7.4105 HRK per 1 EUR (mid) 2019-06-14
1.1289 USD per 1 EUR (mid) 2019-06-13
122.44 JPY per 1 EUR (mid) 2019-06-13
7.8116 CNY per 1 EUR (mid) 2019-06-13
78.4635 INR per 1 EUR (mid) 2019-06-13
7.4125 HRK per 1 EUR (mid) 2019-06-13
1.3917 USD per 1 EUR (mid) 2008-12-31
126.14 JPY per 1 EUR (mid) 2008-12-31
9.4956 CNY per 1 EUR (mid) 2008-12-31
7.3555 HRK per 1 EUR (mid) 2008-12-31`
	for _, test := range []struct{ name, in, rates, skips string }{
		{"the history of three days", hist, days, ""},
		{"the same in a ZIP file", packed(t, "eurofxref-hist.csv", hist), days, ""},
		{"the same in a folder of a ZIP file", packed(t, "new/", "", "new/eurofxref-hist.csv", hist), days, ""},
		{"the same in a ZIP file of macOS", packed(t, "eurofxref-hist.csv", hist, "__MACOSX/._eurofxref-hist.csv", "\x00\x05\x16\x07", ".DS_Store", "\x00"), days, ""},
		{"the last day", "Date, USD, JPY, \n09 October 2025, 1.1611, 177.40, \n", "1.1611 USD per 1 EUR (mid) 2025-10-09\n177.40 JPY per 1 EUR (mid) 2025-10-09", ""},
		{"no day", "Date,USD,\n", "", ""},
		{"a Sunday without figures", "Date,USD,\n2026-03-01,N/A,\n", "", ""},
		{"a column that nobody knows", "Date,USD,XQX,JPY\n2019-06-14,1.1265,2,121.9\n", "1.1265 USD per 1 EUR (mid) 2019-06-14\n121.9 JPY per 1 EUR (mid) 2019-06-14",
			`line 1, column 3: "XQX" is not a currency of ISO 4217; the pair's rates are left out`},
		{"a row that is cut off", "Date,USD,JPY\n2019-06-14,1.1265\n2019-06-13,1.1289,122.44\n", "1.1289 USD per 1 EUR (mid) 2019-06-13\n122.44 JPY per 1 EUR (mid) 2019-06-13",
			"line 2: it has 2 fields and the first line has 3; the day's rates are left out"},
		{"a row with one more", "Date,USD,JPY,\n2019-06-14,1.1265,121.9,7\n", "", "line 2: it has 4 fields and the first line has 3; the day's rates are left out"},
		{"a day that is none", "Date,USD\nyesterday,1.1265\n31 June 2019,1.1265\n", "",
			`line 2: "yesterday" is not a day, written like 2026-03-20; the day's rates are left out` + "\n" + `line 3: "31 June 2019" is not a day, written like 2026-03-20; the day's rates are left out`},
		{"figures that are none", "Date,USD,JPY,CNY\n2019-06-14,-1,many,0\n", "",
			"line 2, USD: -1 is not a rate: a rate must be above zero\nline 2, JPY: \"many\" is not a number, written like 149.27\nline 2, CNY: 0 is not a rate: a rate must be above zero"},
	} {
		feed, err := rates.Read(strings.NewReader(test.in))
		if err != nil || feed.Source != rates.ECB {
			t.Errorf("%s: of %s, %v", test.name, feed.Source, err)
			continue
		}
		if got := lines(feed.Rates); got != test.rates {
			t.Errorf("%s:\n%s", test.name, cmp.Diff(test.rates, got))
		}
		if got := skips(feed); got != test.skips {
			t.Errorf("%s: skipped\n%s", test.name, cmp.Diff(test.skips, got))
		}
	}
}

// TestWithdrawnCurrenciesAreWhatTheyWere reads rates of currencies that the euro has
// replaced.
func TestWithdrawnCurrenciesAreWhatTheyWere(t *testing.T) {
	feed, err := rates.Read(strings.NewReader(file(t, "ecb-withdrawn-codes.xml")))
	const want = `0.9764 USD per 1 EUR (mid) 2022-10-03
1.9558 BGN per 1 EUR (mid) 2022-10-03
7.5275 HRK per 1 EUR (mid) 2022-10-03
1.2205 USD per 1 EUR (mid) 2004-06-01
15.6466 EEK per 1 EUR (mid) 2004-06-01
39.905 SKK per 1 EUR (mid) 2004-06-01
0.6528 LVL per 1 EUR (mid) 2004-06-01`
	if got := lines(feed.Rates); err != nil || got != want || len(feed.Skipped) > 0 {
		t.Errorf("%v, skipped %s\n%s", err, skips(feed), cmp.Diff(want, got))
	}
	// The codes of eurofxref-hist.csv, whose columns stay when a currency goes.
	const all = "USD,JPY,BGN,CYP,CZK,DKK,EEK,GBP,HUF,LTL,LVL,MTL,PLN,ROL,RON,SEK,SIT,SKK,CHF,ISK,NOK,HRK,RUB,TRL,TRY,AUD,BRL,CAD,CNY,HKD,IDR,ILS,INR,KRW,MXN,MYR,NZD,PHP,SGD,THB,ZAR"
	n := strings.Count(all, ",") + 1
	feed, err = rates.Read(strings.NewReader("Date," + all + "\n2004-06-01" + strings.Repeat(",1.5", n) + "\n"))
	if err != nil || len(feed.Rates) != n || len(feed.Skipped) > 0 {
		t.Errorf("%d of %d, %v, skipped %s", len(feed.Rates), n, err, skips(feed))
	}
}

func TestAHolidayIsNoBrokenFile(t *testing.T) {
	for _, test := range []struct {
		name, in string
		source   rates.SourceID
	}{
		{"India", file(t, "fbil-empty.json"), rates.FBIL},
		{"Nepal", `{"status":{"code":200},"errors":{"validation":null},"data":{"payload":[]}}`, rates.NRB},
		{"China", `{"head":{"rep_code":"200"},"data":{"searchlist":["USD/CNY"],"flagMessage":""},"records":[]}`, rates.CFETS},
	} {
		feed, err := rates.Read(strings.NewReader(test.in))
		if err != nil || feed.Source != test.source || len(feed.Rates)+len(feed.Skipped) > 0 {
			t.Errorf("%s: %+v, %v", test.name, feed, err)
		}
	}
}

// TestWhatAPublisherSaysBesideItsFigures holds that such words are listed with what was
// left out.
func TestWhatAPublisherSaysBesideItsFigures(t *testing.T) {
	for _, test := range []struct{ name, in, says string }{
		{"China", `{"data":{"searchlist":["USD/CNY"],"flagMessage":"只提供一年"},"records":[{"date":"2026-07-29","values":["6.7928"]}]}`,
			`data.flagMessage: the publisher says "只提供一年"`},
		{"Nepal", `{"status":{"code":200},"errors":["The last day is not complete."],"data":{"payload":[{"date":"2026-04-03","rates":[{"currency":{"iso3":"USD","unit":1},"buy":"1","sell":"2"}]}]}}`,
			`errors: the publisher says "The last day is not complete."`},
		{"China in its head", `{"head":{"rep_code":"200","rep_message":"数据仅供参考"},"data":{"searchlist":["USD/CNY"]},"records":[{"date":"2026-07-29","values":["6.7928"]}]}`,
			`head.rep_message: the publisher says "数据仅供参考"`},
		{"China that all is well", `{"head":{"rep_code":"200","rep_message":"Success."},"data":{"searchlist":["USD/CNY"]},"records":[{"date":"2026-07-29","values":["6.7928"]}]}`, ""},
		{"Nepal in its status", `{"status":{"code":200,"message":"Provisional."},"message":"OK","data":{"payload":[{"date":"2026-04-03","rates":[{"currency":{"iso3":"USD","unit":1},"buy":"1","sell":"2"}]}]}}`,
			`status.message: the publisher says "Provisional."`},
		{"India in a row", `[{"processRunDate":"2026-03-20 00:00:00","subProdName":"INR / 1 USD","rate":93.34},{"message":"Older days need an account."}]`,
			`[1]: the publisher says "Older days need an account."`},
		{"one page of two", `{"data":{"searchlist":["USD/CNY"],"pageNum":1,"pageTotal":2},"records":[{"date":"2026-07-29","values":["6.7928"]}]}`,
			"data: this is page 1 of 2; the rates on the other pages are missing unless those pages are read too"},
	} {
		feed, err := rates.Read(strings.NewReader(test.in))
		if err != nil || len(feed.Rates) == 0 || skips(feed) != test.says {
			t.Errorf("%s: %v, %d rates, says\n%s\nwant\n%s", test.name, err, len(feed.Rates), skips(feed), test.says)
		}
	}
}

func TestTally(t *testing.T) {
	var all []reason.Skipped
	for i := range 28_000 {
		all = append(all, reason.Skipped{Place: fmt.Sprintf("line %d", i+2), Code: reason.SkipUnknownCurrency, Args: []string{`"XQX"`}})
		if i%7000 == 0 {
			all = append(all, reason.Skipped{Place: fmt.Sprintf("line %d", i+3), Code: reason.SkipNoFigure})
		}
	}
	tally := rates.TallyOf(all)
	if len(tally) != 2 || tally[0].Count != 28_000 || tally[0].More() != 27_997 || tally[0].First[2].Place != "line 4" || tally[1].Count != 4 || tally[1].More() != 1 {
		t.Errorf("%+v", tally)
	}
	if rates.TallyOf(nil) != nil {
		t.Error("nothing was left out, and is told")
	}
}
