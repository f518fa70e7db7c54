package web

import (
	"github.com/gofiber/fiber/v3"

	"woolroad/app/codes"
	"woolroad/app/money"
	"woolroad/app/orders"
	"woolroad/app/store"
	"woolroad/app/trade"
)

type ordersPage struct {
	Base
	Rows     []orderRow
	Heads    []sortHead
	Chips    []chip
	Pager    pager
	States   []stateFilter
	Filter   orderFields
	Sums     *store.OrderSums
	SumsPath string // of the page with the sums
	SumsPart string // of the sums alone
	Files    files
	Faults   []fieldFault
	Filtered bool
}

// orderRow is an order in the list.
type orderRow struct {
	store.OrderInfo
	Products []Message
	State    state
}

// state is how far something has come: a word and the look of its chip.
type state struct {
	Label Message
	Look  string
}

// stateFilter is a way to the orders of one state.
type stateFilter struct {
	Label   Message
	Path    string
	Current bool
}

// orderFields are the filters as they were typed.
type orderFields struct {
	Text, Buyer, From, To                 string
	Currency, Product, Incoterm, Statuses []choice
}

var ordersTmpl = parse[ordersPage]("orders/orders.html")

func (s *Server) ordersRoutes(app *fiber.App) {
	app.Get("/orders", s.listOrders)
	app.Get("/orders/sums", s.sumOrders)
	bothFiles(app, "/orders", s.exportOrders)
}

var orderStates = map[trade.OrderStatus]state{
	trade.OrderOpen:   {msg("Open"), "draft"},
	trade.OrderIssued: {msg("Papers issued"), "ok"},
}

// listOrders serves GET /orders.
func (s *Server) listOrders(c fiber.Ctx) error {
	l := listingOf(c)
	f, faults := orderFilter(l)
	p := ordersPage{Base: s.base(c, "orders", msg("Orders")), Faults: faults, Filter: orderFieldsOf(l), Files: l.files(),
		Filtered: f != store.OrderFilter{}, SumsPath: l.with("sums", "1"), SumsPart: listing{"/orders/sums", l.values}.with("sums", "1")}
	for _, h := range []struct {
		name            string
		label           Message
		number, fromEnd bool
	}{
		{"number", msg("Number"), false, true}, {"buyer", msg("Buyer"), false, false}, {"", msg("Goods"), false, false},
		{"mass", msg("Invoice mass, kg"), true, true}, {"date", msg("Date"), false, true}, {"", msg("Terms"), false, false},
		{"total", msg("Total"), true, true}, {"", msg("State"), false, false},
	} {
		head := sortHead{Label: h.label, Number: h.number}
		if h.name != "" {
			head = l.head(h.name, h.label, h.number, h.fromEnd, "date-")
		}
		p.Heads = append(p.Heads, head)
	}
	p.States = append(p.States, stateFilter{msg("All"), l.with("status", ""), f.Status == ""})
	for _, is := range []trade.OrderStatus{trade.OrderOpen, trade.OrderIssued} {
		p.States = append(p.States, stateFilter{orderStates[is].Label, l.with("status", string(is)), f.Status == is})
	}
	p.States = append(p.States, stateFilter{msg("Drafts"), "/orders/drafts", false})
	p.Chips = l.chips(orderChip, "q", "buyer", "product", "currency", "incoterm", "from", "to")
	if len(faults) > 0 {
		p.Faulty = true
		return ordersTmpl.render(c, fiber.StatusUnprocessableEntity, p)
	}
	by, descending := l.sort("date-")
	list, err := orders.List(c.Context(), s.store, s.who(c), f, store.OrderSort(by), descending, store.Paging{Cursor: l.get("at")}, l.get("sums") != "")
	if err != nil {
		return err
	}
	for _, o := range list.Rows {
		p.Rows = append(p.Rows, rowOf(o))
	}
	p.Pager, p.Sums = l.pager(list.Prev, list.Next), list.Sums
	return ordersTmpl.render(c, fiber.StatusOK, p)
}

// sumOrders serves GET /orders/sums: what the filtered orders come to, to be
// put into the page.
func (s *Server) sumOrders(c fiber.Ctx) error {
	l := listingOf(c)
	f, faults := orderFilter(l)
	if len(faults) > 0 {
		return fiber.ErrBadRequest // the page has said so before
	}
	p := ordersPage{Base: s.base(c, "orders", msg("Orders"))}
	sums, err := orders.Sums(c.Context(), s.store, s.who(c), f)
	if err != nil {
		return err
	}
	p.Sums = &sums
	return ordersTmpl.block(c, fiber.StatusOK, "sums", p)
}

func rowOf(o store.OrderInfo) orderRow {
	row := orderRow{OrderInfo: o, State: orderStates[o.Status]}
	for _, name := range o.Products {
		row.Products = append(row.Products, productLabel(name))
	}
	return row
}

// productLabel is a product's name in the page's language.
func productLabel(name string) Message {
	p, err := codes.LookupProduct(name)
	if err != nil {
		return plain(name)
	}
	return bilingual(p.Name, p.NameZH)
}

// orderFilter is the filter that the address says, or what is wrong with it.
func orderFilter(l listing) (f store.OrderFilter, faults []fieldFault) {
	f = store.OrderFilter{
		Status: trade.OrderStatus(l.get("status")), Buyer: l.get("buyer"), Product: l.get("product"),
		Currency: money.Currency(l.get("currency")), Incoterm: l.get("incoterm"), Party: l.get("party"), Text: l.get("q"),
	}
	f.From, f.To, faults = l.span()
	return f, faults
}

// orderChip is a filter in words.
func orderChip(name, value string) (Message, bool) {
	switch name {
	case "q":
		return msg("with “%s”", value), true
	case "from":
		return msg("from %s", value), true
	case "to":
		return msg("until %s", value), true
	case "product":
		return productLabel(value), true
	}
	return plain(value), true
}

func orderFieldsOf(l listing) orderFields {
	any := choice{Label: msg("any")}
	f := orderFields{Text: l.get("q"), Buyer: l.get("buyer"), From: l.day("from"), To: l.day("to"),
		Currency: []choice{any}, Product: []choice{any}, Incoterm: []choice{any}}
	for _, cur := range commonCurrencies {
		f.Currency = append(f.Currency, choice{Value: cur, Label: plain(cur)})
	}
	for _, p := range codes.Products() {
		f.Product = append(f.Product, choice{Value: p.Name, Label: bilingual(p.Name, p.NameZH)})
	}
	for _, term := range codes.Incoterms() {
		f.Incoterm = append(f.Incoterm, choice{Value: string(term.Code), Label: plain(string(term.Code))})
	}
	f.Currency, f.Product, f.Incoterm = chosen(f.Currency, l.get("currency")), chosen(f.Product, l.get("product")), chosen(f.Incoterm, l.get("incoterm"))
	return f
}

// commonCurrencies are those that filters offer first.
var commonCurrencies = []string{"USD", "EUR", "INR", "NPR", "CNY"}
