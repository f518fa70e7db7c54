// Package shipping says how an order's wool goes: which bales are picked for which of its
// lines, on which loads, how far they have come, and what part of the order's charges each
// consignment bears.
//
// Its one rule is trade's: values in, values out. A consignment is an order with just the
// bales that are sent and with its share as charges, so what prints adds up by itself.
package shipping

import (
	"github.com/golang-sql/civil"

	"woolroad/app/fibre"
	"woolroad/app/trade"
)

// A Shipment is wool that travels together to one buyer: bales picked for lines of one or
// more orders, and the loads that they go on. It holds what was given, right or not: Check
// says which rules it breaks.
type Shipment struct {
	Number    string
	Route     *trade.Route // nil: each order's own. What it says of truck, container and seal is for one load; Loads decide where they say so.
	Marks     []string     // none: each order's own
	Loads     []Load
	Picks     []Pick
	Planned   Dates
	Carrier   string
	Agents    []Agent
	Insurance *Insurance // nil: none, or not known yet
	Steps     []Step     // how far it has come: the steps that were taken and not undone, first to last
}

// A Pick is the bales of one lot that go for one line of an order.
type Pick struct {
	Order string    // its number
	Line  int       // the place of the line in the order, from 0
	Place int       // of the lot among its line's lots, where that is not as the picks stand; those of one place stay so
	Lot   trade.Lot // with the picked bales alone, invoiced as PartFor says
	Loads []int     // for each of the bales the place of its load in Shipment.Loads, from 1; 0, or absent: it is on none
}

// load returns the place, from 1, of the load that the pick's i-th bale is on, or 0.
func (p Pick) load(i int) int {
	if i < len(p.Loads) {
		return p.Loads[i]
	}
	return 0
}

// A Load is what travels as one: a truck, a container, or what is under one air waybill.
type Load struct {
	Kind      LoadKind
	Identity  string // a truck's plates, a container's number, an air waybill's; "": not known yet
	Seals     []string
	Limit     *Limit      // nil: none is known
	Confirmed *Overweight // nil: nobody has confirmed that it may be over its limit
}

// A LoadKind is what kind of load something is, as it is stored.
type LoadKind string

// The kinds of load.
const (
	Truck      LoadKind = "truck"
	Container  LoadKind = "container"
	AirWaybill LoadKind = "air_waybill"
)

// A Limit is how much a load may weigh, and who says so. It is practice and not law: it
// changes with the season and the state of a bridge.
type Limit struct {
	Gross   fibre.Mass
	Source  string     // "Pemba Logistics by telephone"
	Checked civil.Date // the day for which the source says so
}

// An Overweight is a person's word that a load may weigh more than its limit.
type Overweight struct {
	Gross  fibre.Mass // up to which it may; more has to be confirmed anew
	Who    string
	Reason string
}

// Dates are the days of a shipment's way. A day that is not known is the zero Date.
type Dates struct{ Departure, Border, Arrival, Delivery civil.Date }

// An Agent acts for seller or buyer on the way: a customs broker, a forwarder.
type Agent struct {
	Role  string // "customs broker in Kathmandu"
	Name  string
	Phone string
}

// An Insurance is the cover of a shipment.
type Insurance struct {
	Insurer string
	Policy  string
	Date    civil.Date // of the policy or certificate, not later than the departure
}

// A Loaded is what is on a load.
type Loaded struct {
	Bales int
	Gross fibre.Mass
	Left  *fibre.Mass // what the limit leaves, below zero where it is over; nil: no limit is known
}

// Loaded returns what is on each of the shipment's loads.
func (s Shipment) Loaded() []Loaded {
	out := make([]Loaded, len(s.Loads))
	for _, p := range s.Picks {
		for i, b := range p.Lot.Bales {
			if at := p.load(i); at > 0 && at <= len(out) {
				out[at-1].Bales++
				out[at-1].Gross = out[at-1].Gross.Add(b.Gross)
			}
		}
	}
	for i, l := range s.Loads {
		if l.Limit != nil {
			left := l.Limit.Gross.Sub(out[i].Gross)
			out[i].Left = &left
		}
	}
	return out
}

// allows reports whether a load may go with that gross mass: it is within its limit, has none,
// or a person has confirmed as much.
func (l Load) allows(gross fibre.Mass) bool {
	return l.Limit == nil || gross.Cmp(l.Limit.Gross) <= 0 || l.Confirmed != nil && gross.Cmp(l.Confirmed.Gross) <= 0
}
