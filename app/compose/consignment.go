package compose

import (
	"fmt"

	"woolroad/app/codes"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

// Consignment is an order with everything that its documents print.
type Consignment struct {
	Order  trade.Order
	Totals trade.Totals
	Labels exporter.Labels
}

// Header composes the part that every document of the consignment has. Its date is the
// order's. The error is a *codes.Problem about a code of the order that is unknown.
func (c Consignment) Header(n Numbers) (documents.Header, error) {
	o, t := c.Order, c.Totals
	mode, err := codes.LookupMode(string(o.Route.Mode))
	if err != nil {
		return documents.Header{}, err
	}
	origins, err := c.origins()
	if err != nil {
		return documents.Header{}, err
	}
	kinds, err := packages(o.Lots)
	if err != nil {
		return documents.Header{}, err
	}
	exporter, err := party(o.Seller)
	if err != nil {
		return documents.Header{}, err
	}
	buyer, err := party(o.Buyer)
	if err != nil {
		return documents.Header{}, err
	}
	h := documents.Header{
		Labels: documents.Labels(c.Labels), Number: n.Number, Date: o.Date, Companion: n.Companion,
		Exporter: exporter, Buyer: buyer,
		Order: o.Number, Contract: o.Contract, BuyerReference: o.BuyerReference,
		Transport: documents.Transport{
			Mode:    documents.Bilingual{EN: mode.Name, ZH: mode.NameZH},
			Loading: o.Route.Loading, Border: o.Route.Border, Discharge: o.Route.Discharge, Destination: o.Route.Destination,
			Truck: o.Route.Truck, Vessel: o.Route.Vessel, Flight: o.Route.Flight,
			Container: o.Route.Container, Seal: o.Route.Seal,
		},
		Terms:  fmt.Sprintf("%s %s, Incoterms %s", o.Terms.Incoterm, o.Terms.Place, o.Terms.Edition),
		Origin: joinCountries(origins), Marks: o.Marks,
		Packages: kinds, PackageCount: t.Packages, Gross: t.Gross, Tare: t.Tare, Net: t.Net,
	}
	if h.Consignee, err = otherParty(o.Consignee); err != nil {
		return documents.Header{}, err
	}
	if h.Notify, err = otherParty(o.Notify); err != nil {
		return documents.Header{}, err
	}
	if c := o.Credit; c != nil {
		h.Credit = &documents.Credit{Number: c.Number, Date: c.Date, IssuingBank: c.IssuingBank}
	}
	return h, nil
}

// otherParty composes a party, or returns nil for nil: documents then print "same as
// buyer".
func otherParty(p *trade.Party) (*documents.Party, error) {
	if p == nil {
		return nil, nil
	}
	out, err := party(*p)
	return &out, err
}

// party composes a party. The error is a *codes.Problem about its country.
func party(p trade.Party) (documents.Party, error) {
	country, err := codes.LookupCountry(p.Country)
	if err != nil {
		return documents.Party{}, err
	}
	out := documents.Party{
		Name: p.Name, NameLocal: p.NameLocal, Address: p.Address, Country: country.Name,
		Contact: p.Contact, Phone: p.Phone, Email: p.Email,
	}
	for _, id := range p.IDs {
		label, _ := codes.IDLabel(id.Kind)
		out.IDs = append(out.IDs, documents.ID{Label: label, Value: codes.CanonicalID(id.Kind, id.Value)})
	}
	return out, nil
}
