// Package demo fills an empty database with half a year of an invented export desk, to
// look around in.
//
// Companies, goods, prices and most rates are made up; only a few days of publishers'
// rates are recorded ones. Everything is read, stored, issued and corrected as real
// orders are. The one rule: a demo depends on its day alone, so that the demo of one day
// is the same everywhere.
package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/issue"
	"woolroad/app/office"
	"woolroad/app/orders"
	"woolroad/app/products"
	"woolroad/app/ratebook"
	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/store/parties"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
	"woolroad/rates"
)

// Options are what a demo depends on.
type Options struct {
	Now time.Time // the half year ends on this day
	// Address is where the demo's documents can be checked, "http://127.0.0.1:8080";
	// empty: nowhere.
	Address string
}

// actor is the name of who does everything in a demo.
const actor = "desk"

// Fill marks an empty database as a demo and fills it. A database that holds anything is
// a Conflict, and stays as it is.
func Fill(ctx context.Context, s *store.Store, opt Options) error {
	exporter := exporter.Exporter{
		Calendar: exporter.January, Zone: "Asia/Shanghai", Labels: exporter.EnglishChinese, Address: opt.Address,
	}
	zone, err := exporter.Location()
	if err != nil {
		return err
	}
	known, err := samples()
	if err != nil {
		return err
	}
	seller := known[0].Order.Seller
	seller.Banks = append(slices.Clone(seller.Banks), moreBanks...)
	exporter.Seller = &seller
	made, err := plan(opt.Now.In(zone), seller)
	if err != nil {
		return err
	}
	happened := events(append(known, made...), opt.Now, zone)
	if err := storeAll(ctx, s, exporter, append(known, made...), opt.Now.In(zone)); err != nil {
		return fmt.Errorf("fill the demo: %w", err)
	}
	for _, h := range happened {
		if err := h.do(ctx, s); err != nil {
			return fmt.Errorf("fill the demo: %s on %s: %w", h.order, h.at.Format(time.DateOnly), err)
		}
	}
	if err := saveDraft(ctx, s, seller, opt.Now.In(zone)); err != nil {
		return fmt.Errorf("fill the demo: the draft of an order: %w", err)
	}
	return nil
}

// deal is an order and what happens to it.
type deal struct {
	trade.Order
	file    string           // the order file that it was imported from; empty: it was entered
	docs    []documents.Kind // the kinds of document that are issued; none: all usual ones
	after   int              // days from the order's date to the issue of its documents; 0: none are issued
	mistake *mistake         // found after its documents are issued; nil: none
}

// samples returns the sample orders, the earliest first.
func samples() ([]deal, error) {
	names, err := fs.Glob(sample.Files, "orders/*.json")
	if err != nil {
		return nil, err
	}
	var all []deal
	for _, name := range names {
		b, err := sample.Files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		o, faults := trade.ReadOrder(bytes.NewReader(b))
		if err := faults.Err(); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, deal{Order: o, file: path.Base(name), after: 3})
	}
	slices.SortStableFunc(all, func(a, b deal) int { return a.Date.DaysSince(b.Date) })
	return all, nil
}

