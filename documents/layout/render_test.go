package layout

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// A picture is a rendered page, addressed in units.
type picture struct{ image.Image }

// rendered draws page 1 of a file at so many dots per inch.
func rendered(t *testing.T, path string, dpi int) picture {
	t.Helper()
	out := filepath.Join(t.TempDir(), "page")
	output(t, "pdftoppm", "-png", "-singlefile", "-r", strconv.Itoa(dpi), path, out)
	b, err := os.ReadFile(out + ".png")
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return picture{img}
}

// at returns the colour at a place.
func (p picture) at(x, y Unit) Colour {
	size := p.Bounds().Size()
	r, g, b, _ := p.At(int(x)*size.X/int(PageWidth), int(y)*size.Y/int(PageHeight)).RGBA()
	return Colour{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8)}
}

// inked says whether anything dark is in a box.
func (p picture) inked(x, y, w, h Unit) bool {
	size := p.Bounds().Size()
	for py := int(y) * size.Y / int(PageHeight); py <= int(y+h)*size.Y/int(PageHeight); py++ {
		for px := int(x) * size.X / int(PageWidth); px <= int(x+w)*size.X/int(PageWidth); px++ {
			if r, _, _, _ := p.At(px, py).RGBA(); r < 0xA000 {
				return true
			}
		}
	}
	return false
}
