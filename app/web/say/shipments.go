package say

import "woolroad/app/trade/shipping"

// States are the words for how far a shipment has come.
var States = map[shipping.State]Message{
	shipping.Planned:   Msg("planned"),
	shipping.Packed:    Msg("packed"),
	shipping.Issued:    Msg("documents issued"),
	shipping.Departed:  Msg("departed"),
	shipping.AtBorder:  Msg("at border"),
	shipping.Arrived:   Msg("arrived"),
	shipping.Delivered: Msg("delivered"),
	shipping.Cancelled: Msg("cancelled"),
}
