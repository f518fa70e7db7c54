package rates

import (
	"cmp"
	"context"
	"slices"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
)

// Rule says which published rate applies: of which source and side, of which day, and how
// old it may be. Rules are data, and their names are printed.
type Rule struct {
	ID     string // as order files name it: "cfets-month-first"
	Name   string // as documents print it, in English and in Chinese
	NameZH string
	Source SourceID
	Side   money.Side
	Day    Day
	// Via is the currency through which the rule crosses two others, because the source
	// publishes both against it. It is empty where the source's figures must not be
	// crossed.
	Via money.Currency
	// MaxAge is in days before the day that counts; 0 allows any age. It does not limit a
	// rate that a person entered, which applies for the days that it was entered for.
	MaxAge int
}

// Day is which day counts for a rule. The rate that applies is the last one published on
// or before that day.
type Day string

// The days that rules may count from.
const (
	TheDay     Day = "day"         // the day that a rate is asked for
	MonthFirst Day = "month-first" // the first day of its month
)

// Of returns the day that counts where a rate is asked for on day.
func (d Day) Of(day civil.Date) civil.Date {
	if d == MonthFirst {
		day.Day = 1
	}
	return day
}

// Rules are the rules that every desk starts with. Where an order file names a source and
// a side but no rule, it means the first rule here with that source and side.
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
		Source: Peg, Side: money.Mid, Day: TheDay, // without MaxAge: a peg applies until there is another
	},
}

// How old a rate may be. A rate that is published each day may be as old as China's
// longest holidays last, one that applies from a first or third Thursday on as old as the
// fifth week of a month, and one that is published at the end of a month as old as the
// next month.
const (
	usualAge  = 10
	fortnight = 21
	month     = 35
)

// RuleOf returns the rule with this ID among Rules, and false if there is none.
func RuleOf(id string) (Rule, bool) {
	i := slices.IndexFunc(Rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return Rules[i], true
}

// DefaultRule returns the ID of the rule for totals in a currency for which nobody has
// chosen a rule.
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

// SourceRule returns the rule of a source and a side: the first such one of Rules, with
// the changes that book has stored. An empty side stands for the first one that the
// source has. For a source and side without a rule it returns one that takes the last
// rate on or before the day and crosses nothing. The error is that of book.RateRule.
func SourceRule(ctx context.Context, book Book, source SourceID, side money.Side) (Rule, error) {
	usual := usualRule(source, side)
	stored, ok, err := book.RateRule(ctx, usual.ID)
	if err != nil || !ok || stored.Source != usual.Source || stored.Side != usual.Side {
		return usual, err // the stored rule was changed to another source or side
	}
	return stored, nil
}

// usualRule returns the rule of a source and a side without what a book has stored.
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
