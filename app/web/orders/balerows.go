package orders

import (
	"html/template"
	"strconv"

	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// baleRows returns the HTML of the rows of a lot's grid. It is no template, because there
// may be thousands of rows, on which a template would spend most of the page's time. Its
// error is that of a fault that is no sentence.
func baleRows(l say.Lang, r rowSection) (template.HTML, error) {
	w := page.Markup{Lang: l}
	remove, action := l.Say(say.Msg("Remove the bale")), r.Action+"#"+r.Section+"-bales"
	cross := string(page.Icon("x"))
	for _, row := range r.Bales() {
		n := strconv.Itoa(row.N)
		w.Add(`<tr data-row="`).Text(row.At).Add(`"><th scope="row" class="n" id="`).Text(row.ID).Add(`">`).Text(n).Add(`</th>`)
		for _, key := range baleKeys {
			c := r.Bale(row, key)
			w.Cell(c.Field, c.Head)
		}
		w.Add(`<td><button class="quiet" name="do" value="remove:`).Text(row.At).Add(`" formaction="`).Text(action).
			Add(`" aria-label="`).Text(remove).Add(` `).Text(n).Add(`" data-remove>`).Add(cross).Add("</button></td></tr>\n")
	}
	return template.HTML(w.B.String()), w.Err
}

// lineCells returns the HTML of the fields of one order line, in a grid whose heads name
// them. Its error is that of a label or fault that is no sentence.
func lineCells(l say.Lang, r rowSection) (template.HTML, error) {
	w := page.Markup{Lang: l}
	for i, f := range r.Cells() {
		c := r.Cell(i, f)
		w.Cell(c.Field, c.Head)
	}
	return template.HTML(w.B.String()), w.Err
}

// rowFunctions returns the functions that the order form's templates call for its grids.
func rowFunctions(l say.Lang) template.FuncMap {
	return template.FuncMap{
		"bales": func(r rowSection) (template.HTML, error) { return baleRows(l, r) },
		"cells": func(r rowSection) (template.HTML, error) { return lineCells(l, r) },
		"kinds": func(r rowSection) (template.HTML, error) { return kindBoxes(l, r) },
	}
}
