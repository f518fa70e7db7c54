package form

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Rules say what a kind of form does beyond its shape. All but Shape may be left out.
type Rules struct {
	Shape *Shape
	// Usual is what a new row has, by the patterns of its fields. A row that has nothing
	// else is empty.
	Usual map[string]string
	// Understood returns what was typed at a place as the document writes it, and what
	// cannot be read as it was typed.
	Understood func(pointer string, kind Kind, typed string) string
	// Stays says whether a list, by its pattern, keeps its first row although it is empty.
	Stays func(pattern string) bool
	// Wanted says whether a part is in the document although nothing was typed there, so
	// that what is said of it is said of its fields.
	Wanted func(pointer string) bool
	// Split returns the texts of a list that is typed in one field; without it they are
	// the lines.
	Split func(f *Form, pointer, text string) []string
}

// Form is a document as it is typed.
type Form struct {
	Root *Node
	// Omitted are parts that the document does not have, whatever was typed there: the
	// consignee where it is the buyer.
	Omitted map[string]bool
	rules   *Rules
}

// Node is one part of what was typed.
type Node struct {
	Shape *Shape
	Text  string   // of a value; of a list of texts, as it is typed in its field
	Keys  []string // of an object or a list, as they came
	Parts map[string]*Node
}

// Field is a name and a value as a browser sends them.
type Field struct{ Name, Value string }

// New returns a form with nothing in it.
func (r *Rules) New() *Form { return &Form{newNode(r.Shape), map[string]bool{}, r} }

func newNode(s *Shape) *Node { return &Node{Shape: s, Parts: map[string]*Node{}} }

// Set puts a value at a place that takes one, and makes the way there. Where the shape has
// no such place, nothing happens.
func (f *Form) Set(pointer, value string) {
	s := f.rules.Shape.At(pointer)
	if s == nil || s.Kind >= List {
		return
	}
	n := f.Root
	for key := range strings.SplitSeq(pointer[1:], "/") {
		if n.Parts[key] == nil {
			n.Parts[key] = newNode(n.Shape.part(key))
			n.Keys = append(n.Keys, key)
		}
		n = n.Parts[key]
	}
	if n.Text = value; f.rules.Understood != nil {
		n.Text = f.rules.Understood(pointer, s.Kind, value)
	}
}

// Find returns what was typed at a place, or nil.
func (f *Form) Find(pointer string) *Node {
	n := f.Root
	for n != nil && pointer != "" {
		key, rest, more := strings.Cut(pointer[1:], "/")
		if n, pointer = n.Parts[key], ""; more {
			pointer = "/" + rest
		}
	}
	return n
}

// Value returns the value at a place, or "".
func (f *Form) Value(pointer string) string {
	if n := f.Find(pointer); n != nil {
		return n.Text
	}
	return ""
}

// Rows returns how many rows a list has.
func (f *Form) Rows(list string) int {
	if n := f.Find(list); n != nil {
		return len(n.Keys)
	}
	return 0
}

// Add puts that many rows at the end of a list, with what is usual. A list within a row,
// such as a lot's bales, gets none where that row is not there.
func (f *Form) Add(list string, count int) {
	s := f.rules.Shape.At(list)
	if s == nil || s.Kind != List {
		return
	}
	row := list[:strings.LastIndexByte(list, '/')]
	if cut := strings.LastIndexByte(row, '/'); cut > 0 && f.rules.Shape.At(row[:cut]).Kind == List && f.Find(row) == nil {
		return
	}
	for range count {
		row := list + "/" + strconv.Itoa(f.Next(list))
		for _, key := range slices.Sorted(maps.Keys(s.Item.Parts)) {
			f.Set(row+"/"+key, f.rules.Usual[PatternOf(row+"/"+key)])
		}
	}
}

// Next returns a number that no row of a list has.
func (f *Form) Next(list string) int {
	next := 0
	if n := f.Find(list); n != nil {
		for _, key := range n.Keys {
			if i, err := strconv.Atoi(key); err == nil {
				next = max(next, i+1)
			}
		}
	}
	return next
}

// Remove takes a row out of a list.
func (f *Form) Remove(row string) {
	cut := strings.LastIndexByte(row, '/')
	if cut < 0 {
		return
	}
	if n := f.Find(row[:cut]); n != nil && n.Shape.Kind == List {
		key := row[cut+1:]
		n.Keys = slices.DeleteFunc(n.Keys, func(k string) bool { return k == key })
		delete(n.Parts, key)
	}
}

// Clear empties a part.
func (f *Form) Clear(pointer string) {
	if n := f.Find(pointer); n != nil {
		n.Text, n.Keys, n.Parts = "", nil, map[string]*Node{}
	}
}

// Settle numbers all rows from 0, as they stand.
func (f *Form) Settle() { f.Root.settle() }

func (n *Node) settle() {
	if n.Shape.Kind == List {
		parts := make(map[string]*Node, len(n.Parts))
		for i, key := range n.Keys {
			n.Keys[i] = strconv.Itoa(i)
			parts[n.Keys[i]] = n.Parts[key]
		}
		n.Parts = parts
	}
	for _, p := range n.Parts {
		p.settle()
	}
}

// Tidy takes out the rows in which nothing was typed, and numbers the others.
func (f *Form) Tidy() {
	f.tidy(f.Root, "")
	f.Settle()
}

func (f *Form) tidy(n *Node, pattern string) {
	if n.Shape.Kind == List {
		first := f.rules.Stays != nil && f.rules.Stays(pattern)
		full := n.Keys[:0]
		for i, key := range n.Keys {
			if i == 0 && first || !f.Empty(n.Parts[key], pattern+"/*") {
				full = append(full, key)
			}
		}
		n.Keys = full
	}
	for _, key := range n.Keys {
		f.tidy(n.Parts[key], n.below(pattern, key))
	}
}

// Empty says whether nothing was typed in a part, beyond what a new row has.
func (f *Form) Empty(n *Node, pattern string) bool {
	if n.Text != "" && n.Text != f.rules.Usual[pattern] {
		return false
	}
	for key, p := range n.Parts {
		if !f.Empty(p, n.below(pattern, key)) {
			return false
		}
	}
	return true
}

// below returns the pattern of a part of what has that pattern.
func (n *Node) below(pattern, key string) string {
	if n.Shape.Kind == List {
		key = "*"
	}
	return pattern + "/" + key
}

// Fits says whether no list has more rows, and no object more keys, than most returns for
// its pattern.
func (f *Form) Fits(most func(pattern string) int) bool { return f.Root.fits("", most) }

func (n *Node) fits(pattern string, most func(pattern string) int) bool {
	if len(n.Keys) > most(pattern) {
		return false
	}
	for _, key := range n.Keys {
		if !n.Parts[key].fits(n.below(pattern, key), most) {
			return false
		}
	}
	return true
}

// Fields returns all that was typed, in its order.
func (f *Form) Fields() (all []Field) {
	var walk func(at string, n *Node)
	walk = func(at string, n *Node) {
		if n.Shape.Kind < List {
			all = append(all, Field{at, n.Text})
		}
		for _, key := range n.Keys {
			walk(at+"/"+key, n.Parts[key])
		}
	}
	walk("", f.Root)
	return all
}
