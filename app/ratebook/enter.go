package ratebook

import (
	"cmp"
	"context"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/store"
	stored "woolroad/app/store/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
)

// Entered is the rates that people have entered, with times in the exporter's zone.
type Entered struct {
	Today   civil.Date
	Entries []Entry // the latest first
}

// LookAtEntries returns the rates that people entered, at most that many.
func LookAtEntries(ctx context.Context, s *store.Store, who store.Who, most int) (Entered, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (out Entered, err error) {
		zone, err := t.Zone(ctx)
		if err != nil {
			return out, err
		}
		if out.Today, err = t.Today(ctx); err != nil {
			return out, err
		}
		out.Entries, err = stored.Entries(ctx, t.Tx, most)
		setEntriesZone(out.Entries, zone)
		return out, err
	})
}

// Enterable is a source and a side whose figures a person may enter.
type Enterable struct {
	rates.Entered
	Home      money.Currency // a currency that every rate is from or to; empty: none
	Published bool           // the source has a feed; a person enters figures that are missing in it
}

// Enterables are all of them, in the order in which they are listed: first the exporter's
// own and those without a feed.
var Enterables = enterables()

// enterables returns the table of Enterables.
func enterables() (all []Enterable) {
	for _, e := range rates.EnteredSources {
		all = append(all, Enterable{Entered: e})
	}
	return append(all,
		Enterable{rates.Entered{ID: rates.NRB, Side: money.Sell, To: money.NPR}, "", true},
		Enterable{rates.Entered{ID: rates.NRB, Side: money.Buy, To: money.NPR}, "", true},
		Enterable{rates.Entered{ID: rates.FBIL, Side: money.Mid, To: money.INR}, "", true},
		Enterable{rates.Entered{ID: rates.CFETS, Side: money.Mid}, money.CNY, true},
		Enterable{rates.Entered{ID: rates.ECB, Side: money.Mid, From: money.EUR}, "", true},
	)
}

// EnterableOf returns the Enterable of a source and a side, and false if nothing may be
// entered for it. An empty side stands for the first one that the source has.
func EnterableOf(id rates.SourceID, side money.Side) (Enterable, bool) {
	for _, e := range Enterables {
		if e.ID == id && (side == "" || side == e.Side) {
			return e, true
		}
	}
	return Enterable{}, false
}

// TypedRate is a rate as a person types it. A currency may be empty where every rate of
// the source has the same one, Until where the rate applies until there is another, and
// Side where it is the first that the source has.
type TypedRate struct {
	Source, Side, From, To, Value, Per, Date, Until, Reason string

	// Sure says that the person has looked twice. Without it a rate is refused that moved
	// far from the last one of its pair.
	Sure bool
}

// Enter checks a rate as a person typed it, stores it and returns it. For a day that has
// a rate already the new one is a correction, and both stay stored. A publisher's figure
// applies like one from its feed, and the feed may correct it.
//
// If the rate breaks rules, the error is trade.Faults with all of them, whose pointers
// are "/source", "/from", "/to", "/value", "/per", "/date", "/until" and "/reason".
func Enter(ctx context.Context, s *store.Store, who store.Who, typed TypedRate) (money.Rate, error) {
	return store.Change(ctx, s, who, "rates.enter", typed, func(t *store.Tx) (money.Rate, error) {
		e, found := typed.check()
		if err := found.Err(); err != nil {
			return money.Rate{}, err
		}
		return e.Rate(), stored.Enter(ctx, t.Tx, e)
	})
}

// maxPer is how many units a rate may be for.
const maxPer = 1_000_000

// check returns the rate that was typed, and everything that is wrong with it by itself.
func (typed TypedRate) check() (Entry, trade.Faults) {
	f := new(findings)
	source, known := EnterableOf(rates.SourceID(typed.Source), money.Side(typed.Side))
	if !known {
		var names []string
		for _, e := range Enterables {
			names = append(names, string(e.ID)+":"+string(e.Side))
		}
		oneOf(f, "/source", typed.Source+":"+typed.Side, names...)
	}
	e := Entry{
		Source: source.ID, Side: source.Side,
		From:   f.currency("/from", cmp.Or(typed.From, string(source.From))),
		To:     f.currency("/to", cmp.Or(typed.To, string(source.To))),
		Value:  f.number("/value", typed.Value),
		Per:    f.units("/per", typed.Per),
		Date:   f.day("/date", typed.Date),
		Until:  f.dayOrNone("/until", typed.Until),
		Reason: f.line("/reason", typed.Reason, maxReason),
		Sure:   typed.Sure,
	}
	f.pair(e, source)
	if source.Published && !e.Until.IsZero() {
		f.refuse("/until", trade.FaultUntilOfPublisher, "A published rate is valid until the next one; leave this empty.")
	}
	if !e.Until.IsZero() && e.Until.Before(e.Date) && !f.has("/until") && !f.has("/date") {
		f.refuse("/until", trade.FaultUntilBeforeDate, "Enter the last day of the rate; it must not be before the first day.")
	}
	return e, f.faults
}

// pair refuses currencies of which the source has no rates, and a currency against
// itself.
func (f *findings) pair(e Entry, source Enterable) {
	for _, c := range []struct {
		pointer  string
		is, must money.Currency
	}{{"/from", e.From, source.From}, {"/to", e.To, source.To}} {
		if c.must != "" && c.is != c.must && !f.has(c.pointer) {
			f.refuse(c.pointer, trade.FaultSourceOfOtherCurrency, "Rates of this source have %s here.", string(c.must))
		}
	}
	if source.Home != "" && e.From != source.Home && e.To != source.Home && !f.has("/from") && !f.has("/to") {
		f.refuse("/to", trade.FaultSourceOfOtherCurrency, "One of the two currencies of this source must be %s.", string(source.Home))
	}
	if e.From == e.To && !f.has("/from") && !f.has("/to") {
		f.refuse("/to", trade.FaultSameCurrency, "A currency has no rate against itself; choose another.")
	}
}

// units returns how many units a rate is for, from 1 to maxPer.
func (f *findings) units(pointer, typed string) exact.Number {
	n, fault := trade.Figure(typed, nil)
	if count, whole := n.Units(0); fault.Code != "" || !whole || count < 1 || count > maxPer || n.Decimals() > 0 {
		f.refuse(pointer, trade.FaultNotUnits, "Enter how many units the rate is for, like 1 or 100.")
	}
	return n
}
