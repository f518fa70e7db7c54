package documents

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// demos returns documents of each kind, each over several pages, marked as demo or not.
func demos(t *testing.T, marked bool) []Document {
	docs := []Document{invoiceOf(t, 40, true), packingOf(400, 150), combinedOf(t, 400, 25), invoiceOf(t, 1, false)}
	for _, p := range docs {
		p.Head().Demo = marked
	}
	return docs
}

var sealed = regexp.MustCompile("^[0-9a-f]{4};?$")

func TestEveryPageOfADemoSaysSo(t *testing.T) {
	plain := demos(t, false)
	for i, p := range demos(t, true) {
		pages, without := wordsOf(t, p), wordsOf(t, plain[i])
		if len(pages) != len(without) || len(pages) < 2 && i < 3 {
			t.Errorf("%s: %d pages, and %d without the mark", p.Kind(), len(pages), len(without))
		}
		for n, words := range pages {
			text := read(words)
			if !strings.Contains(strings.Join(text, " "), demoText) {
				t.Errorf("%s, page %d does not say %q", p.Kind(), n+1, demoText)
			}
			for _, word := range read(without[n]) {
				if sealed.MatchString(word) { // under another content
					continue
				}
				at := slices.Index(text, word)
				if at < 0 {
					t.Errorf("%s, page %d: the mark hides %q", p.Kind(), n+1, word)
					continue
				}
				text = slices.Delete(text, at, at+1)
			}
		}
	}
}

func read(words []word) (all []string) {
	for _, w := range words {
		all = append(all, w.Text)
	}
	return all
}

func TestOnlyADemoIsMarked(t *testing.T) {
	for _, p := range demos(t, false) {
		b, err := Encode(p)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte("demo")) || bytes.Contains(b, []byte("check_address")) {
			t.Errorf("the JSON of a %s says something that nobody asked for", p.Kind())
		}
		for _, words := range wordsOf(t, p) {
			if slices.Contains(read(words), "DEMO") {
				t.Errorf("%s is marked", p.Kind())
			}
		}
	}
}

func TestPricedDocumentsLeadToTheirCheckPage(t *testing.T) {
	need(t, "pdftoppm", "poppler-utils")
	need(t, "zbarimg", "zbar-tools")
	for _, test := range []struct {
		address, begins string
		doc             Document
	}{
		{"https://desk.example", "https://desk.example/check/", invoiceOf(t, 1, true)},
		{"https://papers.example/desk/", "https://papers.example/desk/check/", combinedOf(t, 2, 1)},
		{"http://127.0.0.1:8080", "http://127.0.0.1:8080/check/", demos(t, true)[3]},
	} {
		test.doc.Head().CheckAddress = test.address
		b, err := Encode(test.doc)
		if err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("%s%x", test.begins, sha256.Sum256(b))
		if got := scanned(t, test.doc); got != want {
			t.Errorf("%s with %s: the code reads\n%s, want\n%s", test.doc.Kind(), test.address, got, want)
		}
	}
}

// scanned returns what a telephone reads from the codes on a document's pages.
func scanned(t *testing.T, p Document) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "document.pdf")
	if err := os.WriteFile(path, drawn(t, p), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", "150", "-gray", path, filepath.Join(dir, "page")).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "*.pgm"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	// zbarimg exits with 4 where one of the pages has no code.
	out, err := exec.Command("zbarimg", append([]string{"--raw", "-q"}, pages...)...).Output()
	if err != nil && len(out) == 0 {
		t.Fatalf("zbarimg found no code: %v", err)
	}
	return strings.TrimSpace(string(out))
}
