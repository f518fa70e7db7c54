package rates

import (
	"cmp"
	"context"
	"slices"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
)

// Rule says which published rate holds: whose, on which side, of which day and
// how old it may be. Rules are data, and their names are printed.
type Rule struct {
	ID     string // as order files name it: "cfets-month-first"
	Name   string // as documents print it, in English and in Chinese
	NameZH string
	Source SourceID
	Side   money.Side
	Day    Day
	// Via is the currency that two others are crossed through where the source
	// publishes both against it; empty where its figures are not to be crossed.
	Via money.Currency
	// MaxAge is in days before the day that counts; 0 is any. A rate that a
	// person entered has no age: it holds for the days that it was entered for.
	MaxAge int
}

// Day is which day counts for a rule. The rate is the last one published on or
// before it.
type Day string

// The days that rules know.
const (
	TheDay     Day = "day"         // the one that is asked for
	MonthFirst Day = "month-first" // the first of its month
)

// Of returns the day that counts where this one is asked for.
func (d Day) Of(day civil.Date) civil.Date {
	if d == MonthFirst {
		day.Day = 1
	}
	return day
}

// Rules are the rules that every desk starts with. Of a source and side, the
// first is the one that order files mean that name these and no rule.
var Rules = []Rule{
	{
		ID: "nrb-sell", Name: "NRB selling rate, the last published on or before the day", NameZH: "尼泊尔国家银行卖出价，当日或此前最近一次公布",
		Source: NRB, Side: money.Sell, Day: TheDay, MaxAge: usualAge,
	},
	{
		ID: "nrb-buy", Name: "NRB buying rate, the last published on or before the day", NameZH: "尼泊尔国家银行买入价，当日或此前最近一次公布",
		Source: NRB, Side: money.Buy, Day: TheDay, MaxAge: usualAge,
	},
	{
		ID: "cfets", Name: "CFETS central parity, the last published on or before the day", NameZH: "人民币汇率中间价，当日或此前最近一次公布",
		Source: CFETS, Side: money.Mid, Day: TheDay, MaxAge: usualAge,
	},
	{
		ID: "cfets-month-first", Name: "CFETS central parity of the month's first day, or the last published before it", NameZH: "当月一日的人民币汇率中间价，未公布则取此前最近一次",
		Source: CFETS, Side: money.Mid, Day: MonthFirst, MaxAge: usualAge,
	},
	{
		ID: "fbil", Name: "FBIL reference rate, the last published on or before the day", NameZH: "印度金融基准公司参考汇率，当日或此前最近一次公布",
		Source: FBIL, Side: money.Mid, Day: TheDay, MaxAge: usualAge, // its free figures come a week late
	},
	{
		ID: "ecb", Name: "ECB reference rate, crossed through EUR, the last published on or before the day", NameZH: "欧洲中央银行参考汇率，经欧元套算，当日或此前最近一次公布",
		Source: ECB, Side: money.Mid, Day: TheDay, Via: money.EUR, MaxAge: usualAge,
	},
	{
		ID: "contract", Name: "Contract rate of the exporter's bank, the last on or before the day", NameZH: "出口商银行的合同汇率，当日或此前最近一次",
		Source: Contract, Side: money.Stated, Day: TheDay, MaxAge: usualAge,
	},
	{
		ID: "cbic", Name: "CBIC customs rate in force on the day", NameZH: "当日有效的印度海关汇率",
		Source: CBIC, Side: money.Mid, Day: TheDay, MaxAge: fortnight,
	},
	{
		ID: "gacc", Name: "China Customs rate in force on the day", NameZH: "当日适用的中国海关计征汇率",
		Source: GACC, Side: money.Mid, Day: TheDay, MaxAge: month,
	},
	{
		ID: "cfets-ref", Name: "CFETS monthly reference rate, the last published on or before the day", NameZH: "中国外汇交易中心月度参考汇率，当日或此前最近一次公布",
		Source: CFETSReference, Side: money.Mid, Day: TheDay, MaxAge: month,
	},
	{
		ID: "peg", Name: "Peg of the Nepalese to the Indian rupee", NameZH: "尼泊尔卢比对印度卢比的固定汇率",
		Source: Peg, Side: money.Mid, Day: TheDay, // until there is another
	},
}

// How old a rate may be: what is published each day outlasts China's longest
// holidays, what holds from a first or third Thursday on the fifth week of a
// month, and what is published at the end of a month the next one.
const (
	usualAge  = 10
	fortnight = 21
	month     = 35
)

// RuleOf returns the rule of that ID among Rules.
func RuleOf(id string) (Rule, bool) {
	i := slices.IndexFunc(Rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return Rules[i], true
}

// DefaultRule returns the ID of the rule for totals in a currency where nobody has
// chosen one.
func DefaultRule(to money.Currency) string {
	switch to {
	case money.NPR:
		return "nrb-sell"
	case money.CNY:
		return "cfets"
	case money.INR:
		return "fbil"
	}
	return "ecb"
}

// SourceRule returns the rule of a source and a side: the first of Rules, as the book
// has it. No side is the first that the source has. A source and side without
// a rule get one that looks on or before the day and crosses nothing.
func SourceRule(ctx context.Context, book Book, source SourceID, side money.Side) (Rule, error) {
	usual := usualRule(source, side)
	stored, ok, err := book.RateRule(ctx, usual.ID)
	if err != nil || !ok || stored.Source != usual.Source || stored.Side != usual.Side {
		return usual, err // a rule that was made another's is not this source's
	}
	return stored, nil
}

func usualRule(source SourceID, side money.Side) Rule {
	i := slices.IndexFunc(Rules, func(r Rule) bool { return r.Source == source && (side == "" || side == r.Side) })
	if i >= 0 {
		return Rules[i]
	}
	side = cmp.Or(side, money.Mid)
	return Rule{
		ID: string(source) + "-" + string(side), Name: source.Name() + ", the last on or before the day", NameZH: source.Name() + "，当日或此前最近一次",
		Source: source, Side: side, Day: TheDay, MaxAge: usualAge,
	}
}
