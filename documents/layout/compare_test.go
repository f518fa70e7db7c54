package layout_test

import (
	"bytes"
	"compress/zlib"
	"testing"

	"woolroad/documents/layout"
)

// TestComparison holds that a file is the document if nothing of it differs but how its
// streams are compressed, whichever byte is changed.
func TestComparison(t *testing.T) {
	write := func(to interface{ Write([]byte) (int, error) }) {
		t.Helper()
		d := layout.New(layout.Meta{Title: "Wool", Lang: "en"})
		d.AddPage()
		d.Text("text", 2000, 3000, layout.Style{Size: 900}, "Scoured wool 羊毛")
		if err := d.Write(to); err != nil {
			t.Fatal(err)
		}
	}
	same := func(file []byte) bool {
		c := layout.Comparison{File: file}
		write(&c)
		return c.Same
	}
	var file bytes.Buffer
	write(&file)
	for range 2 { // the second time its streams are known
		if !same(file.Bytes()) {
			t.Error("a document is not its own file")
		}
	}
	for i := range file.Bytes() {
		changed := bytes.Clone(file.Bytes())
		if changed[i] ^= 1 << (i % 8); same(changed) {
			t.Errorf("bit %d of byte %d is flipped, and the file is the same", i%8, i)
		}
	}
	for _, other := range [][]byte{nil, file.Bytes()[:file.Len()-1], append(bytes.Clone(file.Bytes()), 0)} {
		if same(other) {
			t.Errorf("a file of %d bytes is the one of %d", len(other), file.Len())
		}
	}
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	if _, err := w.Write([]byte("other")); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	at := bytes.Index(file.Bytes(), []byte(">>\nstream\n"))
	if same(append(bytes.Clone(file.Bytes()[:at+10]), z.Bytes()...)) {
		t.Error("another stream is the same")
	}
}
