package page

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/ratebook"
	"woolroad/app/ratefeed"
	"woolroad/app/trade"
	"woolroad/app/web/say"
	"woolroad/rates"
)

// RateLink returns the address at which a pair's published rates of a day are shown.
func RateLink(from, to money.Currency, day civil.Date) string {
	return "/rates?" + url.Values{"pair": {string(from) + "/" + string(to)}, "date": {day.String()}}.Encode()
}

// WayOut is a link to something that helps where a rate is missing, too old or held.
type WayOut struct {
	Label say.Message
	Link  string
}

// Lack is a rate that is missing, too old or held, with what helps.
type Lack struct {
	Warning Warning
	Ways    []WayOut
	Held    *HeldForm // the held rate that waits for a decision; nil: none
}

// Need is what a rate is needed for, by which the ways out are chosen.
type Need struct {
	Back     string // the page that a person comes back to
	Change   string // the field of the order that names the rate; empty: no order that is stored
	Books    bool   // the rate is for the books, whose rule the desk chooses; no order names it
	Contract string // the page that takes the bank's contract rate instead; empty: an order has to name it
}

// IsLack reports whether a fault is that a rate is missing, too old or held.
func IsLack(f trade.Fault) bool {
	return slices.Contains([]trade.FaultCode{trade.FaultNoRate, trade.FaultHeldRate, trade.FaultStaleRate, trade.FaultRateOld, trade.FaultUnknownRule}, f.Code)
}

// LackOf returns a Lack of the warning w about a rate. err is the error for which there is
// no rate: it decides which ways out the Lack has, and whether it has the form of a held
// rate that waits for a decision. LackOf's own error is the store's.
func (s *Desk) LackOf(c fiber.Ctx, b Base, w Warning, err error, n Need) (Lack, error) {
	l := Lack{Warning: w, Ways: s.WaysOut(err, n)}
	if held := (*rates.ErrHeld)(nil); errors.As(err, &held) {
		h, waits, err := ratebook.WaitingFor(c.Context(), s.Store, s.Who(c), held.Held)
		if err != nil {
			return l, err
		}
		if waits {
			f := HeldForms([]ratebook.Held{h}, b, n.Back)[0]
			l.Held, l.Ways = &f, slices.DeleteFunc(l.Ways, func(w WayOut) bool { return w.Link == HeldPath })
		}
	}
	return l, nil
}

// WaysOut returns what helps where a rate is missing, too old or held, the quickest
// first. err is an error of package rates; for any other error only a change of the order
// helps.
func (s *Desk) WaysOut(err error, n Need) (ways []WayOut) {
	none, held, stale := (*rates.ErrNone)(nil), (*rates.ErrHeld)(nil), (*rates.ErrStale)(nil)
	switch {
	case errors.As(err, &held):
		ways = append(ways, WayOut{say.Msg("Confirm or reject the held rate"), HeldPath})
	case errors.As(err, &none):
		ways = s.waysTo(none.Source, none.Side, none.From, none.To, none.Via, none.Day, n)
	case errors.As(err, &stale):
		a := stale.Answer
		ways = s.waysTo(a.Rule.Source, a.Rule.Side, a.Rate.From, a.Rate.To, a.Rule.Via, a.Day, n)
	}
	if n.Change != "" {
		ways = append(ways, WayOut{say.Msg("Choose another rate for the order"), n.Change})
	}
	return ways
}

// WaysFrom returns what helps where an error, or a fault of the order behind it, is about
// rates.
func (s *Desk) WaysFrom(err *trade.Error) (ways []WayOut) {
	behind := []error{err}
	if found := (trade.Faults)(nil); errors.As(err.Err, &found) {
		for _, f := range found {
			behind = append(behind, f.Err)
		}
	}
	for _, e := range behind {
		for _, w := range s.WaysOut(e, Need{}) {
			if !slices.ContainsFunc(ways, func(said WayOut) bool { return said.Link == w.Link }) {
				ways = append(ways, w)
			}
		}
	}
	return ways
}

// waysTo returns the links by which the desk gets the rate of a source for a day. The
// rate may be crossed through via; the links then lead to the pairs that the source
// publishes.
func (s *Desk) waysTo(source rates.SourceID, side money.Side, from, to, via money.Currency, day civil.Date, n Need) (ways []WayOut) {
	e, known := ratebook.EnterableOf(source, side)
	var pairs []rates.Pair
	if known {
		pairs = rates.PairsOf(source, from, to, via)
	}
	if e.Published && len(pairs) > 0 {
		if s.asks(source) {
			ways = append(ways, WayOut{say.Msg("Fetch from %s now", say.SourceLabel(source)), "/rates#feeds"})
		}
		ways = append(ways, WayOut{say.Msg("Import a file of %s", say.SourceLabel(source)), "/rates#import"})
	}
	for _, p := range pairs {
		said := say.Msg("Enter %s/%s of %s for %s", string(p.From), string(p.To), say.SourceLabel(source), day)
		if source == rates.Contract {
			said = enterContract
		}
		ways = append(ways, WayOut{said, enterLink(e, p.From, p.To, day, n.Back)})
	}
	if source == rates.Contract {
		return ways
	}
	if n.Books {
		return append(ways, WayOut{say.Msg("Choose another rule for the books"), "/rates/rules"})
	}
	bank, _ := ratebook.EnterableOf(rates.Contract, "")
	if n.Contract != "" {
		return append(ways, WayOut{enterContract, enterLink(bank, from, to, day, n.Contract)})
	}
	return append(ways, WayOut{say.Msg("Enter the bank's contract rate, then choose it for the order"), enterLink(bank, from, to, day, n.Change)})
}

// NamesRate reports whether an address leads to the field of an order in which a rate is
// chosen, as Need.Change does.
func NamesRate(path string) bool {
	return strings.HasPrefix(path, "/orders/") && strings.Contains(path, "/edit#")
}

// HeldPath is the address at which all held rates are confirmed or rejected.
const HeldPath = "/rates#held"

var enterContract = say.Msg("Enter the bank's contract rate")

// enterLink returns the address of the form that enters a rate, filled with what is known
// of the rate. back is the page to which the form leads; "" for none.
func enterLink(e ratebook.Enterable, from, to money.Currency, day civil.Date, back string) string {
	v := url.Values{"source": {EnterableKey(e)}, "from": {string(from)}, "to": {string(to)}, "date": {day.String()}}
	if back != "" {
		v.Set("back", back)
	}
	return "/rates/new?" + v.Encode()
}

// asks reports whether this program fetches the rates of a publisher.
func (s *Desk) asks(id rates.SourceID) bool {
	if s.Rates == nil {
		return false
	}
	return slices.ContainsFunc(s.Rates.Feeds, func(f ratefeed.Feed) bool { return f.ID == id && f.Source != nil })
}

// EnterableKey returns the value by which a form names a source and its side: "contract"
// or "nrb:sell".
func EnterableKey(e ratebook.Enterable) string {
	if say.SideOf(e.ID, e.Side).Format == "" {
		return string(e.ID)
	}
	return string(e.ID) + ":" + string(e.Side)
}

// BackOr returns the page of ours from which the form was opened, or otherwise where the
// form names none.
func BackOr(c fiber.Ctx, otherwise string) string {
	if back := c.FormValue("back"); back != "" {
		return LocalPath(back)
	}
	return otherwise
}

// RateQuery returns path with a query of the pairs, names and values by turns, whose
// value is not empty.
func RateQuery(path string, pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}
