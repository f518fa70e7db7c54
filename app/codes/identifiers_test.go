package codes

import (
	"os"
	"strings"
	"testing"
)

// TestIdentifierTable goes through testdata/identifiers.tsv. An IMO number
// that fails is only warned of; every other invalid one is an error.
func TestIdentifierTable(t *testing.T) {
	data, err := os.ReadFile("testdata/identifiers.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(data)), "\n")[1:]
	if len(rows) < 43 {
		t.Fatalf("testdata/identifiers.tsv has %d rows, want 43 or more", len(rows))
	}
	for _, row := range rows {
		f := strings.Split(row, "\t")
		warning, err := CheckID(f[0], f[1])
		bad := err != nil
		if f[0] == IMO {
			bad = bad || warning != nil
		}
		if want := f[2] == "no"; bad != want {
			t.Errorf("CheckID(%s, %s) = %v, %v; want valid: %s", f[0], f[1], warning, err, f[2])
		}
	}
}
