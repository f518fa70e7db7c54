// Package page is the kit that every page is made of: a template with the one type of its
// data, the frame around it, lists with their filters, places and files, forms with their
// fields and faults, and what pages of several subjects show.
//
// A page is sent only once it is drawn whole, and this package knows no addresses of a
// subject but those that its pages link to.
package page

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"sync"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/say"
	"woolroad/templates"
)

// Page is a template parsed with the one type of data that it takes, once for
// each language.
type Page[T framed] struct {
	name  string
	tmpls map[say.Lang]*template.Template
}

// parsed is a page that Parse has read, with an empty value of the type of its data.
type parsed struct {
	Name      string
	Templates map[say.Lang]*template.Template
	Data      any
}

// Parsed are all pages that Parse has read; tests walk them.
var Parsed []parsed

// framed is the data of a page; a type becomes one by embedding Base.
type framed interface{ frame() Base }

// Parse returns the page whose template has that name, read with the layout and all
// partials. It panics on a bad template, so that a broken page stops the program from
// starting.
//
// more are functions that this page's templates call beside those of all pages.
func Parse[T framed](name string, more ...func(say.Lang) template.FuncMap) Page[T] {
	p := Page[T]{name, map[say.Lang]*template.Template{}}
	for _, l := range say.Languages {
		t := template.New("layout.html").Option("missingkey=error").Funcs(functions(l))
		for _, functions := range more {
			t.Funcs(functions(l))
		}
		p.tmpls[l] = template.Must(t.ParseFS(templates.Files, "frame/*.html", name))
		fold(p.tmpls[l], l)
	}
	var data T
	Parsed = append(Parsed, parsed{name, p.tmpls, data})
	return p
}

// Render answers the request with the page. It writes nothing before the whole page is
// drawn, and returns the error of drawing it, so that a failure still becomes an error
// page.
func (p Page[T]) Render(c fiber.Ctx, status int, data T) error {
	return p.Block(c, status, "layout.html", data)
}

// Block answers the request with one named block of the page, which htmx puts into a page
// that is open. It returns the error of drawing the block.
func (p Page[T]) Block(c fiber.Ctx, status int, name string, data T) error {
	b := sheets.Get().(*bytes.Buffer)
	b.Reset()
	defer func() {
		if b.Cap() <= largestSheet {
			sheets.Put(b)
		}
	}()
	if err := p.Write(b, name, data); err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Status(status).Type("html", "utf-8").Response().SetBody(b.Bytes()) // copies them
	return nil
}

// sheets are the buffers that pages are drawn into, for the next page to use: a new buffer
// would be copied several times until a page fits.
var sheets = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// largestSheet is how large a buffer may be that is kept, in bytes. Few pages are larger.
const largestSheet = 256 << 10

// Write writes one named block of the page to w. Its error names the block and the page.
func (p Page[T]) Write(w io.Writer, name string, data T) error {
	if err := p.tmpls[data.frame().Lang].ExecuteTemplate(w, name, data); err != nil {
		return fmt.Errorf("render %s of %s: %w", name, p.name, err)
	}
	return nil
}

// functions returns the functions that the templates of a language may call.
func functions(l say.Lang) template.FuncMap {
	return template.FuncMap{
		"t":       func(format string, args ...any) string { return l.Say(say.Message{Format: format, Args: args}) },
		"n":       func(one, many string, n int) string { return l.Count(one, many, n) },
		"say":     l.Sentence,
		"asset":   AssetPath,
		"icon":    Icon,
		"date":    l.Date,
		"when":    l.When,
		"money":   say.Amount,
		"who":     say.WhoLabel,
		"source":  say.PublisherLabel,
		"stored":  say.StoredLabel,
		"path":    JoinPath,
		"query":   url.QueryEscape,
		"fields":  func(fields []Field) (template.HTML, error) { return drawFields(l, fields) },
		"box":     func(f Field) (template.HTML, error) { return drawBox(l, f) },
		"menu":    func(in *Subject) template.HTML { return menus()[menuOf{l, in}] },
		"choices": func(list []Choice) (template.HTML, error) { return drawChoices(l, list) },
	}
}

// JoinPath returns a path with the parts added to it, escaped: path "/orders" .Number.
func JoinPath(base string, parts ...string) string {
	for _, p := range parts {
		base += "/" + url.PathEscape(p)
	}
	return base
}

// Icon returns a picture of the sprite as HTML. Screen readers skip it, so a text must
// stand beside it.
func Icon(name string) template.HTML {
	return template.HTML(`<svg class="icon" aria-hidden="true"><use href="` + AssetPath("icons.svg") + `#` + template.HTMLEscapeString(name) + `"/></svg>`)
}
