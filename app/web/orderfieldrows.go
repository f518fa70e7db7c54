package web

import "html/template"

// formField is one field of the form as it is drawn.
type formField struct {
	ID, Name, Value string
	Label           Message
	Hint            Message // empty: none
	Kind            string  // "text", "number", "date", "lines" or "select"
	Choices         []formChoice
	List            string // the id of the list that suggests values
	Suggest         string // a path that draws that list anew for what is typed; empty: it stays
	Optional, Wide  bool
	Sometimes       bool // needed or not, as the hint says
	Faults          []any
}

// formChoice is one value of a field that has a few.
type formChoice struct {
	Value, Label string
	Chosen       bool
}

// Described is the id of what is said of the field below it, or "".
func (f formField) Described() string {
	switch {
	case len(f.Faults) > 0:
		return f.ID + "-fault"
	case f.Hint.Format != "":
		return f.ID + "-hint"
	}
	return ""
}

// Needed says whether an order must have it.
func (f formField) Needed() bool { return !f.Optional && !f.Sometimes }

// fieldRows writes fields of the form, each below its label. A form has a hundred with
// ten attributes each, over which a template would take longer than over all else.
func fieldRows(l Lang, fields []formField) (template.HTML, error) {
	w := markup{lang: l}
	optional := ` <span class="muted small">` + template.HTMLEscapeString(l.say(msg("optional"))) + `</span>`
	for _, f := range fields {
		w.add(`<div class="field`)
		if f.Wide {
			w.add(` wide`)
		}
		w.add(`"><label for="`).text(f.ID).add(`">`).say(f.Label)
		if f.Optional {
			w.add(optional)
		}
		w.add("</label>\n")
		w.element(f, "")
		w.add("\n")
		if f.Hint.Format != "" {
			w.add(`<span class="hint" id="`).text(f.ID).add(`-hint">`).say(f.Hint).add(`</span>`)
		}
		w.faults(f.ID, f.Faults)
		w.add(`</div>`)
	}
	return template.HTML(w.b.String()), w.err
}

// element writes what the field's value is typed into: one that heads of those ids name,
// or one under a label of its own.
func (w *markup) element(f formField, heads string) {
	tag := "input"
	switch f.Kind {
	case "select":
		tag = "select"
	case "lines":
		tag = "textarea"
	}
	w.add(`<`+tag).attribute("id", f.ID).attribute("name", f.Name)
	switch f.Kind {
	case "lines":
		w.attribute("rows", "4")
	case "date":
		w.attribute("type", "date")
	case "number":
		w.attribute("class", "n").attribute("inputmode", "decimal")
	}
	if tag == "input" {
		w.attribute("value", f.Value)
		if f.Kind == "text" && f.List != "" {
			w.attribute("list", f.List)
			if f.Suggest != "" {
				w.attribute("hx-post", f.Suggest).attribute("hx-params", f.Name).attribute("hx-trigger", "input changed delay:300ms").attribute("hx-target", "#"+f.List)
			}
		}
	}
	if heads != "" {
		w.attribute("aria-labelledby", heads)
		if f.Kind == "text" && f.Wide {
			w.attribute("class", "long")
		}
	} else if f.Needed() {
		w.attribute("aria-required", "true")
	}
	if by := f.Described(); by != "" {
		w.attribute("aria-describedby", by)
	}
	if len(f.Faults) > 0 {
		w.attribute("aria-invalid", "true")
	}
	w.add(`>`)
	switch tag {
	case "select":
		for _, c := range f.Choices {
			w.option(c.Value, c.Label, c.Chosen)
		}
		w.add(`</select>`)
	case "textarea":
		w.add("\n").text(f.Value).add(`</textarea>`)
	}
}

func (w *markup) attribute(name, value string) *markup {
	return w.add(` `).add(name).add(`="`).text(value).add(`"`)
}

// faults writes what is wrong with the field of that id.
func (w *markup) faults(id string, faults []any) {
	if len(faults) == 0 {
		return
	}
	w.add(`<span class="fault" id="`).text(id).add(`-fault">`)
	for _, f := range faults {
		w.say(f).add(` `)
	}
	w.add(`</span>`)
}
