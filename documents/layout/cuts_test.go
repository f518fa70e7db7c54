package layout

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/klauspost/compress/zlib"
)

// TestKeptFontsGiveTheSameBytes holds that a document comes out the same, whatever was drawn
// and compared before it.
func TestKeptFontsGiveTheSameBytes(t *testing.T) {
	kept := make([]*finisher, cap(finishers))
	for i := range kept {
		kept[i] = <-finishers
	}
	defer func() {
		<-finishers
		for _, f := range kept {
			finishers <- f
		}
	}()
	document := func(n int) *Document {
		d := page1()
		d.Text("text", 2000, 2000, running, fmt.Sprintf("%c%c Scoured wool 羊毛", 'A'+n%26, 'a'+n/26))
		return d
	}
	const documents = 3 * mostCuts
	finishers <- nil
	var want [documents][]byte
	for n := range want {
		want[n] = written(t, document(n))
	}
	other := new(finisher) // one that compresses better
	var err error
	if other.file.zip, err = zlib.NewWriterLevel(&other.file.zipped, zlib.BestCompression); err != nil {
		t.Fatal(err)
	}
	<-finishers
	finishers <- other
	var otherwise [documents][]byte
	for n := range otherwise {
		otherwise[n] = written(t, document(n))
	}
	<-finishers
	finishers <- nil
	for range 2 {
		for n := range documents {
			for i, file := range [][]byte{want[n], otherwise[n], otherwise[n], want[(n+1)%documents]} {
				c := Comparison{File: file}
				if err := document(n).Write(&c); err != nil || c.Same != (i < 3) {
					t.Errorf("document %d, file %d: the same is %v, %v", n, i, c.Same, err)
				}
			}
			if !bytes.Equal(written(t, document(n)), want[n]) {
				t.Errorf("document %d came out different", n)
			}
		}
	}
	if bytes.Equal(want[0], otherwise[0]) {
		t.Error("both are compressed alike")
	}
}
