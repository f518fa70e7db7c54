package orders

import (
	"html/template"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/orders"
	"woolroad/app/store"
	"woolroad/app/trade"
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
	Filter   orderFields
	Sums     *store.OrderSums
	SumsPath string // of the page with the sums
	SumsPart string // of the sums alone
	Files    page.Files
	Faults   []page.FieldFault
	Filtered bool
}

// orderFields are the filters of the list as they were typed.
type orderFields struct {
	Text, Buyer, From, To                 string
	Currency, Product, Incoterm, Statuses []page.Choice
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

var ordersTmpl = page.Parse[ordersPage]("orders/orders.html")

// listOrders serves GET /orders: the list with its filters, and its sums where the
// address asks for them.
func (s *pages) listOrders(c fiber.Ctx) error {
	l := page.ListOf(c)
	f, faults := orderFilter(l)
	p := ordersPage{Base: s.Base(c, say.Msg("Orders")), Faults: faults, Filter: orderFieldsOf(l), Files: l.Files(),
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
	if len(faults) > 0 {
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
	f, faults := orderFilter(l)
	if len(faults) > 0 {
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

// orderFilter returns the filter in the address, and a fault for each value that cannot
// be read.
func orderFilter(l page.List) (f store.OrderFilter, faults []page.FieldFault) {
	f = store.OrderFilter{
		Status: trade.OrderStatus(l.Value("status")), Buyer: l.Value("buyer"), Product: l.Value("product"),
		Currency: money.Currency(l.Value("currency")), Incoterm: l.Value("incoterm"), Party: l.Value("party"), Text: l.Value("q"),
	}
	f.From, f.To, faults = l.Span()
	return f, faults
}

// orderFieldsOf returns the filters of the list in the address as they were typed.
func orderFieldsOf(l page.List) orderFields {
	any := page.Choice{Label: say.Msg("any")}
	f := orderFields{Text: l.Value("q"), Buyer: l.Value("buyer"), From: l.Day("from"), To: l.Day("to"),
		Currency: []page.Choice{any}, Product: []page.Choice{any}, Incoterm: []page.Choice{any}}
	for _, cur := range page.CommonCurrencies {
		f.Currency = append(f.Currency, page.Choice{Value: cur, Label: say.Plain(cur)})
	}
	for _, p := range codes.Products() {
		f.Product = append(f.Product, page.Choice{Value: p.Name, Label: say.Bilingual(p.Name, p.NameZH)})
	}
	for _, term := range codes.Incoterms() {
		f.Incoterm = append(f.Incoterm, page.Choice{Value: string(term.Code), Label: say.Plain(string(term.Code))})
	}
	f.Currency, f.Product, f.Incoterm = page.Chosen(f.Currency, l.Value("currency")), page.Chosen(f.Product, l.Value("product")), page.Chosen(f.Incoterm, l.Value("incoterm"))
	return f
}
