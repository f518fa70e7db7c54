package web

import (
	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/documents"
)

type papersPage struct {
	Base
	Rows     []paperRow
	Number   sortHead
	Date     sortHead
	Kinds    []stateFilter
	Chips    []chip
	Pager    pager
	Text     string
	Buyer    string
	From, To string
	Currency []choice
	Standing []choice
	Month    string // that the ZIP of a month is offered for: "2026-04"
	Sums     *issue.Sums
	SumsPath string
	SumsPart string
	Faults   []fieldFault
	Filtered bool
	Kept     []choice // the filter, to go with what is ticked
}

// paperRow is an issued paper in the list.
type paperRow struct {
	store.IssuedInfo
	Title Message
	State state
	File  string // its PDF
}

var papersTmpl = parse[papersPage]("papers.html")

func (s *Server) papersRoutes(app *fiber.App) {
	app.Get("/documents", s.listPapers)
	app.Get("/documents/sums", s.sumPapers)
	app.Get("/documents.zip", s.sendPapers)
}

// listPapers serves GET /documents.
func (s *Server) listPapers(c fiber.Ctx) error {
	l := listingOf(c)
	f, faults := issuedFilter(l)
	p := papersPage{
		Base: s.base(c, "documents", msg("Papers")), Faults: faults, Filtered: len(l.values) > 0,
		Text: l.get("q"), Buyer: l.get("buyer"), From: l.day("from"), To: l.day("to"), Month: s.now().Format("2006-01"),
		Number: l.head("number", msg("Number"), false, true, "date-"), Date: l.head("date", msg("Date"), false, true, "date-"),
		SumsPath: l.with("sums", "1"), SumsPart: listing{"/documents/sums", l.values}.with("sums", "1"),
	}
	p.Currency = []choice{{Label: msg("any")}}
	for _, cur := range commonCurrencies {
		p.Currency = append(p.Currency, choice{Value: cur, Label: plain(cur)})
	}
	p.Currency = chosen(p.Currency, l.get("currency"))
	p.Standing = chosen([]choice{{Label: msg("any")}, {Value: string(store.Current), Label: msg("standing")}, {Value: string(store.Superseded), Label: msg("superseded")}}, l.get("standing"))
	p.Kinds = append(p.Kinds, stateFilter{msg("All"), l.with("kind", ""), f.Kind == ""})
	for _, k := range documents.Kinds {
		p.Kinds = append(p.Kinds, stateFilter{kindTitle(k.Kind), l.with("kind", string(k.Kind)), f.Kind == k.Kind})
	}
	p.Chips = l.chips(orderChip, "q", "buyer", "currency", "standing", "from", "to")
	if len(faults) > 0 {
		p.Faulty = true
		return papersTmpl.render(c, fiber.StatusUnprocessableEntity, p)
	}
	if month := l.get("month"); month != "" {
		p.Month = month
	}
	for _, name := range []string{"kind", "q", "buyer", "currency", "standing", "month", "from", "to"} {
		if value := l.get(name); value != "" {
			p.Kept = append(p.Kept, choice{Value: name, Label: plain(value)})
		}
	}
	by, descending := l.sort("date-")
	list, err := issue.List(c.Context(), s.store, s.who(c), f, store.IssuedSort(by), descending, store.Paging{Cursor: l.get("at")}, l.get("sums") != "")
	if err != nil {
		return err
	}
	for _, d := range list.Rows {
		row := paperRow{IssuedInfo: d, Title: kindTitle(d.Kind), State: state{msg("issued"), "ok"}, File: joinPath("/documents", d.Number) + ".pdf"}
		if d.SupersededBy != "" {
			row.State = state{msg("superseded"), "bad"}
		}
		p.Rows = append(p.Rows, row)
	}
	p.Pager, p.Sums = l.pager(list.Prev, list.Next), list.Sums
	return papersTmpl.render(c, fiber.StatusOK, p)
}

// sumPapers serves GET /documents/sums: what the filtered papers come to, to be
// put into the page.
func (s *Server) sumPapers(c fiber.Ctx) error {
	f, faults := issuedFilter(listingOf(c))
	if len(faults) > 0 {
		return fiber.ErrBadRequest // the page has said so before
	}
	sums, err := issue.AddUp(c.Context(), s.store, s.who(c), f)
	if err != nil {
		return err
	}
	return papersTmpl.block(c, fiber.StatusOK, "sums", papersPage{Base: s.base(c, "documents", msg("Papers")), Sums: &sums})
}

// issuedFilter is the filter that the address says, or what is wrong with it.
func issuedFilter(l listing) (f store.IssuedFilter, faults []fieldFault) {
	f = store.IssuedFilter{
		Kind: documents.Kind(l.get("kind")), Buyer: l.get("buyer"), Currency: money.Currency(l.get("currency")),
		State: store.DocumentState(l.get("standing")), Text: l.get("q"),
	}
	if month := l.get("month"); month != "" {
		first, err := civil.ParseDate(month + "-01")
		if err != nil {
			faults = append(faults, fieldFault{"month", msg("%s is no month; write it like 2026-04.", month)})
		}
		f.From, f.To = first, lastOfMonth(first)
	}
	from, to, more := l.span()
	if !from.IsZero() {
		f.From = from
	}
	if !to.IsZero() {
		f.To = to
	}
	return f, append(faults, more...)
}

// lastOfMonth is the last day of a day's month.
func lastOfMonth(day civil.Date) civil.Date {
	next := civil.Date{Year: day.Year, Month: day.Month + 1, Day: 1}
	if next.Month > 12 {
		next.Year, next.Month = next.Year+1, 1
	}
	return next.AddDays(-1)
}
