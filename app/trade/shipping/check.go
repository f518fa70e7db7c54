package shipping

import (
	"errors"
	"fmt"
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/codes"
	"woolroad/app/fibre"
	"woolroad/app/trade"
)

// findings are the faults that a check has found so far.
type findings struct{ faults trade.Faults }

// report adds a fault that stops the shipment.
func (f *findings) report(pointer string, code trade.FaultCode, format string, args ...any) {
	f.faults = append(f.faults, trade.Fault{Pointer: pointer, Code: code, Format: format, Args: args})
}

// warn adds a fault that a person should know of.
func (f *findings) warn(pointer string, code trade.FaultCode, format string, args ...any) {
	f.faults = append(f.faults, trade.Fault{Pointer: pointer, Code: code, Format: format, Args: args, Warning: true})
}

// Check returns what is wrong with a shipment's own values, and what deserves a warning, all
// at once and in the order of its fields. Pointers are like those of an order file:
// "/loads/0/identity", "/picks/1/lot/bales/3/number".
func Check(s Shipment) trade.Faults {
	f := &findings{}
	f.required("/number", "number", s.Number)
	for i, mark := range s.Marks {
		f.text(fmt.Sprintf("/marks/%d", i), mark)
	}
	f.checkLoads(s)
	f.checkPicks(s)
	f.checkDates(s)
	if s.Carrier != "" {
		f.text("/carrier", s.Carrier)
	}
	for i, a := range s.Agents {
		at := fmt.Sprintf("/agents/%d", i)
		f.required(at+"/role", "role", a.Role)
		f.required(at+"/name", "name", a.Name)
		if a.Phone != "" {
			f.text(at+"/phone", a.Phone)
		}
	}
	f.checkInsurance(s)
	return f.faults
}

// required checks a text that must be there.
func (f *findings) required(pointer, key, text string) {
	if text == "" {
		f.report(pointer, trade.FaultMissing, "%q is missing; add it.", key)
		return
	}
	f.text(pointer, text)
}

// text checks a text of one line.
func (f *findings) text(pointer, text string) {
	if fault := trade.FaultOfText(pointer, text); fault.Code != "" {
		f.faults = append(f.faults, fault)
	}
}

// first returns where a text was given first, and reports whether that was before pointer.
func first(seen map[string]string, text, pointer string) (string, bool) {
	at, twice := seen[text]
	if !twice {
		seen[text] = pointer
	}
	return at, twice
}

// checkLoads checks each load, and that no two are the same or have the same seal.
func (f *findings) checkLoads(s Shipment) {
	identities, seals := map[string]string{}, map[string]string{}
	loaded := s.Loaded()
	for i, l := range s.Loads {
		at := fmt.Sprintf("/loads/%d", i)
		identity := f.checkIdentity(at, l)
		if where, twice := first(identities, string(l.Kind)+" "+identity, at+"/identity"); twice && identity != "" {
			f.report(at+"/identity", FaultLoadTwice, "%q is given twice, first at %s; each load has its own.", l.Identity, where)
		}
		for j, seal := range l.Seals {
			at := fmt.Sprintf("%s/seals/%d", at, j)
			f.text(at, seal)
			if where, twice := first(seals, seal, at); twice {
				f.report(at, FaultSealTwice, "The seal %q is given twice, first at %s; each seal has its own number.", seal, where)
			}
		}
		if m := l.Limit; m != nil {
			if m.Gross.Sign() <= 0 {
				f.report(at+"/limit/gross", trade.FaultNotPositive, "This must be above zero.")
			}
			f.required(at+"/limit/source", "source", m.Source)
		}
		if c := l.Confirmed; c != nil {
			f.required(at+"/confirmed/who", "who", c.Who)
			f.required(at+"/confirmed/reason", "reason", c.Reason)
		}
		if !l.allows(loaded[i].Gross) {
			f.faults = append(f.faults, overLimit(i, l, loaded[i].Gross))
			f.faults[len(f.faults)-1].Warning = true // until it is packed, bales may be taken off again
		}
	}
}

