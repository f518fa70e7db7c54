package web

import (
	"slices"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/exact"
	"woolroad/app/trade"
)

// partyBox is a party as an order names it.
type partyBox struct {
	Label   Message
	AsBuyer bool // the order names none
	trade.Party
	Country Message // its name, where the address does not end with it
	IDs     []fact
}

func partyOf(label Message, p *trade.Party) partyBox {
	if p == nil {
		return partyBox{Label: label, AsBuyer: true}
	}
	box := partyBox{Label: label, Party: *p}
	if country, err := codes.LookupCountry(p.Country); err == nil &&
		!slices.ContainsFunc(p.Address, func(line string) bool { return strings.Contains(line, country.Name) }) {
		box.Country = bilingual(country.Name, country.NameZH)
	}
	for _, id := range p.IDs {
		box.IDs = append(box.IDs, fact{Label: bilingual(codes.IDLabel(id.Kind)), Lines: []string{id.Value}, Note: confirmedNote(*p, id.Kind)})
	}
	return box
}

// confirmedNote is why a number that fails its check stands, of no Format where nobody
// has confirmed it.
func confirmedNote(p trade.Party, kind string) Message {
	if reason := p.Confirmed[kind]; reason != "" {
		return msg("confirmed: %s", reason)
	}
	return Message{}
}

// facts collects what is given.
type facts []fact

func (f *facts) add(label Message, lines ...string) {
	if slices.ContainsFunc(lines, func(s string) bool { return s != "" }) {
		*f = append(*f, fact{Label: label, Lines: lines})
	}
}

func (f *facts) number(label Message, n *exact.Number, unit string) {
	if n != nil {
		*f = append(*f, fact{Label: label, Lines: []string{n.String() + " " + unit}})
	}
}

// orderFacts are the order's terms, route and payment.
func orderFacts(o trade.Order, l Lang) []fact {
	var f facts
	f.add(msg("Order date"), l.date(o.Date))
	f.add(msg("Contract"), o.Contract)
	f.add(msg("Buyer's reference"), o.BuyerReference)
	f.add(msg("Terms"), string(o.Terms.Incoterm)+" "+o.Terms.Place+", Incoterms "+o.Terms.Edition)
	f.add(msg("Payment"), o.Payment.Text)
	if c := o.Credit; c != nil {
		f.add(msg("Letter of credit"), c.Number, l.date(c.Date), c.IssuingBank)
	}
	if mode, err := codes.LookupMode(string(o.Route.Mode)); err == nil {
		f.add(msg("Mode of transport"), l.say(bilingual(mode.Name, mode.NameZH)))
	}
	r := o.Route
	f.add(msg("Place of loading"), r.Loading)
	f.add(msg("Border crossing"), r.Border)
	f.add(msg("Place of discharge"), r.Discharge)
	f.add(msg("Destination"), r.Destination)
	f.add(msg("Truck"), r.Truck)
	f.add(msg("Vessel"), r.Vessel)
	f.add(msg("Flight"), r.Flight)
	f.add(msg("Container"), r.Container)
	f.add(msg("Seal"), r.Seal)
	f.add(msg("Marks"), o.Marks...)
	return f
}

// testFacts are what a laboratory found in a lot.
func testFacts(t *trade.Test, l Lang) []fact {
	if t == nil {
		return nil
	}
	var f facts
	f.add(msg("Certificate"), t.Certificate)
	if t.Date != nil {
		f.add(msg("Tested on"), l.date(*t.Date))
	}
	f.number(msg("Mean fibre diameter"), t.MeanFibreDiameter, "µm")
	f.number(msg("Length"), t.Length, "mm")
	f.number(msg("Vegetable matter"), t.VegetableMatterPercent, "%")
	f.number(msg("Grease"), t.GreasePercent, "%")
	f.number(msg("Coarse hair"), t.CoarseHairPerMille, "‰")
	f.number(msg("Impurity"), t.ImpurityPerMille, "‰")
	f.add(msg("Colour"), t.Colour)
	return f
}
