package orders

import (
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
	Rows     []page.OrderRow
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
	p.States = append(p.States, page.StateFilter{Label: say.Msg("All"), Path: l.With("status", ""), Current: f.Status == ""})
	for _, is := range []trade.OrderStatus{trade.OrderOpen, trade.OrderIssued} {
		p.States = append(p.States, page.StateFilter{Label: page.OrderStates[is].Label, Path: l.With("status", string(is)), Current: f.Status == is})
	}
	p.States = append(p.States, page.StateFilter{Label: say.Msg("Drafts"), Path: "/orders/drafts", Current: false})
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
	for _, o := range list.Rows {
		p.Rows = append(p.Rows, page.OrderRowOf(o))
	}
	p.Pager, p.Sums = l.Pager(list.Prev, list.Next), list.Sums
	return ordersTmpl.Render(c, fiber.StatusOK, p)
}

// sumOrders serves GET /orders/sums: the sums of the filtered orders, as the block that
// htmx puts into the list's page.
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
