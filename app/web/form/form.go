package form

import (
	"maps"
	"mime/multipart"
	"slices"
	"strconv"
	"strings"

	"woolroad/app/trade/orderfile"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// Rules describe one kind of form: what it holds, how its fields are drawn, and how
// typed values are read. Of makes the rules from a list of fields. All but Shape and
// Drawn may be left out.
type Rules struct {
	Shape  *Shape
	Prefix string // what the ids of fields begin with, where a page has two forms
	Most   int    // the number of rows that each list may have; 0: the caller limits them
	// Drawn returns the field at a pointer as it is drawn, without what the form itself
	// knows of it: its id, its value, its faults and warnings.
	Drawn func(f *Form, pointer string) page.Field
	// Missing is said at a field that must be filled in. Without Format, the fault says it.
	Missing say.Message
	// Usual are the values of a new row, by the patterns of its fields. A row that has
	// nothing else is empty.
	Usual map[string]string
	// Understood returns a typed value as the document writes it, or as it was typed where
	// it cannot be read.
	Understood func(pointer string, kind Kind, typed string) string
	// Stays reports whether the list with that pattern has a first row even if it is empty.
	Stays func(pattern string) bool
	// Wanted reports whether a part is in the document although nothing was typed in it, so
	// that faults are at its empty fields.
	Wanted func(pointer string) bool
	// Split returns the texts of a list that is typed in one field, and Between is what
	// stands between them. Where they are nil, each line is a text.
	Split   func(f *Form, pointer, text string) []string
	Between func(pointer string) string

	declared map[string]page.Field // by pattern
	named    map[string]string     // the pointers of fields that have names besides their ids
	order    []string              // the patterns of the declared fields
}

// Form is what is typed, right or wrong, with what is said about it.
type Form struct {
	Root     *Node
	Version  string         // the version of what the form was filled from, as a browser sends it
	Conflict *page.Conflict // what somebody else has saved since; nil: nothing
	// Omitted are the parts that the document does not have, whatever was typed in them,
	// such as the consignee where the buyer is the consignee.
	Omitted       map[string]bool
	rules         *Rules
	faults, notes map[string][]any // sentences, by the pointers of the fields that they are about
	confirmable   map[string]bool  // the pointers of numbers that a person may confirm
	offered       map[string][2][]page.Choice
	files         map[string][]*multipart.FileHeader // by pointer
}

// Node is one part of what was typed: a value, an object or a list.
type Node struct {
	Shape *Shape
	Text  string   // of a value, or of a whole list of texts
	Keys  []string // of an object or a list, in the order in which they came
	Parts map[string]*Node
}

// Sent is the name and the value of a field as a browser sends them.
type Sent struct{ Name, Value string }

// New returns an empty form.
func (r *Rules) New() *Form {
	f := &Form{Root: newNode(r.Shape), Omitted: map[string]bool{}, rules: r}
	f.Judge(nil)
	return f
}

// newNode returns an empty part of that shape.
func newNode(s *Shape) *Node { return &Node{Shape: s, Parts: map[string]*Node{}} }

// Set stores a value at a pointer, as Understood reads it, and adds the objects and rows
// that lead there. It does nothing where the shape has no value at that pointer, or
// where the list of a new row is full.
func (f *Form) Set(pointer, value string) {
	s := f.rules.Shape.At(pointer)
	if s == nil || s.Kind >= List {
		return
	}
	n := f.Root
	for key := range strings.SplitSeq(pointer[1:], "/") {
		if n.Parts[key] == nil {
			if n.Shape.Kind == List && f.rules.Most > 0 && len(n.Keys) == f.rules.Most {
				return
			}
			n.Parts[key] = newNode(n.Shape.part(key))
			n.Keys = append(n.Keys, key)
		}
		n = n.Parts[key]
	}
	if n.Text = value; f.rules.Understood != nil {
		n.Text = f.rules.Understood(pointer, s.Kind, value)
	}
}

// Fill stores a value of a document at its pointer. An entry of a list that is typed in one
// field is added to the text of that field.
func (f *Form) Fill(pointer, value string) {
	list := pointer[:strings.LastIndexByte(pointer, '/')]
	if s := f.rules.Shape.At(list); s != nil && s.Kind == Lines {
		between := "\n"
		if f.rules.Between != nil {
			between = f.rules.Between(list)
		}
		if before := f.Value(list); before != "" {
			value = before + between + value
		}
		pointer = list
	}
	f.Set(pointer, value)
}

// Find returns the part of what was typed at a pointer, or nil.
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

// Value returns the value at a pointer, or "".
func (f *Form) Value(pointer string) string {
	if n := f.Find(pointer); n != nil {
		return n.Text
	}
	return ""
}

// Rows returns the number of rows of a list.
func (f *Form) Rows(list string) int {
	if n := f.Find(list); n != nil {
		return len(n.Keys)
	}
	return 0
}

// Add adds that many rows to the end of a list, each with the usual values, and reports
// whether there is such a list. There is none within a row that does not exist, such as
// the bales of a lot that was removed.
func (f *Form) Add(list string, count int) bool {
	s := f.rules.Shape.At(list)
	if s == nil || s.Kind != List {
		return false
	}
	row := list[:strings.LastIndexByte(list, '/')]
	if cut := strings.LastIndexByte(row, '/'); cut > 0 && f.rules.Shape.At(row[:cut]).Kind == List && f.Find(row) == nil {
		return false
	}
	for range count {
		row := list + "/" + strconv.Itoa(f.Next(list))
		for _, key := range slices.Sorted(maps.Keys(s.Item.Parts)) {
			f.Set(row+"/"+key, f.rules.Usual[orderfile.PatternOf(row+"/"+key)])
		}
	}
	return true
}

// Next returns the smallest number that is above those of all rows of a list.
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

// Remove removes a row from its list, and reports whether there was such a row.
func (f *Form) Remove(row string) bool {
	cut := strings.LastIndexByte(row, '/')
	if cut < 0 {
		return false
	}
	key := row[cut+1:]
	n := f.Find(row[:cut])
	if n == nil || n.Shape.Kind != List || n.Parts[key] == nil {
		return false
	}
	n.Keys = slices.DeleteFunc(n.Keys, func(k string) bool { return k == key })
	delete(n.Parts, key)
	return true
}

// Clear empties the part at a pointer.
func (f *Form) Clear(pointer string) {
	if n := f.Find(pointer); n != nil {
		n.Text, n.Keys, n.Parts = "", nil, map[string]*Node{}
	}
}

// Settle numbers the rows of all lists from 0, in their order.
func (f *Form) Settle() { f.Root.settle() }

// settle numbers the rows of the part and of all parts within it.
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

// Tidy removes the rows in which nothing was typed, except the first row of a list that
// Stays names, and numbers the others from 0. It also removes the objects that have no
// field.
func (f *Form) Tidy() {
	f.tidy(f.Root, "")
	f.Settle()
}

// tidy removes the empty rows of n, whose pattern is given, and of all parts within it.
func (f *Form) tidy(n *Node, pattern string) {
	for _, key := range n.Keys {
		f.tidy(n.Parts[key], n.below(pattern, key))
	}
	if n.Shape.Kind != List {
		n.drop(func(key string) bool { return !n.Parts[key].hasField() }) // a browser would not send it again
		return
	}
	first := f.rules.Stays != nil && f.rules.Stays(pattern)
	n.drop(func(key string) bool {
		row := n.Parts[key]
		stays := first && row.hasField()
		first = false
		return !stays && f.Empty(row, pattern+"/*")
	})
}

// drop removes the parts for whose keys gone returns true. It asks in the order of the
// keys.
func (n *Node) drop(gone func(key string) bool) {
	n.Keys = slices.DeleteFunc(n.Keys, func(key string) bool {
		if !gone(key) {
			return false
		}
		delete(n.Parts, key)
		return true
	})
}

// hasField reports whether a part has a field that a browser sends, with or without a text.
func (n *Node) hasField() bool {
	if n.Shape.Kind < List {
		return true
	}
	for _, key := range n.Keys {
		if n.Parts[key].hasField() {
			return true
		}
	}
	return false
}

// Empty reports whether a part has nothing but the usual values of a new row. pattern is
// the pattern of the part's pointer.
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

// below returns the pattern of n's part under key. pattern is that of n.
func (n *Node) below(pattern, key string) string {
	if n.Shape.Kind == List {
		key = "*"
	}
	return pattern + "/" + key
}

// Fits reports whether the form is within limits: most returns, for the pattern of a
// list or an object, how many rows or keys it may have.
func (f *Form) Fits(most func(pattern string) int) bool { return f.Root.fits("", most) }

// fits reports whether the part and all parts within it fit, as Form.Fits says.
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

// Typed returns all typed values with their pointers as names, in their order.
func (f *Form) Typed() (all []Sent) {
	var walk func(at string, n *Node)
	walk = func(at string, n *Node) {
		if n.Shape.Kind < List {
			all = append(all, Sent{at, n.Text})
		}
		for _, key := range n.Keys {
			walk(at+"/"+key, n.Parts[key])
		}
	}
	walk("", f.Root)
	return all
}
