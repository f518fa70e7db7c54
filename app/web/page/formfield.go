package page

import (
	"html/template"

	"woolroad/app/web/say"
)

// FormField is one field of the form as it is drawn.
type FormField struct {
	ID, Name, Value string
	Label           say.Message
	Hint            say.Message // empty: none
	Kind            string      // "text", "number", "date", "lines" or "select"
	Choices         []FormChoice
	List            string // the id of the list that suggests values
	Suggest         string // a path that draws that list anew for what is typed; empty: it stays
	Optional, Wide  bool
	Sometimes       bool // needed or not, as the hint says
	Faults          []any
}

// FormChoice is one value of a field that has a few.
type FormChoice struct {
	Value, Label string
	Chosen       bool
}

// Described is the id of what is said of the field below it, or "".
func (f FormField) Described() string {
	switch {
	case len(f.Faults) > 0:
		return f.ID + "-fault"
	case f.Hint.Format != "":
		return f.ID + "-hint"
	}
	return ""
}

// Needed says whether an order must have it.
func (f FormField) Needed() bool { return !f.Optional && !f.Sometimes }

// fieldRows writes fields of the form, each below its label. A form has a hundred with
// ten attributes each, over which a template would take longer than over all else.
func fieldRows(l say.Lang, fields []FormField) (template.HTML, error) {
	w := Markup{Lang: l}
	optional := ` <span class="muted small">` + template.HTMLEscapeString(l.Say(say.Msg("optional"))) + `</span>`
	for _, f := range fields {
		w.Add(`<div class="field`)
		if f.Wide {
			w.Add(` wide`)
		}
		w.Add(`"><label for="`).Text(f.ID).Add(`">`).Say(f.Label)
		if f.Optional {
			w.Add(optional)
		}
		w.Add("</label>\n")
		w.Element(f, "")
		w.Add("\n")
		if f.Hint.Format != "" {
			w.Add(`<span class="hint" id="`).Text(f.ID).Add(`-hint">`).Say(f.Hint).Add(`</span>`)
		}
		w.Faults(f.ID, f.Faults)
		w.Add(`</div>`)
	}
	return template.HTML(w.B.String()), w.Err
}

// Element writes what the field's value is typed into: one that heads of those ids name,
// or one under a label of its own.
func (w *Markup) Element(f FormField, heads string) {
	tag := "input"
	switch f.Kind {
	case "select":
		tag = "select"
	case "lines":
		tag = "textarea"
	}
	w.Add(`<`+tag).attribute("id", f.ID).attribute("name", f.Name)
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
	w.Add(`>`)
	switch tag {
	case "select":
		for _, c := range f.Choices {
			w.option(c.Value, c.Label, c.Chosen)
		}
		w.Add(`</select>`)
	case "textarea":
		w.Add("\n").Text(f.Value).Add(`</textarea>`)
	}
}

func (w *Markup) attribute(name, value string) *Markup {
	return w.Add(` `).Add(name).Add(`="`).Text(value).Add(`"`)
}

// Faults writes what is wrong with the field of that id.
func (w *Markup) Faults(id string, faults []any) {
	if len(faults) == 0 {
		return
	}
	w.Add(`<span class="fault" id="`).Text(id).Add(`-fault">`)
	for _, f := range faults {
		w.Say(f).Add(` `)
	}
	w.Add(`</span>`)
}

// Suggestion is an entry of a list of suggestions.
type Suggestion struct{ Value, Label string }
