package web

import (
	"errors"
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/ratefeed"
	"woolroad/app/trade"
	"woolroad/rates"
)

// wayOut is something that helps where a rate is missing, too old or held.
type wayOut struct {
	Label Message
	Link  string
}

// lack is a rate that is missing, too old or held, with what helps.
type lack struct {
	Warning warning
	Ways    []wayOut
	Held    *heldForm // the figure that waits; nil: none does
}

// need is where a rate is needed.
type need struct {
	back   string // the page that a person comes back to
	change string // the field of the order that names the rate; empty: no order that is stored
}

// isLack says whether a fault is that a rate is missing, too old or held.
func isLack(f trade.Fault) bool {
	return slices.Contains([]trade.FaultCode{trade.FaultNoRate, trade.FaultHeldRate, trade.FaultStaleRate, trade.FaultRateOld, trade.FaultUnknownRule}, f.Code)
}

// lackOf returns the error of a rate with what helps. Its own error is the store's.
func (s *Server) lackOf(c fiber.Ctx, b Base, w warning, err error, n need) (lack, error) {
	l := lack{Warning: w, Ways: s.waysOut(err, n)}
	if held := (*rates.ErrHeld)(nil); errors.As(err, &held) {
		h, waits, err := ratebook.HeldAs(c.Context(), s.store, s.who(c), held.Held)
		if err != nil {
			return l, err
		}
		if waits {
			f := heldForms([]ratebook.Held{h}, b, n.back)[0]
			l.Held, l.Ways = &f, slices.DeleteFunc(l.Ways, func(w wayOut) bool { return w.Link == heldPath })
		}
	}
	return l, nil
}

// waysOut returns what helps where a rate is missing, too old or held, the nearest first.
// The error is one of package rates; for any other only the order can be changed.
func (s *Server) waysOut(err error, n need) (ways []wayOut) {
	none, held, stale := (*rates.ErrNone)(nil), (*rates.ErrHeld)(nil), (*rates.ErrStale)(nil)
	switch {
	case errors.As(err, &held):
		ways = append(ways, wayOut{msg("Look at the held figure, to confirm or reject it"), heldPath})
	case errors.As(err, &none):
		ways = s.waysTo(none.Source, none.Side, none.From, none.To, none.Day, n)
	case errors.As(err, &stale):
		a := stale.Answer
		ways = s.waysTo(a.Rule.Source, a.Rule.Side, a.Rate.From, a.Rate.To, a.Day, n)
	}
	if n.change != "" {
		ways = append(ways, wayOut{msg("Choose another rate for the order"), n.change})
	}
	return ways
}

// waysFrom returns what helps where an error is about rates: its own or those of an order.
func (s *Server) waysFrom(err *trade.Error) (ways []wayOut) {
	behind := []error{err}
	if found := (trade.Faults)(nil); errors.As(err.Err, &found) {
		for _, f := range found {
			behind = append(behind, f.Err)
		}
	}
	for _, e := range behind {
		for _, w := range s.waysOut(e, need{}) {
			if !slices.ContainsFunc(ways, func(said wayOut) bool { return said.Link == w.Link }) {
				ways = append(ways, w)
			}
		}
	}
	return ways
}

// waysTo returns how the desk comes by a source's rate of a day.
func (s *Server) waysTo(source rates.SourceID, side money.Side, from, to money.Currency, day civil.Date, n need) (ways []wayOut) {
	e, known := ratebook.EnterableOf(source, side)
	pairs := e.Pairs(from, to)
	if known && e.Published && len(pairs) > 0 {
		if s.asks(source) {
			ways = append(ways, wayOut{msg("Ask %s now", sourceLabel(source)), "/rates#feeds"})
		}
		ways = append(ways, wayOut{msg("Import a file of %s", sourceLabel(source)), "/rates#import"})
	}
	for _, p := range pairs {
		said := msg("Enter %s/%s of %s for %s", string(p.From), string(p.To), sourceLabel(source), day.String())
		if source == rates.Contract {
			said = enterContract
		}
		ways = append(ways, wayOut{said, n.entering(e, p.From, p.To, day)})
	}
	if bank, _ := ratebook.EnterableOf(rates.Contract, ""); source != rates.Contract {
		ways = append(ways, wayOut{enterContract, n.entering(bank, from, to, day)})
	}
	return ways
}

// heldPath is where all held figures are confirmed or rejected.
const heldPath = "/rates#held"

var enterContract = msg("Enter the bank's contract rate")

// entering returns where a rate is entered, with what is known of it filled in.
func (n need) entering(e ratebook.Enterable, from, to money.Currency, day civil.Date) string {
	v := url.Values{"source": {choiceOf(e)}, "from": {string(from)}, "to": {string(to)}, "date": {day.String()}}
	if n.back != "" {
		v.Set("back", n.back)
	}
	return "/rates/new?" + v.Encode()
}

// asks says whether this program asks a publisher.
func (s *Server) asks(id rates.SourceID) bool {
	if s.rates == nil {
		return false
	}
	return slices.ContainsFunc(s.rates.Feeds, func(f ratefeed.Feed) bool { return f.ID == id && f.Source != nil })
}

// withNames returns what is said of a rate with the names that its publisher and rule have on
// the page. err is what lies behind the sentence, if anything does.
func withNames(m Message, err error) Message {
	none, held, stale := (*rates.ErrNone)(nil), (*rates.ErrHeld)(nil), (*rates.ErrStale)(nil)
	switch {
	case errors.As(err, &held) && len(m.Args) > 2:
		m.Args = slices.Clone(m.Args)
		m.Args[2] = publisherLabel(held.Held.Rate.Source)
	case errors.As(err, &none) && len(m.Args) > 2:
		m.Args = slices.Clone(m.Args)
		by := sourceLabel(none.Source)
		if side := sideOf(none.Source, none.Side); side.Format != "" {
			by = msg("%s (%s)", by, side)
		}
		m.Args[2] = by
	case errors.As(err, &stale) && len(m.Args) > 6:
		m.Args = slices.Clone(m.Args)
		m.Args[2], m.Args[6] = publisherLabel(stale.Answer.Rate.Source), bilingual(stale.Answer.Rule.Name, stale.Answer.Rule.NameZH)
	}
	return m
}
