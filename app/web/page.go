package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"net/url"

	"github.com/gofiber/fiber/v3"

	"woolroad/templates"
)

// page is a template parsed with the one type of data that it takes, once for
// each language.
type page[T framed] struct {
	name  string
	tmpls map[Lang]*template.Template
}

// pages are all that were parsed: tests walk them.
var pages []struct {
	name  string
	tmpls map[Lang]*template.Template
	data  any
}

// framed is what every page's data is, by embedding Base.
type framed interface{ frame() Base }

// parse reads the layout, every partial and one page. It panics on a bad
// template, so that a broken page stops the program from starting.
//
// more are functions that this page's templates call beside those of all pages.
func parse[T framed](name string, more ...func(Lang) template.FuncMap) page[T] {
	p := page[T]{name, map[Lang]*template.Template{}}
	for _, l := range languages {
		t := template.New("layout.html").Option("missingkey=error").Funcs(functions(l))
		for _, functions := range more {
			t.Funcs(functions(l))
		}
		p.tmpls[l] = template.Must(t.ParseFS(templates.Files, "frame/*.html", name))
		fold(p.tmpls[l], l)
	}
	var data T
	pages = append(pages, struct {
		name  string
		tmpls map[Lang]*template.Template
		data  any
	}{name, p.tmpls, data})
	return p
}

// render answers with the page, written only once it is whole, so that a
// failure half way still becomes an error page.
func (p page[T]) render(c fiber.Ctx, status int, data T) error {
	return p.block(c, status, "layout.html", data)
}

// block answers with one named block of the page: what htmx swaps in.
func (p page[T]) block(c fiber.Ctx, status int, name string, data T) error {
	var b bytes.Buffer
	if err := p.write(&b, name, data); err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Status(status).Type("html", "utf-8").Send(b.Bytes())
}

func (p page[T]) write(w io.Writer, name string, data T) error {
	if err := p.tmpls[data.frame().Lang].ExecuteTemplate(w, name, data); err != nil {
		return fmt.Errorf("render %s of %s: %w", name, p.name, err)
	}
	return nil
}

// functions are what templates may call, in a language.
func functions(l Lang) template.FuncMap {
	return template.FuncMap{
		"t":       func(format string, args ...any) string { return l.say(Message{format, args}) },
		"n":       func(one, many string, n int) string { return l.count(one, many, n) },
		"say":     l.sentence,
		"asset":   assetPath,
		"icon":    icon,
		"date":    l.date,
		"when":    l.when,
		"money":   amount,
		"source":  publisherLabel,
		"path":    joinPath,
		"query":   url.QueryEscape,
		"fields":  func(fields []formField) (template.HTML, error) { return fieldRows(l, fields) },
		"options": options,
		"suggest": suggestions,
	}
}

// joinPath is a path with the parts behind it escaped: path "/orders" .Number.
func joinPath(base string, parts ...string) string {
	for _, p := range parts {
		base += "/" + url.PathEscape(p)
	}
	return base
}

// options writes the values of a select: a form has hundreds of them.
func options(list []formChoice) template.HTML {
	var w markup
	for _, c := range list {
		w.option(c.Value, c.Label, c.Chosen)
	}
	return template.HTML(w.b.String())
}

// suggestions writes the values of a datalist.
func suggestions(list []suggestion) template.HTML {
	var w markup
	for _, s := range list {
		w.option(s.Value, s.Label, false)
	}
	return template.HTML(w.b.String())
}

// icon is a picture from the sprite that only goes with a text.
func icon(name string) template.HTML {
	return template.HTML(`<svg class="icon" aria-hidden="true"><use href="` + assetPath("icons.svg") + `#` + template.HTMLEscapeString(name) + `"/></svg>`)
}
