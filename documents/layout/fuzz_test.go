package layout

import (
	"bytes"
	"errors"
	"testing"
)

// FuzzText draws any text: a PDF comes out, or an ErrGlyph.
func FuzzText(f *testing.F) {
	for _, s := range append(labels, "", "किताब", "\U0001F600", "𠮷", "\xff", "a\u202eb", "a\nb\tc", "(\\)\r", "拉萨（高原）羊绒毛。") {
		f.Add(s, 300)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		if len(s) > 10_000 {
			return
		}
		w := Unit(500 + uint(width)%15_000)
		d := New(Meta{Title: s, Lang: "en"})
		y := PageHeight
		for _, line := range checkWrap(t, strong, w, s) {
			if y += 450; y > PageHeight-1000 {
				d.AddPage()
				y = 2000
			}
			d.Text("text", 2000, y, strong, line)
		}
		if d.Pages() == 0 {
			d.AddPage()
		}
		checked := Check("text", s)
		var b bytes.Buffer
		err := d.Write(&b)
		var e *ErrGlyph
		switch {
		case err != nil && !errors.As(err, &e):
			t.Fatal(err)
		case (err == nil) != (checked == nil):
			t.Fatalf("Check says %v, Write %v", checked, err)
		case err == nil && (!bytes.HasPrefix(b.Bytes(), []byte("%PDF-1.7\n")) || !bytes.HasSuffix(b.Bytes(), []byte("\n%%EOF\n"))):
			t.Fatal("what was written is not a whole PDF")
		}
	})
}
