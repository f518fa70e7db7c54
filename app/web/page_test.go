package web

import (
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/jba/templatecheck"

	"woolroad/app/web/page"
	"woolroad/templates"
)

func TestTemplatesFitTheirData(t *testing.T) {
	var names []string
	for _, p := range page.Parsed {
		names = append(names, p.Name)
		for l, tmpl := range p.Templates {
			if err := templatecheck.CheckHTML(tmpl, p.Data); err != nil {
				t.Errorf("%s in %s: %v", p.Name, l, err)
			}
		}
	}
	base := reflect.TypeFor[page.Base]()
	for _, p := range page.Parsed {
		page := reflect.TypeOf(p.Data)
		for i := range page.NumField() {
			if f := page.Field(i); !f.Anonymous {
				if _, hidden := base.FieldByName(f.Name); hidden {
					t.Errorf("%s hides Base.%s, which the layout shows", p.Name, f.Name)
				}
			}
		}
	}
	files, err := fs.Glob(templates.Files, "*/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if path.Dir(f) != "frame" && !slices.Contains(names, f) {
			t.Errorf("%s is no page: nothing parses it", f)
		}
	}
}

// longest is the number of characters that a line of a template may have, so that a
// reader sees the line at once.
const longest = 200

func TestTemplateLinesFitAScreen(t *testing.T) {
	files, err := fs.Glob(templates.Files, "*/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := fs.ReadFile(templates.Files, f)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if n := utf8.RuneCountInString(line); n > longest {
				t.Errorf("%s:%d has %d characters in a line, more than %d: break it between two elements", f, i+1, n, longest)
			}
		}
	}
}
