package exact

import (
	"errors"
	"slices"
)

// ErrApportion reports that a whole cannot be split: there are no weights above zero, a
// weight is negative, the whole is negative, or the whole is not a multiple of the step.
var ErrApportion = errors.New("a whole can be split only over positive weights, in steps it is a multiple of")

// Apportion splits whole over the weights by largest remainder, in steps of 10^-decimals:
// each part is its share cut to the step, and the steps left over go to the parts with
// the largest remainders, the earlier part first where two are equal. The parts add up to
// the whole. The error is ErrApportion.
func Apportion(whole Number, weights []Number, decimals int32) ([]Number, error) {
	total := Number{}
	for _, w := range weights {
		if w.Sign() < 0 {
			return nil, ErrApportion
		}
		total = total.Add(w)
	}
	if total.Sign() <= 0 || whole.Sign() < 0 || whole.Round(decimals).Cmp(whole) != 0 {
		return nil, ErrApportion
	}
	step := Shifted(1, decimals)
	parts := make([]Number, len(weights))
	rest := make([]Number, len(weights)) // of the division by total, scaled by it
	order := make([]int, len(weights))
	left := whole
	for i, w := range weights {
		share := whole.Mul(w)
		q, _ := share.d.QuoRem(total.d, decimals)
		parts[i] = Number{q}.Pad(decimals)
		rest[i] = share.Sub(parts[i].Mul(total))
		order[i] = i
		left = left.Sub(parts[i])
	}
	slices.SortStableFunc(order, func(i, j int) int { return rest[j].Cmp(rest[i]) })
	for _, i := range order {
		if left.Sign() <= 0 {
			break
		}
		parts[i] = parts[i].Add(step)
		left = left.Sub(step)
	}
	return parts, nil
}
