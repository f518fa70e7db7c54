package layout

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golang-sql/civil"
)

// need makes a test depend on a program of a Debian package. Without it the test
// is skipped on a laptop and fails where CI is set.
func need(t *testing.T, program, from string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is missing: install %s", program, from)
		}
		t.Skipf("This test needs %s: install %s.", program, from)
	}
}

// file writes d to a file and returns its path.
func file(t *testing.T, d *Document) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "drawn.pdf")
	if err := os.WriteFile(path, written(t, d), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// written returns the bytes of d.
func written(t *testing.T, d *Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// output runs a program and returns what it prints; it must succeed.
func output(t *testing.T, program string, args ...string) string {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", program, strings.Join(args, " "), err, out, stderr.Bytes())
	}
	return string(out)
}

// page1 returns a document with one page.
func page1() *Document {
	d := New(Meta{})
	d.AddPage()
	return d
}

func TestFilesAreSound(t *testing.T) {
	need(t, "qpdf", "qpdf")
	for name, d := range map[string]*Document{
		"an invoice": invoice(1), "a packing list": packingList(14), "an empty page": page1(),
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t, d)
			if out := output(t, "qpdf", "--check", path); strings.Contains(out, "WARNING") {
				t.Errorf("qpdf warns about %s:\n%s", name, out)
			}
		})
	}
}

func TestMeta(t *testing.T) {
	need(t, "pdfinfo", "poppler-utils")
	d := New(Meta{Title: "发票 (CI) \\ 𠮷 \U0001F600", Author: "Lhasa Wool", Subject: "Żywiec", Date: civil.Date{Year: 2026, Month: 4, Day: 3}, Lang: "zh-CN"})
	d.AddPage()
	path := file(t, d)
	info := output(t, "pdfinfo", "-rawdates", path)
	for _, want := range []string{"发票 (CI) \\ 𠮷 \U0001F600", "Lhasa Wool", "Żywiec", "D:20260403000000Z", "PDF version:     1.7", "(A4)"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, info)
		}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(b, []byte("/Lang (zh-CN)")) {
		t.Error("the catalog does not name the language")
	}
}

func TestMetaWithoutDateReadsNoClock(t *testing.T) {
	if b := written(t, page1()); bytes.Contains(b, []byte("Date")) {
		t.Error("a document without a date has one in its file")
	}
}

func TestPagesCanBeRevisited(t *testing.T) {
	need(t, "pdftotext", "poppler-utils")
	d := New(Meta{})
	if d.Page() != 0 || d.Pages() != 0 {
		t.Errorf("a new document is on page %d of %d, want 0 of 0", d.Page(), d.Pages())
	}
	for _, body := range []string{"first", "second", "third"} {
		d.AddPage()
		d.Text("body", 2000, 3000, running, body)
	}
	if d.Page() != 3 || d.Pages() != 3 {
		t.Errorf("after three pages on page %d of %d", d.Page(), d.Pages())
	}
	for n, footer := range []string{"one", "two", "three"} {
		d.SetPage(n + 1)
		d.Text("footer", 2000, 28000, small, footer)
	}
	d.SetPage(2)
	d.Text("body", 2000, 4000, running, "again")
	got := strings.Fields(strings.ReplaceAll(output(t, "pdftotext", "-layout", file(t, d), "-"), "\f", " | "))
	if want := "first one | second again two | third three |"; strings.Join(got, " ") != want {
		t.Errorf("pages read %q, want %q", got, want)
	}
}

func TestFirstFailureWins(t *testing.T) {
	first, second := errors.New("first"), errors.New("second")
	d := page1()
	d.Fail(nil)
	if d.Err() != nil {
		t.Errorf("failing with nil gave %v", d.Err())
	}
	d.Fail(first)
	d.Fail(second)
	d.Text("buyer", 2000, 2000, running, "\U0001F600")
	if d.Err() != first {
		t.Errorf("Err() = %v, want %v", d.Err(), first)
	}
	var b bytes.Buffer
	if err := d.Write(&b); err != first || b.Len() != 0 {
		t.Errorf("Write() = %v after %d bytes, want %v after none", err, b.Len(), first)
	}
}

