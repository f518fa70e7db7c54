package search

import (
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/search"
	"woolroad/app/store"
	"woolroad/app/typing"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type findPage struct {
	page.Base
	Groups []hitGroup
}

// hitGroup is what was found of one kind.
type hitGroup struct {
	Label say.Message
	Hits  []hitRow
	Full  bool // there may be more
}

// hitRow is one thing that was found and where it leads.
type hitRow struct {
	Path   string
	Name   string
	Detail say.Message
	Orders []string
}

var findTmpl = page.Parse[findPage]("search/find.html")

// mostHits is how many of a kind a search shows.
const mostHits = 20

var hitLabels = []struct {
	kind  store.HitKind
	label say.Message
}{
	{store.HitOrder, say.Msg("Orders")}, {store.HitDocument, say.Msg("Documents")}, {store.HitParty, say.Msg("Parties")},
	{store.HitLot, say.Msg("Lots")}, {store.HitBale, say.Msg("Bales")},
}

// find serves GET /search. A number that is somebody's leads there at once.
func (s *pages) find(c fiber.Ctx) error {
	text := strings.TrimSpace(typing.Text(c.Query("q")))
	p := findPage{Base: s.Base(c, "", say.Msg("Search"))}
	p.Query = text
	if len(text) > 400 {
		return fiber.ErrBadRequest
	}
	if text == "" {
		return findTmpl.Render(c, fiber.StatusOK, p)
	}
	p.Title = say.Msg("Search for “%s”", text)
	hits, err := search.Find(c.Context(), s.Store, s.Who(c), text, mostHits)
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
	return findTmpl.Render(c, fiber.StatusOK, p)
}

// hit is what was found, as the page's language says it.
func (p findPage) hit(h store.Hit) hitRow {
	row := hitRow{Name: h.Number, Detail: say.Plain(h.Name), Orders: h.Orders}
	switch h.Kind {
	case store.HitOrder:
		row.Path, row.Detail = page.JoinPath("/orders", h.Number), say.Msg("%s, %s", h.Name, p.Lang.Date(h.Date))
	case store.HitDocument:
		row.Path, row.Detail = page.JoinPath("/documents", h.Number), say.Msg("%s, %s, %s", say.KindTitle(h.Document), h.Name, p.Lang.Date(h.Date))
	case store.HitParty:
		row.Path, row.Name, row.Detail = page.JoinPath("/parties", h.ID), h.Name, say.Plain("")
	case store.HitLot:
		row.Path, row.Detail = page.JoinPath("/lots", h.Number), say.ProductLabel(h.Product)
	case store.HitBale:
		row.Path, row.Detail = page.JoinPath("/lots", h.Lot)+"#bale-"+h.Number, say.Msg("in lot %s", h.Lot)
	}
	return row
}
