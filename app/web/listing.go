package web

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-sql/civil"

	"woolroad/app/typing"
)

// listing is a list as its address says it: filters, order and place, so that a
// link or a bookmark shows the same again.
type listing struct {
	path   string
	values url.Values
}

// listingOf reads the address of a request.
func listingOf(c fiber.Ctx) listing {
	l := listing{c.Path(), url.Values{}}
	for name, value := range c.Queries() {
		if value = strings.TrimSpace(typing.Text(value)); value != "" {
			l.values.Set(name, value)
		}
	}
	return l
}

func (l listing) get(name string) string { return l.values.Get(name) }

// with is the address with something set, or taken away if it is empty. Any
// change but of the place begins at the first page.
func (l listing) with(name, value string) string {
	v := url.Values{}
	for n, all := range l.values {
		if n != name && (n != "at" || name == "sums") {
			v[n] = all
		}
	}
	if value != "" {
		v.Set(name, value)
	}
	if len(v) == 0 {
		return l.path
	}
	return l.path + "?" + v.Encode()
}

// span is the days that a list is kept to, or what is wrong with them.
func (l listing) span() (from, to civil.Date, faults []fieldFault) {
	day := func(name string) (d civil.Date) {
		text := l.get(name)
		if text == "" {
			return d
		}
		d, read := typedDay(text)
		if !read {
			faults = append(faults, fieldFault{name, msg("%s is no day; write it like 2026-04-03.", text)})
		}
		return d
	}
	from, to = day("from"), day("to")
	return from, to, faults
}

// day is a day as a date field takes it, which shows nothing else.
func (l listing) day(name string) string {
	d, read := typedDay(l.get(name))
	if !read {
		return ""
	}
	return d.String()
}

// sort is what the list is sorted by, and whether from the end: "date-".
func (l listing) sort(otherwise string) (by string, descending bool) {
	by = l.get("sort")
	if by == "" {
		by = otherwise
	}
	return strings.CutSuffix(by, "-")
}

// sortHead is a column's head that sorts the list.
type sortHead struct {
	Label  Message
	Path   string // of the list sorted by it, the other way round if it is already
	Sorted string // "ascending", "descending" or nothing, as aria-sort has it
	Number bool   // figures stand to the right
}

// head is the head of a column. The first click sorts from the end where fromEnd
// is set: the newest, the largest.
func (l listing) head(name string, label Message, number, fromEnd bool, otherwise string) sortHead {
	h := sortHead{Label: label, Number: number}
	by, descending := l.sort(otherwise)
	next := name
	switch {
	case by == name && descending:
		h.Sorted = "descending"
	case by == name:
		h.Sorted, next = "ascending", name+"-"
	case fromEnd:
		next = name + "-"
	}
	h.Path = l.with("sort", next)
	return h
}

// chip is a filter that is on, and the way to take it off.
type chip struct {
	Label  Message
	Remove string
}

// chips are the filters that are on, in the order of their names.
func (l listing) chips(label func(name, value string) (Message, bool), names ...string) (all []chip) {
	for _, name := range names {
		value := l.get(name)
		if value == "" {
			continue
		}
		if m, ok := label(name, value); ok {
			all = append(all, chip{m, l.with(name, "")})
		}
	}
	return all
}

// kept are those values of the address, to go with what a form asks for.
func (l listing) kept(names ...string) (all []choice) {
	for _, name := range names {
		if value := l.get(name); value != "" {
			all = append(all, choice{Value: name, Label: plain(value)})
		}
	}
	return all
}

// pager leads to the pages beside this one.
type pager struct{ Prev, Next string }

func (l listing) pager(prev, next string) (p pager) {
	if prev != "" {
		p.Prev = l.with("at", prev)
	}
	if next != "" {
		p.Next = l.with("at", next)
	}
	return p
}

// choice is one of the values that a field may take.
type choice struct {
	Value  string
	Label  Message
	Chosen bool
}

// chosen marks the value that a field has.
func chosen(all []choice, value string) []choice {
	out := make([]choice, len(all))
	for i, c := range all {
		c.Chosen = c.Value == value
		out[i] = c
	}
	return out
}
