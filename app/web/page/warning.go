package page

import (
	"slices"

	"woolroad/app/trade"
	"woolroad/app/web/say"
)

// Warning is something a person has to know about an order, and where it lies.
type Warning struct {
	Place   say.Message // of no Format: all of it
	Message any         // Message or what a field says
	Link    string      // to the field that puts it right; empty: none
}

// WarningOf is a fault with its place in the order, which may be nil.
func WarningOf(f trade.Fault, o *trade.Order) Warning {
	if f.Pointer == "" {
		return Warning{Message: say.Spoken(f, o)}
	}
	return Warning{Place: say.PlaceOf(f.Pointer, o), Message: say.Spoken(f, o)}
}

// IsAmong says whether the same is said, of the same place, by one of the faults.
func IsAmong(faults trade.Faults, f trade.Fault) bool {
	return slices.ContainsFunc(faults, f.Same)
}
