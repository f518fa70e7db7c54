package page

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"

	"woolroad/templates"
)

func TestVendoredFilesAreAsPublished(t *testing.T) {
	b, err := templates.Files.ReadFile("static/vendor.json")
	if err != nil {
		t.Fatal(err)
	}
	var vendored []struct{ File, Name, Version, Licence, SHA256 string }
	if err := json.Unmarshal(b, &vendored); err != nil {
		t.Fatal(err)
	}
	if len(vendored) == 0 {
		t.Fatal("vendor.json names no file")
	}
	for _, v := range vendored {
		b, err := templates.Files.ReadFile("static/" + v.File)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(b)
		if got := hex.EncodeToString(sum[:]); got != v.SHA256 {
			t.Errorf("%s is not %s %s: SHA-256 %s, want %s", v.File, v.Name, v.Version, got, v.SHA256)
		}
	}
}

// TestPagesStayLight holds that what a page sends over a slow line stays small.
func TestPagesStayLight(t *testing.T) {
	most := map[string]int{"app.css": 30 << 10, "app.js": 5 << 10, "grid.js": 7000, "htmx.min.js": 55 << 10}
	for name, a := range assets {
		limit, ok := most[name]
		if !ok {
			limit = 20 << 10
		}
		if len(a.body) > limit {
			t.Errorf("%s has %d bytes, and may have %d", name, len(a.body), limit)
		}
	}
}
