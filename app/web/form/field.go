package form

import (
	"cmp"
	"mime/multipart"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/codes"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// Read returns the form with the fields that a browser sent: those of the query of a GET
// request, or else those of the body. It ignores what is no field of the form. Rows keep
// the numbers that the browser gave them, so a form with lists must go through Edit,
// Settle or Tidy before it is drawn or its rows are read.
func (r *Rules) Read(c fiber.Ctx) *Form {
	sent, f := c.Request().PostArgs(), r.New()
	if c.Method() == fiber.MethodGet {
		sent = c.Request().URI().QueryArgs()
	}
	for name, value := range sent.All() {
		f.take(string(name), string(value))
	}
	f.Version = c.FormValue("version")
	return f
}

// ReadFiles returns the form that a browser sent with files. Its error is that of a body
// which is no such form.
func (r *Rules) ReadFiles(c fiber.Ctx) (*Form, error) {
	sent, err := c.MultipartForm()
	if err != nil {
		return nil, fiber.ErrBadRequest
	}
	f := r.New()
	for name, values := range sent.Value {
		for _, value := range values {
			f.take(name, value)
		}
	}
	f.files = map[string][]*multipart.FileHeader{}
	for name, files := range sent.File {
		f.files[r.pointerOf(name)] = files
	}
	f.Version = c.FormValue("version")
	return f, nil
}

// Listed returns the form of a list's filters, as the address of the list has them.
func (r *Rules) Listed(l page.List) *Form {
	f := r.New()
	for name := range l.Values {
		f.take(name, l.Value(name))
	}
	return f
}

// take stores a value under the name that a browser sent. The values of boxes that have
// one name are added up.
func (f *Form) take(name, value string) {
	pointer := f.rules.pointerOf(name)
	if before := f.Value(pointer); before != "" && f.rules.declared[pointer].Kind == page.Several {
		value = before + "\n" + value
	}
	f.Set(pointer, value)
}

// All returns the values of the boxes at a pointer that were ticked.
func (f *Form) All(pointer string) []string { return SplitLines(f.Value(pointer)) }

// Files returns the files that were chosen in the field at a pointer.
func (f *Form) Files(pointer string) []*multipart.FileHeader { return f.files[pointer] }

// ID returns the id of the field or section for a pointer, or "" for the whole form.
func (r *Rules) ID(pointer string) string {
	if pointer == "" {
		return ""
	}
	return r.Prefix + strings.ReplaceAll(pointer[1:], "/", "-")
}

// pointerOf returns the pointer of the field with that name or id, or "" for an id without
// the form's prefix.
func (r *Rules) pointerOf(id string) string {
	if pointer, is := r.named[id]; is {
		return pointer
	}
	if rest, is := strings.CutPrefix(id, r.Prefix); is {
		return "/" + strings.ReplaceAll(rest, "-", "/")
	}
	return ""
}

// ID returns the id of the field or section for a pointer.
func (f *Form) ID(pointer string) string { return f.rules.ID(pointer) }

// Field returns the field at a pointer as it is drawn: with what was typed, and with its
// faults and warnings. A typed value that is none of the field's choices is added as the
// last one, so that the person sees the value and can correct it.
func (f *Form) Field(pointer string) page.Field {
	d := f.rules.Drawn(f, pointer)
	d.ID, d.Value = f.ID(pointer), f.Value(pointer)
	d.Faults, d.Notes = f.faults[pointer], f.notes[pointer]
	if d.Kind == page.Country {
		d.Choices = countries()
	} else if offered, has := f.offered[pointer]; has {
		d.Choices, d.More = offered[0], offered[1]
	}
	if len(d.Choices) > 0 {
		d.Choices, d.More = page.Chosen(d.Choices, d.Value), page.Chosen(d.More, d.Value)
		chosen := func(c page.Choice) bool { return c.Chosen }
		if d.Value != "" && !slices.ContainsFunc(d.Choices, chosen) && !slices.ContainsFunc(d.More, chosen) {
			d.Choices = append(d.Choices, page.Choice{Value: d.Value, Label: say.Plain(d.Value), Chosen: true})
		}
	}
	return d
}

// Offer sets the choices of the field at a pointer, and its second group of choices.
func (f *Form) Offer(pointer string, choices, more []page.Choice) {
	if f.offered == nil {
		f.offered = map[string][2][]page.Choice{}
	}
	f.offered[pointer] = [2][]page.Choice{choices, more}
}

// Fields returns the fields at these pointers, or all fields of a form that was made by
// Of, in the order in which they were declared.
func (f *Form) Fields(pointers ...string) (all []page.Field) {
	if len(pointers) == 0 {
		pointers = f.pointers()
	}
	for _, pointer := range pointers {
		all = append(all, f.Field(pointer))
	}
	return all
}

// pointers returns the pointers of all declared fields, those of each list row by row.
func (f *Form) pointers() (all []string) {
	order := f.rules.order
	for len(order) > 0 {
		list, _, inRow := strings.Cut(order[0], "/*/")
		if !inRow {
			all, order = append(all, order[0]), order[1:]
			continue
		}
		end := slices.IndexFunc(order, func(pattern string) bool { return !strings.HasPrefix(pattern, list+"/*/") })
		if end < 0 {
			end = len(order)
		}
		for i := range f.Rows(list) {
			for _, pattern := range order[:end] {
				all = append(all, list+"/"+strconv.Itoa(i)+pattern[len(list+"/*"):])
			}
		}
		order = order[end:]
	}
	return all
}

// place returns what summaries call the field at a pointer. For a field of a row it puts
// the number of the row in the first argument of the field's Place.
func (f *Form) place(pointer string, d page.Field) say.Message {
	if d.Place.Format == "" {
		return d.Label
	}
	m := say.Message{Format: d.Place.Format, Args: slices.Clone(d.Place.Args)}
	for step := range strings.SplitSeq(pointer, "/") {
		if i, err := strconv.Atoi(step); err == nil {
			m.Args[0] = strconv.Itoa(i + 1)
		}
	}
	return m
}

// lanes are the codes of the countries with which the desk deals most.
var lanes = []string{"NP", "IN", "CN"}

// countries returns a choice for each country, those of lanes first.
func countries() []page.Choice {
	all := codes.Countries()
	place := func(c codes.Country) int {
		if i := slices.Index(lanes, c.Code); i >= 0 {
			return i
		}
		return len(lanes)
	}
	slices.SortStableFunc(all, func(a, b codes.Country) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), strings.Compare(a.Name, b.Name))
	})
	out := []page.Choice{{Label: say.Msg("Choose")}}
	for _, c := range all {
		out = append(out, page.Choice{Value: c.Code, Label: say.Bilingual(c.Name, c.NameZH)})
	}
	return out
}

// Edit adds a row to a list or removes one where the button that sent the form asks for
// that, as "add:/banks" or "remove:/banks/0", and reports whether it did. In every case
// it numbers the rows of all lists from 0. Any other button is up to the caller.
func (f *Form) Edit(do string) (edited bool) {
	what, at, _ := strings.Cut(do, ":")
	switch what {
	case "add":
		edited = f.Add(at, 1)
	case "remove":
		edited = f.Remove(at)
	}
	f.Settle()
	return edited
}
