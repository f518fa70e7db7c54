package page

import (
	"html/template"
	"strings"

	"woolroad/app/web/say"
)

// Markup writes HTML of which there is so much that a template would be slow.
type Markup struct {
	Lang say.Lang
	B    strings.Builder
	Err  error
}

// Add writes markup of ours as it is.
func (m *Markup) Add(html string) *Markup {
	m.B.WriteString(html)
	return m
}

// Text writes a text or a quoted attribute's value, escaped.
func (m *Markup) Text(s string) *Markup {
	if strings.ContainsAny(s, "<>&'\"\x00") {
		s = template.HTMLEscapeString(s)
	}
	m.B.WriteString(s)
	return m
}

// Say writes what a value says to people.
func (m *Markup) Say(v any) *Markup {
	s, err := m.Lang.Sentence(v)
	if err != nil && m.Err == nil {
		m.Err = err
	}
	return m.Text(s)
}

// option writes a value of a select or of a datalist.
func (m *Markup) option(value, label string, chosen bool) {
	m.Add(`<option value="`).Text(value).Add(`"`)
	if chosen {
		m.Add(` selected`)
	}
	m.Add(`>`).Text(label).Add(`</option>`)
}
