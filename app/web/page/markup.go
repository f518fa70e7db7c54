package page

import (
	"html/template"
	"strconv"
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

// number writes a whole number.
func (m *Markup) number(n int) *Markup { return m.Add(strconv.Itoa(n)) }

// attribute writes an attribute, its value escaped.
func (m *Markup) attribute(name, value string) *Markup {
	return m.Add(` `).Add(name).Add(`="`).Text(value).Add(`"`)
}
