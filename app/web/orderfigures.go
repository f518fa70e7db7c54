package web

import (
	"context"
	"net/url"

	"github.com/golang-sql/civil"

	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/documents"
)

// bill is what a paper says of the total in other currencies.
type bill struct {
	number string
	in     []documents.Converted
	lang   Lang // of what is said of it
}

// billOf is the paper that bills the order and stands; one of no number if there
// is none.
func billOf(ctx context.Context, t *store.Tx, issued []store.Issued, l Lang) (bill, error) {
	for _, d := range issued {
		if d.SupersededBy == "" && store.Bills(d.Kind) {
			paper, err := t.Paper(ctx, d.Number)
			return bill{d.Number, convertedIn(paper), l}, err
		}
	}
	return bill{}, nil
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

// figures are an order's totals with the rates that there are.
type figures struct {
	totals  trade.Totals
	in      []inCurrency
	unrated []money.Currency
}

// figuresOf are the figures with the rates that are kept now.
func figuresOf(ctx context.Context, t *store.Tx, o trade.Order) (figures, error) {
	return figuresBy(ctx, t, o, bill{})
}

// figuresBy are the figures with the paper's rates, and for currencies that it
// does not have with those kept now.
func figuresBy(ctx context.Context, t *store.Tx, o trade.Order, paper bill) (f figures, err error) {
	found, _, err := issue.RatesKept(ctx, o, t) // what is wrong with them is said where papers are issued
	if err != nil {
		return f, err
	}
	asked := o.TotalsIn
	o.TotalsIn = nil
	var rates []money.Rate
	for i, want := range asked {
		rate, in := found[i], inCurrency{}
		stated := want.Rate != nil
		if frozen, ok := paper.rate(o.Currency, want.Currency); ok {
			in.Since = paper.since(frozen, rate)
			_, ours := sourceNamed(frozen.Source)
			stated = frozen.Side == money.Stated && (!ours || stated)
			rate, want.Rate = frozen, nil
		}
		if rate.To == "" {
			f.unrated = append(f.unrated, want.Currency)
			continue
		}
		in.Side = chosenBy(rate, stated)
		if !stated {
			in.Link = rateLink(rate.From, rate.To, rate.Date)
		}
		o.TotalsIn, rates, f.in = append(o.TotalsIn, want), append(rates, rate), append(f.in, in)
	}
	if f.totals, err = o.Totals(rates); err != nil {
		return f, err
	}
	for i, c := range f.totals.In {
		f.in[i].Converted = c
	}
	return f, nil
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
