package page

import (
	"slices"

	"woolroad/app/trade"
	"woolroad/app/web/say"
)

// Warning is something that a person has to know about an order, with its place there.
type Warning struct {
	Place   say.Message // without Format: the whole order
	Message any         // a Message, a fault or an error for people
	Link    string      // to the field in which a person can correct it; empty: none
}

// WarningOf returns a fault as a warning with its place in the order. Where o is nil,
// lots and bales are counted instead of named.
func WarningOf(f trade.Fault, o *trade.Order) Warning {
	if f.Pointer == "" {
		return Warning{Message: say.Spoken(f, o)}
	}
	return Warning{Place: say.PlaceOf(f.Pointer, o), Message: say.Spoken(f, o)}
}

// IsAmong reports whether one of the faults says the same of the same place as f.
func IsAmong(faults trade.Faults, f trade.Fault) bool {
	return slices.ContainsFunc(faults, f.Same)
}
