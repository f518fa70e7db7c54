package issue

import (
	"context"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/compose"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

// Look is an order with everything that decides which of its documents may be issued, and
// the documents that are issued, all at one moment. Nothing of it is read, decoded or
// added up a second time, neither for a page nor for an issue.
type Look struct {
	Order  trade.Order
	Info   store.OrderInfo
	Judged trade.Judged // the rules that the order breaks, and the rest of the order
	Zone   *time.Location
	Today  civil.Date     // in the exporter's zone
	Issued []store.Issued // all issued documents of the order, oldest first
	Rates  []money.Rate   // one for each of Judged's totals; the zero Rate where there is none

	exporter exporter.Exporter
	demo     bool           // all stored data is invented, and documents say so
	fit      []compose.Kind // the kinds of document that the order has
	current  map[documents.Kind]current
	billed   []trade.Billed // lots of the order that another order bills
	unrated  trade.Faults   // the faults of rates that are missing, held or too old
	priced   trade.Faults   // warnings about prices that are far from earlier ones
}

// current is an issued document that no other supersedes.
type current struct {
	store.Issued
	document documents.Document
}

// LookAt returns the order with that number and its documents. An unknown number is a
// NotFound error, and an order whose stored text cannot be read a Conflict.
func LookAt(ctx context.Context, s *store.Store, who store.Who, number string) (*Look, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (*Look, error) { return lookAt(ctx, t, number) })
}

// lookAt does the work of LookAt within a transaction.
func lookAt(ctx context.Context, t *store.Tx, number string) (*Look, error) {
	l := &Look{current: map[documents.Kind]current{}}
	var err error
	if l.Order, l.Info, err = t.Order(ctx, number); err != nil {
		return nil, err
	}
	l.Judged = trade.Judge(l.Order)
	l.fit = compose.KindsFor(l.Order)
	if l.exporter, err = t.Exporter(ctx); err != nil {
		return nil, err
	}
	if l.Zone, err = l.exporter.Location(); err != nil {
		return nil, err
	}
	if l.Today, err = t.Today(ctx); err != nil {
		return nil, err
	}
	if l.demo, err = t.IsDemo(ctx); err != nil {
		return nil, err
	}
	if l.Issued, err = t.IssuedFor(ctx, l.Info.ID); err != nil {
		return nil, err
	}
	for _, d := range l.Issued {
		if d.SupersededBy != "" {
			continue
		}
		p, err := t.Document(ctx, d.Number)
		if err != nil {
			return nil, err
		}
		l.current[d.Kind] = current{d, p}
	}
	if l.billed, err = t.BilledElsewhere(ctx, l.Info.ID); err != nil {
		return nil, err
	}
	if l.Rates, l.unrated, err = ratesFor(ctx, t, l.Judged.Order); err != nil {
		return nil, err
	}
	l.priced, err = oddPrices(ctx, t, l)
	return l, err
}

// currentBills returns the current documents that bill the order's goods.
func (l *Look) currentBills() (list []trade.Bill) {
	for _, info := range documents.Kinds {
		if d, stands := l.current[info.Kind]; stands && info.Kind.BillsGoods() {
			list = append(list, trade.Bill{Kind: info.InSentence(), Number: d.Number})
		}
	}
	return list
}

// Bill returns the content of the current document that bills the order, or nil.
func (l *Look) Bill() documents.Document {
	for k, p := range l.current {
		if k.BillsGoods() {
			return p.document
		}
	}
	return nil
}

// broken returns the rules that the order breaks. While there are any, none of its
// documents can be issued.
func (l *Look) broken() trade.Faults { return l.Judged.Faults.Errors() }

// hasCurrent reports whether the order has a current document of the kind.
func (l *Look) hasCurrent(k documents.Kind) bool {
	_, ok := l.current[k]
	return ok
}

// outdated returns warnings about current documents whose companion document is
// superseded.
func (l *Look) outdated() trade.Faults {
	var faults trade.Faults
	for _, info := range documents.Kinds {
		p, is := l.current[info.Kind]
		pair, _ := info.Kind.Pair()
		beside, ok := l.current[pair]
		if is && ok && p.document.Head().Companion != "" && p.document.Head().Companion != beside.Number {
			faults = append(faults, trade.Fault{Warning: true, Code: trade.FaultCompanionSuperseded,
				Format: "%s still names %s, which %s supersedes; issue %s and %s again together, so that each names the other.",
				Args:   []any{p.Number, p.document.Head().Companion, beside.Number, beside.Number, p.Number}})
		}
	}
	return faults
}
