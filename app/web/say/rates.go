package say

import (
	"errors"
	"slices"

	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/rates"
)

// Sides are the words for the sides of a rate.
var Sides = map[money.Side]Message{
	money.Mid:    Msg("middle rate"),
	money.Buy:    Msg("buying rate"),
	money.Sell:   Msg("selling rate"),
	money.Stated: Msg("as the order states"),
}

// ChosenBy returns how an order came to a rate: by a rule, by a source and its side, or
// stated in the order itself.
func ChosenBy(r money.Rate, stated bool) Message {
	switch {
	case !stated && r.Rule != "":
		return Bilingual(r.Rule, r.RuleZH)
	case !stated && r.Side == money.Stated:
		return SideLabel(r.Side)
	}
	return Sides[r.Side]
}

// RateFrom returns who gave a rate and which of its sides it is, or the name of the rule
// that chose it, which says both.
func RateFrom(r money.Rate) Message {
	if r.Rule != "" {
		return Bilingual(r.Rule, r.RuleZH)
	}
	return Msg("%s, %s", PublisherLabel(r.Source), Sides[r.Side])
}

// withNames returns a sentence about a rate in which the publisher and the rule have the
// names that pages give them. err is the error behind the sentence, if any.
func withNames(m Message, err error) Message {
	none, held, stale := (*rates.ErrNone)(nil), (*rates.ErrHeld)(nil), (*rates.ErrStale)(nil)
	switch {
	case errors.As(err, &held) && len(m.Args) > 2:
		m.Args = slices.Clone(m.Args)
		m.Args[2] = PublisherLabel(held.Held.Rate.Source)
	case errors.As(err, &none) && len(m.Args) > 2:
		m.Args = slices.Clone(m.Args)
		by := SourceLabel(none.Source)
		if side := SideOf(none.Source, none.Side); side.Format != "" {
			by = Msg("%s (%s)", by, side)
		}
		m.Args[2] = by
	case errors.As(err, &stale) && len(m.Args) > 6:
		m.Args = slices.Clone(m.Args)
		m.Args[2], m.Args[6] = PublisherLabel(stale.Answer.Rate.Source), Bilingual(stale.Answer.Rule.Name, stale.Answer.Rule.NameZH)
	}
	return m
}

// SideOf returns the words for a side of a source's rates, or a Message without Format
// where the source has one side only.
func SideOf(id rates.SourceID, side money.Side) Message {
	sides := 0
	for _, e := range ratebook.Enterables {
		if e.ID == id {
			sides++
		}
	}
	if sides < 2 {
		return Message{}
	}
	return SideLabel(side)
}

// sourceNames are the names of the publishers in Chinese.
var sourceNames = map[rates.SourceID]string{
	rates.NRB:            "尼泊尔国家银行",
	rates.FBIL:           "印度金融基准公司",
	rates.CFETS:          "中国外汇交易中心，人民币汇率中间价",
	rates.ECB:            "欧洲中央银行",
	rates.Contract:       "银行合同汇率",
	rates.CBIC:           "印度间接税和关税中央委员会",
	rates.GACC:           "中国海关总署",
	rates.CFETSReference: "中国外汇交易中心，月度参考汇率",
	rates.Peg:            "尼泊尔卢比对印度卢比的固定汇率",
}

// SourceLabel returns the name of a publisher.
func SourceLabel(id rates.SourceID) Message { return Bilingual(id.Name(), sourceNames[id]) }

// SourceNamed returns the source with that name, and false if there is none.
func SourceNamed(name string) (rates.SourceID, bool) {
	for _, id := range rates.Sources() {
		if id.Name() == name {
			return id, true
		}
	}
	return "", false
}

// PublisherLabel returns the name of the publisher that a rate names, or name as it is
// stored where it is none of our sources.
func PublisherLabel(name string) Message {
	if id, ok := SourceNamed(name); ok {
		return SourceLabel(id)
	}
	return StoredLabel(name)
}

// RateSides are the sides of a publisher's rates, in the order of columns.
var RateSides = []struct {
	Side  money.Side
	Label Message
}{
	{money.Buy, Msg("buying")}, {money.Sell, Msg("selling")}, {money.Mid, Msg("middle")}, {money.Stated, Msg("agreed")},
}

// SideLabel returns the short words for a side of a rate.
func SideLabel(side money.Side) Message {
	for _, s := range RateSides {
		if s.Side == side {
			return s.Label
		}
	}
	return Plain(string(side))
}
