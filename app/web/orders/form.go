package orders

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/trade"
	"woolroad/app/web/say"
	"woolroad/rates"
)

// orderForm is an order as it is typed. Its fields are named by where they stand
// in the order file, "/lots/0/bales/3/gross", so that what a person typed becomes
// that file, and a fault of the file finds its field. It holds whatever was
// typed, right or not.
type orderForm struct {
	root *typed
	same map[string]bool // "/consignee", "/notify": is the buyer
}

// typed is one part of what was typed.
type typed struct {
	shape *shape
	text  string   // of a value; of several texts, one a line
	keys  []string // of an object or a list, as they came
	parts map[string]*typed
}

func newTyped(s *shape) *typed { return &typed{shape: s, parts: map[string]*typed{}} }

// newOrderForm is a form with nothing in it but a lot, a line and what is usual.
func newOrderForm() *orderForm {
	f := &orderForm{newTyped(orderShape), map[string]bool{"/consignee": true, "/notify": true}}
	f.add("/lots", 1)
	f.add("/lots/0/bales", newBales)
	f.add("/lines", 1)
	return f
}

// newBales is how many empty rows for bales a form gets at a time.
const newBales = 10

// usual is what a new row has. A row that has nothing else is empty.
var usual = map[string]string{
	"/lots/*/package": "BL", "/lots/*/basis": "conditioned", "/lots/*/mass_decimals": "1", "/totals_in/*/rate/per": "1",
	say.RateOfTotal: rates.ByDefault,
}

// formOf is the form of an order that is stored.
func formOf(o trade.Order) *orderForm {
	f := &orderForm{newTyped(orderShape), map[string]bool{"/consignee": o.Consignee == nil, "/notify": o.Notify == nil}}
	for at, text := range trade.Texts(o, trade.Stored) {
		if list := at[:strings.LastIndexByte(at, '/')]; f.shape(list).kind == linesKind {
			at, text = list, strings.TrimLeft(f.get(list)+between(list)+text, "\n, ")
		}
		f.set(at, text)
	}
	for i, in := range o.TotalsIn {
		if at := fmt.Sprintf("/totals_in/%d/rate/per", i); in.Rate == nil { // should it get one
			f.set(at, usual["/totals_in/*/rate/per"])
		}
	}
	return f
}

// between is what stands between the texts of a list in a form.
func between(pointer string) string {
	if say.PatternOf(pointer) == lotsOfLine {
		return ", "
	}
	return "\n"
}

// lotsOfLine is the one list of texts that is typed in a single line.
const lotsOfLine = "/lines/*/lots"

// readOrderForm is what a browser sent, in the order of the page: rows that a
// script put between others have numbers of their own, and stand where they are.
func readOrderForm(fields []typedField) *orderForm {
	f := &orderForm{newTyped(orderShape), map[string]bool{}}
	for _, v := range fields {
		if v.Name == "same" {
			f.same[v.Value] = true
		} else if strings.HasPrefix(v.Name, "/") {
			f.set(v.Name, v.Value)
		}
	}
	f.chooseRates()
	return f
}

// typedField is a name and a value of a form that was sent.
type typedField struct{ Name, Value string }

// fields are all that was typed, as readOrderForm reads it.
func (f *orderForm) fields() []typedField {
	var out []typedField
	for _, pointer := range slices.Sorted(maps.Keys(f.same)) {
		if f.same[pointer] {
			out = append(out, typedField{"same", pointer})
		}
	}
	var walk func(at string, n *typed)
	walk = func(at string, n *typed) {
		if n.shape.kind < listKind {
			out = append(out, typedField{at, n.text})
		}
		for _, key := range n.keys {
			walk(at+"/"+key, n.parts[key])
		}
	}
	walk("", f.root)
	return out
}

// set puts a value at a place that takes one, and makes the way there.
func (f *orderForm) set(pointer, value string) {
	if s := f.shape(pointer); s == nil || s.kind >= listKind {
		return
	}
	n := f.root
	for key := range strings.SplitSeq(pointer[1:], "/") {
		if n.parts[key] == nil {
			n.parts[key] = newTyped(n.shape.part(key))
			n.keys = append(n.keys, key)
		}
		n = n.parts[key]
	}
	n.text = understood(pointer, n.shape.kind, value)
}

// find is what was typed at a place, or nil.
func (f *orderForm) find(pointer string) *typed {
	n := f.root
	for n != nil && pointer != "" {
		key, rest, more := strings.Cut(pointer[1:], "/")
		if n, pointer = n.parts[key], ""; more {
			pointer = "/" + rest
		}
	}
	return n
}

