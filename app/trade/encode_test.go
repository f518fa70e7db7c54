package trade_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"woolroad/app/exact"
	"woolroad/app/fibre"
	"woolroad/app/money"
	"woolroad/app/trade"
)

// exactly compares orders with every digit that they were written with.
var exactly = cmp.Options{
	cmp.Comparer(func(a, b exact.Number) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b fibre.Mass) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b money.Amount) bool { return a.String() == b.String() && a.Currency() == b.Currency() }),
	cmp.Comparer(func(a, b money.Price) bool { return a.String() == b.String() && a.Currency() == b.Currency() }),
}

// TestEncodeWritesTheSameBytes holds the SHA-256 of what Encode writes, which
// stored orders are compared with: samples, orders with every key, drawn orders.
func TestEncodeWritesTheSameBytes(t *testing.T) {
	var got bytes.Buffer
	note := func(name string, file []byte) {
		o, faults := trade.ReadOrder(bytes.NewReader(file))
		for _, f := range faults.Errors() {
			if f.Pointer != "/lines" {
				t.Fatalf("%s: %v", name, f)
			}
		} // a drawn order may come to nothing
		b, err := trade.Encode(o)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&got, "%s %x\n", name, sha256.Sum256(b))
	}
	for _, name := range slices.Sorted(maps.Keys(published)) {
		note(name, sampleFile(t, name))
	}
	for i, file := range full(t) {
		note(fmt.Sprintf("every key %d", i), file)
	}
	for i := range 50 {
		file, err := json.Marshal(orders.Example(i))
		if err != nil {
			t.Fatal(err)
		}
		note(fmt.Sprintf("drawn %d", i), file)
	}
	path := filepath.Join("testdata", "encoded.txt")
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(file(t, path)), got.String()); diff != "" {
		t.Errorf("other bytes than those that are stored (-want +got):\n%s", diff)
	}
}

func TestOrderFileRoundTrip(t *testing.T) {
	for name := range published {
		comesBack(t, read(t, sampleFile(t, name)))
	}
	rapid.Check(t, func(t *rapid.T) {
		_, o := drawn(t)
		comesBack(t, o)
	})
}

// comesBack writes an order and decodes it again.
func comesBack(t interface{ Fatalf(string, ...any) }, o trade.Order) {
	file, err := trade.Encode(o)
	if err != nil {
		t.Fatalf("%v", err)
	}
	back, faults := trade.Decode(bytes.NewReader(file))
	if diff := cmp.Diff(o, back, exactly); diff != "" || faults != nil {
		t.Fatalf("%s\ncomes back as another order (-want +got): %v\n%s", file, faults, diff)
	}
}
