package page

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/trade"
	"woolroad/app/typing"
	"woolroad/app/web/say"
)

// List is a list as its address says it: filters, order and place, so that a
// link or a bookmark shows the same again.
type List struct {
	Path   string
	Values url.Values
}

// ListOf reads the address of a request.
func ListOf(c fiber.Ctx) List {
	l := List{c.Path(), url.Values{}}
	for name, value := range c.Queries() {
		if value = strings.TrimSpace(typing.Text(value)); value != "" {
			l.Values.Set(name, value)
		}
	}
	return l
}

// Value returns what the address says under a name, or "".
func (l List) Value(name string) string { return l.Values.Get(name) }

// With is the address with something set, or taken away if it is empty. Any
// change but of the place begins at the first page.
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

// Span is the days that a list is kept to, or what is wrong with them.
func (l List) Span() (from, to civil.Date, faults []FieldFault) {
	day := func(name string) (d civil.Date) {
		text := l.Value(name)
		if text == "" {
			return d
		}
		d, read := ReadDay(text)
		if !read {
			faults = append(faults, FieldFault{name, say.Msg("%s is not a date; write it like 2026-04-03.", text)})
		}
		return d
	}
	from, to = day("from"), day("to")
	return from, to, faults
}

// Day is a day as a date field takes it, which shows nothing else.
func (l List) Day(name string) string {
	d, read := ReadDay(l.Value(name))
	if !read {
		return ""
	}
	return d.String()
}

// Sort is what the list is sorted by, and whether from the end: "date-".
func (l List) Sort(otherwise string) (by string, descending bool) {
	by = l.Value("sort")
	if by == "" {
		by = otherwise
	}
	return strings.CutSuffix(by, "-")
}

// SortHead is a column's head that sorts the list.
type SortHead struct {
	Label  say.Message
	Path   string // of the list sorted by it, the other way round if it is already
	Sorted string // "ascending", "descending" or nothing, as aria-sort has it
	Number bool   // figures stand to the right
}

// Head is the head of a column. The first click sorts from the end where fromEnd
// is set: the newest, the largest.
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

// Chip is a filter that is on, and the way to take it off.
type Chip struct {
	Label  say.Message
	Remove string
}

// Chips are the filters that are on, in the order of their names.
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

// HiddenFields are those values of the address, to go with what a form asks for.
func (l List) HiddenFields(names ...string) (all []Choice) {
	for _, name := range names {
		if value := l.Value(name); value != "" {
			all = append(all, Choice{Value: name, Label: say.Plain(value)})
		}
	}
	return all
}

// Pager leads to the pages beside this one.
type Pager struct{ Prev, Next string }

// Pager returns the ways to the pages before and after this one, by the cursors of a query.
func (l List) Pager(prev, next string) (p Pager) {
	if prev != "" {
		p.Prev = l.With("at", prev)
	}
	if next != "" {
		p.Next = l.With("at", next)
	}
	return p
}

// State is how far something has come: a word and the look of its chip.
type State struct {
	Label say.Message
	Look  string
}

// StateFilter is a way to the orders of one state.
type StateFilter struct {
	Label   say.Message
	Path    string
	Current bool
}

// CommonCurrencies are those that filters offer first.
var CommonCurrencies = []string{"USD", "EUR", "INR", "NPR", "CNY"}

// How the addresses of a list's files end.
const (
	CSVEnding  = ".csv"
	XLSXEnding = ".xlsx"
	ZIPEnding  = ".zip"
)

// Files are the ways to the files of a list, with all that its filters pick.
type Files struct{ CSV, XLSX string }

// Files are the files of the list that the address shows.
func (l List) Files() Files { return l.FilesAt(l.Path) }

// FilesAt are the files at another address, with the filters and the order of this one.
func (l List) FilesAt(path string) Files {
	at := func(ending string) string {
		return List{path + ending, l.Values}.With("at", "")
	}
	return Files{at(CSVEnding), at(XLSXEnding)}
}

// Faulty returns as an error what is wrong with a list's address: all of it.
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
