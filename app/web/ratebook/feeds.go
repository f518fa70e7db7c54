package ratebook

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/ratebook"
	"woolroad/app/ratefeed"
	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/rates"
	"woolroad/rates/reason"
)

// feedState is a publisher with the state of its feed.
type feedState struct {
	ID       rates.SourceID
	Name     say.Message
	On       bool // this program asks it for rates
	Late     bool
	State    page.State
	Last     ratebook.Fetch
	Fault    say.Message // of the last request; without Format: none
	Failures int
	Newest   civil.Date
	Next     time.Time // zero: at once, or never
	Setting  string    // the setting that gives the feed's address
}

// overdue is how long after the time of its next request a feed counts as late.
const overdue = time.Hour

// feeds returns the state of every publisher's feed, also of those that this program does
// not fetch.
func (s *pages) feeds(sources ratebook.Sources) (list []feedState) {
	for _, is := range s.standing(sources.States) {
		f := feedState{ID: is.ID, Name: say.SourceLabel(is.ID), On: is.Source != nil, Last: is.Last, Failures: is.Failures, Newest: is.Newest, Next: is.Next}
		f.Setting = "WOOLROAD_RATES_" + settingNames[is.ID]
		if is.Last.Failed() {
			f.Fault = messageFrom(is.Last.Sentence())
		}
		old := sources.MaxAges[is.ID] > 0 && !is.Newest.IsZero() && civil.DateOf(s.Now()).DaysSince(is.Newest) > sources.MaxAges[is.ID]
		f.Late = f.On && (f.Last.Failed() || old || !f.Next.IsZero() && s.Now().Sub(f.Next) > overdue)
		switch {
		case !f.On:
			f.State = page.State{Label: say.Msg("not set up"), Look: "draft"}
		case f.Last.Failed():
			f.State = page.State{Label: say.Msg("failed"), Look: "bad"}
		case f.Last.Started.IsZero():
			f.State = page.State{Label: say.Msg("no request yet"), Look: "draft"}
		case f.Late:
			f.State = page.State{Label: say.Msg("overdue"), Look: "due"}
		default:
			f.State = page.State{Label: say.Msg("up to date"), Look: "ok"}
		}
		list = append(list, f)
	}
	return list
}

// messageFrom returns a sentence of package rates as a Message, in which publishers have
// the names that pages give them.
func messageFrom(s reason.Sentence) say.Message {
	m := say.Message{Format: s.Format}
	for _, a := range s.Args {
		switch is := a.(type) {
		case reason.Sentence:
			a = messageFrom(is)
		case string:
			a = say.PublisherLabel(is)
		}
		m.Args = append(m.Args, a)
	}
	return m
}

// settingNames are the ends of the settings' names that give the feeds' addresses.
var settingNames = map[rates.SourceID]string{rates.NRB: "NRB", rates.FBIL: "FBIL", rates.CFETS: "CFETS", rates.ECB: "ECB"}

// standing returns the status of every feed by the fetcher, or, where this program
// fetches nothing, what is stored of earlier requests.
func (s *pages) standing(states map[rates.SourceID]ratebook.SourceState) (list []ratefeed.Status) {
	if s.Rates != nil {
		return s.Rates.Status(states)
	}
	for _, p := range rates.Publishers {
		list = append(list, ratefeed.Status{Feed: ratefeed.Feed{Publisher: p}, SourceState: states[p.ID]})
	}
	return list
}

// in changes the times of the state to a zone.
func (f *feedState) in(zone *time.Location) {
	f.Last.Started = f.Last.Started.In(zone)
	if !f.Next.IsZero() {
		f.Next = f.Next.In(zone)
	}
}

// Asked reports whether the publisher was ever asked for rates.
func (f feedState) Asked() bool { return !f.Last.Ended.IsZero() }

// Empty reports whether the publisher's last answer had no figures, as on a holiday.
func (f feedState) Empty() bool { return f.Asked() && f.Last.Empty() }

// fetchRates serves POST /rates/fetch: it asks a publisher for rates now. After
// page.Patience it stops; rates received until then stay, and the next request follows as
// scheduled. A desk that fetches no rates is Unavailable.
func (s *pages) fetchRates(c fiber.Ctx) error {
	if s.Rates == nil {
		return &trade.Error{Code: trade.Unavailable, Field: "source", Format: "This desk does not fetch rates; import publishers' files on the rates page."}
	}
	id := rates.SourceID(c.FormValue("source"))
	name := s.Lang(c).Say(say.SourceLabel(id)) // a flash takes only texts and whole numbers
	done, err := s.Rates.Fetch(c.Context(), s.Who(c), id, rates.Span{}, nil)
	unavailable := (*trade.Error)(nil)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		s.Flash(c, say.Msg("%s did not answer within %s seconds. Rates received so far remain; the next request follows as scheduled.", name, strconv.Itoa(int(page.Patience/time.Second))))
	case errors.As(err, &unavailable) && unavailable.Code == trade.Unavailable:
		s.Flash(c, flashOf(unavailable))
	case err != nil:
		return err
	case done.Failed():
		s.Flash(c, say.Msg("The rates of %s could not be fetched; the table below gives the reason. Rates saved before remain.", name))
	case done.Empty():
		s.Flash(c, say.Msg("%s has no new rates; publishers have none on holidays.", name))
	default:
		s.Flash(c, say.Msg("%s: %s new, %s already saved, %s corrected, %s held, %s left out.", name, strconv.Itoa(done.Added),
			strconv.Itoa(done.Unchanged), strconv.Itoa(done.Corrected), strconv.Itoa(done.Held), strconv.Itoa(done.Skipped)))
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To("/rates#feeds")
}

// flashOf returns an error for people as a flash.
func flashOf(e *trade.Error) say.Message { return say.Message{Format: e.Format, Args: e.Args} }

// flashConflict makes a Conflict error a sentence of the next page and returns nil. It
// returns any other error as it is.
func (s *pages) flashConflict(c fiber.Ctx, err error) error {
	if e := (*trade.Error)(nil); errors.As(err, &e) && e.Code == trade.Conflict {
		s.Flash(c, flashOf(e))
		return nil
	}
	return err
}

// Health returns the state of the rates for /readyz: "off", "ok", "late" or "unknown". A
// late feed blocks the documents that need its rates and nothing else, so it does not
// make the program unready.
func Health(ctx context.Context, desk *page.Desk) string {
	s := &pages{desk}
	if s.Rates == nil {
		return "off"
	}
	sources, err := ratebook.LookAtSources(ctx, s.Store, store.Who{Name: db.Program.Name, At: s.Now()})
	if err != nil {
		s.Log.WarnContext(ctx, "the standing of rates is not known", "err", err)
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
