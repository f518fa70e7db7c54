package orders

import (
	"slices"

	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/documents"
)

// bill is the current document that bills an order, with its totals in other currencies.
type bill struct {
	number string
	in     []documents.Converted
	lang   say.Lang // of the sentences about it
}

// billOf returns the current document that bills the order, or a bill without number if
// there is none.
func billOf(look *issue.Look, l say.Lang) bill {
	d := look.Bill()
	if d == nil {
		return bill{}
	}
	return bill{d.Head().Number, page.ConvertedIn(d), l}
}

// rate returns the document's rate from one currency into another, and false if it has
// none.
func (b bill) rate(from, to money.Currency) (money.Rate, bool) {
	for _, c := range b.in {
		if c.Rate.From == from && c.Rate.To == to {
			return c.Rate, true
		}
	}
	return money.Rate{}, false
}

// since returns the sentence that says how the rate stored now differs from the
// document's, or a Message without Format where both are equal.
func (b bill) since(frozen, now money.Rate) say.Message {
	switch {
	case now.To == "" || now.Value.Cmp(frozen.Value) == 0 && now.Per.Cmp(frozen.Per) == 0:
		return say.Message{}
	case now.Date == frozen.Date && now.Source == frozen.Source && now.Side == frozen.Side:
		return say.Msg("This rate was later corrected to %s; %s keeps %s.", now.Value.Grouped(), b.number, frozen.Value.Grouped())
	}
	return say.Msg("The order would now take the rate %s of %s; %s keeps %s.", now.Value.Grouped(), b.lang.Date(now.Date), b.number, frozen.Value.Grouped())
}

// figures are the figures of an order that its faults allow, with the rates that there
// are.
type figures struct {
	trade.Partial
	in      []inCurrency
	unrated []money.Currency
}

// figuresOf returns an order's figures with the rates of a document. For currencies that
// the document does not have it takes the rates stored now.
func figuresOf(look *issue.Look, document bill) (f figures) {
	o, rates := look.Judged.Order, slices.Clone(look.Rates)
	all := make([]inCurrency, len(o.TotalsIn))
	o.TotalsIn = slices.Clone(o.TotalsIn)
	for i := range o.TotalsIn {
		want, in, rate := &o.TotalsIn[i], &all[i], rates[i]
		stated := want.Rate != nil
		if frozen, ok := document.rate(o.Currency, want.Currency); ok {
			in.Since = document.since(frozen, rate)
			_, ours := say.SourceNamed(frozen.Source)
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
		in.Side = say.ChosenBy(rate, stated)
		if !stated {
			in.Link = page.RateLink(rate.From, rate.To, rate.Date)
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
