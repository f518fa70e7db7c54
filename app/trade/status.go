package trade

// OrderStatus is how far an order has come.
type OrderStatus string

// What an order may be.
const (
	OrderOpen   OrderStatus = "open"
	OrderIssued OrderStatus = "issued" // at least one of its documents is
)
