package rates

import (
	"fmt"

	"woolroad/app/exact"
	"woolroad/app/money"
)

// Moved says whether a rate is further than a share from another of its pair:
// with 0.10, 1.11 and 0.89 are from 1.00, and 1.10 is not. The units may differ.
func Moved(was, is money.Rate, share exact.Number) bool {
	old := was.Value.Mul(is.Per)
	distance := is.Value.Mul(was.Per).Sub(old)
	if distance.Sign() < 0 {
		distance = old.Sub(is.Value.Mul(was.Per))
	}
	return distance.Cmp(old.Mul(share)) > 0
}

// ParseShare reads a share that is given in percent, from above 0 to 1000.
func ParseShare(percent string) (exact.Number, error) {
	n, err := exact.Parse(percent)
	if err != nil || n.Sign() <= 0 || n.Cmp(exact.Int(1000)) > 0 {
		return exact.Number{}, fmt.Errorf("%s is not a share; write one in percent, like 10", quote(percent))
	}
	return n.Mul(exact.Shifted(1, 2)), nil
}
