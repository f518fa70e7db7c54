package rates

import (
	"fmt"

	"woolroad/app/exact"
	"woolroad/app/money"
	"woolroad/rates/reason"
)

// nearDays is how many days apart two rates may be for Moved to apply the share as it is.
// A currency moves further in more days, so that a step after a gap of years is no jump.
const nearDays = 10

// UsualShare is how far a rate may move unless the desk has set another share: 0.10,
// which is 10 %.
var UsualShare = exact.Shifted(10, 2)

// Moved reports whether a rate differs by more than a share from another of its pair:
// with 0.10, 1.11 and 0.89 do from 1.00, and 1.10 does not. For rates more than ten days
// apart the share grows with the days between them: after 30 days it is three times as
// large. The rates may be for different units.
func Moved(was, now money.Rate, share exact.Number) bool {
	days := now.Date.DaysSince(was.Date)
	if days = max(days, -days); days > nearDays {
		share = share.Mul(exact.Int(int64(days)).Quo(exact.Int(nearDays), 1))
	}
	old := was.Value.Mul(now.Per)
	distance := now.Value.Mul(was.Per).Sub(old)
	if distance.Sign() < 0 {
		distance = old.Sub(now.Value.Mul(was.Per))
	}
	return distance.Cmp(old.Mul(share)) > 0
}

// Distance returns by how many per cent of was the rate now differs from was, never below
// zero and to one decimal. The rates may be for different units.
func Distance(was, now money.Rate) exact.Number {
	old := was.Value.Mul(now.Per)
	distance := now.Value.Mul(was.Per).Sub(old)
	if distance.Sign() < 0 {
		distance = exact.Int(0).Sub(distance)
	}
	return distance.Mul(exact.Int(100)).Quo(old, 1)
}

// ParseShare reads a share that is written in per cent, above 0 and up to 1000, and
// returns it as a fraction: 0.10 for "10". Any other text is an error.
func ParseShare(percent string) (exact.Number, error) {
	n, err := exact.Parse(percent)
	if err != nil || n.Sign() <= 0 || n.Cmp(exact.Int(1000)) > 0 {
		return exact.Number{}, fmt.Errorf("%s is not a share; write one in percent, like 10", reason.Quote(percent))
	}
	return n.Mul(exact.Shifted(1, 2)), nil
}
