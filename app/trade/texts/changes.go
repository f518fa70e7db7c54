package texts

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/trade"
)

// A Change is a value of an order that was replaced by another value. An empty value says
// that there is none.
type Change struct {
	Pointer string `json:"pointer"` // RFC 6901, in the later order's file; in the earlier one's for a value that is gone
	From    string `json:"from"`
	To      string `json:"to"`
}

// Changes returns the values in which b differs from a, in the order of the file, and
// none where the two files are the same. Figures differ where they are written
// differently. Lots and bales are told apart by their numbers, so that adding one changes
// no other; a lot or bale that is added or removed is one change, of its number.
func Changes(a, b trade.Order) []Change {
	var d difference
	d.compare(func(w *walk) { w.beforeParties(a) }, func(w *walk) { w.beforeParties(b) })
	d.parties(a, b)
	d.compare(func(w *walk) { w.betweenPartiesAndLots(a) }, func(w *walk) { w.betweenPartiesAndLots(b) })
	matched(a.Lots, b.Lots, func(l trade.Lot) string { return l.Number }, d.lot)
	d.compare(func(w *walk) { w.afterLots(a) }, func(w *walk) { w.afterLots(b) })
	return d
}

// Confirmations returns the reasons for which numbers in an order stand although they
// fail their checks, each as a change from nothing.
func Confirmations(o trade.Order) (list []Change) {
	for at, reason := range Of(o, Stored) {
		if strings.Contains(at, "/ids_confirmed/") {
			list = append(list, Change{Pointer: at, To: reason})
		}
	}
	return list
}

// A difference collects the values that differ between two orders.
type difference []Change

// text adds a change of a value, unless both texts are the same.
func (d *difference) text(pointer, from, to string) {
	if from != to {
		*d = append(*d, Change{pointer, from, to})
	}
}

// storedValues returns the values that a walk through a part of an order gives, each as a
// change from itself, with its pointer.
func storedValues(part func(*walk)) (list []Change) {
	part(&walk{use: Stored, yield: func(pointer, text string) bool {
		list = append(list, Change{pointer, text, text})
		return true
	}})
	return list
}

// compare adds what differs between the parts of two orders that a and b walk through. A
// value that is gone comes where it was.
func (d *difference) compare(a, b func(*walk)) {
	from, to := storedValues(a), storedValues(b)
	if slices.Equal(from, to) {
		return
	}
	was, stays := map[string]string{}, map[string]bool{}
	for _, v := range from {
		was[v.Pointer] = v.From
	}
	for _, v := range to {
		stays[v.Pointer] = true
	}
	removeGone := func() { // up to the next value that stays
		for len(from) > 0 && !stays[from[0].Pointer] {
			d.text(from[0].Pointer, from[0].From, "")
			from = from[1:]
		}
	}
	for _, v := range to {
		removeGone()
		d.text(v.Pointer, was[v.Pointer], v.To)
		switch i := slices.IndexFunc(from, func(f Change) bool { return f.Pointer == v.Pointer }); {
		case i == 0:
			from = from[1:]
		case i > 0: // numbers of a party may be in another order
			from = slices.Delete(from, i, i+1)
		}
	}
	removeGone()
}

// parties adds what differs between the parties of two orders.
func (d *difference) parties(a, b trade.Order) {
	was, is := parties(&a), parties(&b)
	for _, at := range []string{"/seller", "/buyer", "/consignee", "/notify"} {
		from, to := partyOf(was, at), partyOf(is, at)
		matched(from.IDs, to.IDs, func(id trade.ID) string { return id.Kind }, func(p pair[trade.ID]) {
			if p.from != nil && p.to != nil {
				d.moved(at+"/ids", p.to.Kind, p.moved, p.i, p.j)
			}
		})
		d.compare(func(w *walk) { w.party(from, "") }, func(w *walk) { w.party(to, "") })
	}
}

// partyOf returns the party at a place, or a party without values where there is none.
func partyOf(list []partyAt, at string) partyAt {
	if i := slices.IndexFunc(list, func(p partyAt) bool { return p.at == at }); i >= 0 {
		return list[i]
	}
	return partyAt{at, &trade.Party{}}
}

// moved adds a change of place, from the i-th place to the j-th, of an entry that both
// lists have, if it has moved among the entries that both have.
func (d *difference) moved(pointer, name string, moved bool, i, j int) {
	if moved {
		d.text(pointer, fmt.Sprintf("%s (%d)", name, i+1), fmt.Sprintf("%s (%d)", name, j+1))
	}
}

// A pair is the entry of a key in two lists.
type pair[T any] struct {
	from, to *T   // nil: that list does not have the key
	i, j     int  // their indexes, from 0
	moved    bool // whether the entry has moved among those that both lists have
}

// matched calls f for the entries of two lists, two of the same key together. It follows
// the order of the later list, and ends with the entries that only the earlier list has.
func matched[T any](a, b []T, key func(T) string, f func(pair[T])) {
	was := make(map[string]int, len(a))
	for i, v := range a {
		was[key(v)] = i
	}
	furthest := -1
	for j := range b {
		i, ok := was[key(b[j])]
		if !ok {
			f(pair[T]{to: &b[j], j: j})
			continue
		}
		f(pair[T]{&a[i], &b[j], i, j, i < furthest})
		furthest = max(furthest, i)
		delete(was, key(b[j]))
	}
	for _, i := range slices.Sorted(maps.Values(was)) {
		f(pair[T]{from: &a[i], i: i})
	}
}

// lot adds what differs between a lot in two orders.
func (d *difference) lot(l pair[trade.Lot]) {
	p := fmt.Sprintf("/lots/%d", l.j)
	switch {
	case l.from == nil:
		d.text(p, "", l.to.Number)
		return
	case l.to == nil:
		d.text(fmt.Sprintf("/lots/%d", l.i), l.from.Number, "")
		return
	}
	d.moved(p, l.to.Number, l.moved, l.i, l.j)
	d.compare(func(w *walk) { w.lot(p, *l.from) }, func(w *walk) { w.lot(p, *l.to) })
	matched(l.from.Bales, l.to.Bales, func(b trade.Bale) string { return b.Number }, func(bale pair[trade.Bale]) { d.bale(p+"/bales/", bale) })
}

// bale adds what differs between a bale in two orders. list is the pointer to the lot's
// bales, with a slash at its end.
func (d *difference) bale(list string, b pair[trade.Bale]) {
	p := list + strconv.Itoa(b.j)
	switch {
	case b.from == nil:
		d.text(p, "", b.to.Number)
		return
	case b.to == nil:
		d.text(list+strconv.Itoa(b.i), b.from.Number, "")
		return
	}
	d.moved(p, b.to.Number, b.moved, b.i, b.j)
	d.compare(func(w *walk) { w.bale(p, *b.from) }, func(w *walk) { w.bale(p, *b.to) })
}
