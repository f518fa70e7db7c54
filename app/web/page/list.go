package page

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/trade"
	"woolroad/app/typing"
	"woolroad/app/web/say"
)

// List is what the address of a list says: its filters, order and place. The same link or
// bookmark shows the same list again.
type List struct {
	Path   string
	Values url.Values
}

// ListOf returns the list that the address of a request describes.
func ListOf(c fiber.Ctx) List {
	l := List{c.Path(), url.Values{}}
	for name, value := range c.Queries() {
		if value = strings.TrimSpace(typing.Text(value)); value != "" {
			l.Values.Set(name, value)
		}
	}
	return l
}

// Value returns the value that the address has under a name, or "".
func (l List) Value(name string) string { return l.Values.Get(name) }

// With returns the address of the list with a value set under a name, or removed where
// the value is empty. It leads to the first page unless it sets the place or asks for
// sums.
func (l List) With(name, value string) string {
	v := url.Values{}
	for n, all := range l.Values {
		if n != name && (n != "at" || name == "sums") {
			v[n] = all
		}
	}
	if value != "" {
		v.Set(name, value)
	}
	if len(v) == 0 {
		return l.Path
	}
	return l.Path + "?" + v.Encode()
}

// Sort returns the name of what the list is sorted by and whether it is descending, which
// the address writes as "date-". Where the address has no order, Sort reads otherwise.
func (l List) Sort(otherwise string) (by string, descending bool) {
	by = l.Value("sort")
	if by == "" {
		by = otherwise
	}
	return strings.CutSuffix(by, "-")
}

// SortHead is the head of a column by which the list can be sorted.
type SortHead struct {
	Label  say.Message
	Path   string // of the list sorted by this column, or the other way round if it already is
	Sorted string // "ascending", "descending" or nothing, as aria-sort has it
	Number bool   // figures stand to the right
}

// Head returns the head of a column. Its link sorts by the column; with fromEnd the first
// click sorts descending, so that the newest or the largest come first. otherwise is the
// order of a list whose address has none.
func (l List) Head(name string, label say.Message, number, fromEnd bool, otherwise string) SortHead {
	h := SortHead{Label: label, Number: number}
	by, descending := l.Sort(otherwise)
	next := name
	switch {
	case by == name && descending:
		h.Sorted = "descending"
	case by == name:
		h.Sorted, next = "ascending", name+"-"
	case fromEnd:
		next = name + "-"
	}
	h.Path = l.With("sort", next)
	return h
}

// Chip is a filter that is set, with the link that removes it.
type Chip struct {
	Label  say.Message
	Remove string
}

// Chips returns a chip for each of the named filters that is set, in the order of names.
// label returns a filter in words, or false for none.
func (l List) Chips(label func(name, value string) (say.Message, bool), names ...string) (all []Chip) {
	for _, name := range names {
		value := l.Value(name)
		if value == "" {
			continue
		}
		if m, ok := label(name, value); ok {
			all = append(all, Chip{m, l.With(name, "")})
		}
	}
	return all
}

// HiddenFields returns the named values of the address for hidden fields of a form, so
// that the form does not lose them.
func (l List) HiddenFields(names ...string) (all []Choice) {
	for _, name := range names {
		if value := l.Value(name); value != "" {
			all = append(all, Choice{Value: name, Label: say.Plain(value)})
		}
	}
	return all
}

// Pager is the links to the previous and the next page of a list; "" for none.
type Pager struct{ Prev, Next string }

// Pager returns the links to the previous and the next page, by the cursors that a query
// returned.
func (l List) Pager(prev, next string) (p Pager) {
	if prev != "" {
		p.Prev = l.With("at", prev)
	}
	if next != "" {
		p.Next = l.With("at", next)
	}
	return p
}

// State is the state of an order, a document or a rate: a word and the look of its chip.
type State struct {
	Label say.Message
	Look  string
}

// StateFilter is a link that shows one state, kind or role of what a list has.
type StateFilter struct {
	Label   say.Message
	Path    string
	Current bool
}

// CommonCurrencies are the currencies that filters offer.
var CommonCurrencies = []string{"USD", "EUR", "INR", "NPR", "CNY"}

// The endings of the addresses of a list's files.
const (
	CSVEnding  = ".csv"
	XLSXEnding = ".xlsx"
	ZIPEnding  = ".zip"
)

// Files are the links to a list's files, with all entries that its filters let through.
type Files struct{ CSV, XLSX string }

// Files returns the links to the files of the list that the address shows.
func (l List) Files() Files { return l.FilesAt(l.Path) }

// FilesAt returns the links to the files at another path, with this list's filters and
// order.
func (l List) FilesAt(path string) Files {
	at := func(ending string) string {
		return List{path + ending, l.Values}.With("at", "")
	}
	return Files{at(CSVEnding), at(XLSXEnding)}
}

// Faulty returns one Invalid error that says all faults of a list's address, or nil where
// there are none.
func Faulty(faults []FieldFault) error {
	if len(faults) == 0 {
		return nil
	}
	said := make([]any, len(faults))
	for i, f := range faults {
		said[i] = f.Message
	}
	return &trade.Error{Code: trade.Invalid, Field: faults[0].Field, Format: strings.TrimSpace(strings.Repeat("%s ", len(said))), Args: said}
}
