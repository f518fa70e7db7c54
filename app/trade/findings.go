package trade

import (
	"errors"
	"slices"
	"strings"

	"woolroad/app/codes"
	"woolroad/app/trade/orderfile"
)

// A findings collects what is wrong with an order.
type findings struct {
	faults   Faults
	refused  map[string]bool // places whose value cannot be used
	unusable map[string]bool // the refused places, those that spoil marked, and all that these are part of
	sums     *sums           // the figures of the order that was checked; nil before that
	noText   []int           // the indexes of the faults that say that a text is absent or empty: an Order has "" for both
}

// newFindings returns findings without a fault.
func newFindings() *findings {
	return &findings{refused: map[string]bool{}, unusable: map[string]bool{}}
}

// report adds an error at a place. Other rules may still use the value there.
func (f *findings) report(pointer string, code FaultCode, format string, args ...any) {
	f.faults = append(f.faults, Fault{Pointer: pointer, Code: code, Format: format, Args: args})
}

// warn adds a warning at a place.
func (f *findings) warn(pointer string, code FaultCode, format string, args ...any) {
	f.faults = append(f.faults, Fault{Pointer: pointer, Code: code, Format: format, Args: args, Warning: true})
}

// reportProblem adds what a code list says about the value at a place, as an error or a
// warning. It does nothing where err is nil.
func (f *findings) reportProblem(pointer string, err error, warning bool) {
	if p := (*codes.Problem)(nil); errors.As(err, &p) {
		f.faults = append(f.faults, Fault{Pointer: pointer, Code: FaultCode(p.Code), Format: p.Format, Args: p.Args, Warning: warning})
	} else if err != nil {
		f.faults = append(f.faults, Fault{Pointer: pointer, Code: FaultInvalid, Format: "%s.", Args: []any{err.Error()}, Warning: warning})
	}
}

// refuse adds an error at a place, and marks the value there as one that cannot be used.
func (f *findings) refuse(pointer string, code FaultCode, format string, args ...any) {
	f.refuseFor(pointer, Fault{Code: code, Format: format, Args: args})
}

// refuseFor adds a fault that has no place yet at a place, and marks the value there as
// one that cannot be used.
func (f *findings) refuseFor(pointer string, fault Fault) {
	fault.Pointer = pointer
	f.faults = append(f.faults, fault)
	f.exclude(pointer)
}

// refuseMissing refuses the value of a required key that the file does not have.
func (f *findings) refuseMissing(pointer, key string) {
	f.refuseFor(pointer, missingKey(pointer, key))
}

// missingKey returns the fault of a required key that is missing.
func missingKey(pointer, key string) Fault {
	return Fault{Pointer: pointer, Code: FaultMissing, Format: "%q is missing; add it.", Args: []any{key}}
}

// refuseEmpty refuses an empty text.
func (f *findings) refuseEmpty(pointer string) {
	f.refuseFor(pointer, textFault("", LongText))
}

// refuseAccounts refuses the accounts of a party that is not the seller.
func (f *findings) refuseAccounts(pointer string) {
	f.refuse(pointer, FaultAccountOfOther, "Only the seller has bank accounts here; remove these.")
}

// refuseMassDecimals refuses a number of decimals to which no invoice mass is rounded.
func (f *findings) refuseMassDecimals(pointer, given string) {
	f.refuse(pointer, FaultNotMassDecimals, "%s is not 0, 1, 2 or 3; an invoice mass is rounded to that many decimals of a kilogram.", given)
}

// exclude marks a value as one that cannot be used. The caller has reported why.
func (f *findings) exclude(pointer string) {
	f.refused[pointer] = true
	f.spoil(pointer)
}

// spoil marks a value, and all that it is part of, as unreliable, so that no rule that
// needs the value adds a fault to the one that is there already.
func (f *findings) spoil(pointer string) {
	for !f.unusable[pointer] {
		f.unusable[pointer] = true
		pointer = pointer[:max(0, strings.LastIndexByte(pointer, '/'))]
	}
}

// usable reports whether rules can rely on the values at all these places.
func (f *findings) usable(pointers ...string) bool {
	return !slices.ContainsFunc(pointers, func(p string) bool { return f.unusable[p] })
}

// shapeFaults returns the faults without those of texts that are absent or empty, which
// Check reports too.
func (f *findings) shapeFaults() Faults {
	var out Faults
	for i, fault := range f.faults {
		if !slices.Contains(f.noText, i) {
			out = append(out, fault)
		}
	}
	return out
}

// sortedFaults returns the faults in the order of the file that file returns.
func (f *findings) sortedFaults(file func() any) Faults {
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
