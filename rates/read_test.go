package rates_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"woolroad/app/money"
	"woolroad/rates"
	"woolroad/rates/reason"
)

func TestReadRecorded(t *testing.T) {
	for _, test := range []struct {
		name   string
		source rates.SourceID
		count  int
		first  string
		last   string
		skips  []string
	}{
		{"nrb-2026-04-01_2026-04-05.json", rates.NRB, 5 * 22 * 2, "160.00 NPR per 100 INR (buy) 2026-04-01", "387.76 NPR per 1 OMR (sell) 2026-04-05", nil},
		{"fbil-2026-03-17_2026-03-20.json", rates.FBIL, 18, "93.348300 INR per 1 USD (mid) 2026-03-20", "54.409300 INR per 10000 IDR (mid) 2026-03-17", nil},
		{"cfets-ccpr-format.json", rates.CFETS, 7, "6.7928 CNY per 1 USD (mid) 2026-07-29", "4.5712 CNY per 100 JPY (mid) 2026-07-28",
			[]string{"records[1].values[3], CNY/KRW: no rate was published"}},
		{"eurofxref-daily-2025-10-09.xml", rates.ECB, 30, "1.1611 USD per 1 EUR (mid) 2025-10-09", "19.8575 ZAR per 1 EUR (mid) 2025-10-09", nil},
		{"ecb-exr-2026-02-17_2026-03-18.csv", rates.ECB, 29 * 22, "1.6776 AUD per 1 EUR (mid) 2026-02-17", "19.4174 ZAR per 1 EUR (mid) 2026-03-18", nil},
	} {
		feed, err := rates.Read(strings.NewReader(content(t, "rates/"+test.name)))
		if err != nil {
			t.Errorf("%s: %s", test.name, err)
			continue
		}
		if feed.Source != test.source || len(feed.Rates) != test.count {
			t.Errorf("%s: %d rates of %s, want %d of %s", test.name, len(feed.Rates), feed.Source, test.count, test.source)
			continue
		}
		if got := lines(feed.Rates[:1]); got != test.first {
			t.Errorf("%s: first rate = %s, want %s", test.name, got, test.first)
		}
		if got := lines(feed.Rates[len(feed.Rates)-1:]); got != test.last {
			t.Errorf("%s: last rate = %s, want %s", test.name, got, test.last)
		}
		if got := skips(feed); got != strings.Join(test.skips, "\n") {
			t.Errorf("%s: skipped %s, want %s", test.name, got, test.skips)
		}
	}
}

// Frames around the one part of a feed that a test is about.
const (
	nrbRow   = `{"status":{"code":200},"data":{"payload":[{"date":"2026-04-03","rates":[%s]}]}}`
	nrbDay   = `{"status":{"code":200},"data":{"payload":[%s]}}`
	fbilRow  = `[{"processRunDate":"2026-03-20 00:00:00","subProdName":"INR / 1 USD","rate":93.348300},%s]`
	cfetsRow = `{"data":{"searchlist":["USD/CNY","100JPY/CNY"]},"records":[%s]}`
	cfets1   = `{"data":{"searchlist":["USD/CNY",%s]},"records":[{"date":"2026-07-29","values":["6.7928","4.5660"]}]}`
	xmlDay   = `<e:Envelope xmlns:e="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube>%s</Cube></e:Envelope>`
	xmlRow   = `<e:Envelope xmlns:e="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube><Cube time="2025-10-09">` + "\n" + `%s</Cube></Cube></e:Envelope>`
	csvRow   = "FREQ,CURRENCY,TIME_PERIOD,OBS_VALUE\n%s\n"
	fullCSV  = "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT,TITLE\n%s\n"
)

