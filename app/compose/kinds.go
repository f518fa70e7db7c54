// Package compose makes the documents that go with an order, frozen as of that
// moment.
//
// Its functions are pure: an order, its totals and a document's numbers go in, the
// document comes out. Figures come from trade.Totals; none is computed here.
package compose

import (
	"fmt"
	"slices"

	"woolroad/app/trade"
	"woolroad/documents"
)

// Kind is how a kind of document is composed, and which orders it goes with.
type Kind struct {
	Kind documents.Kind
	// Compose makes the document of a consignment under these numbers. The error
	// says what the consignment has that no document can say.
	Compose func(Consignment, Numbers) (documents.Document, error)
	// GoesWith says whether the document goes with an order; nil: with every one.
	GoesWith  func(trade.Order) bool
	OnRequest bool // issued only where somebody asks for it by name
	Converts  bool // prints the total in other currencies, so it cannot do without their rates
}

// Kinds has a row for each of documents.Kinds, in the same order.
var Kinds = []Kind{
	{Kind: documents.KindCommercialInvoice, Compose: commercialInvoice, Converts: true},
	{Kind: documents.KindPackingList, Compose: packingList},
	// It bills what the invoice bills.
	{Kind: documents.KindCombined, Compose: combined, GoesWith: toIndia, OnRequest: true, Converts: true},
}

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

// toIndia reports whether the buyer is in India: who buys decides, not who receives.
func toIndia(o trade.Order) bool { return o.Buyer.Country == "IN" }

// KindsFor returns the kinds of document that go with an order, in the order of
// documents.Kinds.
func KindsFor(o trade.Order) []Kind {
	return slices.DeleteFunc(slices.Clone(Kinds), func(k Kind) bool { return k.GoesWith != nil && !k.GoesWith(o) })
}

// Document composes a document of that kind under these numbers. It fails for what
// is no kind of document and as the kind's Compose does.
func Document(c Consignment, k documents.Kind, n Numbers) (documents.Document, error) {
	i := slices.IndexFunc(Kinds, func(row Kind) bool { return row.Kind == k })
	if i < 0 {
		return nil, fmt.Errorf("there is no kind of document called %q", k)
	}
	p, err := Kinds[i].Compose(c, n)
	if err != nil {
		return nil, fmt.Errorf("%s of %s: %w", k, c.Order.Number, err)
	}
	return p, nil
}

// Documents composes documents of these kinds, under the numbers that NumbersOf gives them.
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
