package issue

import (
	"cmp"
	"errors"
	"io"
	"slices"

	"woolroad/app/compose"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/documents"
)

// draw composes the documents of these kinds of the order with their numbers and the day
// of issue. Those that are issued together name each other.
func (l *Look) draw(a store.Assigned, kinds []documents.Kind, reason string) ([]documents.Document, error) {
	if broken := l.broken(); len(broken) > 0 {
		return nil, breaks(l.Order, broken)
	}
	converts := slices.ContainsFunc(kinds, l.converts)
	if converts && len(l.unrated) > 0 {
		return nil, l.noRate(kinds)
	}
	totals, err := l.totals(converts)
	if err != nil {
		return nil, err
	}
	consignment := compose.Consignment{Order: l.Order, Totals: totals, Labels: l.exporter.Labels}
	var docs []documents.Document
	for _, k := range kinds {
		p, err := compose.Document(consignment, k, numbersOf(k, a))
		if err != nil {
			return nil, err
		}
		h := p.Head()
		h.Date, h.Demo, h.CheckAddress = a.Date, l.demo, l.exporter.Address
		if old := a.Supersedes[k]; old != "" {
			h.Supersedes, h.Reason = old, reason
		}
		docs = append(docs, p)
	}
	return docs, nil
}

// converts reports whether a kind of document prints the total in other currencies.
func (l *Look) converts(k documents.Kind) bool {
	return slices.ContainsFunc(l.fit, func(fit compose.Kind) bool { return fit.Kind == k && fit.Converts })
}

// totals returns the order's figures, in other currencies too for documents that print
// those.
func (l *Look) totals(converts bool) (trade.Totals, error) {
	if converts {
		return l.Judged.Totals(l.Rates)
	}
	return l.Judged.OwnTotals()
}

// numbersOf returns a document's number and that of the one it is issued together
// with, now or before.
func numbersOf(k documents.Kind, a store.Assigned) compose.Numbers {
	n := compose.Numbers{Number: a.Numbers[k]}
	if pair, is := k.Pair(); is {
		n.Companion = cmp.Or(a.Numbers[pair], a.Beside[pair])
	}
	return n
}

// explained is explained of what was to be issued.
func (q *issue) explained(err error) error {
	if q.look == nil {
		return err
	}
	return explained(q.look.Order, q.drawn, err)
}

// explained is an error as a person needs it: it says where in the order it lies
// that a document cannot be made. drawn are the documents that were to be.
func explained(o trade.Order, drawn []documents.Document, err error) error {
	fault := trade.Fault{}
	switch {
	case errors.As(err, new(*trade.Error)):
		return err
	case errors.As(err, &fault):
		return cannot(o, fault)
	}
	for _, p := range drawn {
		if fault, is := compose.Undrawn(o, p.Kind(), p.Write(io.Discard)); is {
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
