package web

import (
	"net/url"
	"slices"

	"github.com/golang-sql/civil"

	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/documents"
)

// bill is what a paper says of the total in other currencies.
type bill struct {
	number string
	in     []documents.Converted
	lang   Lang // of what is said of it
}

// billOf is the document that bills the order and stands; one of no number if there
// is none.
func billOf(look *issue.Look, l Lang) bill {
	d := look.Bill()
	if d == nil {
		return bill{}
	}
	return bill{d.Head().Number, convertedIn(d), l}
}

// rate is the paper's from one currency into another, and false if it has none.
func (b bill) rate(from, to money.Currency) (money.Rate, bool) {
	for _, c := range b.in {
		if c.Rate.From == from && c.Rate.To == to {
			return c.Rate, true
		}
	}
	return money.Rate{}, false
}

// since says how the rate that is kept now differs from the paper's.
func (b bill) since(frozen, now money.Rate) Message {
	switch {
	case now.To == "" || now.Value.Cmp(frozen.Value) == 0 && now.Per.Cmp(frozen.Per) == 0:
		return Message{}
	case now.Date == frozen.Date && now.Source == frozen.Source && now.Side == frozen.Side:
		return msg("Corrected since to %s; %s keeps %s.", now.Value.String(), b.number, frozen.Value.String())
	}
	return msg("The order would now get %s of %s; %s keeps %s.", now.Value.String(), b.lang.date(now.Date), b.number, frozen.Value.String())
}

// figures are an order's figures with the rates that there are: what its faults
// leave of them.
type figures struct {
	trade.Partial
	in      []inCurrency
	unrated []money.Currency
}

// figuresOf returns an order's figures with a document's rates, and for currencies
// that the document does not have with those stored now.
func figuresOf(look *issue.Look, paper bill) (f figures) {
	o, rates := look.Judged.Order, slices.Clone(look.Rates)
	all := make([]inCurrency, len(o.TotalsIn))
	o.TotalsIn = slices.Clone(o.TotalsIn)
	for i := range o.TotalsIn {
		want, in, rate := &o.TotalsIn[i], &all[i], rates[i]
		stated := want.Rate != nil
		if frozen, ok := paper.rate(o.Currency, want.Currency); ok {
			in.Since = paper.since(frozen, rate)
			_, ours := sourceNamed(frozen.Source)
			stated = frozen.Side == money.Stated && (!ours || stated)
			rate, want.Rate = frozen, nil
			rates[i] = frozen
		}
		if rate.To == "" {
			if want.Currency != "" {
				f.unrated = append(f.unrated, want.Currency)
			}
			continue
		}
		in.Side = chosenBy(rate, stated)
		if !stated {
			in.Link = rateLink(rate.From, rate.To, rate.Date)
		}
	}
	f.Partial = look.Judged.Partial(o.TotalsIn, rates)
	for i, c := range f.In {
		if c != nil {
			all[i].Converted = *c
			f.in = append(f.in, all[i])
		}
	}
	return f
}

// chosenBy says how an order came to a rate: it states it, or names a rule or a
// source and its side.
func chosenBy(r money.Rate, stated bool) Message {
	switch {
	case !stated && r.Rule != "":
		return bilingual(r.Rule, r.RuleZH)
	case !stated && r.Side == money.Stated:
		return sideLabel(r.Side)
	}
	return sides[r.Side]
}

// rateLink is where a pair's published rates are shown.
func rateLink(from, to money.Currency, day civil.Date) string {
	return "/rates?" + url.Values{"pair": {string(from) + "/" + string(to)}, "date": {day.String()}}.Encode()
}
