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

// draw composes the order's documents of these kinds with their numbers and the day of
// issue. Documents that are issued together name each other. An order that breaks rules, or
// has a line for which nothing is packed, is an Invalid error, and a rate that the documents
// print and that is missing Unavailable.
func (l *Look) draw(a store.Assigned, kinds []documents.Kind, reason string) ([]documents.Document, error) {
	if broken := l.broken(); len(broken) > 0 {
		return nil, errBroken(l.Order, broken)
	}
	if unpacked := trade.Unpacked(l.Order); len(unpacked) > 0 {
		return nil, errCannotIssue(l.Order, unpacked[0])
	}
	converts := slices.ContainsFunc(kinds, l.converts)
	if converts && len(l.unrated) > 0 {
		return nil, l.errNoRate(kinds)
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

// totals returns the order's figures, with the totals in other currencies if converts is
// set. An error about a figure is a trade.Fault.
func (l *Look) totals(converts bool) (trade.Totals, error) {
	if converts {
		return l.Judged.Totals(l.Rates)
	}
	return l.Judged.OwnTotals()
}

// numbersOf returns a document's number and the number of its companion document, which
// is issued together with it or was issued before, or "" where the document has no
// companion that is issued.
func numbersOf(k documents.Kind, a store.Assigned) compose.Numbers {
	n := compose.Numbers{Number: a.Numbers[k]}
	if pair, is := k.Pair(); is {
		n.Companion = cmp.Or(a.Numbers[pair], a.Beside[pair])
	}
	return n
}

// explain returns err as explain does for the request's order and documents.
func (q *issue) explain(err error) error {
	if q.look == nil {
		return err
	}
	return explain(q.look.Order, q.drawn, err)
}

// explain returns an error that says, where it can, which text or figure of the order
// prevents a document. It draws the documents again to find the text. Such an error is
// Invalid and wraps a trade.Fault; where no text or figure is found, explain returns err.
func explain(o trade.Order, drawn []documents.Document, err error) error {
	fault := trade.Fault{}
	switch {
	case errors.As(err, new(*trade.Error)):
		return err
	case errors.As(err, &fault):
		return errCannotIssue(o, fault)
	}
	for _, p := range drawn {
		if fault, is := compose.Undrawn(o, p.Kind(), p.Write(io.Discard)); is {
			return errCannotIssue(o, fault)
		}
	}
	return err
}

// errBroken returns the Invalid error for an order that breaks rules. It wraps all of the
// faults and names the first ten.
func errBroken(o trade.Order, faults trade.Faults) error {
	const named = 10
	return &trade.Error{Code: trade.Invalid, Field: "order", Err: faults,
		Format: "Order %s cannot be issued because it breaks rules. %s", Args: []any{o.Number, faults[:min(named, len(faults))]}}
}

// errCannotIssue returns the Invalid error for an order that cannot be issued because of one
// fault. It wraps the fault.
func errCannotIssue(o trade.Order, fault trade.Fault) error {
	return &trade.Error{Code: trade.Invalid, Field: "order", Err: fault, Format: "Order %s cannot be issued: %s", Args: []any{o.Number, fault}}
}
