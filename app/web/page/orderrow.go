package page

import (
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/say"
)

// OrderRow is an order as a row of a list.
type OrderRow struct {
	store.OrderInfo
	Products []say.Message
	State    State
}

// UnreadMessage says that what is stored of an order, document or party cannot be read in
// full.
var UnreadMessage = say.Msg("What is stored of this is damaged and cannot be read in full. Ask whoever looks after the server to run “woolroad verify”.")

// OrderStates are the states of an order as pages show them.
var OrderStates = map[trade.OrderStatus]State{
	trade.OrderOpen:   {say.Msg("Open"), "draft"},
	trade.OrderIssued: {say.Msg("Issued"), "ok"},
}

// OrderRowOf returns an order as a row of a list.
func OrderRowOf(o store.OrderInfo) OrderRow {
	row := OrderRow{OrderInfo: o, State: OrderStates[o.Status]}
	for _, name := range o.Products {
		row.Products = append(row.Products, say.ProductLabel(name))
	}
	return row
}

// BuyerPath returns the path that leads to the order's buyer in the address book.
func (r OrderRow) BuyerPath() string { return BuyerPath(r.ID) }

// BuyerPath returns the path that leads to an order's buyer in the address book.
func BuyerPath(orderID string) string { return JoinPath("/parties/buyer", orderID) }

// FilterLabel returns a filter and its value in words. It always returns true, as
// List.Chips wants it.
func FilterLabel(name, value string) (say.Message, bool) {
	switch name {
	case "q":
		return say.Msg("contains “%s”", value), true
	case "from":
		return say.Msg("from %s", dayIn(value)), true
	case "to":
		return say.Msg("until %s", dayIn(value)), true
	case "product":
		return say.ProductLabel(value), true
	}
	return say.Plain(value), true
}

// dayIn returns the day that a value of an address names, for each language to write in
// its own way, or the value itself where it is no day.
func dayIn(value string) any {
	if d, ok := ReadDay(value); ok {
		return d
	}
	return value
}
