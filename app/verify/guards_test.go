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
	"woolroad/app/store/guards"
	"woolroad/app/store/storetest"
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
			is, err := guards.Of(t.Context(), tx.Tx)
			for _, name := range slices.Sorted(maps.Keys(is)) {
				out = append(out, fmt.Sprintf("%s\t%s\n", name, is[name]))
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

// TestTheGuardsAreThereAgainAfterStepsBack holds that a database whose schema went back some
// steps, and up again, is as one that never did.
func TestTheGuardsAreThereAgainAfterStepsBack(t *testing.T) {
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, w store.Where) {
		if err := store.Migrate(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		for _, steps := range []int{1, 2, 4, 9, 17, 27} {
			for range steps {
				if err := store.MigrateDown(t.Context(), w, true); err != nil {
					t.Fatal(err)
				}
			}
			if r := verified(t, w); r.Found() > 0 {
				t.Errorf("after %d steps back is wrong: %v", steps, r.Wrong)
			}
		}
	})
}
