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

// Entry is an order as somebody gives it, with all that is found of it by itself.
// Read and Judge make one, and nobody can take its faults away.
type Entry struct {
	order  trade.Order
	judged trade.Judged
	done   bool // the order is judged
}

// Read reads an order file and judges its order.
func Read(r io.Reader) Entry {
	j := trade.JudgeFile(r)
	return entry(j.Order, j)
}

// Judge says what is against an order, as Read does for the file of that order.
func Judge(o trade.Order) Entry {
	return entry(o, trade.Judge(o))
}

func entry(o trade.Order, j trade.Judged) Entry {
	j.Faults = printable(j.Order, j.Faults)
	return Entry{o, j, true}
}

// Unread is the entry of a file of which nothing can be read, and why.
func Unread(faults trade.Faults) Entry {
	return Entry{judged: trade.Judged{Faults: faults}, done: true}
}

// Order returns the order, with nothing in place of each value that is at fault: it is
// complete only where Faults has no errors.
func (e Entry) Order() trade.Order { return e.judged.Order }

// Faults returns the rules that the order breaks, and what is to be warned of.
func (e Entry) Faults() trade.Faults { return e.judged.Faults }

// Partial returns what the order's faults, and those of its rates, leave of its
// figures, with a rate for each of its totals; the zero Rate where there is none.
func (e Entry) Partial(unrated trade.Faults, rates []money.Rate) trade.Partial {
	j := e.judged
	j.Faults = slices.Concat(j.Faults, unrated)
	return j.Partial(j.Order.TotalsIn, rates)
}

// With returns all faults of an entry, together with those for which saving it was
// refused with that error; false where the error is not about the order.
func (e Entry) With(err error) (trade.Faults, bool) {
	refused := trade.Faults(nil)
	switch {
	case e.judged.Faults.Err() != nil: // which are the error
		return e.judged.Faults, true
	case !errors.As(err, &refused):
		return e.judged.Faults, false
	}
	return slices.Concat(e.judged.Faults, refused), true
}

// savable returns the order, or the faults for which it cannot be saved.
func (e Entry) savable() (trade.Order, error) {
	if !e.done {
		e = Judge(e.order)
	}
	return e.order, e.judged.Faults.Err()
}

// printable adds the texts that no document can print to the faults of a sound order.
func printable(sound trade.Order, faults trade.Faults) trade.Faults {
	return append(faults, Further(faults, compose.Unprintable(sound))...)
}

// Further returns those of more that are at places which have no error yet: a value
// that has one is put right first.
func Further(faults, more trade.Faults) trade.Faults {
	errs := faults.Errors()
	return slices.DeleteFunc(slices.Clone(more), func(m trade.Fault) bool {
		return slices.ContainsFunc(errs, func(f trade.Fault) bool {
			return strings.HasPrefix(f.Pointer+"/", m.Pointer+"/") || strings.HasPrefix(m.Pointer+"/", f.Pointer+"/") && f.Pointer != ""
		})
	})
}

// Taken is the error of an order whose number another order has: that one, and the
// fault.
type Taken struct {
	There Stored
	fault trade.Fault
}

// Error is the fault's place and sentence in English.
func (e *Taken) Error() string { return e.fault.Error() }

// Unwrap is the fault as trade.Faults.
func (e *Taken) Unwrap() error { return trade.Faults{e.fault} }

// refusal returns what the store has against an order as a fault of the order, at its
// place; false where the error is none for people, or no change to the order mends it.
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
