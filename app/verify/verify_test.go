package verify_test

import (
	"path/filepath"
	"testing"

	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/verify"
)

func TestNothingIsWrongWithADesk(t *testing.T) {
	desk.Each(t, func(t *testing.T, w store.Where) {
		if r := verified(t, w); r.Documents != 9 || r.Found() > 0 || len(r.Notes) > 0 {
			t.Errorf("of %d documents is wrong: %v, notes: %v", r.Documents, r.Wrong, r.Notes)
		}
	})
}

// verified returns what is wrong with a database.
func verified(t *testing.T, w store.Where) store.Report {
	t.Helper()
	s, err := store.Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	r, err := verify.All(t.Context(), s, after(60), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestNothingIsWrongWithOlderBackups holds that what an older program has stored, without
// what came later, is right.
func TestNothingIsWrongWithOlderBackups(t *testing.T) {
	files, err := filepath.Glob("../store/testdata/backups/*.gz")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d backups, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			storetest.EachEngine(t, func(t *testing.T, w store.Where) {
				restored, err := store.Restore(t.Context(), after(50), w, storetest.Unpack(t, file))
				if err != nil {
					t.Fatal(err)
				}
				if r := verified(t, w); r.Documents != restored.Documents || r.Found() > 0 {
					t.Errorf("of %d documents is wrong: %v", r.Documents, r.Wrong)
				}
			})
		})
	}
}