// storeAll stores everything that exists before the first document is issued.
func storeAll(ctx context.Context, s *store.Store, e exporter.Exporter, deals []deal, now time.Time) error {
	desk := store.Who{Name: actor, At: now}
	err := s.Update(ctx, desk, func(t *store.Tx) error { // accounts and unsold lots, which nobody can enter yet
		if err := t.MarkDemo(ctx); err != nil {
			return err
		}
		if err := parties.Save(ctx, t.Tx, *e.Seller); err != nil {
			return err
		}
		for _, lot := range unsold(now) {
			if _, err := t.AddLot(ctx, lot); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := office.Save(ctx, s, desk, e); err != nil {
		return err
	}
	for _, g := range []*goods{wool, cashmere, yak} {
		if _, err := products.Change(ctx, s, desk, g.product, g.typed(deals[0].Date), 0); err != nil {
			return fmt.Errorf("%s: %w", g.product, err)
		}
	}
	for _, d := range deals {
		by := store.Who{Name: actor, At: time.Date(d.Date.Year, d.Date.Month, d.Date.Day, 10, 20, 0, 0, now.Location())}
		if _, err := orders.Add(ctx, s, by, orders.Judge(d.Order), orders.Source{File: d.file}); err != nil {
			return fmt.Errorf("order %s: %w", d.Number, err)
		}
	}
	if err := importRecorded(ctx, s, now); err != nil {
		return err
	}
	return importInvented(ctx, s, now)
}

// importRecorded imports the recorded feeds of the sample orders' days, except the one
// whose values are invented.
func importRecorded(ctx context.Context, s *store.Store, now time.Time) error {
	for _, name := range []string{"nrb-2026-04-01_2026-04-05.json", "fbil-2026-03-17_2026-03-20.json", "ecb-exr-2026-02-17_2026-03-18.csv"} {
		b, err := sample.Files.ReadFile("rates/" + name)
		if err != nil {
			return err
		}
		feed, err := rates.Read(bytes.NewReader(b))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if _, err := ratebook.Import(ctx, s, store.Who{Name: actor, At: now}, ratebook.Intake{Name: name}, feed); err != nil {
			return err
		}
	}
	return nil
}

// event is something that a person did.
type event struct {
	order string
	at    time.Time
	do    func(context.Context, *store.Store) error
}

// events returns what was done about the orders' documents up to now, the earliest first.
func events(deals []deal, now time.Time, zone *time.Location) []event {
	var all []event
	add := func(d deal, after, minute int, f func(context.Context, *store.Store, time.Time) error) {
		day := d.Date.AddDays(after)
		for w := day.In(zone).Weekday(); w == time.Saturday || w == time.Sunday; w = day.In(zone).Weekday() {
			day = day.AddDays(1)
		}
		at := time.Date(day.Year, day.Month, day.Day, 9, minute, 0, 0, zone)
		if after == 0 || at.After(now) {
			return
		}
		all = append(all, event{d.Number, at, func(ctx context.Context, s *store.Store) error {
			return f(ctx, s, at)
		}})
	}
	for i, d := range deals {
		minute := 5 + i*9%400 // of the working day
		add(d, d.after, minute, func(ctx context.Context, s *store.Store, at time.Time) error {
			_, err := issue.Issue(ctx, s, store.Who{Name: actor, At: at}, issue.Request{Order: d.Number, Kinds: d.docs})
			return err
		})
		if m := d.mistake; m != nil {
			add(d, d.after+m.after, minute+25, func(ctx context.Context, s *store.Store, at time.Time) error {
				return m.correct(ctx, s, d.Number, at)
			})
		}
	}
	slices.SortStableFunc(all, func(a, b event) int { return a.at.Compare(b.at) })
	return all
}

// mistake is what was wrong with an order when its documents were issued.
type mistake struct {
	after  int // days until it is found
	reason string
	fix    func(*trade.Order)
}

// correct changes the order and issues its documents again. An order without issued documents
// is an error.
func (m *mistake) correct(ctx context.Context, s *store.Store, number string, at time.Time) error {
	by := store.Who{Name: actor, At: at}
	is, err := issue.Show(ctx, s, by, number, 1, 0)
	if err != nil {
		return err
	}
	var old []string
	for _, d := range is.Issued {
		old = append(old, d.Number)
	}
	if len(old) == 0 {
		return errors.New("nothing is issued that could be corrected")
	}
	o := is.Order
	m.fix(&o)
	if _, err := orders.Replace(ctx, s, by, orders.Judge(o), orders.Source{}); err != nil {
		return err
	}
	_, err = issue.Issue(ctx, s, by, issue.Request{Order: number, Supersedes: old, Reason: m.reason})
	return err
}

// typed returns the product with the regain that the orders agree on, looked up on that
// day.
func (g *goods) typed(first civil.Date) products.Typed {
	return products.Typed{
		NameZH: g.zh, HS6: g.hs6, Percent: g.regain, Source: "Agreed in the invented contracts of this demo", Date: first.String(),
	}
}
