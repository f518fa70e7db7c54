package orders

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"woolroad/app/compose"
	"woolroad/app/money"
	"woolroad/app/trade"
)

// Entry is an order as somebody enters it, with all faults that can be found in it
// without the database. Read, Judge and Unread make one, and its faults cannot be
// removed.
type Entry struct {
	order  trade.Order
	judged trade.Judged
	done   bool // the order is judged
}

// Read reads an order file and judges its order.
func Read(r io.Reader) Entry {
	j := trade.JudgeFile(r)
	return newEntry(j.Order, j)
}

// Judge judges an order as Read judges the order of a file.
func Judge(o trade.Order) Entry {
	return newEntry(o, trade.Judge(o))
}

// newEntry returns an Entry of o, the order as it was entered, and of j, the result of
// judging o. It adds to j's faults the texts of o that no document can print.
func newEntry(o trade.Order, j trade.Judged) Entry {
	j.Faults = withUnprinted(j.Order, j.Faults)
	return Entry{order: o, judged: j, done: true}
}

// Unread returns the entry of a file of which nothing could be read, with the faults that
// say why.
func Unread(faults trade.Faults) Entry {
	return Entry{judged: trade.Judged{Faults: faults}, done: true}
}

// Order returns the order with the zero value in place of each value that has a fault. It
// is complete only if Faults has no errors.
func (e Entry) Order() trade.Order { return e.judged.Order }

// Faults returns the rules that the order breaks, and warnings.
func (e Entry) Faults() trade.Faults { return e.judged.Faults }

// Partial returns the figures that can be computed in spite of the order's faults and
// those of its rates. rates has one rate for each total; the zero Rate stands for a
// missing one.
func (e Entry) Partial(unrated trade.Faults, rates []money.Rate) trade.Partial {
	j := e.judged
	j.Faults = slices.Concat(j.Faults, unrated)
	return j.Partial(j.Order.TotalsIn, rates)
}

// With returns all faults of an entry together with the faults for which saving it was
// refused with err. It returns false if err is not about the order.
func (e Entry) With(err error) (trade.Faults, bool) {
	refused := trade.Faults(nil)
	switch {
	case e.judged.Faults.Err() != nil: // err is these faults
		return e.judged.Faults, true
	case !errors.As(err, &refused):
		return e.judged.Faults, false
	}
	return slices.Concat(e.judged.Faults, refused), true
}

// savable returns the order, or the trade.Faults for which it cannot be saved.
func (e Entry) savable() (trade.Order, error) {
	if !e.done {
		e = Judge(e.order)
	}
	return e.order, e.judged.Faults.Err()
}

// withUnprinted returns faults with those of the texts that no document can print. sound
// is the order without its faulty values.
func withUnprinted(sound trade.Order, faults trade.Faults) trade.Faults {
	return append(faults, Further(faults, compose.Unprinted(sound))...)
}

// Further returns those of more that are about places without an error in faults, because
// a value that has an error must be corrected first.
func Further(faults, more trade.Faults) trade.Faults {
	errs := faults.Errors()
	return slices.DeleteFunc(slices.Clone(more), func(m trade.Fault) bool {
		return slices.ContainsFunc(errs, func(f trade.Fault) bool {
			return strings.HasPrefix(f.Pointer+"/", m.Pointer+"/") || strings.HasPrefix(m.Pointer+"/", f.Pointer+"/") && f.Pointer != ""
		})
	})
}

// Taken is the error of an order whose number another order has, with that other order.
type Taken struct {
	There Stored
	fault trade.Fault
}

// Error returns the fault's place and sentence in English.
func (e *Taken) Error() string { return e.fault.Error() }

// Unwrap returns the fault as trade.Faults.
func (e *Taken) Unwrap() error { return trade.Faults{e.fault} }

// refusal returns the reason why the store refuses an order as a fault at its place in
// the order. It returns false if err is not for people, or no change to the order helps.
func refusal(err error, o trade.Order) (trade.Fault, bool) {
	e := (*trade.Error)(nil)
	if !errors.As(err, &e) || e.Code != trade.Conflict && e.Code != trade.Invalid {
		return trade.Fault{}, false
	}
	pointer := ""
	switch e.Field {
	case "number":
		pointer = "/number"
	case "lots":
		pointer = "/lots"
		i := slices.IndexFunc(o.Lots, func(l trade.Lot) bool { return len(e.Args) > 0 && e.Args[0] == l.Number })
		if i >= 0 {
			pointer = fmt.Sprintf("/lots/%d", i)
		}
	}
	return e.At(pointer), true
}
