package web

import (
	"slices"

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
	Month    string   // that is shown, or the one that the desk is in: "2026-04"
	Others   []choice // the filters but the month, to go with another one
	InMonth  []choice // the month, to go with other filters
	Files    files
	Sums     *paperSums
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

// paperSums are the sums of papers, and what the one in CNY lacks.
type paperSums struct {
	issue.Sums
	Missing Message
	Most    int // of how many papers it is drawn
}

func paperSumsOf(s *issue.Sums) *paperSums {
	if s == nil {
		return nil
	}
	p := &paperSums{Sums: *s, Most: issue.MostBooked}
	if s.CNY != nil {
		p.Missing = missingInCNY(*s.CNY)
	}
	return p
}

// paperState is a paper's state in the list.
func paperState(d store.Issued) state {
	if d.SupersededBy != "" {
		return state{msg("superseded"), "bad"}
	}
	return state{msg("issued"), "ok"}
}

var papersTmpl = parse[papersPage]("documents/documents.html")

func (s *Server) papersRoutes(app *fiber.App) {
	app.Get("/documents", s.listPapers)
	app.Get("/documents/sums", s.sumPapers)
	bothFiles(app, "/documents", s.exportPapers)
	app.Get("/documents.zip", s.exportPapers)
}

// listPapers serves GET /documents.
func (s *Server) listPapers(c fiber.Ctx) error {
	l := listingOf(c)
	f, faults := issuedFilter(l)
	p := papersPage{
		Base: s.base(c, "documents", msg("Papers")), Faults: faults, Filtered: len(l.values) > 0,
		Text: l.get("q"), Buyer: l.get("buyer"), From: l.day("from"), To: l.day("to"), Files: l.files(),
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
	p.Chips = l.chips(paperChip, "month", "q", "buyer", "currency", "standing", "from", "to")
	if len(faults) > 0 {
		p.Faulty = true
		return papersTmpl.render(c, fiber.StatusUnprocessableEntity, p)
	}
	p.Others = l.kept("kind", "q", "buyer", "currency", "standing", "from", "to", "sort")
	p.InMonth = l.kept("month")
	p.Kept = slices.Concat(p.Others, p.InMonth)
	by, descending := l.sort("date-")
	month := l.get("month")
	list, err := issue.List(c.Context(), s.store, s.who(c), f, store.IssuedSort(by), descending, store.Paging{Cursor: l.get("at")}, l.get("sums") != "" || month != "")
	if err != nil {
		return err
	}
	if p.Month = month; month == "" {
		p.Month = list.Today.String()[:len("2006-01")]
	}
	for _, d := range list.Rows {
		row := paperRow{IssuedInfo: d, Title: kindTitle(d.Kind), State: paperState(d.Issued), File: joinPath("/documents", d.Number) + ".pdf"}
		p.Rows = append(p.Rows, row)
	}
	p.Pager, p.Sums = l.pager(list.Prev, list.Next), paperSumsOf(list.Sums)
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
	return papersTmpl.block(c, fiber.StatusOK, "sums", papersPage{Base: s.base(c, "documents", msg("Papers")), Sums: paperSumsOf(&sums)})
}

// issuedFilter is the filter that the address says, or what is wrong with it. A month and
// days keep the list to what lies in both.
func issuedFilter(l listing) (f store.IssuedFilter, faults []fieldFault) {
	f = store.IssuedFilter{
		Kind: documents.Kind(l.get("kind")), Buyer: l.get("buyer"), Currency: money.Currency(l.get("currency")),
		State: store.DocumentState(l.get("standing")), Text: l.get("q"),
	}
	if f.State != "" && f.State != store.Current && f.State != store.Superseded {
		faults = append(faults, fieldFault{"standing", msg("“%s” is no state of a paper; choose one of the list.", l.get("standing"))})
	}
	var more []fieldFault
	f.From, f.To, more = l.span()
	if month := l.get("month"); month != "" {
		first, err := civil.ParseDate(month + "-01")
		switch {
		case err != nil:
			faults = append(faults, fieldFault{"month", msg("%s is no month; write it like 2026-04.", month)})
		default:
			if last := lastOfMonth(first); f.To.IsZero() || last.Before(f.To) {
				f.To = last
			}
			if first.After(f.From) {
				f.From = first
			}
		}
	}
	return f, append(faults, more...)
}

// paperChip is a filter in words.
func paperChip(name, value string) (Message, bool) {
	switch {
	case name == "month":
		return msg("month %s", value), true
	case name == "standing" && value == string(store.Current):
		return msg("standing"), true
	case name == "standing":
		return msg("superseded"), true
	}
	return orderChip(name, value)
}

// lastOfMonth is the last day of a day's month.
func lastOfMonth(day civil.Date) civil.Date {
	next := civil.Date{Year: day.Year, Month: day.Month + 1, Day: 1}
	if next.Month > 12 {
		next.Year, next.Month = next.Year+1, 1
	}
	return next.AddDays(-1)
}
