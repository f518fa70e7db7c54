package settings

import (
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type seriesPage struct {
	page.Base
	List []numberSeries
}

// numberSeries is a number series as the page lists it.
type numberSeries struct {
	Name   string
	Kind   say.Message
	Issued int64
	Last   time.Time // zero: it has issued nothing
	Closed *closedSeries
}

// closedSeries is why a series takes no document any more.
type closedSeries struct {
	At        time.Time // zero: not known
	Who       say.Message
	Reason    string
	Documents int64  // that it held then
	GoesOn    string // what the numbers of the next series begin with; empty: it has issued nothing yet
	Later     bool   // a later series went on already when this one was closed
}

var seriesTmpl = page.Parse[seriesPage]("settings/series.html")

// showSeries serves GET /exporter/series: the number series, and of the closed ones why, by
// whom, and what goes on.
func (s *pages) showSeries(c fiber.Ctx) error {
	all, err := issue.LookAtSeries(c.Context(), s.Store, s.Who(c))
	if err != nil {
		return err
	}
	p := seriesPage{Base: s.Base(c, say.Msg("Number series"))}
	names := map[string]string{}
	for _, is := range all {
		names[is.ID] = is.Name
	}
	for _, is := range all {
		v := numberSeries{Name: is.Name, Kind: say.KindTitle(is.Kind), Issued: is.Issued, Last: is.Last}
		if is.Closed != nil {
			v.Closed = &closedSeries{is.ClosedAt, say.WhoLabel(is.Closed.Who), is.Closed.Reason, is.Closed.Documents,
				names[is.Closed.Successor], is.Closed.Successor == ""}
		}
		p.List = append(p.List, v)
	}
	return seriesTmpl.Render(c, fiber.StatusOK, p)
}

// Closed returns the series that are closed.
func (p seriesPage) Closed() (closed []numberSeries) {
	for _, is := range p.List {
		if is.Closed != nil {
			closed = append(closed, is)
		}
	}
	return closed
}
