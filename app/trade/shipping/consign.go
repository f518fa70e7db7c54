package shipping

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/trade"
)

// A Consignment is what there is to know of an order, beside the shipment, for the documents of
// its part of it.
type Consignment struct {
	Order  trade.Order // as agreed, without lots
	Agreed Agreed      // what the order came to as agreed
	Share  Share       // what this consignment bears of that
	Alone  bool        // it is all of the order: Ledger.Alone says so
}

// Alone reports whether a consignment that is to be issued, or was issued, is all of its order:
// it closes it, and no other has an invoice.
func (l Ledger) Alone(consignment string, closing bool) bool {
	others := slices.ContainsFunc(l.Taken, func(t Taken) bool { return t.Consignment != consignment })
	if i := l.at(consignment); i >= 0 {
		closing = l.Taken[i].Closing
	}
	return closing && !others
}

// Consign returns the order from which the documents of a consignment are composed: it has just
// the lines for which the shipment has bales and just those bales, the shipment's route, loads
// and marks, and its share as charges. What prints adds up then as an order's own figures do.
//
// Charges and deposit are amounts, because no per cent gives a share to the digit, and the
// agreed quantities, which are the whole order's, are left out. A consignment that is all of its
// order keeps both as they were agreed, unless its goods came to something else, so that a per
// cent would give another amount than the agreed one. So an imported order that is shipped
// as a whole prints the same as from its file.
//
// The errors are Faults for a pick of a line that the order does not have, NotFound where
// nothing is picked for the order, and a Fault for figures that are too large.
func (s Shipment) Consign(c Consignment) (trade.Order, error) {
	o, err := s.packed(c.Order)
	if err != nil {
		return trade.Order{}, err
	}
	o.Route = s.routeOf(c.Order)
	if len(s.Marks) > 0 {
		o.Marks = s.Marks
	}
	if c.Alone {
		kept, err := AgreedFor(o)
		if err != nil {
			return trade.Order{}, err
		}
		if kept.Share.equals(c.Share) {
			return o, nil
		}
	} else {
		for i := range o.Lines {
			o.Lines[i].Agreed = nil
		}
	}
	o.Charges = c.charges()
	o.Payment.DepositPercent, o.Payment.Deposit = nil, nil
	if c.Share.Deposit.Sign() != 0 {
		o.Payment.Deposit = &c.Share.Deposit
	}
	return o, nil
}

// Goods returns what the shipment's bales for an order come to, before charges: what the order's
// ledger shares by. The errors are Consign's, which are Faults, NotFound and a Fault.
func (s Shipment) Goods(o trade.Order) (money.Amount, error) {
	o, err := s.packed(o)
	if err != nil {
		return money.Amount{}, err
	}
	o.Charges, o.Payment = trade.Charges{}, trade.Payment{}
	agreed, err := AgreedFor(o)
	return agreed.Goods, err
}

// packed returns an order with the lots that the shipment has for it, and without the lines for
// which it has none. The errors are Faults and NotFound.
func (s Shipment) packed(o trade.Order) (trade.Order, error) {
	of := make([][]Pick, len(o.Lines))
	var lots []trade.Lot
	for i, p := range s.Picks {
		if p.Order != o.Number {
			continue
		}
		if p.Line < 0 || p.Line >= len(of) {
			return o, trade.Faults{noSuchLine(fmt.Sprintf("/picks/%d", i), o, p.Line)}
		}
		of[p.Line], lots = append(of[p.Line], p), append(lots, p.Lot)
	}
	if len(lots) == 0 {
		return o, &trade.Error{Code: trade.NotFound, Field: "picks", Format: "No bales are picked for order %s in shipment %s.", Args: []any{o.Number, s.Number}}
	}
	var lines []trade.Line
	for i, line := range o.Lines {
		if len(of[i]) == 0 {
			continue
		}
		slices.SortStableFunc(of[i], func(a, b Pick) int { return cmp.Compare(a.Place, b.Place) })
		line.Lots = nil
		for _, p := range of[i] {
			line.Lots = append(line.Lots, p.Lot.Number)
		}
		lines = append(lines, line)
	}
	o.Lots, o.Lines = lots, lines
	return o, nil
}