func TestReadRows(t *testing.T) {
	const dollar = "93.348300 INR per 1 USD (mid) 2026-03-20" // in fbilRow
	for _, test := range []struct {
		name         string
		frame, inner string
		rates        string
		skips        string
	}{
		{"Nepal", nrbRow, `{"currency":{"iso3":"JPY","unit":10},"buy":"9.31","sell":"9.34"}`,
			"9.31 NPR per 10 JPY (buy) 2026-04-03\n9.34 NPR per 10 JPY (sell) 2026-04-03", ""},
		{"keys in the manual's capitals, numbers and texts swapped, keys nobody knows", nrbRow,
			`{"Currency":{"ISO3":"USD","unit":"1","flag":[{"x":null}]},"buy":148.670,"sell":"149.27","note":true}`,
			"148.670 NPR per 1 USD (buy) 2026-04-03\n149.27 NPR per 1 USD (sell) 2026-04-03", ""},
		{"one side is not there", nrbRow, `{"currency":{"iso3":"USD","unit":1},"buy":"148.67","sell":null}`,
			"148.67 NPR per 1 USD (buy) 2026-04-03", "data.payload[0].rates[0].sell: no rate was published"},
		{"nothing beside another", nrbRow, `{"currency":{"iso3":"USD","unit":1},"buy":"","sell":"---"},{"currency":{"iso3":"EUR","unit":1},"buy":"160.15","sell":"161"}`,
			"160.15 NPR per 1 EUR (buy) 2026-04-03\n161 NPR per 1 EUR (sell) 2026-04-03", "data.payload[0].rates[0].buy: no rate was published\ndata.payload[0].rates[0].sell: no rate was published"},
		{"zero and below", nrbRow, `{"currency":{"iso3":"USD","unit":1},"buy":"0.00","sell":"-1"}`,
			"", "data.payload[0].rates[0].buy: 0.00 is not a rate: a rate must be above zero\ndata.payload[0].rates[0].sell: -1 is not a rate: a rate must be above zero"},
		{"twelve digits and thirteen", nrbRow, `{"currency":{"iso3":"USD","unit":1},"buy":"0123456789012.5","sell":"1234567890123.5"}`,
			"123456789012.5 NPR per 1 USD (buy) 2026-04-03", "data.payload[0].rates[0].sell: 1234567890123.5 is not a rate: it has more than 12 digits before the point"},
		{"grouping", nrbRow, `{"currency":{"iso3":"USD","unit":1},"buy":"148.67","sell":"1,149.27"}`,
			"148.67 NPR per 1 USD (buy) 2026-04-03", `data.payload[0].rates[0].sell: "1,149.27" is not a number, written like 149.27`},
		{"neither number nor text", nrbRow, `{"currency":{"iso3":"USD","unit":1},"buy":true,"sell":["149.27"]}`,
			"", "data.payload[0].rates[0].buy: it is neither a number nor a text\ndata.payload[0].rates[0].sell: it is neither a number nor a text"},
		{"a figure given twice", nrbRow, `{"currency":{"iso3":"USD","unit":1},"buy":"148.67","sell":"149.27","Sell":"149.28"}`,
			"148.67 NPR per 1 USD (buy) 2026-04-03", "data.payload[0].rates[0].sell: it is given twice"},
		{"a currency given twice", nrbRow, `{"currency":{"iso3":"USD","ISO3":"INR","unit":1},"buy":"148.67","sell":"149.27"}`,
			"", "data.payload[0].rates[0].currency.iso3: it is given twice"},
		{"unit zero", nrbRow, `{"currency":{"iso3":"USD","unit":0},"buy":"148.67","sell":"149.27"}`,
			"", `data.payload[0].rates[0].currency.unit: "0" is not a unit: a unit is a whole number from 1 to 1000000`},
		{"no unit", nrbRow, `{"currency":{"iso3":"USD"},"buy":"148.67","sell":"149.27"}`,
			"", `data.payload[0].rates[0].currency.unit: "" is not a unit: a unit is a whole number from 1 to 1000000`},
		{"half a unit", nrbRow, `{"currency":{"iso3":"USD","unit":0.5},"buy":"148.67","sell":"149.27"}`,
			"", `data.payload[0].rates[0].currency.unit: "0.5" is not a unit: a unit is a whole number from 1 to 1000000`},
		{"an absurd unit", nrbRow, `{"currency":{"iso3":"USD","unit":1000001},"buy":"148.67","sell":"149.27"}`,
			"", `data.payload[0].rates[0].currency.unit: "1000001" is not a unit: a unit is a whole number from 1 to 1000000`},
		{"unit -1", nrbRow, `{"currency":{"iso3":"USD","unit":-1},"buy":"148.67","sell":"149.27"}`,
			"", `data.payload[0].rates[0].currency.unit: "-1" is not a unit: a unit is a whole number from 1 to 1000000`},
		{"a currency nobody knows", nrbRow, `{"currency":{"iso3":"XQX","unit":1},"buy":"1","sell":"1"}`,
			"", `data.payload[0].rates[0].currency.iso3: "XQX" is not a currency of ISO 4217`},
		{"small letters", nrbRow, `{"currency":{"iso3":"usd","unit":1},"buy":"1","sell":"1"}`,
			"", `data.payload[0].rates[0].currency.iso3: "usd" is not a currency of ISO 4217`},
		{"a currency's name", nrbRow, `{"currency":{"iso3":"U.S. Dollar, as every buyer in Kathmandu knows it","unit":1},"buy":"1","sell":"1"}`,
			"", `data.payload[0].rates[0].currency.iso3: "U.S. Dollar, as every buyer in Kathmandu…" is not a currency code of three letters`},
		{"a number for a currency", nrbRow, `{"currency":{"iso3":840,"unit":1},"buy":"1","sell":"1"}`,
			"", "data.payload[0].rates[0].currency.iso3: it is missing or not a text"},
		{"a text for the currency object", nrbRow, `{"currency":"USD","buy":"1","sell":"1"}`,
			"", "data.payload[0].rates[0].currency: it is missing or not an object"},
		{"a text for a row", nrbRow, `"USD",null,{"currency":{"iso3":"USD","unit":1},"buy":"1","sell":"2"}`,
			"1 NPR per 1 USD (buy) 2026-04-03\n2 NPR per 1 USD (sell) 2026-04-03", "data.payload[0].rates[0]: it is missing or not an object\ndata.payload[0].rates[1]: it is missing or not an object"},
		{"the rupee itself", nrbRow, `{"currency":{"iso3":"NPR","unit":1},"buy":"1","sell":"1"}`,
			"", "data.payload[0].rates[0].buy: NPR has no rate against itself\ndata.payload[0].rates[0].sell: NPR has no rate against itself"},

		{"malformed days", nrbDay, `{"date":"2012-13-01","rates":[]},{"date":"0000-00-00","rates":[]},{"date":"0026-04-01","rates":[]},{"rates":[]},{"date":"2026-02-30","rates":[]},{"date":"2026-4-1","rates":[]}`,
			"", `data.payload[0].date: "2012-13-01" is not a day, written like 2026-03-20; the day's rates are left out
data.payload[1].date: "0000-00-00" is not a day, written like 2026-03-20; the day's rates are left out
data.payload[2].date: "0026-04-01" is not a day, written like 2026-03-20; the day's rates are left out
data.payload[3].date: "" is not a day, written like 2026-03-20; the day's rates are left out
data.payload[4].date: "2026-02-30" is not a day, written like 2026-03-20; the day's rates are left out
data.payload[5].date: "2026-4-1" is not a day, written like 2026-03-20; the day's rates are left out`},
		{"days without rates", nrbDay, `{"date":"2026-04-03"},{"date":"2026-04-04","rates":{}},7`,
			"", "data.payload[0].rates: it is missing or not a list\ndata.payload[1].rates: it is missing or not a list\ndata.payload[2]: it is missing or not an object"},
		{"no day in the range", nrbDay, ``, "", ""},
		{"a page of several", `{"data":{"payload":[%s]},"pagination":{"page":2,"pages":3}}`, ``,
			"", "pagination: this is page 2 of 3; the rates on the other pages are missing unless those pages are read too"},

		{"India", fbilRow, `{"processRunDate":"2026-03-18","subProdName":"INR / 10000 IDR","rate":"54.640600"}`,
			dollar + "\n54.640600 INR per 10000 IDR (mid) 2026-03-18", ""},
		{"numbers as only JSON writes them", fbilRow, `{"processRunDate":"2026-03-18 00:00:00","subProdName":"INR / 1 USD","rate":9.33483e1}`,
			dollar, `[1].rate: "9.33483e1" is not a number, written like 149.27`},
		{"no rate", fbilRow, `{"processRunDate":"2026-03-18 00:00:00","subProdName":"INR / 1 USD"}`,
			dollar, "[1].rate: no rate was published"},
		{"a pair turned round", fbilRow, `{"processRunDate":"2026-03-18 00:00:00","subProdName":"USD / 1 INR","rate":1}`,
			dollar, `[1].subProdName: "USD / 1 INR" is not a pair, written like INR / 100 JPY`},
		{"a pair without a unit", fbilRow, `{"processRunDate":"2026-03-18 00:00:00","subProdName":"INR / USD","rate":1}`,
			dollar, `[1].subProdName: "INR / USD" is not a pair, written like INR / 100 JPY`},
		{"a pair with a broken unit", fbilRow, `{"processRunDate":"2026-03-18 00:00:00","subProdName":"INR / 1e2 JPY","rate":1}`,
			dollar, `[1].subProdName: "1e2" is not a unit: a unit is a whole number from 1 to 1000000`},
		{"a benchmark that is no currency", fbilRow, `{"processRunDate":"2026-03-18 00:00:00","subProdName":"INR / 1 MIBOR","rate":1}`,
			dollar, `[1].subProdName: "MIBOR" is not a currency code of three letters`},
		{"no pair", fbilRow, `{"processRunDate":"2026-03-18 00:00:00","subProdName":null,"rate":1}`,
			dollar, "[1].subProdName: it is missing or not a text"},
		{"no day", fbilRow, `{"subProdName":"INR / 1 USD","rate":1}`, dollar, "[1].processRunDate: it is missing or not a text"},
		{"no such day", fbilRow, `{"processRunDate":"2026-02-29 00:00:00","subProdName":"INR / 1 USD","rate":1}`,
			dollar, `[1].processRunDate: "2026-02-29" is not a day, written like 2026-03-20`},
		{"no such hour", fbilRow, `{"processRunDate":"2026-03-18 25:00:00","subProdName":"INR / 1 USD","rate":1}`,
			dollar, `[1].processRunDate: "2026-03-18 25:00:00" is not a time, written like 2026-03-20 00:00:00`},
		{"a list for a row", fbilRow, `[]`, dollar, "[1]: it is missing or not an object"},
		{"the rupee itself", fbilRow, `{"processRunDate":"2026-03-18 00:00:00","subProdName":"INR / 1 INR","rate":1}`,
			dollar, "[1]: INR has no rate against itself"},

		{"China", cfetsRow, `{"date":"2026-07-29","values":["6.7928","4.5660"]}`,
			"6.7928 CNY per 1 USD (mid) 2026-07-29\n4.5660 CNY per 100 JPY (mid) 2026-07-29", ""},
		{"no pair was asked for", `{"data":{"head":["CNY/KRW"],"searchlist":[]},"records":[%s]}`, `{"date":"2026-07-29","values":["193.72"]}`,
			"193.72 KRW per 1 CNY (mid) 2026-07-29", ""},
		{"no list of asked pairs", `{"data":{"head":["CNY/KRW"]},"records":[%s]}`, `{"date":"2026-07-29","values":["193.72"]}`,
			"193.72 KRW per 1 CNY (mid) 2026-07-29", ""},
		{"a value too few, one too many", cfetsRow, `{"date":"2026-07-29","values":["6.7928"]},{"date":"2026-07-28","values":["6.7928","4.5660","1"]}`,
			"", "records[0].values: the number of values, 1, is not the number of pairs, 2, so that no value can be matched to its pair; the day's rates are left out\nrecords[1].values: the number of values, 3, is not the number of pairs, 2, so that no value can be matched to its pair; the day's rates are left out"},
		{"missing and broken values", cfetsRow, `{"date":"2026-07-29","values":["---",null]},{"date":"2026-07-28","values":["6,79",4.5660]}`,
			"4.5660 CNY per 100 JPY (mid) 2026-07-28", `records[0].values[0], USD/CNY: no rate was published
records[0].values[1], JPY/CNY: no rate was published
records[1].values[0], USD/CNY: "6,79" is not a number, written like 149.27`},
		{"broken records", cfetsRow, `[],{"date":"29.07.2026","values":["1","1"]},{"date":"2026-07-29"}`,
			"", `records[0]: it is missing or not an object
records[1].date: "29.07.2026" is not a day, written like 2026-03-20; the day's rates are left out
records[2].values: it is missing or not a list`},
		{"a pair without the yuan", cfets1, `"100JPY/USD"`,
			"6.7928 CNY per 1 USD (mid) 2026-07-29", `data.searchlist[1]: "100JPY/USD" is not a pair with the yuan, written like 100JPY/CNY or CNY/KRW; the pair's rates are left out`},
		{"no slash", cfets1, `"CNY"`,
			"6.7928 CNY per 1 USD (mid) 2026-07-29", `data.searchlist[1]: "CNY" is not a pair with the yuan, written like 100JPY/CNY or CNY/KRW; the pair's rates are left out`},
		{"a unit on the right", cfets1, `"CNY/100KRW"`,
			"6.7928 CNY per 1 USD (mid) 2026-07-29", `data.searchlist[1]: "100KRW" is not a currency code of three letters; the pair's rates are left out`},
		{"a unit of nothing", cfets1, `"0JPY/CNY"`,
			"6.7928 CNY per 1 USD (mid) 2026-07-29", `data.searchlist[1]: "0" is not a unit: a unit is a whole number from 1 to 1000000; the pair's rates are left out`},
		{"a currency nobody knows", cfets1, `"XQX/CNY"`,
			"6.7928 CNY per 1 USD (mid) 2026-07-29", `data.searchlist[1]: "XQX" is not a currency of ISO 4217; the pair's rates are left out`},
		{"a pair that is no text", cfets1, `8`,
			"6.7928 CNY per 1 USD (mid) 2026-07-29", "data.searchlist[1]: it is missing or not a text; the pair's rates are left out"},
		{"the yuan itself", cfets1, `"CNY/CNY"`,
			"6.7928 CNY per 1 USD (mid) 2026-07-29", "records[0].values[1], CNY/CNY: CNY has no rate against itself"},
		{"the last of two pages", `{"data":{"head":["USD/CNY"],"pageNum":2,"pageTotal":2},"records":[%s]}`, ``,
			"", "data: this is page 2 of 2; the rates on the other pages are missing unless those pages are read too"},

		{"Europe", xmlRow, `<Cube currency='USD' rate='1.1611'/>`, "1.1611 USD per 1 EUR (mid) 2025-10-09", ""},
		{"an element nobody knows", xmlRow, `<x><Cube currency='USD' rate='1.1611'/></x><Cube currency='JPY' rate='177.40'><y/></Cube>`,
			"177.40 JPY per 1 EUR (mid) 2025-10-09", "line 2, Cube 2025-10-09: a rate must be directly inside the Cube of its day"},
		{"many days", xmlDay, `<Cube time="2025-10-09"><Cube currency='USD' rate='1.1611'/></Cube><Cube time="2025-10-08"><Cube currency='USD' rate='1.1627'/></Cube>`,
			"1.1611 USD per 1 EUR (mid) 2025-10-09\n1.1627 USD per 1 EUR (mid) 2025-10-08", ""},
		{"a malformed day between good ones", xmlDay, `<Cube time="2025-10-09"/><Cube time="2025-10-32"><Cube currency='USD' rate='1'/></Cube><Cube time=" 2025-10-08 "><Cube currency='USD' rate='1.1627'/></Cube>`,
			"1.1627 USD per 1 EUR (mid) 2025-10-08", `line 1, Cube time: "2025-10-32" is not a day, written like 2026-03-20; the day's rates are left out`},
		{"a day given twice", xmlDay, `<Cube time="2025-10-09" time="2025-10-08"><Cube currency='USD' rate='1'/></Cube>`,
			"", "line 1, Cube time: it is given twice; the day's rates are left out"},
		{"a day in a day", xmlRow, `<Cube time="2025-10-08"><Cube currency='USD' rate='1'/></Cube><Cube currency='JPY' rate='177.40'/>`,
			"177.40 JPY per 1 EUR (mid) 2025-10-09", "line 2, Cube 2025-10-09 currency: it is missing\nline 2, Cube 2025-10-09: a rate must be directly inside the Cube of its day"},
		{"a rate without a day", xmlDay, `<Cube currency='USD' rate='1'/><Cube time="2025-10-09"/>`,
			"", "line 1, Cube without a day: a rate must be directly inside the Cube of its day"},
		{"broken rates", xmlRow, "<Cube currency='USD'/>\n<Cube currency='JPY' rate=''/>\n<Cube currency='GBP' rate='0'/>\n<Cube currency='CHF' rate='N/A'/>",
			"", `line 2, Cube 2025-10-09 USD: it is missing
line 3, Cube 2025-10-09 JPY: no rate was published
line 4, Cube 2025-10-09 GBP: 0 is not a rate: a rate must be above zero
line 5, Cube 2025-10-09 CHF: "N/A" is not a number, written like 149.27`},
		{"broken currencies", xmlRow, "<Cube rate='1'/>\n<Cube currency='XQX' rate='1'/>\n<Cube currency='USD' currency='JPY' rate='1'/>\n<Cube currency='EUR' rate='1'/>",
			"", `line 2, Cube 2025-10-09 currency: it is missing
line 3, Cube 2025-10-09 currency: "XQX" is not a currency of ISO 4217
line 4, Cube 2025-10-09 currency: it is given twice
line 5, Cube 2025-10-09 EUR: EUR has no rate against itself`},
		{"an entity in a rate", xmlRow, `<Cube currency='USD' rate='1&#46;1611'/>`, "1.1611 USD per 1 EUR (mid) 2025-10-09", ""},

		{"Europe's CSV with line ends of another system", csvRow, "D,USD,2026-03-18,1.15\r\n\r\nD,CNY,2026-03-18,7.9214\r",
			"1.15 USD per 1 EUR (mid) 2026-03-18\n7.9214 CNY per 1 EUR (mid) 2026-03-18", ""},
		{"all columns", fullCSV, `EXR.D.USD.EUR.SP00.A,D,USD,EUR,SP00,A,2026-03-18,1.15,A,0,"US dollar/Euro, ECB ""reference"" rate"`,
			"1.15 USD per 1 EUR (mid) 2026-03-18", ""},
		{"other series among them", fullCSV, `k,M,USD,EUR,SP00,A,2026-03,1.15,A,0,t
k,D,USD,GBP,SP00,A,2026-03-18,1.15,A,0,t
k,D,USD,EUR,EN00,A,2026-03-18,1.15,A,0,t
k,D,USD,EUR,SP00,E,2026-03-18,1.15,A,0,t
k,D,USD,EUR,SP00,A,2026-03-18,1.15,A,3,t`,
			"", `line 2: FREQ is "M"; only D can be read
line 3: CURRENCY_DENOM is "GBP"; only EUR can be read
line 4: EXR_TYPE is "EN00"; only SP00 can be read
line 5: EXR_SUFFIX is "E"; only A can be read
line 6: UNIT_MULT is "3"; only 0 can be read`},
		{"broken rows", csvRow, `D,USD,2026-03-18
D,USD,2026-03-18,1.15,A
D,"USD,2026-03-18,1.15
D,USD,18.03.2026,1.15
D,USD,2026-03-18,
D,USD,2026-03-18,NaN
D,XQX,2026-03-18,1
D,EUR,2026-03-18,1
D,"CNY",2026-03-18,7.9214`,
			"7.9214 CNY per 1 EUR (mid) 2026-03-18", `line 2: it has 3 fields and the first line has 4
line 3: it has 5 fields and the first line has 4
line 4: its quotation marks do not match
line 5: "18.03.2026" is not a day, written like 2026-03-20
line 6: no rate was published
line 7: "NaN" is not a number, written like 149.27
line 8: "XQX" is not a currency of ISO 4217
line 9: EUR has no rate against itself`},
	} {
		in := strings.Replace(test.frame, "%s", test.inner, 1)
		feed, err := rates.Read(strings.NewReader(in))
		if err != nil {
			t.Errorf("%s: %s\nin %s", test.name, err, in)
			continue
		}
		if got := lines(feed.Rates); got != test.rates {
			t.Errorf("%s: rates\ngot  %s\nwant %s\nin %s", test.name, got, test.rates, in)
		}
		if got := skips(feed); got != test.skips {
			t.Errorf("%s: skipped\ngot  %s\nwant %s\nin %s", test.name, got, test.skips, in)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	nrb := content(t, "rates/nrb-2026-04-01_2026-04-05.json")
	ecb := content(t, "rates/eurofxref-daily-2025-10-09.xml")
	const unknown = "this is not a rate feed that can be read; known are"
	for _, test := range []struct {
		name string
		in   string
		want string // what the sentence begins with
	}{
		{"an empty file", "", "the file is empty; known are"},
		{"a blank file", "\ufeff \r\n", "the file is empty; known are"},
		{"a web page", "<!DOCTYPE html>\n<title>502</title>", "this is a web page, not a feed"},
		{"a web page in XHTML", `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>`, "this is a web page, not a feed"},
		{"UTF-16", "\xff\xfe[\x00]\x00", "the file is not UTF-8 text"},
		{"a PDF", "%PDF-1.7\n", unknown},
		{"an order file", `{"number":"LW-2026-031","lines":[]}`, unknown},
		{"a list of something else", `[{"rate":1}]`, unknown},
		{"a text", `"rates"`, unknown},
		{"a wide CSV that names a currency twice", "Date, USD, JPY, USD\n09 October 2025, 1.1611, 177.40, 1.1611\n", "the CSV has two columns USD"},
		{"a ZIP file cut off", packed(t, "eurofxref.csv", "Date, USD\n")[:40], "the ZIP file is broken, or not complete"},
		{"a ZIP file of two", packed(t, "a.csv", "Date, USD\n", "b.csv", "Date, USD\n"), "the ZIP file holds 2 files; unpack it and import each feed by itself"},
		{"a ZIP file in another", packed(t, "a.zip", packed(t, "a.csv", "Date, USD\n")), unknown},
		{"a ZIP file of something else", packed(t, "letter.txt", "Dear Sirs"), unknown},
		{"a ZIP file that is larger than it looks", packed(t, "a.csv", "Date, USD\n"+strings.Repeat(" ", rates.MaxSize)), "the file is larger than 64 MiB; split it by year"},
		{"a CSV whose columns are named twice", "FREQ,CURRENCY,TIME_PERIOD,OBS_VALUE,CURRENCY\n", "the CSV has two columns CURRENCY"},
		{"a CSV with a broken head", "FREQ,\"CURRENCY,TIME_PERIOD,OBS_VALUE\n", unknown},

		{"JSON cut off", nrb[:len(nrb)/2], "the JSON is broken in line 1, or the file is not complete"},
		{"JSON with something after it", nrb + "x", "the JSON is broken in line 2, or the file is not complete"},
		{"two JSON values", nrb + nrb, "the JSON is broken in line 2, or the file is not complete"},
		{"JSON nested deep", strings.Repeat("[", 100) + strings.Repeat("]", 100), "its values are nested more than 32 deep"},
		{"JSON nested without end", strings.Repeat("[", 1_000_000), "the JSON is broken in line 1, or the file is not complete"},
		{"objects nested without end", strings.Repeat(`{"data":`, 1_000_000), "the JSON is broken in line 1, or the file is not complete"},
		{"an object of many keys", "{" + manyKeys(201) + "}", "an object in it has more than 200 keys"},

		{"Nepal says no", `{"status":{"code":400},"errors":{"validation":{"from":["The from field is required."],"to":["The to field is required."]}},"data":{"payload":null}}`,
			`instead of rates, Nepal Rastra Bank answered with status "400" and says "The from field is required.; The to field is required."; fetch again`},
		{"Nepal fails", `{"status":{"code":500},"errors":null,"data":{"payload":[]}}`, `instead of rates, Nepal Rastra Bank answered with status "500"; fetch again`},
		{"Nepal says nothing", `{"status":{"code":200},"data":{"payload":null}}`, "data.payload of this Nepal Rastra Bank answer holds no days"},
		{"Nepal says no with status 200", `{"status":{"code":200},"errors":{"validation":["The span is too long."]},"data":{"payload":[]}}`, `instead of rates, Nepal Rastra Bank says "The span is too long."`},
		{"China says no with status 200", file(t, "cfets-refusal-empty-records.json"), `instead of rates, CFETS says "只提供一年历史数据查询及下载"`},
		{"China says no, and why", `{"head":{"rep_code":"500","rep_message":"系统繁忙"},"data":{"searchlist":[]},"records":[]}`, `instead of rates, CFETS answered with status "500" and says "系统繁忙"; fetch again`},
		{"China has nothing for four working days", strings.Replace(file(t, "cfets-refusal-empty-records.json"), "只提供一年历史数据查询及下载", "", 1), "the answer has no rate for any day from 2026-09-01 to 2026-09-04; fetch it again"},
		{"Nepal has nothing for a Saturday", `{"status":{"code":200},"errors":null,"params":{"from":"2026-04-04","to":"2026-04-04"},"data":{"payload":[]}}`, "the answer has no rate for any day from 2026-04-04 to 2026-04-04; fetch it again"},
		{"Nepal has a day without rates", `{"status":{"code":200},"data":{"payload":[{"date":"2026-04-03","rates":[]}]}}`, "the answer has no rate for any day from 2026-04-03 to 2026-04-03; fetch it again"},
		{"Nepal has a day without figures", `{"status":{"code":200},"data":{"payload":[{"date":"2026-04-03","rates":[{"currency":{"iso3":"USD","unit":1},"buy":"","sell":"---"}]}]}}`, "the answer has no rate for any day from 2026-04-03 to 2026-04-03; fetch it again"},
		{"China has a day without figures", `{"head":{"rep_code":"200"},"data":{"searchlist":["USD/CNY","EUR/CNY"],"startDate":"2026-09-01","endDate":"2026-09-04"},"records":[{"date":"2026-09-04","values":["---","---"]}]}`, "the answer has no rate for any day from 2026-09-01 to 2026-09-04; fetch it again"},
		{"India has a day without figures", `[{"processRunDate":"2026-03-20 00:00:00","subProdName":"INR / 1 USD","rate":""}]`, "the answer has no rate for any day from 2026-03-20 to 2026-03-20; fetch it again"},
		{"the ECB has a Monday with nothing in it", `<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube><Cube time="2026-03-01"/><Cube time="2026-03-02"/></Cube></gesmes:Envelope>`, "the answer has no rate for any day from 2026-03-02 to 2026-03-02; fetch it again"},
		{"the ECB has two working days with N/A alone", "Date,USD,JPY,\n2026-03-03,N/A,N/A,\n2026-03-02,N/A,,\n2026-03-01,N/A,N/A,\n", "the answer has no rate for any day from 2026-03-02 to 2026-03-03; fetch it again"},
		{"the ECB's data have a day without a figure", "FREQ,CURRENCY,TIME_PERIOD,OBS_VALUE\nD,USD,2026-03-02,\n", "the answer has no rate for any day from 2026-03-02 to 2026-03-02; fetch it again"},
		{"China says why it has no records", `{"head":{"rep_code":"200","rep_message":"系统维护"},"data":{"searchlist":["USD/CNY"]},"records":[]}`, `instead of rates, CFETS says "系统维护"`},
		{"China says why it has no figures", `{"head":{"rep_code":"200","rep_message":"系统维护"},"data":{"searchlist":["USD/CNY"],"flagMessage":"请稍后"},"records":[{"date":"2026-09-05","values":["---"]}]}`, `instead of rates, CFETS says "系统维护"; "请稍后"`},
		{"China says why it has no list", `{"head":{"rep_code":"200","rep_message":"系统维护"},"data":{"searchlist":["USD/CNY"]},"records":null}`, `instead of rates, CFETS says "系统维护"`},
		{"Nepal says why in its status", `{"status":{"code":200,"message":"Under maintenance."},"data":{"payload":[]}}`, `instead of rates, Nepal Rastra Bank says "Under maintenance."`},
		{"Nepal says why outside of it", `{"status":{"code":200},"message":"Under maintenance.","data":{"payload":[]}}`, `instead of rates, Nepal Rastra Bank says "Under maintenance."`},
		{"Nepal says why it has no list", `{"status":{"code":200},"message":"Under maintenance.","data":{"payload":null}}`, `instead of rates, Nepal Rastra Bank says "Under maintenance."`},
		{"Nepal says no in its status, and why", `{"status":{"code":503,"message":"Under maintenance."},"data":{"payload":[]}}`, `instead of rates, Nepal Rastra Bank answered with status "503" and says "Under maintenance."; fetch again`},
		{"India asks to sign in", `[{"message":"Session expired. Please sign in."}]`, `instead of rates, the publisher says "Session expired. Please sign in."`},
		{"somebody is Too many requests", `{"status":{"code":429},"message":"Too Many Attempts."}`, `instead of rates, the publisher says "Too Many Attempts."`},
		{"somebody has an error", `{"error":"Service unavailable"}`, `instead of rates, the publisher says "Service unavailable"`},
		{"Nepal refuses without data", `{"status":{"code":400,"message":"bad"},"data":null}`, `instead of rates, the publisher says "bad"`},
		{"two statuses", `{"status":{"code":200,"code":500},"data":{"payload":[]}}`, "its status, status.code, cannot be read"},
		{"two codes", `{"head":{"rep_code":"200","rep_code":"500"},"data":{"searchlist":[]},"records":[]}`, "its status, head.rep_code, cannot be read"},
		{"China says no", `{"head":{"rep_code":"500"},"data":{"searchlist":[]},"records":[]}`, `instead of rates, CFETS answered with status "500"; fetch again`},
		{"China names no pairs", `{"data":{"searchlist":null,"head":[]},"records":[]}`, "this CFETS answer names no pairs"},
		{"China sends no records", `{"data":{"searchlist":["USD/CNY"]}}`, "this CFETS answer has no records"},

		{"XML cut off", ecb[:len(ecb)/2], "the XML is broken in line 20, or the file is not complete"},
		{"XML of someone else", `<rates><Cube time="2025-10-09"/></rates>`, unknown},
		{"an envelope without days", strings.Replace(xmlDay, "%s", "", 1), unknown},
		{"an envelope of another vocabulary", `<Envelope><Cube time="2025-10-09"/></Envelope>`, unknown},
		{"two documents", ecb + ecb[strings.Index(ecb, "<gesmes"):], unknown},
		{"text after the XML", ecb + "x", "the XML has text outside its outermost element"},
		{"a document type", `<!DOCTYPE lolz [<!ENTITY lol "lol">]>` + ecb[strings.Index(ecb, "<gesmes"):], "an XML feed has no document type"},
		{"an entity of its own", strings.Replace(xmlRow, "%s", "<Cube currency='USD' rate='&lol;'/>", 1), "the XML is broken in line 2, or the file is not complete"},
		{"XML nested deep", strings.Replace(xmlRow, "%s", strings.Repeat("<a>", 1_000_000), 1), "the XML has elements more than 8 deep"},
		{"another encoding", `<?xml version="1.0" encoding="GB18030"?>` + ecb[strings.Index(ecb, "<gesmes"):], "the file is not UTF-8 text"},

		{"a file too large", strings.Repeat(" ", rates.MaxSize+1), "the file is larger than 64 MiB; split it by year"},
	} {
		_, err := rates.Read(strings.NewReader(test.in))
		if feed := (*reason.ErrFeed)(nil); !errors.As(err, &feed) {
			t.Errorf("%s: got %v, want *ErrFeed", test.name, err)
		} else if !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s:\ngot  %s\nwant %s", test.name, err, test.want)
		}
	}
}

func TestReadTakesABOMAndBlanks(t *testing.T) {
	for _, name := range []string{"nrb-2026-04-01_2026-04-05.json", "fbil-2026-03-17_2026-03-20.json", "cfets-ccpr-format.json", "eurofxref-daily-2025-10-09.xml", "ecb-exr-2026-02-17_2026-03-18.csv"} {
		plain, err := rates.Read(strings.NewReader(content(t, "rates/"+name)))
		if err != nil {
			t.Fatal(err)
		}
		marked, err := rates.Read(strings.NewReader("\ufeff" + content(t, "rates/"+name) + "\r\n\r\n"))
		if err != nil {
			t.Errorf("%s with a byte order mark: %s", name, err)
			continue
		}
		if got, want := lines(marked.Rates), lines(plain.Rates); got != want || marked.Source != plain.Source {
			t.Errorf("%s with a byte order mark: other rates than without", name)
		}
	}
}

func TestReadPassesOnTheReadersError(t *testing.T) {
	_, err := rates.Read(iotest.ErrReader(io.ErrClosedPipe))
	if feed := (*reason.ErrFeed)(nil); !errors.Is(err, io.ErrClosedPipe) || errors.As(err, &feed) {
		t.Errorf("got %v, want the reader's error", err)
	}
}

// FuzzRead holds for any file that reading it does not panic, and that each rate read is
// above zero, of two known currencies, on a day, by the feed's source.
func FuzzRead(f *testing.F) {
	// Not the recordings: on long inputs the fuzzer spends its time shortening them.
	for _, seed := range []struct{ frame, inner string }{
		{nrbRow, `{"currency":{"iso3":"JPY","unit":10},"buy":"9.31","sell":"9.34"}`},
		{fbilRow, `{"processRunDate":"2026-03-18","subProdName":"INR / 100 JPY","rate":58.29}`},
		{cfetsRow, `{"date":"2026-07-29","values":["6.7928","4.5660"]}`},
		{xmlRow, `<Cube currency='USD' rate='1.1611'/>`},
		{csvRow, `D,USD,2026-03-18,1.15`},
	} {
		f.Add([]byte(strings.Replace(seed.frame, "%s", seed.inner, 1)))
	}
	f.Fuzz(readIsSound)
}

// The targets below keep the outside of one feed and vary the inside, which
// FuzzRead seldom gets to.

func FuzzNRB(f *testing.F) {
	f.Add([]byte(`{"date":"2026-04-03","rates":[{"currency":{"iso3":"JPY","unit":10},"buy":"9.31","sell":9.34}]}`))
	f.Fuzz(inside(nrbDay))
}

func FuzzFBIL(f *testing.F) {
	f.Add([]byte(`{"processRunDate":"2026-03-18 00:00:00","subProdName":"INR / 10000 IDR","rate":54.640600}`))
	f.Fuzz(inside(fbilRow))
}

func FuzzCFETS(f *testing.F) {
	f.Add([]byte(`"100JPY/CNY","CNY/KRW"]},"records":[{"date":"2026-07-28","values":["6.79","4.5712","---"]}`))
	f.Fuzz(inside(`{"data":{"searchlist":["USD/CNY",%s]}`))
}

func FuzzECBXML(f *testing.F) {
	f.Add([]byte(`<Cube time="2025-10-09"><Cube currency='USD' rate='1.1611'/></Cube>`))
	f.Fuzz(inside(xmlDay))
}

func FuzzECBCSV(f *testing.F) {
	f.Add([]byte(`k,D,USD,EUR,SP00,A,2026-03-18,1.15,A,0,"US dollar, Euro"`))
	f.Fuzz(inside(fullCSV))
}

func inside(frame string) func(*testing.T, []byte) {
	return func(t *testing.T, inner []byte) {
		readIsSound(t, []byte(strings.Replace(frame, "%s", string(inner), 1)))
	}
}

func readIsSound(t *testing.T, data []byte) {
	feed, err := rates.Read(strings.NewReader(string(data)))
	if none := (*reason.ErrFeed)(nil); err != nil && !errors.As(err, &none) {
		t.Fatalf("%q: %v is no *ErrFeed", data, err)
	}
	if err != nil {
		return
	}
	for _, r := range feed.Rates {
		_, errFrom := money.ParseCurrency(string(r.From))
		_, errTo := money.ParseCurrency(string(r.To))
		if r.Value.Sign() <= 0 || r.Per.Sign() <= 0 || errFrom != nil || errTo != nil || r.From == r.To || !r.Date.IsValid() || r.Source != feed.Source.Name() {
			t.Fatalf("%q: read as %+v", data, r)
		}
	}
	for _, s := range feed.Skipped {
		if s.Place == "" || s.Code == "" || s.Code == reason.SkipInWords || s.Reason() == "" {
			t.Fatalf("%q: skipped %+v without a place or a reason", data, s)
		}
	}
	// The table finds what was read, or a rate that it had before it.
	var table rates.Table
	table.Add(feed.Rates...)
	for _, r := range feed.Rates {
		got, err := table.On(feed.Source, r.Side, r.From, r.To, r.Date)
		if err != nil || got.Date != r.Date {
			t.Fatalf("%q: %+v is in the table as %+v, %v", data, r, got, err)
		}
	}
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

func manyKeys(n int) string {
	var keys []string
	for i := range n {
		keys = append(keys, fmt.Sprintf(`"k%d":0`, i))
	}
	return strings.Join(slices.Compact(keys), ",")
}
