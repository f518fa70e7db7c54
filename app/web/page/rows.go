package page

import (
	"html/template"

	"woolroad/app/web/say"
)

// Column is a column of a list: what its cells have in common, and how one is written.
type Column[R any] struct {
	Label  say.Message              // what a narrow screen shows before the cell; empty: nothing
	Class  string                   // of the cell, such as "n" for figures
	Header bool                     // the cell names its row
	Title  func(say.Lang, R) string // the whole text of a cell that may be cut off; nil: none
	Write  func(*Markup, R)         // writes the inside of the cell
}

// Rows returns the HTML of the rows of a list's table. It is no template, because a list
// has hundreds of cells, which a template draws too slowly. Its error is that of a value
// that is no sentence.
func Rows[R any](l say.Lang, columns []Column[R], rows []R) (template.HTML, error) {
	w := Markup{Lang: l}
	begins := make([]string, len(columns))
	for i, c := range columns {
		begins[i] = c.begin(l)
	}
	for _, r := range rows {
		w.Add("<tr>")
		for i, c := range columns {
			w.Add(begins[i])
			if c.Title != nil {
				w.attribute("title", c.Title(l, r))
			}
			w.Add(">")
			c.Write(&w, r)
			if c.Header {
				w.Add("</th>\n")
			} else {
				w.Add("</td>\n")
			}
		}
		w.Add("</tr>\n")
	}
	return template.HTML(w.B.String()), w.Err
}

// begin returns the beginning of the tag of the column's cells, which is the same in every
// row.
func (c Column[R]) begin(l say.Lang) string {
	w := Markup{Lang: l}
	if c.Header {
		w.Add(`<th scope="row"`)
	} else {
		w.Add(`<td`)
	}
	if c.Label.Format != "" {
		w.attribute("data-label", l.Say(c.Label))
	}
	if c.Class != "" {
		w.attribute("class", c.Class)
	}
	return w.B.String()
}

// Unread writes, if is is set, the sentence that what is stored of a row's subject cannot be
// read in full.
func (m *Markup) Unread(is bool) *Markup {
	if is {
		m.Add(`<div class="small muted">`).Say(UnreadMessage).Add(`</div>`)
	}
	return m
}

// Link writes a link to an address with its text.
func (m *Markup) Link(address, text string) *Markup {
	return m.Add(`<a`).attribute("href", address).Add(`>`).Text(text).Add(`</a>`)
}

// PlainLink writes a link that looks like text, to what a cell of another subject names.
func (m *Markup) PlainLink(address, text string) *Markup {
	return m.Add(`<a class="plain"`).attribute("href", address).Add(`>`).Text(text).Add(`</a>`)
}

// Count writes the sentence for n things, as Lang.Count has it.
func (m *Markup) Count(one, many string, n int) *Markup { return m.Text(m.Lang.Count(one, many, n)) }

// State writes a state as its chip.
func (m *Markup) State(s State) *Markup {
	return m.Add(`<span`).attribute("class", "chip "+s.Look).Add(`>`).Say(s.Label).Add(`</span>`)
}
