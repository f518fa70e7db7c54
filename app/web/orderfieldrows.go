package web

import "html/template"

// fieldRows writes fields of the form, each below its label. A form has a hundred with
// ten attributes each, over which a template would take longer than over all else.
func (l Lang) fieldRows(fields []formField) (template.HTML, error) {
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

// lineCells writes the fields of a line of the order, in a grid whose heads name them.
func (l Lang) lineCells(r rowSection) (template.HTML, error) {
	w := markup{lang: l}
	for i, f := range r.Cells() {
		c := r.Cell(i, f)
		w.add(`<td>`)
		w.element(c.formField, c.Head)
		w.faults(c.ID, c.Faults)
		w.add(`</td>`)
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
			if f.List == placesList {
				w.attribute("hx-post", "/places").attribute("hx-params", f.Name).attribute("hx-trigger", "input changed delay:300ms").attribute("hx-target", "#"+placesList)
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