// shape is what the order file has at a place, or nil.
func (f *orderForm) shape(pointer string) *shape { return shapeAt(pointer) }

// shapeAt is what an order file has at a place, or nil.
func shapeAt(pointer string) *shape {
	s := orderShape
	if pointer == "" {
		return s
	}
	for key := range strings.SplitSeq(pointer[1:], "/") {
		if s = s.part(key); s == nil {
			return nil
		}
	}
	return s
}

// get is the value at a place.
func (f *orderForm) get(pointer string) string {
	if n := f.find(pointer); n != nil {
		return n.text
	}
	return ""
}

// rows is how many rows a list has.
func (f *orderForm) rows(pointer string) int {
	if n := f.find(pointer); n != nil {
		return len(n.keys)
	}
	return 0
}

// add puts that many rows at the end of a list. A list within a row, such as a
// lot's bales, gets none where that row is not there.
func (f *orderForm) add(pointer string, count int) {
	s := f.shape(pointer)
	if s == nil || s.kind != listKind {
		return
	}
	row := pointer[:strings.LastIndexByte(pointer, '/')]
	if cut := strings.LastIndexByte(row, '/'); cut > 0 && f.shape(row[:cut]).kind == listKind && f.find(row) == nil {
		return
	}
	for range count {
		row := pointer + "/" + strconv.Itoa(f.next(pointer))
		for _, key := range slices.Sorted(maps.Keys(s.item.parts)) {
			f.set(row+"/"+key, usual[say.PatternOf(row+"/"+key)])
		}
	}
}

// next is a number that no row of a list has.
func (f *orderForm) next(pointer string) int {
	next := 0
	if n := f.find(pointer); n != nil {
		for _, key := range n.keys {
			if i, err := strconv.Atoi(key); err == nil {
				next = max(next, i+1)
			}
		}
	}
	return next
}

// remove takes a row out of a list.
func (f *orderForm) remove(pointer string) {
	cut := strings.LastIndexByte(pointer, '/')
	if cut < 0 {
		return
	}
	if n := f.find(pointer[:cut]); n != nil && n.shape.kind == listKind {
		key := pointer[cut+1:]
		n.keys = slices.DeleteFunc(n.keys, func(k string) bool { return k == key })
		delete(n.parts, key)
	}
}

// clear empties a part.
func (f *orderForm) clear(pointer string) {
	if n := f.find(pointer); n != nil {
		n.text, n.keys, n.parts = "", nil, map[string]*typed{}
	}
}

// settle numbers all rows from 0, as they stand.
func (f *orderForm) settle() { f.root.settle() }

func (n *typed) settle() {
	if n.shape.kind == listKind {
		parts := make(map[string]*typed, len(n.parts))
		for i, key := range n.keys {
			n.keys[i] = strconv.Itoa(i)
			parts[n.keys[i]] = n.parts[key]
		}
		n.parts = parts
	}
	for _, p := range n.parts {
		p.settle()
	}
}

// tidy takes out the rows in which nothing was typed, and numbers the others.
// An order has a lot and a line: the first ones stay.
func (f *orderForm) tidy() {
	f.root.tidy("")
	f.settle()
}

func (n *typed) tidy(at string) {
	if n.shape.kind == listKind {
		kept := n.keys[:0]
		for i, key := range n.keys {
			if stays := i == 0 && (at == "/lots" || at == "/lines"); stays || !n.parts[key].empty(at+"/*") {
				kept = append(kept, key)
			}
		}
		n.keys = kept
	}
	for _, key := range n.keys {
		next := at + "/" + key
		if n.shape.kind == listKind {
			next = at + "/*"
		}
		n.parts[key].tidy(next)
	}
}

// room gives lots without bales empty rows for them.
func (f *orderForm) room() {
	for i := range f.rows("/lots") {
		if bales := fmt.Sprintf("/lots/%d/bales", i); f.rows(bales) == 0 {
			f.add(bales, newBales)
		}
	}
}

// empty says whether nothing was typed here, beyond what a new row has.
func (n *typed) empty(pattern string) bool {
	if n.text != "" && n.text != usual[pattern] {
		return false
	}
	for key, p := range n.parts {
		if n.shape.kind == listKind {
			key = "*"
		}
		if !p.empty(pattern + "/" + key) {
			return false
		}
	}
	return true
}
