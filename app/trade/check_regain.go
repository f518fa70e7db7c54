package trade

import (
	"woolroad/app/exact"
	"woolroad/app/trade/orderfile"
	"woolroad/app/typing"
)

// CheckRegain reads a regain in per cent as a person typed it, by the rules for an order
// file's. The number is good only if Faults.Err is nil.
func CheckRegain(typed string) (exact.Number, Faults) {
	f := newFindings()
	n := value{f, "", &orderfile.Node{Kind: orderfile.Text, Text: typed}}.number(typing.PerCent)
	if fault := percent.fault(n); fault.Code != "" {
		f.refuseFor("", fault)
	}
	return n, f.faults
}
