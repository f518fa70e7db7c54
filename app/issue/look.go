package issue

import (
	"context"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/compose"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/documents"
)

// Look is an order with all that decides which documents may be issued of it, and
// what there is of them, all of one moment. It is read once for a page and for an
// issue, and nothing of it is read, decoded or added up again.
type Look struct {
	Order  trade.Order
	Info   store.OrderInfo
	Judged trade.Judged // the rules that the order breaks, and what they leave of it
	Zone   *time.Location
	Today  civil.Date     // in the exporter's zone
	Issued []store.Issued // all of them, oldest first
	Rates  []money.Rate   // of Judged's totals, by place; the zero Rate where there is none

	exporter trade.Exporter
	demo     bool           // all that is stored is invented, and documents say so
	fit      []compose.Kind // the kinds that go with the order
	current  map[documents.Kind]current
	billed   []trade.Billed // lots of the order that another order bills
	unrated  trade.Faults   // what is missing of the rates, or too old
	priced   trade.Faults   // warnings of prices that are far from those before
}

// current is an issued document that no other supersedes.
type current struct {
	store.Issued
	document documents.Document
}

// LookAt returns the order of that number with what there is of its documents. An
// order that is not there is a NotFound error.
func LookAt(ctx context.Context, s *store.Store, who store.Who, number string) (*Look, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (*Look, error) { return lookAt(ctx, t, number) })
}

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

// bills are the current documents that bill the order's goods.
func (l *Look) bills() (list []trade.Bill) {
	for _, info := range documents.Kinds {
		if d, stands := l.current[info.Kind]; stands && info.Kind.BillsGoods() {
			list = append(list, trade.Bill{Kind: info.InSentence(), Number: d.Number})
		}
	}
	return list
}

// Bill returns the document that bills the order and stands, or nil.
func (l *Look) Bill() documents.Document {
	for k, p := range l.current {
		if k.BillsGoods() {
			return p.document
		}
	}
	return nil
}

// broken are the rules that the order breaks: nothing is issued of it.
func (l *Look) broken() trade.Faults { return l.Judged.Faults.Errors() }

func (l *Look) stands(k documents.Kind) bool {
	_, ok := l.current[k]
	return ok
}

// outdated are warnings of current documents that name one which does not stand.
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
