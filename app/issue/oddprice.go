package issue

import (
	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/app/trade"
)

// An Earlier is an order from before, of the same product and currency, with what the
// product came to for a kilogram, charges included.
type Earlier struct {
	Number string
	PerKg  money.Price
}

// farPrice is how many times higher or lower a price must be than before for a warning. A
// point in the wrong place makes it ten times; charges and markets do not make it four.
var farPrice = exact.Int(4)

// OddPrice returns a warning of a line's price for a kilogram that is far from what all
// these earlier orders came to. It returns false where the price is near one of them,
// where there are none, and for a line without charge. The desk's own orders are the measure, since no published source was found
// for what fibres cost.
func OddPrice(pointer string, line trade.Line, earlier []Earlier) (trade.Fault, bool) {
	price := line.Price.One()
	for _, e := range earlier {
		per := e.PerKg.Number()
		if price.Cmp(per.Mul(farPrice)) <= 0 && per.Cmp(price.Mul(farPrice)) <= 0 {
			return trade.Fault{}, false
		}
	}
	if len(earlier) == 0 || price.Sign() == 0 || line.NoCharge {
		return trade.Fault{}, false
	}
	return trade.Fault{Pointer: pointer, Code: trade.FaultPriceOutside, Warning: true,
		Format: "%s %s for a kilogram of %s is far from the earlier price, %s in order %s; check the price.",
		Args:   []any{string(line.Price.Currency()), price.Grouped(), line.Product, earlier[0].PerKg.Grouped(), earlier[0].Number}}, true
}
