package trade

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"woolroad/app/trade/orderfile"
)

// A Fault is one thing that a person has to know about an order file: where it is, and
// what to do about it. Its Code is for programs, its sentence for people.
type Fault struct {
	Pointer string // RFC 6901, "/lots/0/bales/3/tare"; empty for the whole file
	Code    FaultCode
	Format  string // a sentence for fmt.Sprintf, by which a catalogue may translate it
	Args    []any  // strings, ints and codes' own types
	Warning bool   // the order can be used all the same
	Err     error  // the cause, for programs, or nil
}

// Message returns the sentence in English.
func (f Fault) Message() string { return fmt.Sprintf(f.Format, f.Args...) }

// Same reports whether two faults say the same about the same place. One of them may be a
// warning and the other an error.
func (f Fault) Same(other Fault) bool {
	f.Warning = other.Warning
	return reflect.DeepEqual(f, other)
}

// Error returns the pointer and the sentence in English.
func (f Fault) Error() string {
	if f.Pointer == "" {
		return f.Message()
	}
	return f.Pointer + ": " + f.Message()
}

// Faults are all faults of one order file, in the order of the file.
type Faults []Fault

// Error returns a line for each fault.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Err returns the Errors as an error, or nil if there are none.
func (fs Faults) Err() error {
	if errs := fs.Errors(); len(errs) > 0 {
		return errs
	}
	return nil
}

// Errors returns the faults that stop the order.
func (fs Faults) Errors() Faults { return fs.pick(false) }

// Warnings returns the faults that do not stop the order.
func (fs Faults) Warnings() Faults { return fs.pick(true) }

// pick returns the faults that are warnings, or those that are not.
func (fs Faults) pick(warning bool) Faults {
	var out Faults
	for _, f := range fs {
		if f.Warning == warning {
			out = append(out, f)
		}
	}
	return out
}

// sortBy puts the faults in the order of the file that root was read from.
func (fs Faults) sortBy(root *orderfile.Node) {
	at := make(map[string]int64, len(fs))
	for _, f := range fs {
		if _, ok := at[f.Pointer]; !ok {
			at[f.Pointer] = root.Find(f.Pointer).At
		}
	}
	slices.SortStableFunc(fs, func(a, b Fault) int { return int(at[a.Pointer] - at[b.Pointer]) })
}
