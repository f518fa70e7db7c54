package rates

import (
	"fmt"

	"woolroad/app/exact"
	"woolroad/app/money"
)

// near is how many days apart two rates may be for the whole share to be far. A currency
// goes further in more days: after a gap of years nothing is a jump.
const near = 10

// UsualShare is how far a rate may move where nobody has set another share: 10 %.
var UsualShare = exact.Shifted(10, 2)

// Moved reports whether a rate is further than a share from another of its pair: with 0.10,
// 1.11 and 0.89 are from 1.00, and 1.10 is not. For rates of more than ten days apart the
// share grows with the days between: after a month it is three times as much. The units
// may differ.
func Moved(was, is money.Rate, share exact.Number) bool {
	days := is.Date.DaysSince(was.Date)
	if days = max(days, -days); days > near {
		share = share.Mul(exact.Int(int64(days)).Quo(exact.Int(near), 1))
	}
	old := was.Value.Mul(is.Per)
	distance := is.Value.Mul(was.Per).Sub(old)
	if distance.Sign() < 0 {
		distance = old.Sub(is.Value.Mul(was.Per))
	}
	return distance.Cmp(old.Mul(share)) > 0
}

// Distance returns by how many percent of one rate another of its pair differs from it,
// to one decimal. The units may differ.
func Distance(was, is money.Rate) exact.Number {
	old := was.Value.Mul(is.Per)
	distance := is.Value.Mul(was.Per).Sub(old)
	if distance.Sign() < 0 {
		distance = exact.Int(0).Sub(distance)
	}
	return distance.Mul(exact.Int(100)).Quo(old, 1)
}

// ParseShare reads a share that is given in percent, from above 0 to 1000.
func ParseShare(percent string) (exact.Number, error) {
	n, err := exact.Parse(percent)
	if err != nil || n.Sign() <= 0 || n.Cmp(exact.Int(1000)) > 0 {
		return exact.Number{}, fmt.Errorf("%s is not a share; write one in percent, like 10", quote(percent))
	}
	return n.Mul(exact.Shifted(1, 2)), nil
}
