package layout

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// A picture is a rendered page, addressed in units.
type picture struct {
	width, height int
	pixels        []byte // three to a pixel: red, green, blue
}

// rendered draws page 1 of a file at so many dots per inch. The picture is in no packed
// format, which takes ten times as long to write.
func rendered(t *testing.T, path string, dpi int) picture {
	t.Helper()
	out := filepath.Join(t.TempDir(), "page")
	output(t, "pdftoppm", "-singlefile", "-r", strconv.Itoa(dpi), path, out)
	b, err := os.ReadFile(out + ".ppm")
	if err != nil {
		t.Fatal(err)
	}
	var p picture
	head := bytes.SplitAfterN(b, []byte("\n"), 4)
	if _, err := fmt.Sscanf(string(head[1]), "%d %d", &p.width, &p.height); err != nil {
		t.Fatal(err)
	}
	p.pixels = head[3]
	if string(head[0]) != "P6\n" || string(head[2]) != "255\n" || len(p.pixels) != 3*p.width*p.height {
		t.Fatalf("pdftoppm gives a picture that begins with %q", b[:20])
	}
	return p
}

// at returns the colour at a place.
func (p picture) at(x, y Unit) Colour {
	return p.pixel(int(x)*p.width/int(PageWidth), int(y)*p.height/int(PageHeight))
}

func (p picture) pixel(x, y int) Colour {
	rgb := p.pixels[3*(y*p.width+x):]
	return Colour{rgb[0], rgb[1], rgb[2]}
}

// inked reports whether anything dark is in a box.
func (p picture) inked(x, y, w, h Unit) bool {
	for py := int(y) * p.height / int(PageHeight); py <= int(y+h)*p.height/int(PageHeight); py++ {
		for px := int(x) * p.width / int(PageWidth); px <= int(x+w)*p.width/int(PageWidth); px++ {
			if p.pixel(px, py).R < 0xA0 {
				return true
			}
		}
	}
	return false
}
