package page

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"woolroad/templates"
)

// fieldTags matches the tags of fields, each with its attributes.
var fieldTags = regexp.MustCompile(`<(?:input|select|textarea)\b[^>]*`)

// TestFieldsAreDrawnHereAlone keeps fields out of templates and of the code of pages: a field
// that is drawn by hand lacks its fault, its hint or what was typed sooner or later. Hidden
// values are no fields.
func TestFieldsAreDrawnHereAlone(t *testing.T) {
	seen := 0
	err := fs.WalkDir(templates.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".html" {
			return err
		}
		b, err := templates.Files.ReadFile(name)
		seen++
		for _, tag := range fieldTags.FindAllString(string(b), -1) {
			if !strings.Contains(tag, `type="hidden"`) {
				t.Errorf("templates/%s draws %s by hand: declare a Field, and draw it by fields or box", name, tag)
			}
		}
		return err
	})
	if err != nil || seen < 20 {
		t.Fatalf("%d templates were read: %v", seen, err)
	}
	seen = 0
	err = filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || name == filepath.Join("..", "page", "field.go") {
			return err
		}
		b, err := os.ReadFile(name)
		seen++
		for _, tag := range fieldTags.FindAllString(string(b), -1) {
			t.Errorf("%s draws %s by hand: write a Field by the methods of Markup", name, tag)
		}
		return err
	})
	if err != nil || seen < 100 {
		t.Fatalf("%d files of pages were read: %v", seen, err)
	}
}
