// Package compose makes the documents of an order, frozen as of one moment.
//
// Its functions are pure: an order, its totals and a document's numbers go in, and the
// document comes out. It computes no figure itself; all of them come from trade.Totals.
package compose

import (
	"fmt"
	"slices"

	"woolroad/app/trade"
	"woolroad/documents"
)

// Kind is how a kind of document is composed, and which orders have such a document.
type Kind struct {
	Kind documents.Kind
	// Compose returns the document of a consignment under these numbers. The errors are a
	// *codes.Problem about an unknown code, and, for a total that cannot be written in
	// words, money.ErrNegativeWords and money.ErrWordStyle.
	Compose func(Consignment, Numbers) (documents.Document, error)
	// GoesWith reports whether an order has such a document. nil: every order has one.
	GoesWith  func(trade.Order) bool
	OnRequest bool // issued only if somebody asks for it by name
	Converts  bool // prints the total in other currencies, so that it needs their rates
}

// Kinds has a row for each of documents.Kinds, in the same order.
var Kinds = []Kind{
	{Kind: documents.KindCommercialInvoice, Compose: commercialInvoice, Converts: true},
	{Kind: documents.KindPackingList, Compose: packingList},
	// The combined form bills what the invoice bills, so it is issued only instead of it.
	{Kind: documents.KindCombined, Compose: combined, GoesWith: toIndia, OnRequest: true, Converts: true},
}

// commercialInvoice composes an invoice. The errors are those of Kind.Compose.
func commercialInvoice(c Consignment, n Numbers) (documents.Document, error) {
	header, err := c.Header(n)
	if err != nil {
		return nil, err
	}
	invoice, err := c.invoice()
	if err != nil {
		return nil, err
	}
	return &documents.CommercialInvoice{Header: header, Invoice: invoice}, nil
}

// packingList composes a packing list. The errors are those of Kind.Compose.
func packingList(c Consignment, n Numbers) (documents.Document, error) {
	header, err := c.Header(n)
	if err != nil {
		return nil, err
	}
	packing, err := c.packing()
	if err != nil {
		return nil, err
	}
	return &documents.PackingList{Header: header, Packing: packing}, nil
}

// combined composes an invoice cum packing list. The errors are those of Kind.Compose.
func combined(c Consignment, n Numbers) (documents.Document, error) {
	header, err := c.Header(n)
	if err != nil {
		return nil, err
	}
	invoice, err := c.invoice()
	if err != nil {
		return nil, err
	}
	packing, err := c.packing()
	if err != nil {
		return nil, err
	}
	return &documents.Combined{Header: header, Invoice: invoice, Packing: packing}, nil
}

// toIndia reports whether the buyer is in India, wherever the goods are received.
func toIndia(o trade.Order) bool { return o.Buyer.Country == "IN" }

// KindsFor returns the kinds of document that an order has, in the order of
// documents.Kinds.
func KindsFor(o trade.Order) []Kind {
	return slices.DeleteFunc(slices.Clone(Kinds), func(k Kind) bool { return k.GoesWith != nil && !k.GoesWith(o) })
}

// Document composes a document of kind k under these numbers. The errors are those of
// Kind.Compose, and one for an unknown kind.
func Document(c Consignment, k documents.Kind, n Numbers) (documents.Document, error) {
	i := slices.IndexFunc(Kinds, func(row Kind) bool { return row.Kind == k })
	if i < 0 {
		return nil, fmt.Errorf("there is no kind of document called %q", k)
	}
	p, err := Kinds[i].Compose(c, n)
	if err != nil {
		return nil, fmt.Errorf("%s of %s: %w", k, c.Order.Number, err)
	}
	p.Head().Remarks = remarks(c.Order, k)
	return p, nil
}

// remarks returns the remarks that a document of kind k prints.
func remarks(o trade.Order, k documents.Kind) (list []string) {
	for _, r := range o.Remarks {
		if len(r.Documents) == 0 || slices.Contains(r.Documents, string(k)) {
			list = append(list, r.Text)
		}
	}
	return list
}

// Documents composes documents of these kinds, under the numbers that NumbersOf returns.
// The errors are those of Document.
func Documents(c Consignment, kinds []Kind) ([]documents.Document, error) {
	var list []documents.Document
	for _, k := range kinds {
		p, err := Document(c, k.Kind, NumbersOf(c.Order, k.Kind))
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}
