package trade

import (
	"testing"

	"woolroad/app/trade/orderfile"
)

// TestAFileIsRefusedForEveryReason holds that a file that is not parsed has a fault, also
// for a reason that reportUnparsed does not know.
func TestAFileIsRefusedForEveryReason(t *testing.T) {
	for _, r := range []orderfile.Reason{
		orderfile.Empty, orderfile.NotUTF8, orderfile.CutOff, orderfile.NotJSON, orderfile.TooManyValues,
		orderfile.TooDeep, orderfile.TooManyKeys, orderfile.KeyTwice, "another",
	} {
		f := newFindings()
		f.reportUnparsed(&orderfile.Error{Reason: r, Line: 2, Column: 1, Found: "x"})
		if len(f.faults.Errors()) != 1 {
			t.Errorf("%s: the faults are %v, want one", r, f.faults)
		}
	}
}