// overLimit returns the fault of the i-th load, counted from 0, which weighs too much.
func overLimit(i int, l Load, gross fibre.Mass) trade.Fault {
	return trade.Fault{Pointer: fmt.Sprintf("/loads/%d", i), Code: FaultLoadOverLimit,
		Format: "Load %d weighs %s kg gross, %s kg more than its limit of %s kg (%s); take bales off, or confirm that it may.",
		Args:   []any{i + 1, gross.Grouped(), gross.Sub(l.Limit.Gross).Grouped(), l.Limit.Gross.Grouped(), l.Limit.Source}}
}

// checkIdentity checks a load's kind and what identifies it, and returns the latter as it is
// stored, or "" where there is none or checkIdentity refuses it.
func (f *findings) checkIdentity(at string, l Load) string {
	kind := map[LoadKind]string{Truck: "", Container: codes.Container, AirWaybill: codes.AirWaybill}
	id, known := kind[l.Kind]
	switch {
	case !known:
		f.report(at+"/kind", trade.FaultNotOneOf, "%q is not known here; write one of %s.", string(l.Kind), strings.Join([]string{string(Truck), string(Container), string(AirWaybill)}, ", "))
		return ""
	case l.Identity == "":
		return ""
	case id == "":
		f.text(at+"/identity", l.Identity)
		return l.Identity
	}
	warning, err := codes.CheckID(id, l.Identity)
	f.problem(at+"/identity", warning, true)
	f.problem(at+"/identity", err, false)
	if err != nil {
		return ""
	}
	return codes.CanonicalID(id, l.Identity)
}

// problem adds what a code list has found, which may be nothing.
func (f *findings) problem(pointer string, err error, warning bool) {
	if p := (*codes.Problem)(nil); errors.As(err, &p) {
		f.faults = append(f.faults, trade.Fault{Pointer: pointer, Code: trade.FaultCode(p.Code), Format: p.Format, Args: p.Args, Warning: warning})
	}
}

// checkPicks checks that each bale is picked once, that each lot goes to one line of an order,
// and that each bale's load is there.
func (f *findings) checkPicks(s Shipment) {
	bales, lots := map[string]string{}, map[string]string{}
	for i, p := range s.Picks {
		at := fmt.Sprintf("/picks/%d", i)
		f.required(at+"/order", "order", p.Order)
		f.required(at+"/lot/number", "number", p.Lot.Number)
		if where, twice := first(lots, p.Order+"\x00"+p.Lot.Number, at); twice {
			f.report(at+"/lot", FaultLotPickedTwice, "Bales of lot %q are picked for order %s at %s already; pick all of them there, for one line.", p.Lot.Number, p.Order, where)
		}
		if len(p.Lot.Bales) == 0 {
			f.report(at+"/lot/bales", trade.FaultEmptyList, "This list is empty; it needs at least one entry.")
		}
		for j, b := range p.Lot.Bales {
			bale := fmt.Sprintf("%s/lot/bales/%d/number", at, j)
			f.required(bale, "number", b.Number)
			if where, twice := first(bales, p.Lot.Number+"\x00"+b.Number, bale); twice && b.Number != "" {
				f.report(bale, FaultBalePickedTwice, "Bale %q of lot %q is picked twice, first at %s; remove one.", b.Number, p.Lot.Number, where)
			}
			if load := p.load(j); load < 0 || load > len(s.Loads) {
				f.report(fmt.Sprintf("%s/loads/%d", at, j), FaultNoSuchLoad, "Bale %q is on load %d, and the shipment has %d loads; choose one of them.", b.Number, load, len(s.Loads))
			}
		}
	}
}

// checkDates checks that the planned days follow one another.
func (f *findings) checkDates(s Shipment) {
	before := civil.Date{}
	for _, day := range []struct {
		key string
		civil.Date
	}{{"departure", s.Planned.Departure}, {"border", s.Planned.Border}, {"arrival", s.Planned.Arrival}, {"delivery", s.Planned.Delivery}} {
		switch {
		case day.IsZero():
		case day.Before(before):
			f.report("/planned/"+day.key, FaultDatesBackwards, "This day, %s, is before %s, the day of the step before; correct one of them.", day.String(), before.String())
		default:
			before = day.Date
		}
	}
}

