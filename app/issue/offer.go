package issue

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"woolroad/app/compose"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/documents"
)

// DraftNumber is printed on a draft in place of the number.
const DraftNumber = "DRAFT"

// Drawn is a document with its PDF.
type Drawn struct {
	Document documents.Document
	PDF      []byte
}

// Draft returns the document as it would be issued now, with DraftNumber in place of its
// number. Where the order has a current document of the kind, the draft names it as
// superseded. Nothing is stored. The errors are those of Issue.
func Draft(ctx context.Context, s *store.Store, who store.Who, order string, kind documents.Kind) (Drawn, error) {
	look, err := LookAt(ctx, s, who, order)
	if err != nil {
		return Drawn{}, err
	}
	if err := look.checkKind(kind); err != nil {
		return Drawn{}, err
	}
	return look.draft(kind)
}

// draft does the work of Draft.
func (l *Look) draft(kind documents.Kind) (Drawn, error) {
	a := store.Assigned{
		Numbers:    map[documents.Kind]string{kind: DraftNumber},
		Supersedes: map[documents.Kind]string{}, Beside: map[documents.Kind]string{},
		Date: l.Today,
	}
	for k, p := range l.current {
		if k != kind {
			a.Beside[k] = p.Number
		}
	}
	if old, stands := l.current[kind]; stands {
		a.Supersedes[kind] = old.Number
	}
	if pair, is := kind.Pair(); is && l.together(kind, pair) {
		a.Beside[pair] = DraftNumber
	}
	docs, err := l.draw(a, []documents.Kind{kind}, DraftNumber)
	if err != nil {
		return Drawn{}, explain(l.Order, nil, err)
	}
	p := docs[0]
	if err := p.Check(); err != nil {
		return Drawn{}, fmt.Errorf("draft of %s: %w", l.Order.Number, err)
	}
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		return Drawn{}, explain(l.Order, docs, err)
	}
	return Drawn{p, b.Bytes()}, nil
}

// together reports whether documents of the two kinds would be issued together: the order
// has no current document of kind other, and nothing that the two would bill is billed.
func (l *Look) together(kind, other documents.Kind) bool {
	if l.hasCurrent(other) {
		return false
	}
	for k := range l.current {
		if k != kind && k.BillsGoods() && (kind.BillsGoods() || other.BillsGoods()) {
			return false
		}
	}
	return true
}

// Offered is what may be done about an order's documents.
type Offered struct {
	Documents []Choice     // in the order of documents.Kinds
	Broken    trade.Faults // the rules that the order breaks; while there are any, no document may be issued
	Warnings  trade.Faults // documents whose companion is superseded, odd prices, and rates that are old by now
}

// Choice is a kind of document that an order has.
type Choice struct {
	Kind      documents.Kind
	OnRequest bool // issued only if somebody asks for it by name
	// Current is the current document of this kind, or nil. Where there is one, a new one
	// can only supersede it.
	Current *store.Issued
	// Faults are why a document of this kind cannot be issued now.
	Faults trade.Faults
}

// May reports whether the document may be issued now.
func (c Choice) May() bool { return len(c.Faults) == 0 }

// Offer returns, for each kind of document that the order has, the current document and
// what prevents a new one. It does not draw, so it does not find a text that is too long
// for its place; Draft and Issue find that.
func (l *Look) Offer() (Offered, error) {
	unprintable := compose.Unprinted(l.Order)
	out := Offered{Broken: l.broken(), Warnings: slices.Concat(l.outdated(), l.priced, l.oldToday())}
	for _, k := range l.fit {
		choice := Choice{Kind: k.Kind, OnRequest: k.OnRequest}
		if p, stands := l.current[k.Kind]; stands {
			choice.Current = &p.Issued
		}
		unmade, err := l.whyNotMade(k, unprintable)
		if err != nil {
			return Offered{}, err
		}
		if choice.Faults, err = l.whyNotIssued(k.Kind); err != nil {
			return Offered{}, err
		}
		choice.Faults = append(choice.Faults, unmade...)
		out.Documents = append(out.Documents, choice)
	}
	return out, nil
}

// whyNotMade returns why a kind of document of the order cannot be made. Missing rates
// prevent only documents that print them.
func (l *Look) whyNotMade(k compose.Kind, unprintable trade.Faults) (trade.Faults, error) {
	faults := l.broken()
	if k.Converts {
		faults = slices.Concat(faults, l.unrated)
	}
	if faults = slices.Concat(faults, unprintable, trade.Unpacked(l.Order)); len(faults) > 0 {
		return faults, nil
	}
	_, err := l.totals(k.Converts)
	if fault := (trade.Fault{}); errors.As(err, &fault) {
		return trade.Faults{fault}, nil
	}
	return nil, err
}

// whyNotIssued returns why a kind of document may not be issued although it can be made.
func (l *Look) whyNotIssued(k documents.Kind) (trade.Faults, error) {
	var faults trade.Faults
	add := func(pointer string, err error) error {
		e := (*trade.Error)(nil)
		if !errors.As(err, &e) {
			return err
		}
		faults = append(faults, e.At(pointer))
		return nil
	}
	if _, err := l.exporter.Year(l.Today); err != nil {
		if err := add("", err); err != nil {
			return nil, err
		}
	}
	if k.BillsGoods() {
		info, _ := k.Info()
		if err := trade.BillOnce(l.Order.Number, l.currentBills(), info.InSentence()); err != nil {
			if err := add("", err); err != nil {
				return nil, err
			}
		}
		for _, b := range l.billed {
			i := slices.IndexFunc(l.Order.Lots, func(lot trade.Lot) bool { return lot.Number == b.Lot })
			if err := add(fmt.Sprintf("/lots/%d", i), b.Conflict()); err != nil {
				return nil, err
			}
		}
	}
	return faults, nil
}
