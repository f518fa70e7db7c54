// Package issue turns an order into the papers that are handed out, frozen as
// of that moment.
//
// Its functions are pure: an order, its totals and the papers' numbers go in,
// papers come out. Figures come from trade.Totals; none is computed here.
package issue

import (
	"fmt"
	"slices"

	"woolroad/app/codes"
	"woolroad/app/trade"
	"woolroad/documents"
)

// Numbers are what the papers of one shipment are called. Each paper names the
// other.
type Numbers struct {
	Invoice     string // "CI-2026-0041"
	PackingList string // "PL-2026-0041"
	Combined    string // "CC-2026-0041"
}

// NumbersOf are the numbers that papers carry when no series gives them one:
// the order number's tail after the prefix of their kind.
func NumbersOf(o trade.Order) Numbers {
	number := func(k documents.Kind) string {
		info, _ := k.Info()
		return info.Prefix + "-" + o.Tail()
	}
	return Numbers{number(documents.KindCommercialInvoice), number(documents.KindPackingList), number(documents.KindCombined)}
}

// KindsFor returns the kinds of document that go with an order, in the order of
// documents.Kinds.
func KindsFor(o trade.Order) []documents.Kind {
	kinds := []documents.Kind{documents.KindCommercialInvoice, documents.KindPackingList}
	if o.Buyer.Country == "IN" {
		kinds = append(kinds, documents.KindCombined)
	}
	return kinds
}

// Papers are the papers that go with the order, in the order of
// documents.Kinds: invoice and packing list, and for Indian buyers the form
// that combines them. They carry the order's date.
func Papers(o trade.Order, t trade.Totals, n Numbers, labels documents.Labels) ([]documents.Paper, error) {
	m := mapping{order: o, totals: t, labels: labels}
	invoice, err := m.invoice()
	if err != nil {
		return nil, fmt.Errorf("invoice for %s: %w", o.Number, err)
	}
	packing, err := m.packing()
	if err != nil {
		return nil, fmt.Errorf("packing list for %s: %w", o.Number, err)
	}
	billed, err := m.header(n.Invoice, n.PackingList)
	if err != nil {
		return nil, fmt.Errorf("papers for %s: %w", o.Number, err)
	}
	packed := billed
	packed.Number, packed.Companion = n.PackingList, n.Invoice
	combined := billed
	combined.Number = n.Combined

	papers := []documents.Paper{
		&documents.CommercialInvoice{Header: billed, Invoice: invoice},
		&documents.PackingList{Header: packed, Packing: packing},
	}
	if slices.Contains(KindsFor(o), documents.KindCombined) {
		papers = append(papers, &documents.Combined{Header: combined, Invoice: invoice, Packing: packing})
	}
	return papers, nil
}

// mapping is one order on its way to paper.
type mapping struct {
	order  trade.Order
	totals trade.Totals
	labels documents.Labels
}

func (m mapping) header(number, companion string) (documents.Header, error) {
	o, t := m.order, m.totals
	mode, err := codes.LookupMode(string(o.Route.Mode))
	if err != nil {
		return documents.Header{}, err
	}
	origins, err := m.origins()
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
		Labels: m.labels, Number: number, Date: o.Date, Companion: companion,
		Exporter: exporter, Buyer: buyer,
		Order: o.Number, Contract: o.Contract, BuyerReference: o.BuyerReference,
		Transport: documents.Transport{
			Mode:    documents.Bilingual{EN: mode.Name, ZH: mode.NameZH},
			Loading: o.Route.Loading, Border: o.Route.Border, Discharge: o.Route.Discharge, Destination: o.Route.Destination,
			Truck: o.Route.Truck, Vessel: o.Route.Vessel, Flight: o.Route.Flight,
			Container: o.Route.Container, Seal: o.Route.Seal,
		},
		Terms:  fmt.Sprintf("%s %s, Incoterms %s", o.Terms.Incoterm, o.Terms.Place, o.Terms.Edition),
		Origin: listed(origins), Marks: o.Marks,
		Packages: kinds, PackageCount: t.Packages, Gross: t.Gross, Tare: t.Tare, Net: t.Net,
	}
	if h.Consignee, err = other(o.Consignee); err != nil {
		return documents.Header{}, err
	}
	if h.Notify, err = other(o.Notify); err != nil {
		return documents.Header{}, err
	}
	if c := o.Credit; c != nil {
		h.Credit = &documents.Credit{Number: c.Number, Date: c.Date, IssuingBank: c.IssuingBank}
	}
	return h, nil
}

// other is a party that is the buyer where the order names none.
func other(p *trade.Party) (*documents.Party, error) {
	if p == nil {
		return nil, nil
	}
	out, err := party(*p)
	return &out, err
}

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
