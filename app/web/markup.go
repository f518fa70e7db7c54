package web

import (
	"html/template"
	"strings"
)

// markup writes HTML of which there is so much that a template would be slow.
type markup struct {
	lang Lang
	b    strings.Builder
	err  error
}

// add writes markup of ours as it is.
func (m *markup) add(html string) *markup {
	m.b.WriteString(html)
	return m
}

// text writes a text or a quoted attribute's value, escaped.
func (m *markup) text(s string) *markup {
	if strings.ContainsAny(s, "<>&'\"\x00") {
		s = template.HTMLEscapeString(s)
	}
	m.b.WriteString(s)
	return m
}

// say writes what a value says to people.
func (m *markup) say(v any) *markup {
	s, err := m.lang.sentence(v)
	if err != nil && m.err == nil {
		m.err = err
	}
	return m.text(s)
}

// option writes a value of a select or of a datalist.
func (m *markup) option(value, label string, chosen bool) {
	m.add(`<option value="`).text(value).add(`"`)
	if chosen {
		m.add(` selected`)
	}
	m.add(`>`).text(label).add(`</option>`)
}
