package page

import (
	"html/template"
	"strconv"
	"strings"

	"woolroad/app/web/say"
)

// Markup writes HTML where there is so much of it that a template would be slow. Its
// methods return it, so that calls can be chained.
type Markup struct {
	Lang say.Lang
	B    strings.Builder
	Err  error
}

// Add writes our own markup as it is.
func (m *Markup) Add(html string) *Markup {
	m.B.WriteString(html)
	return m
}

// Text writes text, escaped for HTML and for quoted attributes.
func (m *Markup) Text(s string) *Markup {
	if strings.ContainsAny(s, "<>&'\"\x00") {
		s = template.HTMLEscapeString(s)
	}
	m.B.WriteString(s)
	return m
}

// Say writes a value as a sentence in the page's language. Err then has the first error
// of a value that is no sentence.
func (m *Markup) Say(v any) *Markup {
	s, err := m.Lang.Sentence(v)
	if err != nil && m.Err == nil {
		m.Err = err
	}
	return m.Text(s)
}

// number writes a whole number.
func (m *Markup) number(n int) *Markup { return m.Add(strconv.Itoa(n)) }

// attribute writes an attribute with its value escaped.
func (m *Markup) attribute(name, value string) *Markup {
	return m.Add(` `).Add(name).Add(`="`).Text(value).Add(`"`)
}
