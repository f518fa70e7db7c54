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

// RateLink is where a pair's published rates are shown.
func RateLink(from, to money.Currency, day civil.Date) string {
	return "/rates?" + url.Values{"pair": {string(from) + "/" + string(to)}, "date": {day.String()}}.Encode()
}

// WayOut is something that helps where a rate is missing, too old or held.
type WayOut struct {
	Label say.Message
	Link  string
}

// Lack is a rate that is missing, too old or held, with what helps.
type Lack struct {
	Warning Warning
	Ways    []WayOut
	Held    *HeldForm // the figure that waits; nil: none does
}

// Need is where a rate is needed.
type Need struct {
	Back     string // the page that a person comes back to
	Change   string // the field of the order that names the rate; empty: no order that is stored
	Books    bool   // the rate is for the books, whose rule the desk chooses; no order names it
	Contract string // the page that takes the bank's contract rate instead; empty: an order has to name it
}

// IsLack says whether a fault is that a rate is missing, too old or held.
func IsLack(f trade.Fault) bool {
	return slices.Contains([]trade.FaultCode{trade.FaultNoRate, trade.FaultHeldRate, trade.FaultStaleRate, trade.FaultRateOld, trade.FaultUnknownRule}, f.Code)
}

// LackOf returns the error of a rate with what helps. Its own error is the store's.
func (s *Desk) LackOf(c fiber.Ctx, b Base, w Warning, err error, n Need) (Lack, error) {
	l := Lack{Warning: w, Ways: s.WaysOut(err, n)}
	if held := (*rates.ErrHeld)(nil); errors.As(err, &held) {
		h, waits, err := ratebook.HeldAs(c.Context(), s.Store, s.Who(c), held.Held)
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

// WaysOut returns what helps where a rate is missing, too old or held, the nearest first.
// The error is one of package rates; for any other only the order can be changed.
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

// WaysFrom returns what helps where an error is about rates: its own or those of an order.
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

// waysTo returns how the desk comes by a source's rate of a day, which may be crossed
// through via: only what gives that rate, as the source gives its rates.
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
		ways = append(ways, WayOut{said, entering(e, p.From, p.To, day, n.Back)})
	}
	if source == rates.Contract {
		return ways
	}
	if n.Books {
		return append(ways, WayOut{say.Msg("Choose another rule for the books"), "/rates/rules"})
	}
	bank, _ := ratebook.EnterableOf(rates.Contract, "")
	if n.Contract != "" {
		return append(ways, WayOut{enterContract, entering(bank, from, to, day, n.Contract)})
	}
	return append(ways, WayOut{say.Msg("Enter the bank's contract rate, then choose it for the order"), entering(bank, from, to, day, n.Change)})
}

// NamesRate reports whether an address is that of an order's field in which a rate is
// chosen, as a Need has it.
func NamesRate(path string) bool {
	return strings.HasPrefix(path, "/orders/") && strings.Contains(path, "/edit#")
}

// HeldPath is where all held figures are confirmed or rejected.
const HeldPath = "/rates#held"

var enterContract = say.Msg("Enter the bank's contract rate")

// entering returns where a rate is entered, with what is known of it filled in. back is
// the page to go on to; empty: none.
func entering(e ratebook.Enterable, from, to money.Currency, day civil.Date, back string) string {
	v := url.Values{"source": {EnterableKey(e)}, "from": {string(from)}, "to": {string(to)}, "date": {day.String()}}
	if back != "" {
		v.Set("back", back)
	}
	return "/rates/new?" + v.Encode()
}

// asks says whether this program asks a publisher.
func (s *Desk) asks(id rates.SourceID) bool {
	if s.Rates == nil {
		return false
	}
	return slices.ContainsFunc(s.Rates.Feeds, func(f ratefeed.Feed) bool { return f.ID == id && f.Source != nil })
}

// EnterableKey returns what the form calls a source and its side: "contract", "nrb:sell".
func EnterableKey(e ratebook.Enterable) string {
	if say.SideOf(e.ID, e.Side).Format == "" {
		return string(e.ID)
	}
	return string(e.ID) + ":" + string(e.Side)
}

// BackOr returns the page of ours that a form came from, or another where it says none.
func BackOr(c fiber.Ctx, otherwise string) string {
	if back := c.FormValue("back"); back != "" {
		return LocalPath(back)
	}
	return otherwise
}

// RateQuery returns an address with what is set of these.
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
