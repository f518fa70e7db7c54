package orders

import (
	"strings"

	"woolroad/app/codes"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// orderFacts returns the order's terms, payment and route as facts.
func orderFacts(o trade.Order, l say.Lang) []page.Fact {
	place := func(text string) string { return l.Say(say.LocalityInFull(text)) }
	var f page.Facts
	f.Add(say.Msg("Order date"), l.Date(o.Date))
	f.Add(say.Msg("Contract"), o.Contract)
	f.Add(say.Msg("Buyer's reference"), o.BuyerReference)
	f.Add(say.Msg("Terms"), l.Say(say.TermsOf(string(o.Terms.Incoterm), o.Terms.Place, o.Terms.Edition)))
	f.Add(say.Msg("Payment"), o.Payment.Text)
	if p := o.Delivery; p != nil {
		f.Add(say.Msg("Delivery period"), l.Say(say.Msg("from %s to %s", l.Date(p.From), l.Date(p.To))))
	}
	if c := o.Credit; c != nil {
		f.Add(say.Msg("Letter of credit"), c.Number, l.Date(c.Date), c.IssuingBank)
		partial, said := say.PartialShipments[c.PartialShipments]
		if !said {
			partial = say.Msg("The credit does not say")
		}
		f.Add(say.Msg("Partial shipments"), l.Say(partial))
	}
	if mode, err := codes.LookupMode(string(o.Route.Mode)); err == nil {
		f.Add(say.Msg("Mode of transport"), l.Say(say.Bilingual(mode.Name, mode.NameZH)))
	}
	r := o.Route
	f.Add(say.Msg("Place of loading"), place(r.Loading))
	f.Add(say.Msg("Border crossing"), place(r.Border))
	f.Add(say.Msg("Place of discharge"), place(r.Discharge))
	f.Add(say.Msg("Destination"), place(r.Destination))
	f.Add(say.Msg("Truck"), r.Truck)
	f.Add(say.Msg("Vessel"), r.Vessel)
	f.Add(say.Msg("Flight"), r.Flight)
	f.Add(say.Msg("Container"), r.Container)
	f.Add(say.Msg("Seal"), r.Seal)
	f.Add(say.Msg("Marks"), o.Marks...)
	for _, r := range o.Remarks {
		f.Add(say.Msg("Remarks"), remarkText(r, l))
	}
	return f
}

// remarkText returns a remark with the kinds of document that print it, if not all do.
func remarkText(r trade.Remark, l say.Lang) string {
	if len(r.Documents) == 0 {
		return r.Text
	}
	var titles []string
	for _, kind := range r.Documents {
		titles = append(titles, l.Say(say.KindNamed(kind)))
	}
	return l.Say(say.Msg("%s (on: %s)", r.Text, strings.Join(titles, l.Say(say.Msg(", ")))))
}

// agreementOf returns what is agreed on a line beside its price: the quantity with the range
// that the tolerance allows, how it is invoiced, and the specification.
func agreementOf(line trade.Line) (list []say.Message) {
	if a := line.Agreed; a != nil {
		m := say.Msg("Agreed: %s kg %s", a.Mass().Grouped(), say.QuantitiesOf[a.Of])
		if least, most := a.Range(); least.Cmp(most) != 0 {
			m = say.Msg("Agreed: %s kg %s, %s to %s kg allowed", a.Mass().Grouped(), say.QuantitiesOf[a.Of], least.Grouped(), most.Grouped())
		}
		list = append(list, m)
		if a.Regain != nil {
			list = append(list, say.Msg("Sold by invoice mass at an agreed regain of %s %%", a.Regain.String()))
		} else {
			list = append(list, say.Msg("Sold by net mass"))
		}
	}
	if line.Specification != "" {
		list = append(list, say.Plain(line.Specification))
	}
	return list
}
