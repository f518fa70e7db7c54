package verify_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"woolroad/app/store"
	"woolroad/migrations"
)

var update = flag.Bool("update", false, "write the guards that the migrations make")

// TestTheGuardsAreThoseOfTheMigrations holds that the list of guards, with which verify
// compares a database, has what the migrations make.
func TestTheGuardsAreThoseOfTheMigrations(t *testing.T) {
	desk.Each(t, func(t *testing.T, w store.Where) {
		s, err := store.Open(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		var folder string
		lines, err := store.View(t.Context(), s, after(60), func(tx *store.Tx) (out []string, err error) {
			folder = tx.Folder()
			guards, err := tx.Guards(t.Context())
			for _, name := range slices.Sorted(maps.Keys(guards)) {
				out = append(out, fmt.Sprintf("%s\t%s\n", name, guards[name]))
			}
			return out, err
		})
		if err != nil {
			t.Fatal(err)
		}
		name := "guards/" + folder + ".txt"
		if *update {
			if err := os.WriteFile(filepath.Join("../../migrations", name), []byte(strings.Join(lines, "")), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		want, err := migrations.Guards.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(lines, ""); got != string(want) {
			t.Errorf("migrations/%s is not what the migrations make; write it with: go test ./app/verify -run Guards -update", name)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}
