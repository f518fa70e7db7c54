package web

import (
	"html/template"
	"strconv"
)

// baleRows writes the rows of a lot's grid. There may be thousands, in which a
// template would spend most of the page's time.
func baleRows(l Lang, r rowSection) (template.HTML, error) {
	w := markup{lang: l}
	remove, action := l.say(msg("Remove the bale")), r.Action+"#"+r.Section+"-bales"
	cross := string(icon("x"))
	for _, row := range r.Bales() {
		n := strconv.Itoa(row.N)
		w.add(`<tr data-row="`).text(row.At).add(`"><th scope="row" class="n" id="`).text(row.ID).add(`">`).text(n).add(`</th>`)
		for _, c := range row.Cells {
			w.add(`<td><input id="`).text(c.ID).add(`" name="`).text(c.Name).add(`" value="`).text(c.Value).
				add(`" aria-labelledby="`).text(c.Head).add(` `).text(row.ID).add(`"`)
			if c.Number {
				w.add(` class="n" inputmode="decimal"`)
			}
			if len(c.Faults) > 0 {
				w.add(` aria-invalid="true" aria-describedby="`).text(c.ID).add(`-fault"><span class="fault" id="`).text(c.ID).add(`-fault">`)
				for _, f := range c.Faults {
					w.say(f).add(` `)
				}
				w.add(`</span></td>`)
				continue
			}
			w.add(`></td>`)
		}
		w.add(`<td><button class="quiet" name="do" value="remove:`).text(row.At).add(`" formaction="`).text(action).
			add(`" aria-label="`).text(remove).add(` `).text(n).add(`" data-remove>`).add(cross).add("</button></td></tr>\n")
	}
	return template.HTML(w.b.String()), w.err
}

// lineCells writes the fields of a line of the order, in a grid whose heads name them.
func lineCells(l Lang, r rowSection) (template.HTML, error) {
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

// rowFunctions are what the order form's templates call for its grids.
func rowFunctions(l Lang) template.FuncMap {
	return template.FuncMap{
		"bales": func(r rowSection) (template.HTML, error) { return baleRows(l, r) },
		"cells": func(r rowSection) (template.HTML, error) { return lineCells(l, r) },
	}
}
