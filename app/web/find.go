package web

import (
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/search"
	"woolroad/app/store"
	"woolroad/app/typing"
)

type findPage struct {
	Base
	Groups []hitGroup
}

// hitGroup is what was found of one kind.
type hitGroup struct {
	Label Message
	Hits  []hitRow
	Full  bool // there may be more
}

// hitRow is one thing that was found and where it leads.
type hitRow struct {
	Path   string
	Name   string
	Detail Message
	Orders []string
}

var findTmpl = parse[findPage]("search/find.html")

// mostHits is how many of a kind a search shows.
const mostHits = 20

func (s *Server) findRoutes(app *fiber.App) { app.Get("/search", s.find) }

var hitLabels = []struct {
	kind  store.HitKind
	label Message
}{
	{store.HitOrder, msg("Orders")}, {store.HitDocument, msg("Papers")}, {store.HitParty, msg("Parties")},
	{store.HitLot, msg("Lots")}, {store.HitBale, msg("Bales")},
}

// find serves GET /search. A number that is somebody's leads there at once.
func (s *Server) find(c fiber.Ctx) error {
	text := strings.TrimSpace(typing.Text(c.Query("q")))
	p := findPage{Base: s.base(c, "", msg("Search"))}
	p.Query = text
	if len(text) > 400 {
		return fiber.ErrBadRequest
	}
	if text == "" {
		return findTmpl.render(c, fiber.StatusOK, p)
	}
	p.Title = msg("Search for “%s”", text)
	hits, err := search.Find(c.Context(), s.store, s.who(c), text, mostHits)
	if err != nil {
		return err
	}
	for _, kind := range hitLabels {
		g := hitGroup{Label: kind.label}
		for _, h := range hits {
			if h.Kind != kind.kind {
				continue
			}
			row := p.hit(h)
			if strings.EqualFold(h.Number, text) && (h.Kind == store.HitOrder || h.Kind == store.HitDocument || h.Kind == store.HitLot) {
				return c.Redirect().Status(fiber.StatusSeeOther).To(row.Path)
			}
			g.Hits = append(g.Hits, row)
		}
		g.Full = len(g.Hits) == mostHits
		if len(g.Hits) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	return findTmpl.render(c, fiber.StatusOK, p)
}

// hit is what was found, as the page's language says it.
func (p findPage) hit(h store.Hit) hitRow {
	row := hitRow{Name: h.Number, Detail: plain(h.Name), Orders: h.Orders}
	switch h.Kind {
	case store.HitOrder:
		row.Path, row.Detail = joinPath("/orders", h.Number), msg("%s, %s", h.Name, p.Lang.date(h.Date))
	case store.HitDocument:
		row.Path, row.Detail = joinPath("/documents", h.Number), msg("%s, %s, %s", kindTitle(h.Document), h.Name, p.Lang.date(h.Date))
	case store.HitParty:
		row.Path, row.Name, row.Detail = joinPath("/parties", h.ID), h.Name, plain("")
	case store.HitLot:
		row.Path, row.Detail = joinPath("/lots", h.Number), productLabel(h.Product)
	case store.HitBale:
		row.Path, row.Detail = joinPath("/lots", h.Lot)+"#bale-"+h.Number, msg("in lot %s", h.Lot)
	}
	return row
}
