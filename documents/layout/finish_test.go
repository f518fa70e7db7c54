package layout

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func TestSameCallsGiveSameBytes(t *testing.T) {
	const kinds, rounds = 5, 6
	draw := func(kind int) *Document {
		if kind == kinds-1 {
			return packingList(3)
		}
		return invoice(kind)
	}
	var want [kinds][]byte
	for kind := range want {
		want[kind] = written(t, draw(kind))
	}
	var wg sync.WaitGroup
	for worker := range 16 {
		wg.Go(func() {
			for round := range rounds {
				kind := (worker + round) % kinds
				if round%2 == 1 { // leave dirt behind
					d := draw((kind + 1) % kinds)
					d.Text("dirt", 2000, 2000, latin, "Ωμέγα 垃圾")
					d.Close()
				}
				var got bytes.Buffer
				if err := draw(kind).Write(&got); err != nil {
					t.Error(err)
				} else if !bytes.Equal(got.Bytes(), want[kind]) {
					t.Errorf("worker %d, round %d: document %d came out different", worker, round, kind)
				}
			}
		})
	}
	wg.Wait()
}

// TestSameBytesInAnotherProcess runs itself in a fresh process.
func TestSameBytesInAnotherProcess(t *testing.T) {
	const child = "LAYOUT_TEST_CHILD"
	sum := sha256.Sum256(written(t, invoice(7)))
	line := "hash " + hex.EncodeToString(sum[:])
	if os.Getenv(child) != "" {
		fmt.Println(line)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestSameBytesInAnotherProcess$")
	cmd.Env = append(os.Environ(), child+"=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), line) {
		t.Errorf("another process wrote other bytes: %s, here %s", out, line)
	}
}

func TestDrawingLeavesTheFontsAlone(t *testing.T) {
	var before [faceCount][32]byte
	for i, s := range sources {
		before[i] = sha256.Sum256([]byte(s.file))
	}
	for n := range 20 {
		written(t, invoice(n))
	}
	for i, s := range sources {
		if sha256.Sum256([]byte(s.file)) != before[i] {
			t.Errorf("%s was written to", s.name)
		}
	}
}

func TestDocumentsDoNotSeeEachOther(t *testing.T) {
	alone := written(t, page1())
	for n := range 50 {
		d := invoice(n)
		d.Fail(errors.New("abandoned"))
		if err := d.Write(io.Discard); err == nil {
			t.Fatal("an abandoned document was written")
		}
		if !bytes.Equal(written(t, page1()), alone) {
			t.Fatal("an empty page shows traces of the document before")
		}
	}
}

func TestPanicBecomesAnError(t *testing.T) {
	d := page1()
	d.Text("buyer", 2000, 2000, running, "Himal")
	d.state.subsets[latinRegular].codes[1].id = 0xFFFF // a glyph the font does not have
	if err := d.Write(io.Discard); err == nil || !strings.Contains(err.Error(), "panic") {
		t.Errorf("Write() = %v, want the panic as an error", err)
	}
	for range 2 * runtime.GOMAXPROCS(0) { // its place is free again
		written(t, page1())
	}
}

func TestUnknownLayoutIsRefused(t *testing.T) {
	var f finisher
	const pages = 2
	if err := f.lay(pages); err != nil {
		t.Fatal(err)
	}
	whole := f.laid.Bytes()
	if _, err := readLaid(whole, pages); err != nil {
		t.Fatalf("the undamaged file: %v", err)
	}
	for _, n := range []int{0, 1, 3} {
		if _, err := readLaid(whole, n); err == nil {
			t.Errorf("two pages were read as %d", n)
		}
	}
	for _, change := range []struct{ from, to string }{
		{"%PDF-1.3", "%PDF-1.4"},
		{"/Contents 4 0 R", "/Contents 6 0 R"},
		{"/Font <<\n", "/Fond <<\n"},
		{"/Catalog", "/Cadalog"},
		{"/Kids", "/Kits"},
		{"/Producer", "/Creators"},
		{"<</Length ", "<</Lenght "},
		{"<</Length ", "<</Length 9"},
		{"<</Length ", "<</Length -"},
		{"\nendstream", "\nendstrean"},
		{"0.57 w", "0.58 w"},
		{"xref\n0 ", "xref\n1 "},
		{"00000 n", "00001 n"},
		{"startxref\n", "startxref\n-"},
		{"%%EOF", "%%EOL"},
		{"595.28", "612.00"},
	} {
		damaged := bytes.Replace(whole, []byte(change.from), []byte(change.to), 1)
		if _, err := readLaid(damaged, pages); err == nil && change.from != "00000 n" {
			t.Errorf("%q instead of %q was accepted", change.to, change.from)
		}
	}
	for n := 0; n < len(whole); n += len(whole)/200 + 1 {
		if _, err := readLaid(whole[:n], pages); err == nil {
			t.Errorf("%d of %d bytes were accepted", n, len(whole))
		}
	}
}

func TestPagesCostTheSame(t *testing.T) {
	cost := func(pages int) float64 {
		return testing.AllocsPerRun(5, func() {
			d := New(Meta{})
			for range pages {
				d.AddPage()
				for i := range 100 {
					d.Text("x", 2000, Unit(2000+i*250), running, "Scoured wool 羊毛")
				}
			}
			if err := d.Write(io.Discard); err != nil {
				t.Error(err)
			}
		}) / float64(pages)
	}
	cost(80) // fill the pools
	if few, many := cost(10), cost(80); many > few*1.2 {
		t.Errorf("%.0f allocations a page for 80 pages, %.0f for 10", many, few)
	}
}
