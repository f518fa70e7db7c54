package trade

import (
	"woolroad/app/exact"
	"woolroad/app/trade/orderfile"
	"woolroad/app/typing"
)

// CheckRegain reads a regain in per cent as somebody has typed it, by the rules
// by which an order file's are read. The number holds only if Faults.Err is nil.
func CheckRegain(typed string) (exact.Number, Faults) {
	f := newFindings()
	n := value{f, "", &orderfile.Node{Kind: orderfile.Text, Text: typed}}.number(typing.PerCent)
	if fault := percent.fault(n); fault.Code != "" {
		f.refuseFor("", fault)
	}
	return n, f.faults
}