// routeOf returns the route of an order's goods, with the loads that they are on. An order names
// one container, so the numbers of several are for the packing list of each load alone.
func (s Shipment) routeOf(o trade.Order) trade.Route {
	r := o.Route
	if s.Route != nil {
		r = *s.Route
	}
	carries := make([]bool, len(s.Loads))
	for _, p := range s.Picks {
		for i := range p.Lot.Bales {
			if at := p.load(i); p.Order == o.Number && at > 0 && at <= len(carries) {
				carries[at-1] = true
			}
		}
	}
	named, seals := map[LoadKind][]string{}, []string(nil)
	for i, l := range s.Loads {
		if !carries[i] {
			continue
		}
		if l.Identity != "" {
			named[l.Kind] = append(named[l.Kind], l.Identity)
		}
		seals = append(seals, l.Seals...)
	}
	if trucks := named[Truck]; len(trucks) > 0 {
		r.Truck = strings.Join(trucks, ", ")
	}
	switch containers := named[Container]; len(containers) {
	case 0:
	case 1:
		r.Container = codes.CanonicalID(codes.Container, containers[0])
	default:
		r.Container = ""
	}
	if len(seals) > 0 {
		r.Seal = strings.Join(seals, ", ")
	}
	return r
}

// charges returns the consignment's share as an order's charges. A charge that the order has
// stays, even where nothing of it is left for this consignment.
func (c Consignment) charges() (out trade.Charges) {
	has := c.Order.Charges
	part := func(a money.Amount, agreed bool) *money.Amount {
		if a.Sign() == 0 && !agreed {
			return nil
		}
		return &a
	}
	out.Discount = part(c.Share.Discount, has.Discount != nil || has.DiscountPercent != nil)
	out.Freight = part(c.Share.Freight, has.Freight != nil)
	out.Insurance = part(c.Share.Insurance, has.Insurance != nil || has.InsuranceRatePercent != nil)
	return out
}

// equals reports whether two shares are the same to the digit.
func (s Share) equals(o Share) bool {
	rest, err := s.with(o, money.Amount.Sub)
	return err == nil && rest.Discount.Sign() == 0 && rest.Freight.Sign() == 0 && rest.Insurance.Sign() == 0 && rest.Deposit.Sign() == 0
}

// Whole returns an order file's order as it was agreed, without its lots, and a shipment of all
// of it on one load, of which only the number is for the caller to give. Consign makes the
// order out of both again.
func Whole(o trade.Order) (trade.Order, Shipment) {
	place, line := map[string]int{}, map[string]int{}
	agreed := o
	agreed.Lots, agreed.Lines = nil, slices.Clone(o.Lines)
	for i, l := range o.Lines {
		for j, number := range l.Lots {
			place[number], line[number] = j, i
		}
		agreed.Lines[i].Lots = nil
	}
	s := Shipment{Route: &agreed.Route, Loads: []Load{loadOf(o.Route)}}
	for _, lot := range o.Lots {
		p := Pick{Order: o.Number, Line: line[lot.Number], Place: place[lot.Number], Lot: lot}
		for range lot.Bales {
			p.Loads = append(p.Loads, 1)
		}
		s.Picks = append(s.Picks, p)
	}
	return agreed, s
}

// loadOf returns the one load that a route describes.
func loadOf(r trade.Route) Load {
	l := Load{Kind: Truck, Identity: r.Truck}
	switch {
	case r.Container != "" || r.Mode == codes.Sea || r.Mode == codes.Rail && r.Truck == "":
		l = Load{Kind: Container, Identity: r.Container}
	case r.Mode == codes.Air:
		l = Load{Kind: AirWaybill}
	}
	if r.Seal != "" {
		l.Seals = []string{r.Seal}
	}
	return l
}
