package documents

import (
	"slices"
	"testing"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/rates"
)

// april returns a day of April 2026.
func april(day int) civil.Date { return civil.Date{Year: 2026, Month: 4, Day: day} }

// lacking returns a document without a figure in CNY, and the error for which it has none.
func lacking(number string, err interface {
	error
	Sentence() (string, []any)
}) issue.Booked {
	format, args := err.Sentence()
	return issue.Booked{IssuedInfo: store.IssuedInfo{Issued: store.Issued{Number: number}}, CNY: &issue.InCNY{Missing: &trade.Error{Code: trade.Unavailable, Format: format, Args: args, Err: err}}}
}

func TestAReasonIsGivenOnceForAllItsDays(t *testing.T) {
	none := func(from money.Currency, day int) *rates.ErrNone {
		return &rates.ErrNone{From: from, To: money.CNY, Source: rates.CFETS, Side: money.Mid, Day: april(day)}
	}
	stale := func(published, day int) *rates.ErrStale {
		r := money.Rate{From: "JPY", To: money.CNY, Value: exact.Shifted(5, 2), Per: exact.Int(1), Source: "Financial Benchmarks India", Date: april(published)}
		return &rates.ErrStale{Answer: rates.Answer{Rate: r, Day: april(day), Rule: rates.Rule{ID: "x", Name: "x, of a few days", NameZH: "x，数日内", Source: rates.FBIL, Side: money.Mid, MaxAge: 3}}}
	}
	s := &pages{&page.Desk{}}
	lacks := s.bookLacks([]issue.Booked{
		lacking("A", none("USD", 9)), lacking("B", none("USD", 3)), lacking("C", none("EUR", 3)), lacking("D", none("USD", 9)), lacking("E", none("USD", 30)),
		lacking("F", stale(1, 20)), lacking("G", stale(1, 22)), lacking("H", stale(14, 21)),
	}, "/documents")
	want := []struct {
		documents []string
		en, zh    string
		link      string // which helps
	}{
		{
			[]string{"A", "B", "D", "E"},
			"There is no rate from USD to CNY by China Foreign Exchange Trade System, central parity on or before each of 3 days from 3 Apr 2026 to 30 Apr 2026; fetch or import one, enter the published rate, or choose another rule or source.",
			"截至 2026年4月3日至2026年4月30日期间的 3 天，没有中国外汇交易中心，人民币汇率中间价的 USD 兑 CNY 汇率；请查询或导入，或录入该机构公布的汇率，或改用其他规则或来源。",
			"/rates/new?back=%2Fdocuments&date=2026-04-03&from=USD&source=cfets&to=CNY",
		},
		{
			[]string{"C"},
			"There is no rate from EUR to CNY by China Foreign Exchange Trade System, central parity on or before 3 Apr 2026; fetch or import one, enter the published rate, or choose another rule or source.",
			"截至 2026年4月3日，没有中国外汇交易中心，人民币汇率中间价的 EUR 兑 CNY 汇率；请查询或导入，或录入该机构公布的汇率，或改用其他规则或来源。",
			"/rates/new?back=%2Fdocuments&date=2026-04-03&from=EUR&source=cfets&to=CNY",
		},
		{
			[]string{"F", "G"},
			"The last rate from JPY to CNY by Financial Benchmarks India, of 1 Apr 2026, is too old for each of 2 days from 20 Apr 2026 to 22 Apr 2026; the rule “x, of a few days” allows 3 days. Fetch or import newer ones, or enter rates with their reasons.",
			"印度金融基准公司最近的 JPY 兑 CNY 汇率为 2026年4月1日，对于 2026年4月20日至2026年4月22日期间的 2 天都已过旧；规则“x，数日内”最多允许 3 天。请查询或导入更新的汇率，或录入并写明出处。",
			"/rates/rules",
		},
		{
			[]string{"H"},
			"The last rate from JPY to CNY by Financial Benchmarks India, of 14 Apr 2026, is 7 days older than 21 Apr 2026; the rule \"x, of a few days\" allows 3. Fetch or import a newer one, or enter a rate with its reason.",
			"", "/rates/rules",
		},
	}
	if len(lacks) != len(want) {
		t.Fatalf("there are %d reasons, want %d: %+v", len(lacks), len(want), lacks)
	}
	for i, want := range want {
		got := lacks[i]
		if !slices.Equal(got.Documents, want.documents) {
			t.Errorf("a reason is that of %v, want %v", got.Documents, want.documents)
		}
		if said := say.English.Say(got.Why); said != want.en {
			t.Errorf("the reason of %v is\n%s\nwant\n%s", want.documents, said, want.en)
		}
		if said := say.Chinese.Say(got.Why); want.zh != "" && said != want.zh {
			t.Errorf("the reason of %v is in Chinese\n%s\nwant\n%s", want.documents, said, want.zh)
		}
		if !slices.ContainsFunc(got.Ways, func(w page.WayOut) bool { return w.Link == want.link }) {
			t.Errorf("nothing leads from the reason of %v to %s: %+v", want.documents, want.link, got.Ways)
		}
	}
}
