package documents

import (
	"html/template"
	"slices"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
	"woolroad/documents"
)

type documentsPage struct {
	page.Base
	Body     template.HTML // the rows of the list
	Number   page.SortHead
	Date     page.SortHead
	Kinds    []page.StateFilter
	Chips    []page.Chip
	Pager    page.Pager
	Filter   *form.Form    // with the month that is shown, or else today's
	Others   []page.Choice // hidden fields of the form that chooses a month: all other filters
	InMonth  []page.Choice // hidden field of the form of the other filters: the month
	Files    page.Files
	Sums     *documentSums
	SumsPath string
	SumsPart string
	Filtered bool
	Hidden   []page.Choice // hidden fields of the form that exports the ticked documents: all filters
}

// documentSums are the sums of documents, with the documents that the sum in CNY lacks.
type documentSums struct {
	issue.Sums
	Missing say.Message
	Lacks   []bookLack // the reasons why documents are missing in that sum
	More    int        // the number of missing documents that Lacks does not name
	Most    int        // the number of documents up to which the sum is computed
}

// documentSumsOf returns the sums as the page of the list shows them, or nil for nil.
func (s *pages) documentSumsOf(c fiber.Ctx, sums *issue.Sums) *documentSums {
	if sums == nil {
		return nil
	}
	p := &documentSums{Sums: *sums, Most: issue.MostBooked}
	if cny := sums.CNY; cny != nil {
		p.Missing, p.More = missingInCNY(*cny), cny.Missing-len(cny.Without)
		p.Lacks = s.bookLacks(cny.Without, page.List{Path: "/documents", Values: page.ListOf(c).Values}.With("sums", "1"))
	}
	return p
}

// documentCells are the cells of a row of the list, in the order of its heads.
var documentCells = []page.Column[store.IssuedInfo]{
	{Write: func(m *page.Markup, d store.IssuedInfo) {
		m.Box(page.Field{Name: tickedDocument.ID, Label: say.Msg("Select %s", d.Number), Unseen: true, Ticked: d.Number})
	}},
	{Class: "nowrap", Header: true, Write: func(m *page.Markup, d store.IssuedInfo) {
		m.Link(page.JoinPath("/documents", d.Number), d.Number).Unread(d.Unread != "")
	}},
	// Cut off, an invoice and the combined form would look alike.
	{Label: say.Msg("Kind"), Class: "nowrap", Title: func(l say.Lang, d store.IssuedInfo) string { return l.Say(say.KindTitle(d.Kind)) },
		Write: func(m *page.Markup, d store.IssuedInfo) { m.Say(say.KindShort(d.Kind)) }},
	{Label: say.Msg("Date"), Class: "nowrap", Write: func(m *page.Markup, d store.IssuedInfo) { m.Text(m.Lang.Date(d.Date)) }},
	{Label: say.Msg("Order"), Class: "nowrap", Write: func(m *page.Markup, d store.IssuedInfo) { m.PlainLink(page.JoinPath("/orders", d.Order), d.Order) }},
	{Label: say.Msg("Buyer"), Class: "cut", Title: func(_ say.Lang, d store.IssuedInfo) string { return d.Buyer },
		Write: func(m *page.Markup, d store.IssuedInfo) { m.PlainLink(page.BuyerPath(d.SubjectID), d.Buyer) }},
	{Label: say.Msg("Total"), Class: "n", Write: func(m *page.Markup, d store.IssuedInfo) { m.Text(say.Amount(d.Total)) }},
	{Label: say.Msg("State"), Class: "nowrap", Write: func(m *page.Markup, d store.IssuedInfo) {
		m.State(page.DocumentState(d.SupersededBy))
		if by := d.SupersededBy; by != "" {
			m.Add(` <a class="small" href="`).Text(page.JoinPath("/documents", by)).Add(`" aria-label="`).Say(say.Msg("superseded by %s", by)).Add(`">→ `).Text(by).Add(`</a>`)
		}
	}},
	{Label: say.Plain("PDF"), Write: func(m *page.Markup, d store.IssuedInfo) {
		m.Add(`<a href="`).Text(page.JoinPath("/documents", d.Number)).Add(`.pdf?download=1" download aria-label="`).Say(say.Msg("Download %s", d.Number)).Add(`">`)
		m.Add(string(page.Icon("download"))).Add(`</a>`)
	}},
}

var (
	documentsTmpl   = page.Parse[documentsPage]("documents/documents.html")
	documentFilters = form.Of(
		page.Field{ID: "month", Label: say.Msg("Month"), Kind: page.Month, Need: page.Asked},
		form.TextFilter(say.Msg("Document or order number")), form.BuyerFilter, form.CurrencyFilter,
		form.ChoiceFilter("standing", say.Msg("State"), page.Choice{Value: string(store.Current), Label: page.DocumentState("").Label},
			page.Choice{Value: string(store.Superseded), Label: page.DocumentState("another").Label}),
		form.FromFilter, form.ToFilter,
		tickedDocument,
	)
	tickedDocument = page.Field{ID: "number", Kind: page.Several, Unseen: true}
)

// Filters returns the fields that limit the list besides its month.
func (p documentsPage) Filters() []page.Field {
	return p.Filter.Fields("/text", "/buyer", "/currency", "/standing", "/from", "/to")
}

