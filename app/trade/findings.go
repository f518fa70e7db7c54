package trade

import (
	"errors"
	"slices"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/trade/orderfile"
)

// findings collects what is wrong with an order.
type findings struct {
	faults Faults
	bad    map[string]bool // places whose value cannot be used
	unread map[string]bool // those, and all that they stand in
	sums   *sums           // of the order that the rules were tried on; nil before
	empty  []int           // the faults of texts that are absent or empty, for which an Order has ""
}

func newFindings() *findings { return &findings{bad: map[string]bool{}, unread: map[string]bool{}} }

func (f *findings) fault(pointer string, code FaultCode, format string, args ...any) {
	f.faults = append(f.faults, Fault{Pointer: pointer, Code: code, Format: format, Args: args})
}

func (f *findings) warn(pointer string, code FaultCode, format string, args ...any) {
	f.faults = append(f.faults, Fault{Pointer: pointer, Code: code, Format: format, Args: args, Warning: true})
}

// problem reports what a code list says, if it says anything.
func (f *findings) problem(pointer string, err error, warning bool) {
	if p := (*codes.Problem)(nil); errors.As(err, &p) {
		f.faults = append(f.faults, Fault{Pointer: pointer, Code: FaultCode(p.Code), Format: p.Format, Args: p.Args, Warning: warning})
	} else if err != nil {
		f.faults = append(f.faults, Fault{Pointer: pointer, Code: FaultInvalid, Format: "%s.", Args: []any{err.Error()}, Warning: warning})
	}
}

// refuse reports a value that cannot be used.
func (f *findings) refuse(pointer string, code FaultCode, format string, args ...any) {
	f.refuseFor(pointer, Fault{Code: code, Format: format, Args: args})
}

// refuseFor is refuse with a fault that does not know its place.
func (f *findings) refuseFor(pointer string, fault Fault) {
	fault.Pointer = pointer
	f.faults = append(f.faults, fault)
	f.exclude(pointer)
}

// missing refuses the value of a key that is not there.
func (f *findings) missing(pointer, key string) {
	f.refuse(pointer, FaultMissing, "%q is missing; add it.", key)
}

// saysNothing refuses an empty text.
func (f *findings) saysNothing(pointer string) {
	f.refuseFor(pointer, textFault("", LongText))
}

// notTheSeller refuses accounts of a party that is not the seller.
func (f *findings) notTheSeller(pointer string) {
	f.refuse(pointer, FaultAccountOfOther, "Bank accounts are the seller's only; take them out.")
}

// notMassDecimals refuses what an invoice mass cannot be rounded to.
func (f *findings) notMassDecimals(pointer, given string) {
	f.refuse(pointer, FaultNotMassDecimals, "%s is not 0, 1, 2 or 3; an invoice mass is rounded to that many decimals of a kilogram.", given)
}

// exclude marks a value that cannot be used, and whose fault is reported.
func (f *findings) exclude(pointer string) {
	f.bad[pointer] = true
	f.spoil(pointer)
}

// spoil marks a value as not to be relied on, so that no rule that needs it
// adds a fault to the one that is already there.
func (f *findings) spoil(pointer string) {
	for !f.unread[pointer] {
		f.unread[pointer] = true
		pointer = pointer[:max(0, strings.LastIndexByte(pointer, '/'))]
	}
}

// read says whether all of these were read.
func (f *findings) read(pointers ...string) bool {
	return !slices.ContainsFunc(pointers, func(p string) bool { return f.unread[p] })
}

// shape are the faults without those of texts that are absent or empty.
func (f *findings) shape() Faults {
	var out Faults
	for i, fault := range f.faults {
		if !slices.Contains(f.empty, i) {
			out = append(out, fault)
		}
	}
	return out
}

// sorted are the faults in the order of the file that encode writes.
func (f *findings) sorted(file func() any) Faults {
	if len(f.faults) < 2 {
		return f.faults
	}
	data, err := orderfile.Encode(file())
	if err != nil {
		return f.faults // a file that cannot be written has no order
	}
	if root, _ := orderfile.Parse(data); root != nil {
		root.Prune()
		f.faults.sortBy(root)
	}
	return f.faults
}
