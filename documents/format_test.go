package documents

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// digests are the SHA-256 of each golden document's JSON and of its file, and of
// a demo's, a line each.
func digests(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	all := golden(t)
	demo := combinedOf(t, 4, 2)
	demo.Demo = true
	all["demo"] = demo
	for _, name := range slices.Sorted(maps.Keys(all)) {
		payload, err := Encode(all[name])
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %x %x\n", name, sha256.Sum256(payload), sha256.Sum256(drawn(t, all[name])))
	}
	return b.String()
}

// A database that was filled with one drawing cannot be verified with another of
// the same format, so what a format has drawn once it draws for ever.
func TestAChangedDocumentHasANewFormat(t *testing.T) {
	for format := 1; format <= Format; format++ {
		path := fmt.Sprintf("testdata/format-%d.txt", format)
		want, err := os.ReadFile(path)
		if format == Format && *update && errors.Is(err, fs.ErrNotExist) {
			want = []byte(digests(t))
			err = os.WriteFile(path, want, 0o644)
		}
		if err != nil {
			t.Fatalf("%v; the test makes the newest format's with -update", err)
		}
		if format < Format {
			continue // what it drew is drawn no more
		}
		if got := digests(t); got != string(want) {
			t.Errorf("documents of format %d were made otherwise than now: raise Format in format.go and run the test with -update.\n"+
				"(%s is not rewritten. Where no program that draws format %d was handed out yet, remove it first.)\n%s",
				Format, path, Format, firstDifference(got, string(want)))
		}
	}
}
