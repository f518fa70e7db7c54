package web

import (
	"io/fs"
	"path"
	"reflect"
	"regexp"
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

var (
	elements = regexp.MustCompile(`<([a-z][a-z0-9]*)\b`)
	// phrases are the elements of running text. One of them may stand in the line of the
	// element that it is in, or two in a line of their own.
	phrases = []string{"a", "br", "code", "del", "img", "ins", "kbd", "small", "span", "strong"}
)

// TestTemplateLinesFitAScreen holds that a line of a template begins one part of a page.
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
			begun := elements.FindAllStringSubmatch(line, -1)
			parts := slices.DeleteFunc(slices.Clone(begun), func(e []string) bool { return slices.Contains(phrases, e[1]) })
			if len(begun) > 2 || len(parts) > 1 {
				t.Errorf("%s:%d begins %d elements, %d of them parts of the page: begin one a line", f, i+1, len(begun), len(parts))
			}
		}
	}
}
