package issuing

import (
	"errors"
	"io"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/documents"
)

// errChanged says that the order was changed after its rates were looked up.
var errChanged = errors.New("the order has changed")

// draw makes the papers of these kinds with their numbers and the day of issue.
// Invoice and packing list name each other; the combined form stands alone.
func (c *content) draw(o trade.Order, a store.Assigned, kinds []documents.Kind, reason string) ([]documents.Paper, error) {
	if !sameRates(o, c.order) {
		return nil, errChanged
	}
	if broken := trade.Check(o).Errors(); len(broken) > 0 {
		return nil, breaks(o, broken)
	}
	if len(c.unrated) > 0 {
		return nil, noRate(o, c.unrated)
	}
	totals, err := o.Totals(c.rates)
	if err != nil {
		return nil, err
	}
	number := func(k documents.Kind) string {
		if n, ok := a.Numbers[k]; ok {
			return n
		}
		return a.Beside[k]
	}
	var papers []documents.Paper
	for _, k := range kinds {
		n := issue.Numbers{Invoice: number(documents.KindCommercialInvoice), PackingList: number(documents.KindPackingList)}
		if k == documents.KindCombined {
			n = issue.Numbers{Combined: number(k)}
		}
		all, err := issue.Papers(o, totals, n, c.exporter.Labels)
		if err != nil {
			return nil, err
		}
		for _, p := range all {
			if p.Kind() != k {
				continue
			}
			h := p.Head()
			h.Date, h.Demo, h.CheckAddress = a.Date, c.demo, c.exporter.Address
			if old := a.Supersedes[k]; old != "" {
				h.Supersedes, h.Reason = old, reason
			}
			papers = append(papers, p)
		}
	}
	return papers, nil
}

// explained is an error as a person needs it: it says where in the order it lies
// that a paper cannot be made. drawn are the papers that were to be.
func explained(o trade.Order, drawn []documents.Paper, err error) error {
	fault := trade.Fault{}
	switch {
	case errors.As(err, new(*trade.Error)):
		return err
	case errors.As(err, &fault):
		return cannot(o, fault)
	}
	for _, p := range drawn {
		if fault, is := issue.Undrawn(o, p.Kind(), p.Write(io.Discard)); is {
			return cannot(o, fault)
		}
	}
	return err
}

// breaks is the error of an order that breaks rules. It names the first of them.
func breaks(o trade.Order, faults trade.Faults) error {
	const named = 10
	return &trade.Error{Code: trade.Invalid, Field: "order", Err: faults,
		Format: "Order %s is not issued while it breaks rules. %s", Args: []any{o.Number, faults[:min(named, len(faults))]}}
}

func cannot(o trade.Order, fault trade.Fault) error {
	return &trade.Error{Code: trade.Invalid, Field: "order", Err: fault, Format: "Order %s cannot be issued: %s", Args: []any{o.Number, fault}}
}