func TestMisuseIsAnError(t *testing.T) {
	for name, use := range map[string]func(d *Document){
		"no page at all":          func(*Document) {},
		"text before a page":      func(d *Document) { d.Text("x", 0, 1000, running, "x") },
		"a line before a page":    func(d *Document) { d.Line(0, 0, 1, 1, 10, Colour{}) },
		"a page that is not":      func(d *Document) { d.AddPage(); d.SetPage(2) },
		"page 0":                  func(d *Document) { d.AddPage(); d.SetPage(0) },
		"text without a size":     func(d *Document) { d.AddPage(); d.Text("x", 0, 1000, Style{}, "x") },
		"a font that is not":      func(d *Document) { d.AddPage(); d.Text("x", 0, 1000, Style{Font: 9, Size: 900}, "x") },
		"a line without a width":  func(d *Document) { d.AddPage(); d.Rect(0, 0, 1, 1, 0, Colour{}) },
		"text left of the page":   func(d *Document) { d.AddPage(); d.TextRight("x", 100, 1000, running, "Kathmandu") },
		"text right of the page":  func(d *Document) { d.AddPage(); d.Text("x", 20900, 1000, running, "Kathmandu") },
		"text below the page":     func(d *Document) { d.AddPage(); d.Text("x", 100, 29800, running, "Kathmandu") },
		"a QR code of 4000 bytes": func(d *Document) { d.AddPage(); d.QR(0, 0, 3000, strings.Repeat("x", 4000)) },
		"drawing after Close":     func(d *Document) { d.AddPage(); d.Close(); d.Text("x", 100, 1000, running, "x") },
		"a page after Close":      func(d *Document) { d.Close(); d.AddPage() },
		"writing twice":           func(d *Document) { d.AddPage(); d.Fail(d.Write(io.Discard)) },
	} {
		d := New(Meta{})
		use(d)
		if err := d.Write(io.Discard); err == nil {
			t.Errorf("%s: Write() = nil, want an error", name)
		}
		d.Close() // once more does nothing
	}
}

func TestWrongMetaIsAnError(t *testing.T) {
	for _, m := range []Meta{
		{Lang: "en) /OpenAction"}, // would break out of its string
		{Date: civil.Date{Year: 2026, Month: 2, Day: 30}},
	} {
		d := New(m)
		d.AddPage()
		if err := d.Write(io.Discard); err == nil {
			t.Errorf("%+v was written", m)
		}
	}
}

type fullDisk struct{}

var errFull = errors.New("disk full")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWriteReturnsWhatTheWriterSays(t *testing.T) {
	if err := page1().Write(fullDisk{}); !errors.Is(err, errFull) {
		t.Errorf("Write() = %v, want %v", err, errFull)
	}
}

func TestPathsAreDrawnWhereAsked(t *testing.T) {
	need(t, "pdftoppm", "poppler-utils")
	d := page1()
	d.Fill(2000, 3000, 1000, 500, Colour{255, 0, 0})
	d.Line(5000, 10000, 15000, 10000, 600, Colour{0, 0, 255})
	d.Rect(3000, 20000, 4000, 2000, 600, Colour{0, 128, 0})
	img := rendered(t, file(t, d), 127) // 5 pixels to the mm
	for _, test := range []struct {
		what string
		x, y Unit
		want Colour
	}{
		{"in the box", 2500, 3250, Colour{255, 0, 0}},
		{"left of the box", 1950, 3250, Colour{255, 255, 255}},
		{"under the box", 2500, 3550, Colour{255, 255, 255}},
		{"on the line", 10000, 10000, Colour{0, 0, 255}},
		{"before the line", 4900, 10000, Colour{255, 255, 255}},
		{"on the edge", 5000, 22000, Colour{0, 128, 0}},
		{"inside the edges", 5000, 21000, Colour{255, 255, 255}},
	} {
		if got := img.at(test.x, test.y); got != test.want {
			t.Errorf("%s: colour %v, want %v", test.what, got, test.want)
		}
	}
}
