package layout

import (
	"slices"
	"strings"
	"testing"
)

func TestSlantedTextIsBehindWhatFollows(t *testing.T) {
	need(t, "pdftoppm", "poppler-utils")
	need(t, "pdftotext", "poppler-utils")
	red, blue := Colour{200, 0, 0}, Colour{0, 0, 200}
	d := page1()
	d.Text("before", 2000, 2000, Style{Size: 900, Colour: blue}, "before")
	d.TextSlanted("mark", PageWidth/2, PageHeight/2, Style{Font: Bold, Size: 17000, Colour: red}, "IIIII")
	d.Text("after", 2000, 28000, Style{Size: 900, Colour: blue}, "after")
	d.Fill(PageWidth/2-100, PageHeight/2-100, 200, 200, blue)
	path := file(t, d)
	img := rendered(t, path, 72)
	if got := img.at(PageWidth/2, PageHeight/2); got != blue {
		t.Errorf("what is drawn later is %v in the middle of the page, want %v", got, blue)
	}
	for _, away := range []Unit{-1300, -700, 700, 1300} { // the line rises to the right, so the characters lean to the left
		if x, y := PageWidth/2+away, PageHeight/2+away; img.at(x, y) != red {
			t.Errorf("no letter at %d, %d", x, y)
		}
	}
	text := strings.Fields(output(t, "pdftotext", path, "-"))
	for _, want := range []string{"before", "after"} {
		if !slices.Contains(text, want) {
			t.Errorf("%q is not in the text %q", want, text)
		}
	}
	if !img.inked(2000, 27500, 400, 600) {
		t.Error("what follows is not at its place")
	}
}

func TestSlantedTextStaysOnThePage(t *testing.T) {
	for _, test := range []struct {
		what string
		x, y Unit
		text string
	}{
		{"over the top", PageWidth / 2, 1000, "DEMO"},
		{"over the left edge", 1000, PageHeight / 2, "DEMO"},
		{"over both sides", PageWidth / 2, PageHeight / 2, "DEMONSTRATION"},
	} {
		d := page1()
		d.TextSlanted("mark", test.x, test.y, Style{Size: 17000}, test.text)
		if err := d.Err(); err == nil || !strings.Contains(err.Error(), "runs off the page") {
			t.Errorf("%s: %v, want that it runs off the page", test.what, err)
		}
	}
}
