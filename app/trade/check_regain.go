package trade

import "woolroad/app/exact"

// CheckRegain reads a regain in per cent as somebody has typed it, by the rules
// by which an order file's are read. The number holds only if Faults.Err is nil.
func CheckRegain(typed string) (exact.Number, Faults) {
	var w writer
	f := &findings{unread: map[string]bool{}}
	n := value{f, "", w.node(text, typed)}.decimal(percent)
	return orZero(n), f.faults
}
