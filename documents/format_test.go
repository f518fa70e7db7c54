package documents

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// digests takes the SHA-256 of the JSON and the file of each golden document of a format,
// and of a demo's, by name.
func digests(t *testing.T, format int) map[string]string {
	t.Helper()
	all := golden(t)
	demo := combinedOf(t, 4, 2)
	demo.Demo = true
	all["demo"] = demo
	lines := map[string]string{}
	for name, p := range all {
		if FormatOf(p) != format {
			continue
		}
		payload, err := Encode(p)
		if err != nil {
			t.Fatal(err)
		}
		lines[name] = fmt.Sprintf("%s %x %x", name, sha256.Sum256(payload), sha256.Sum256(drawn(t, p)))
	}
	return lines
}

// stored reads the digests that a format's file holds, by name. With -update a
// file that is not there holds none.
func stored(t *testing.T, path string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil && !(os.IsNotExist(err) && *update) {
		t.Fatalf("%v; the test makes the newest format's with -update", err)
	}
	lines := map[string]string{}
	for line := range strings.Lines(string(b)) {
		name, _, _ := strings.Cut(line, " ")
		lines[name] = strings.TrimSuffix(line, "\n")
	}
	return lines
}

func formatFile(format int) string { return fmt.Sprintf("testdata/format-%d.txt", format) }

// TestAChangedDocumentHasANewFormat holds that documents of one format are always drawn
// alike, because a database that was filled with one drawing cannot be verified with
// another.
func TestAChangedDocumentHasANewFormat(t *testing.T) {
	for format := OldestDrawn; format <= Format; format++ {
		mustBeMadeAlike(t, format)
	}
}

// mustBeMadeAlike fails where a golden document of a format is made otherwise than its file
// records.
func mustBeMadeAlike(t *testing.T, format int) {
	t.Helper()
	path := formatFile(format)
	want, got := stored(t, path), digests(t, format)
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s was made otherwise in format %d than it is now: raise Format in format.go and run the test with -update.\n"+
				"(-update adds to %s and changes nothing in it. Where no program that draws format %d was handed out yet, remove that file first.)\n"+
				"got:  %s\nwant: %s", name, format, path, format, got[name], want[name])
		}
	}
	fresh := maps.Clone(got)
	maps.DeleteFunc(fresh, func(name, _ string) bool { return want[name] != "" })
	if len(fresh) > 0 && !*update {
		t.Errorf("%s lacks %q; run the test with -update", path, slices.Sorted(maps.Keys(fresh)))
	}
	if len(fresh) > 0 && *update {
		maps.Copy(want, fresh)
		text := strings.Join(slices.Sorted(maps.Values(want)), "\n") + "\n"
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestEachFormatIsOnRecord holds that the digests of older formats, which are no longer
// drawn, stay recorded and differ from those of the newest.
func TestEachFormatIsOnRecord(t *testing.T) {
	for format := 1; format < Format; format++ {
		older, newer := stored(t, formatFile(format)), stored(t, formatFile(format+1))
		if len(older) == 0 || maps.Equal(older, newer) {
			t.Errorf("formats %d and %d have %d and %d documents, and nothing differs", format, format+1, len(older), len(newer))
		}
	}
}
