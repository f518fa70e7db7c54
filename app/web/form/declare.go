package form

import (
	"strings"

	"woolroad/app/money"
	"woolroad/app/trade/orderfile"
	"woolroad/app/typing"
	"woolroad/app/web/page"
)

// Of returns the rules of a form that has these fields, in the order of its page. The ID
// of each is its pointer without the first slash: "percent", or "banks/*/name" for a field
// that every row of a list has.
//
// Browsers send such a field under the id that it has on the page: "banks-0-name". Only a
// field that is in no row may have another name.
func Of(fields ...page.Field) *Rules {
	r := &Rules{Shape: newObject(), declared: map[string]page.Field{}, named: map[string]string{}}
	for _, f := range fields {
		r.order = append(r.order, "/"+f.ID)
		r.declared["/"+f.ID] = f
		if f.Name != "" {
			r.named[f.Name] = "/" + f.ID
		}
		r.Shape.declare(strings.Split(f.ID, "/"), kindOf(f.Kind))
	}
	r.Drawn = func(_ *Form, pointer string) page.Field { return r.declared[orderfile.PatternOf(pointer)] }
	r.Understood = func(pointer string, _ Kind, typed string) string {
		f := r.declared[orderfile.PatternOf(pointer)]
		return Understood(f.Kind, f.Units, typed)
	}
	return r
}

// newObject returns the shape of an object without keys.
func newObject() *Shape { return &Shape{Kind: Object, Parts: map[string]*Shape{}} }

// declare adds the part to which the steps of a pattern lead, and the objects and lists
// on the way to it.
func (s *Shape) declare(steps []string, kind Kind) {
	key, rest := steps[0], steps[1:]
	switch {
	case len(rest) == 0:
		s.Parts[key] = &Shape{Kind: kind}
	case rest[0] == "*":
		if s.Parts[key] == nil {
			s.Parts[key] = &Shape{Kind: List, Item: newObject()}
		}
		s.Parts[key].Item.declare(rest[1:], kind)
	default:
		if s.Parts[key] == nil {
			s.Parts[key] = newObject()
		}
		s.Parts[key].declare(rest, kind)
	}
}

// kindOf returns the Kind of the shape of a field that pages draw as k. Codes,
// currencies and choices are Text, because Understood reads them by the kind of the
// field.
func kindOf(k page.Kind) Kind {
	switch k {
	case page.Number:
		return Number
	case page.Date:
		return Date
	case page.Lines, page.Several:
		return Lines
	}
	return Text
}

// Understood returns what was typed into a field of that kind, in those units, as its
// operation reads it, or as it was typed where it cannot be read in just one way; then the
// operation refuses it.
func Understood(kind page.Kind, units typing.Units, typed string) string {
	switch kind {
	case page.Number:
		return page.ReadNumber(typed, units)
	case page.Date:
		return page.PlainDay(typed)
	case page.Currency:
		if currency, err := money.ParseCurrency(string(page.ReadCurrency(typed))); err == nil {
			return string(currency)
		}
	case page.Country:
		return page.ReadCountry(page.HalfWidth(typed))
	case page.Code, page.Phone, page.Email, page.Address, page.Month, page.Hash:
		return page.HalfWidth(typed)
	case page.Lines, page.Several:
		return strings.Join(SplitLines(typed), "\n")
	}
	return strings.TrimSpace(typed)
}
