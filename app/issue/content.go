package issue

import (
	"context"
	"time"

	"woolroad/app/compose"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/documents"
)

// content is what papers of an order are made from, and what there is of them,
// all of one moment.
type content struct {
	order    trade.Order
	broken   trade.Faults // the rules that the order breaks: nothing is issued of it
	exporter store.Exporter
	demo     bool // all that is kept is invented, and papers say so
	zone     *time.Location
	fit      []compose.Kind // the kinds that go with the order
	issued   []store.Issued
	standing map[documents.Kind]standing // that no other supersedes
	billed   []store.Billed              // lots of the order that another order bills
	rates    []money.Rate                // of the order's totals
	unrated  trade.Faults                // what is missing of them, or too old
}

// standing is an issued paper that no other supersedes.
type standing struct {
	store.Issued
	companion string // the number of the paper that it names beside itself
}

// lookAt reads an order's content.
func lookAt(ctx context.Context, s *store.Store, order string) (c *content, err error) {
	err = s.View(ctx, func(t *store.Tx) error {
		c, err = read(ctx, t, order)
		return err
	})
	return c, err
}

func read(ctx context.Context, t *store.Tx, number string) (*content, error) {
	c := &content{standing: map[documents.Kind]standing{}}
	order, info, err := t.Order(ctx, number)
	if err != nil {
		return nil, err
	}
	sound, faults := trade.Sound(order)
	c.order, c.broken, c.fit = order, faults.Errors(), compose.KindsFor(order)
	if c.exporter, err = t.Exporter(ctx); err != nil {
		return nil, err
	}
	if c.zone, err = c.exporter.Location(); err != nil {
		return nil, err
	}
	if c.demo, err = t.IsDemo(ctx); err != nil {
		return nil, err
	}
	if c.issued, err = t.IssuedFor(ctx, info.ID); err != nil {
		return nil, err
	}
	for _, d := range c.issued {
		if d.SupersededBy != "" {
			continue
		}
		p, err := t.Paper(ctx, d.Number)
		if err != nil {
			return nil, err
		}
		c.standing[d.Kind] = standing{d, p.Head().Companion}
	}
	if c.billed, err = t.BilledElsewhere(ctx, info.ID); err != nil {
		return nil, err
	}
	c.rates, c.unrated, err = ratesFor(ctx, t, sound)
	return c, err
}

func (c *content) stands(k documents.Kind) bool {
	_, ok := c.standing[k]
	return ok
}

// outdated are warnings of standing papers that name one which does not stand.
func (c *content) outdated() trade.Faults {
	var faults trade.Faults
	for _, info := range documents.Kinds {
		p, is := c.standing[info.Kind]
		pair, _ := info.Kind.Pair()
		beside, ok := c.standing[pair]
		if is && ok && p.companion != "" && p.companion != beside.Number {
			faults = append(faults, trade.Fault{Warning: true,
				Format: "%s still names %s, which %s supersedes; issue %s and %s again together, so that each names the other.",
				Args:   []any{p.Number, p.companion, beside.Number, beside.Number, p.Number}})
		}
	}
	return faults
}