// checkInsurance checks the cover, and warns of one that is dated after the departure, which a
// bank refuses (UCP 600 article 28).
func (f *findings) checkInsurance(s Shipment) {
	if s.Insurance == nil {
		return
	}
	f.required("/insurance/insurer", "insurer", s.Insurance.Insurer)
	if s.Insurance.Policy != "" {
		f.text("/insurance/policy", s.Insurance.Policy)
	}
	if d, left := s.Insurance.Date, s.Planned.Departure; !d.IsZero() && !left.IsZero() && d.After(left) {
		f.warn("/insurance/date", FaultInsuredLate, "The insurance is dated %s, after the departure on %s; a bank refuses that.", d.String(), left.String())
	}
}

// CheckOrders returns what does not fit together between a shipment and the orders that its
// bales are picked for: an order or a line that is not there, a lot of another product than the
// line's, orders of several buyers, currencies or terms. It warns of a credit that forbids
// partial shipments where the goods go on several trucks, which is a partial shipment even on
// one day to one place (UCP 600 article 31).
func CheckOrders(s Shipment, orders []trade.Order) trade.Faults {
	f := &findings{}
	byNumber, trucks := map[string]trade.Order{}, map[string]map[int]bool{}
	for _, o := range orders {
		byNumber[o.Number] = o
	}
	var one trade.Order // which the others must be like
	for i, p := range s.Picks {
		at := fmt.Sprintf("/picks/%d", i)
		o, known := byNumber[p.Order]
		if !known {
			f.report(at+"/order", FaultNoSuchOrder, "There is no order %q here; pick bales for one of the shipment's orders.", p.Order)
			continue
		}
		if trucks[o.Number] == nil { // its first pick
			trucks[o.Number] = map[int]bool{}
			if len(trucks) == 1 {
				one = o
			}
			f.sameAs(at+"/order", o, one)
		}
		switch {
		case p.Line < 0 || p.Line >= len(o.Lines):
			f.faults = append(f.faults, noSuchLine(at, o, p.Line))
		case p.Lot.Product != o.Lines[p.Line].Product:
			f.report(at+"/lot", FaultOtherProduct, "The lot %q is %s, and line %d of order %s sells %s; pick another lot.", p.Lot.Number, p.Lot.Product, p.Line+1, o.Number, o.Lines[p.Line].Product)
		}
		for j := range p.Lot.Bales {
			if load := p.load(j); load > 0 && load <= len(s.Loads) && s.Loads[load-1].Kind == Truck {
				trucks[o.Number][load] = true
			}
		}
	}
	for _, o := range orders {
		if o.Credit != nil && o.Credit.PartialShipments == trade.PartialNotAllowed && len(trucks[o.Number]) > 1 {
			f.warn("/loads", FaultPartialOnTrucks, "The credit of order %s forbids partial shipments, and its goods are on %d trucks, which a bank takes for one; put them on one truck, or ask the buyer to have the credit changed.", o.Number, len(trucks[o.Number]))
		}
	}
	return f.faults
}

// sameAs reports how an order is not of the same buyer, currency and terms as another one of
// the shipment.
func (f *findings) sameAs(pointer string, o, one trade.Order) {
	if o.Buyer.Name != one.Buyer.Name || o.Buyer.Country != one.Buyer.Country {
		f.report(pointer, FaultOtherBuyer, "Order %s is of %s, and order %s of %s; a shipment goes to one buyer.", o.Number, o.Buyer.Name, one.Number, one.Buyer.Name)
	}
	if o.Currency != one.Currency {
		f.report(pointer, FaultOtherCurrency, "Order %s is in %s, and order %s in %s; a shipment has one currency.", o.Number, string(o.Currency), one.Number, string(one.Currency))
	}
	if o.Terms != one.Terms {
		f.report(pointer, FaultOtherTerms, "Order %s is %s %s, and order %s %s %s; a shipment has one trade term.",
			o.Number, string(o.Terms.Incoterm), o.Terms.Place, one.Number, string(one.Terms.Incoterm), one.Terms.Place)
	}
}
