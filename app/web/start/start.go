package start

import (
	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/issue"
	"woolroad/app/office"
	"woolroad/app/orders"
	"woolroad/app/ratebook"
	"woolroad/app/store"
	"woolroad/app/store/drafts"
	"woolroad/app/trade"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type startPage struct {
	page.Base
	Today     civil.Date
	Named     bool // somebody has said whose desk it is
	New       bool // the desk has no order yet
	Orders    []page.OrderRow
	Held      []page.HeldRate
	Drafts    []drafts.Draft
	Documents []documentRow
}

// documentRow is a document that was issued lately.
type documentRow struct {
	store.IssuedInfo
	Title say.Message
}

var startTmpl = page.Parse[startPage]("start/start.html")

// most is the number of rows of each kind that the page shows; each kind has a list of
// its own.
const most = 8

// showStart serves GET /: what waits for somebody. It reads the first rows of a few lists
// and counts nothing, so it takes no longer on a desk with many years of orders.
func (s *pages) showStart(c fiber.Ctx) error {
	p := startPage{Base: s.Base(c, say.Msg("Start"))}
	exporter, err := office.Look(c.Context(), s.Store, s.Who(c))
	if err != nil {
		return err
	}
	p.Named = exporter.Seller != nil
	first := store.Paging{Limit: most}
	open, err := orders.List(c.Context(), s.Store, s.Who(c), store.OrderFilter{Status: trade.OrderOpen}, store.ByDate, true, first, false)
	if err != nil {
		return err
	}
	for _, o := range open.Rows {
		p.Orders = append(p.Orders, page.OrderRowOf(o))
	}
	held, err := ratebook.Waiting(c.Context(), s.Store, s.Who(c))
	if err != nil {
		return err
	}
	p.Held = page.HeldRates(held)
	drafts, err := orders.Drafts(c.Context(), s.Store, s.Who(c), first)
	if err != nil {
		return err
	}
	p.Drafts = drafts.Rows
	issued, err := issue.List(c.Context(), s.Store, s.Who(c), store.IssuedFilter{}, store.IssuedByDate, true, first, false)
	if err != nil {
		return err
	}
	p.Today = issued.Today
	for _, d := range issued.Rows {
		p.Documents = append(p.Documents, documentRow{d, say.KindTitle(d.Kind)})
	}
	p.New = len(p.Orders)+len(p.Documents) == 0
	return startTmpl.Render(c, fiber.StatusOK, p)
}
