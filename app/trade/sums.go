package trade

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"woolroad/app/money"
)

// What this program has done since it started, for whoever watches it: an answer decodes
// an order once, checks it once, adds up each of its lots once and converts its total at
// each rate once.
var (
	Decoded   atomic.Int64 // orders decoded from text
	Checked   atomic.Int64 // orders checked
	AddedUp   atomic.Int64 // lots whose masses were added up
	Exchanged atomic.Int64 // totals converted into another currency
)

// A sums has the figures of one order, each added up when it is first asked for and never
// again. Two goroutines must not use it at once.
type sums struct {
	order Order
	lots  []*LotTotals
	lines []*lineSum
	all   *Totals
	err   error       // why there is no all
	in    []converted // one for each rate with which a total was converted
}

// A converted is the total at a rate, or the error for which there is none.
type converted struct {
	Converted
	err error
}

// A lineSum has the figures of a line, or the error for which it has none.
type lineSum struct {
	LineTotals
	err error
}

// newSums returns the figures of an order, of which none is added up yet.
func newSums(o Order) *sums {
	return &sums{order: o, lots: make([]*LotTotals, len(o.Lots)), lines: make([]*lineSum, len(o.Lines))}
}

// lot returns the figures of the order's i-th lot, counted from 0.
func (s *sums) lot(i int) LotTotals {
	if s.lots[i] == nil {
		t := s.order.Lots[i].Totals()
		s.lots[i] = &t
	}
	return *s.lots[i]
}

// line returns the figures of the order's i-th line, counted from 0. The caller gives in
// lots, by number, the figures of every lot that the line sells; a lot that is absent
// counts as nothing. The errors are money.ErrTooLarge and, for a line without a price,
// *money.ErrUnknownCurrency.
func (s *sums) line(i int, lots map[string]LotTotals) (LineTotals, error) {
	if s.lines[i] == nil {
		sum := &lineSum{}
		line := s.order.Lines[i]
		for _, number := range line.Lots {
			lot := lots[number]
			sum.Bales += lot.Bales
			sum.Gross, sum.Net = sum.Gross.Add(lot.Gross), sum.Net.Add(lot.Net)
			sum.Quantity = sum.Quantity.Add(lot.InvoiceMass)
		}
		if len(line.Lots) == 0 && line.Agreed != nil {
			sum.Quantity = line.Agreed.Mass()
		}
		sum.Amount, sum.err = line.Price.Times(sum.Quantity.Number())
		if line.NoCharge && sum.err == nil {
			value := sum.Amount
			sum.Amount, sum.CustomsValue = money.Zero(value.Currency()), &value
		}
		s.lines[i] = sum
	}
	return s.lines[i].LineTotals, s.lines[i].err
}

// whole returns the order's figures without those in other currencies. The error is a
// Fault.
func (s *sums) whole() (Totals, error) {
	if s.all == nil && s.err == nil {
		t, err := s.add()
		if err != nil {
			s.err = err
		} else {
			s.all = &t
		}
	}
	if s.err != nil {
		return Totals{}, s.err
	}
	return *s.all, nil
}

// convert returns total at a rate into the i-th of the order's other currencies, counted
// from 0. The errors are a Fault, for a result of more than 18 digits, and money.ErrRate,
// for a rate that does not fit.
func (s *sums) convert(i int, total money.Amount, rate money.Rate) (Converted, error) {
	same := func(c converted) bool {
		return c.Rate.From == rate.From && c.Rate.To == rate.To && c.Rate.Value.Cmp(rate.Value) == 0 && c.Rate.Per.Cmp(rate.Per) == 0
	}
	at := slices.IndexFunc(s.in, same)
	if at < 0 {
		Exchanged.Add(1)
		amount, err := rate.Convert(total)
		at, s.in = len(s.in), append(s.in, converted{Converted{amount, rate}, err})
	}
	if errors.Is(s.in[at].err, money.ErrTooLarge) {
		return Converted{}, tooLarge(fmt.Sprintf("/totals_in/%d", i))
	}
	return Converted{s.in[at].Amount, rate}, s.in[at].err
}

// add adds up the order's figures without those in other currencies. All amounts of the
// order must be in its currency, as Decode makes them. The error is a Fault.
func (s *sums) add() (Totals, error) {
	o := s.order
	if _, err := money.ParseCurrency(string(o.Currency)); err != nil {
		return Totals{}, notCurrency("/currency", string(o.Currency))
	}
	t := Totals{Currency: o.Currency}
	lots := make(map[string]LotTotals, len(o.Lots))
	for i := range o.Lots {
		l := s.lot(i)
		lots[l.Number] = l
		t.Lots = append(t.Lots, l)
		t.Packages += l.Bales
		t.Gross, t.Tare, t.Net = t.Gross.Add(l.Gross), t.Tare.Add(l.Tare), t.Net.Add(l.Net)
	}
	t.Goods = money.Zero(o.Currency)
	for i := range o.Lines {
		if o.Lines[i].Price.Currency() == "" {
			return Totals{}, missingKey(fmt.Sprintf("/lines/%d/price", i), "price")
		}
		l, err := s.line(i, lots)
		if err != nil {
			return Totals{}, tooLarge(fmt.Sprintf("/lines/%d", i))
		}
		t.Lines = append(t.Lines, l)
		if t.Goods, err = t.Goods.Add(l.Amount); err != nil {
			return Totals{}, tooLarge("/lines")
		}
	}
	if err := t.charge(o.Charges); err != nil {
		return Totals{}, err
	}
	if err := t.payInAdvance(o.Payment); err != nil {
		return Totals{}, err
	}
	return t, nil
}