// listDocuments serves GET /documents: the list with its filters, and its sums where a
// month is chosen or the address asks for them.
func (s *pages) listDocuments(c fiber.Ctx) error {
	l := page.ListOf(c)
	f, typed := issuedFilter(l)
	p := documentsPage{
		Base: s.Base(c, say.Msg("Documents")), Filter: typed, Filtered: len(l.Values) > 0, Files: l.Files(),
		Number: l.Head("number", say.Msg("Number"), false, true, "date-"), Date: l.Head("date", say.Msg("Date"), false, true, "date-"),
		SumsPath: l.With("sums", "1"), SumsPart: page.List{Path: "/documents/sums", Values: l.Values}.With("sums", "1"),
	}
	p.Kinds = append(p.Kinds, page.StateFilter{Label: say.Msg("All"), Path: l.With("kind", ""), Current: f.Kind == ""})
	for _, k := range documents.Kinds {
		p.Kinds = append(p.Kinds, page.StateFilter{Label: say.KindTitle(k.Kind), Path: l.With("kind", string(k.Kind)), Current: f.Kind == k.Kind})
	}
	p.Chips = l.Chips(documentChip, "month", "q", "buyer", "currency", "standing", "from", "to")
	if typed.Refused() {
		p.Faulty = true
		return documentsTmpl.Render(c, fiber.StatusUnprocessableEntity, p)
	}
	p.Others = l.HiddenFields("kind", "q", "buyer", "currency", "standing", "from", "to", "sort")
	p.InMonth = l.HiddenFields("month")
	p.Hidden = slices.Concat(p.Others, p.InMonth)
	by, descending := l.Sort("date-")
	month := l.Value("month")
	list, err := issue.List(c.Context(), s.Store, s.Who(c), f, store.IssuedSort(by), descending, store.Paging{Cursor: l.Value("at")}, l.Value("sums") != "" || month != "")
	if err != nil {
		return err
	}
	if month == "" {
		typed.Set("/month", list.Today.String()[:len("2006-01")])
	}
	if p.Body, err = page.Rows(p.Lang, documentCells, list.Rows); err != nil {
		return err
	}
	p.Pager, p.Sums = l.Pager(list.Prev, list.Next), s.documentSumsOf(c, list.Sums)
	return documentsTmpl.Render(c, fiber.StatusOK, p)
}

// sumDocuments serves GET /documents/sums: the sums of the filtered documents, as the
// block that htmx puts into the list's page. An address with faults fails with status 400.
func (s *pages) sumDocuments(c fiber.Ctx) error {
	f, typed := issuedFilter(page.ListOf(c))
	if typed.Refused() {
		return fiber.ErrBadRequest // the list's page has already shown the faults
	}
	sums, err := issue.AddUp(c.Context(), s.Store, s.Who(c), f)
	if err != nil {
		return err
	}
	return documentsTmpl.Block(c, fiber.StatusOK, "sums", documentsPage{Base: s.Base(c, say.Msg("Documents")), Sums: s.documentSumsOf(c, &sums)})
}

// issuedFilter returns the filter in the address, and the form of its fields, with a fault
// for each value that cannot be read. Where the address has a month and days, the filter
// takes what lies in both.
func issuedFilter(l page.List) (store.IssuedFilter, *form.Form) {
	typed := documentFilters.Listed(l)
	f := store.IssuedFilter{
		Kind: documents.Kind(l.Value("kind")), Buyer: typed.Value("/buyer"), Currency: money.Currency(typed.Value("/currency")),
		State: store.DocumentState(typed.Value("/standing")), Text: typed.Value("/text"), From: typed.Day("/from"), To: typed.Day("/to"),
	}
	if f.State != "" && f.State != store.Current && f.State != store.Superseded {
		typed.Fault("/standing", say.Msg("“%s” is not a state of a document; choose one from the list.", string(f.State)))
	}
	if month := typed.Value("/month"); month != "" {
		first, err := civil.ParseDate(month + "-01")
		switch {
		case err != nil:
			typed.Fault("/month", say.Msg("%s is not a month; write it like 2026-04.", month))
		default:
			if last := lastOfMonth(first); f.To.IsZero() || last.Before(f.To) {
				f.To = last
			}
			if first.After(f.From) {
				f.From = first
			}
		}
	}
	return f, typed
}

// documentChip returns a filter of the list in words, and false for none.
func documentChip(name, value string) (say.Message, bool) {
	switch {
	case name == "month":
		first, err := civil.ParseDate(value + "-01")
		if err != nil {
			return say.Plain(value), true
		}
		return say.MonthOf(first), true
	case name == "standing" && value == string(store.Current):
		return page.DocumentState("").Label, true
	case name == "standing":
		return page.DocumentState("another").Label, true
	}
	return page.FilterLabel(name, value)
}

// lastOfMonth returns the last day of the month in which a day lies.
func lastOfMonth(day civil.Date) civil.Date {
	next := civil.Date{Year: day.Year, Month: day.Month + 1, Day: 1}
	if next.Month > 12 {
		next.Year, next.Month = next.Year+1, 1
	}
	return next.AddDays(-1)
}
