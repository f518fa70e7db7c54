package orders

import (
	"html/template"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/orders"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/form"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

type ordersPage struct {
	page.Base
	Body     template.HTML // the rows of the list
	Heads    []page.SortHead
	Chips    []page.Chip
	Pager    page.Pager
	States   []page.StateFilter
	Filter   *form.Form
	Sums     *store.OrderSums
	SumsPath string // of the page with the sums
	SumsPart string // of the sums alone
	Files    page.Files
	Filtered bool
}

// orderCells are the cells of a row of the list, in the order of its heads.
var orderCells = []page.Column[page.OrderRow]{
	{Class: "nowrap", Header: true, Write: func(m *page.Markup, r page.OrderRow) {
		m.Link(page.JoinPath("/orders", r.Number), r.Number).Unread(r.Unread != "")
	}},
	{Label: say.Msg("Buyer"), Class: "cut", Title: func(_ say.Lang, r page.OrderRow) string { return r.Buyer },
		Write: func(m *page.Markup, r page.OrderRow) { m.PlainLink(r.BuyerPath(), r.Buyer) }},
	{Label: say.Msg("Goods"), Class: "cut short", Write: func(m *page.Markup, r page.OrderRow) {
		for i, p := range r.Products {
			if i > 0 {
				m.Add(", ")
			}
			m.Say(p)
		}
	}},
	{Label: say.Msg("Invoice mass, kg"), Class: "n", Write: func(m *page.Markup, r page.OrderRow) { m.Text(r.Mass.Grouped()) }},
	{Label: say.Msg("Date"), Class: "nowrap", Write: func(m *page.Markup, r page.OrderRow) { m.Text(m.Lang.Date(r.Date)) }},
	{Label: say.Msg("Terms"), Class: "cut short", Title: func(l say.Lang, r page.OrderRow) string { return l.Say(say.TermsInFull(r.Incoterm, r.Place)) },
		Write: func(m *page.Markup, r page.OrderRow) { m.Text(r.Incoterm).Add(" ").Say(say.Locality(r.Place)) }},
	{Label: say.Msg("Total"), Class: "n", Write: func(m *page.Markup, r page.OrderRow) { m.Text(say.Amount(r.Total)) }},
	{Label: say.Msg("State"), Write: func(m *page.Markup, r page.OrderRow) { m.State(r.State) }},
}

var (
	ordersTmpl   = page.Parse[ordersPage]("orders/orders.html")
	orderFilters = form.Of(form.TextFilter(say.Msg("Search terms")), form.BuyerFilter, form.ProductFilter, form.CurrencyFilter,
		form.ChoiceFilter("incoterm", say.Msg("Incoterms rule"), incoterms()...), form.FromFilter, form.ToFilter)
)

// incoterms returns the Incoterms rules that the filter offers.
func incoterms() (all []page.Choice) {
	for _, term := range codes.Incoterms() {
		all = append(all, page.Choice{Value: string(term.Code), Label: say.Plain(string(term.Code))})
	}
	return all
}

// listOrders serves GET /orders: the list with its filters, and its sums where the
// address asks for them.
func (s *pages) listOrders(c fiber.Ctx) error {
	l := page.ListOf(c)
	f, typed := orderFilter(l)
	p := ordersPage{Base: s.Base(c, say.Msg("Orders")), Filter: typed, Files: l.Files(),
		Filtered: f != store.OrderFilter{}, SumsPath: l.With("sums", "1"), SumsPart: page.List{Path: "/orders/sums", Values: l.Values}.With("sums", "1")}
	for _, h := range []struct {
		name            string
		label           say.Message
		number, fromEnd bool
	}{
		{"number", say.Msg("Number"), false, true}, {"buyer", say.Msg("Buyer"), false, false}, {"", say.Msg("Goods"), false, false},
		{"mass", say.Msg("Invoice mass, kg"), true, true}, {"date", say.Msg("Date"), false, true}, {"", say.Msg("Terms"), false, false},
		{"total", say.Msg("Total"), true, true}, {"", say.Msg("State"), false, false},
	} {
		head := page.SortHead{Label: h.label, Number: h.number}
		if h.name != "" {
			head = l.Head(h.name, h.label, h.number, h.fromEnd, "date-")
		}
		p.Heads = append(p.Heads, head)
	}
	p.States = orderStates(l)
	p.Chips = l.Chips(page.FilterLabel, "q", "buyer", "product", "currency", "incoterm", "from", "to")
	if typed.Refused() {
		p.Faulty = true
		return ordersTmpl.Render(c, fiber.StatusUnprocessableEntity, p)
	}
	by, descending := l.Sort("date-")
	list, err := orders.List(c.Context(), s.Store, s.Who(c), f, store.OrderSort(by), descending, store.Paging{Cursor: l.Value("at")}, l.Value("sums") != "")
	if err != nil {
		return err
	}
	rows := make([]page.OrderRow, len(list.Rows))
	for i, o := range list.Rows {
		rows[i] = page.OrderRowOf(o)
	}
	if p.Body, err = page.Rows(p.Lang, orderCells, rows); err != nil {
		return err
	}
	p.Pager, p.Sums = l.Pager(list.Prev, list.Next), list.Sums
	return ordersTmpl.Render(c, fiber.StatusOK, p)
}

// sumOrders serves GET /orders/sums: the sums of the filtered orders, as the block that
// htmx puts into the list's page. An address with faults fails with status 400.
func (s *pages) sumOrders(c fiber.Ctx) error {
	l := page.ListOf(c)
	f, typed := orderFilter(l)
	if typed.Refused() {
		return fiber.ErrBadRequest // the list's page has already shown the faults
	}
	p := ordersPage{Base: s.Base(c, say.Msg("Orders"))}
	sums, err := orders.Sums(c.Context(), s.Store, s.Who(c), f)
	if err != nil {
		return err
	}
	p.Sums = &sums
	return ordersTmpl.Block(c, fiber.StatusOK, "sums", p)
}

// orderFilter returns the filter in the address, and the form of its fields, with a fault
// for each value that cannot be read.
func orderFilter(l page.List) (store.OrderFilter, *form.Form) {
	f := orderFilters.Listed(l)
	return store.OrderFilter{
		Status: trade.OrderStatus(l.Value("status")), Party: l.Value("party"), Text: f.Value("/text"), Buyer: f.Value("/buyer"), Product: f.Value("/product"),
		Currency: money.Currency(f.Value("/currency")), Incoterm: f.Value("/incoterm"), From: f.Day("/from"), To: f.Day("/to"),
	}, f
}
