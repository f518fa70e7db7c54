package web

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/ratebook"
	"woolroad/app/ratefeed"
	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/rates"
)

// feedState is how a publisher stands.
type feedState struct {
	ID       rates.SourceID
	Name     Message
	On       bool // it is asked
	Late     bool
	State    state
	Last     ratebook.Fetch
	Fault    Message // of the last fetch; of no Format: none
	Failures int
	Newest   civil.Date
	Next     time.Time // zero: at once, or never
	Setting  string    // by which its address is given
}

// overdue is how long after its time a publisher may be asked before that is late.
const overdue = time.Hour

// feeds returns how all publishers stand, whether this program asks them or not.
func (s *Server) feeds(sources ratebook.Sources) (list []feedState) {
	for _, is := range s.standing(sources.States) {
		f := feedState{ID: is.ID, Name: sourceLabel(is.ID), On: is.Source != nil, Last: is.Last, Failures: is.Failures, Newest: is.Newest, Next: is.Next}
		f.Setting = "WOOLROAD_RATES_" + settingNames[is.ID]
		if is.Last.Failed() {
			f.Fault = messageFrom(is.Last.Sentence())
		}
		old := sources.MaxAges[is.ID] > 0 && !is.Newest.IsZero() && civil.DateOf(s.now()).DaysSince(is.Newest) > sources.MaxAges[is.ID]
		f.Late = f.On && (f.Last.Failed() || old || !f.Next.IsZero() && s.now().Sub(f.Next) > overdue)
		switch {
		case !f.On:
			f.State = state{msg("not set up"), "draft"}
		case f.Last.Failed():
			f.State = state{msg("failed"), "bad"}
		case f.Last.Started.IsZero():
			f.State = state{msg("not asked yet"), "draft"}
		case f.Late:
			f.State = state{msg("late"), "due"}
		default:
			f.State = state{msg("up to date"), "ok"}
		}
		list = append(list, f)
	}
	return list
}

// messageFrom returns a sentence of package rates as a Message. A publisher in it has the
// name that it has on the page.
func messageFrom(s rates.Sentence) Message {
	m := Message{Format: s.Format}
	for _, a := range s.Args {
		switch is := a.(type) {
		case rates.Sentence:
			a = messageFrom(is)
		case string:
			a = publisherLabel(is)
		}
		m.Args = append(m.Args, a)
	}
	return m
}

var settingNames = map[rates.SourceID]string{rates.NRB: "NRB", rates.FBIL: "FBIL", rates.CFETS: "CFETS", rates.ECB: "ECB"}

// standing returns the fetcher's word, or what is stored of earlier fetches where this
// program asks nobody.
func (s *Server) standing(states map[rates.SourceID]ratebook.SourceState) (list []ratefeed.Status) {
	if s.rates != nil {
		return s.rates.Status(states)
	}
	for _, p := range rates.Publishers {
		list = append(list, ratefeed.Status{Feed: ratefeed.Feed{Publisher: p}, SourceState: states[p.ID]})
	}
	return list
}

// in puts the times into a zone.
func (f *feedState) in(zone *time.Location) {
	f.Last.Started = f.Last.Started.In(zone)
	if !f.Next.IsZero() {
		f.Next = f.Next.In(zone)
	}
}

// Asked says whether the publisher was ever asked.
func (f feedState) Asked() bool { return !f.Last.Ended.IsZero() }

// fetchRates serves POST /rates/fetch: asks a publisher now. What has come when
// patience ends stays, and the publisher is asked again when its time comes.
func (s *Server) fetchRates(c fiber.Ctx) error {
	if s.rates == nil {
		return &trade.Error{Code: trade.Unavailable, Field: "source", Format: "This desk does not ask publishers; import their files on the page of rates."}
	}
	id := rates.SourceID(c.FormValue("source"))
	done, err := s.rates.Fetch(c.Context(), s.who(c), id, rates.Span{}, nil)
	unavailable := (*trade.Error)(nil)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		s.flash(c, msg("%s has not answered within %s seconds. What came stays; it is asked again when its time comes.", id.Name(), strconv.Itoa(int(patience/time.Second))))
	case errors.As(err, &unavailable) && unavailable.Code == trade.Unavailable:
		s.flash(c, flashOf(unavailable))
	case err != nil:
		return err
	case done.Failed():
		s.flash(c, msg("%s could not be asked; the table below says why. What was kept before stays.", id.Name()))
	default:
		s.flash(c, msg("%s: %s new, %s there already, %s corrected, %s held, %s left out.", id.Name(), strconv.Itoa(done.Added),
			strconv.Itoa(done.Unchanged), strconv.Itoa(done.Corrected), strconv.Itoa(done.Held), strconv.Itoa(done.Skipped)))
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To("/rates#feeds")
}

// flashOf returns an error for people as a flash.
func flashOf(e *trade.Error) Message { return Message{e.Format, e.Args} }

// flashConflict says on the next page that something was done already, and hands
// on any other error.
func (s *Server) flashConflict(c fiber.Ctx, err error) error {
	if e := (*trade.Error)(nil); errors.As(err, &e) && e.Code == trade.Conflict {
		s.flash(c, flashOf(e))
		return nil
	}
	return err
}

// percentOf returns a share in percent: 0.10 is "10".
func percentOf(share exact.Number) string { return share.Mul(exact.Int(100)).Trim(0).String() }

// ratesHealth returns what /readyz says of the rates: a late one blocks documents that
// need it, and nothing else.
func (s *Server) ratesHealth(ctx context.Context) string {
	if s.rates == nil {
		return "off"
	}
	sources, err := ratebook.LookAtSources(ctx, s.store, store.Who{Name: db.Program.Name, At: s.now()})
	if err != nil {
		s.log.WarnContext(ctx, "the standing of rates is not known", "err", err)
		return "unknown"
	}
	is := "off"
	for _, f := range s.feeds(sources) {
		switch {
		case f.Late:
			return "late"
		case f.On:
			is = "ok"
		}
	}
	return is
}
