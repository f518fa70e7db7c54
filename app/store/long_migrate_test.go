//go:build long

package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"woolroad/app/store/db"
	"woolroad/app/store/parties"
	"woolroad/app/store/series"
	"woolroad/app/trade"
	"woolroad/documents"
	"woolroad/migrations"
)

// openAsProcess opens the database when it is told to.
func openAsProcess(t *testing.T, w Where) {
	fmt.Println("ready")
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		t.Fatal(err)
	}
	openAt(t, w)
}

func TestLongSixProcessesMigrateAtOnce(t *testing.T) {
	rounds := inFull(5, 20)
	for _, from := range []struct {
		name string
		back func(newest int) int // steps back before the start
	}{
		{"empty", nil},
		{"at its first step", func(newest int) int { return newest - 1 }},
		{"one step back", func(int) int { return 1 }},
	} {
		t.Run(from.name, func(t *testing.T) {
			for range rounds {
				eachEmpty(t, func(t *testing.T, w Where) {
					if from.back != nil {
						goBack(t, w, from.back)
					}
					var running []*process
					for range 6 {
						running = append(running, startProcess(t, w, "open"))
					}
					for _, p := range running {
						p.mustBeReady(t)
					}
					for _, p := range running {
						if err := p.in.Close(); err != nil {
							t.Error(err)
						}
					}
					for _, p := range running {
						p.mustEnd(t)
					}
					mustBeMigrated(t, w, migrations.Files)
					if from.back != nil && len(partiesIn(t, w)) != 1 {
						t.Error("the party that was there is not")
					}
					mustBeIntact(t, w)
				})
			}
		})
	}
}

// goBack makes a database with a party in it and takes the database some steps back.
func goBack(t *testing.T, w Where, steps func(newest int) int) {
	t.Helper()
	s, err := Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	party := sampleOrder(t, kathmandu, "").Buyer
	err = s.Update(t.Context(), tashi, func(tx *Tx) error { return parties.Save(t.Context(), tx.Tx, party) })
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	status, err := MigrationStatus(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	for range steps(status.Newest) {
		if err := MigrateDown(t.Context(), w, true); err != nil {
			t.Fatal(err)
		}
	}
}

func partiesIn(t *testing.T, w Where) (list []trade.Party) {
	t.Helper()
	err := openAt(t, w).view(t.Context(), tashi, func(tx *Tx) (err error) {
		list, err = tx.Parties(t.Context())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// mustBeMigrated checks by plain SQL that every step is there and noted.
func mustBeMigrated(t *testing.T, w Where, files fs.FS) {
	t.Helper()
	want := newestOf(t, w, files)
	var steps, last, noted int
	var dirty bool
	err := direct(t, w).QueryRowContext(t.Context(), `
		SELECT (SELECT count(*) FROM schema_steps), (SELECT max(version) FROM schema_steps), version, dirty
		FROM schema_migrations`).Scan(&steps, &last, &noted, &dirty)
	if err != nil {
		t.Fatal(err)
	}
	if steps != want || last != want || noted != want || dirty {
		t.Errorf("%d steps up to %d, noted as %d, dirty: %v; want %d and clean", steps, last, noted, dirty, want)
	}
}

// openWith opens a database with those migrations.
func openWith(ctx context.Context, w Where, files fs.FS) (*Store, error) {
	d, err := db.Open(ctx, w, files)
	return &Store{d, new(series.Seals)}, err
}

// newestOf returns the last step of those migrations.
func newestOf(t *testing.T, w Where, files fs.FS) int {
	t.Helper()
	status, err := db.MigrationStatus(t.Context(), w, files)
	if err != nil {
		t.Fatal(err)
	}
	return status.Newest
}

// nextStep returns the program's migrations and one more, with $NEXT for its number.
func nextStep(t *testing.T, w Where, sqlite, postgres string) (files fs.FS, step int) {
	t.Helper()
	last := newestOf(t, w, migrations.Files)
	all := fstest.MapFS{}
	err := fs.WalkDir(migrations.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations.Files, path)
		all[path] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for folder, statements := range map[string]string{"sqlite": sqlite, "postgres": postgres} {
		name := fmt.Sprintf("%s/%04d_more.", folder, last+1)
		all[name+"up.sql"] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(statements, "$NEXT", fmt.Sprint(last+1)))}
		all[name+"down.sql"] = &fstest.MapFile{Data: fmt.Appendf(nil, "DROP TABLE more; DELETE FROM schema_steps WHERE version = %d;", last+1)}
	}
	return all, last + 1
}

const (
	moreStep   = `CREATE TABLE more (n BIGINT); INSERT INTO schema_steps (version) VALUES ($NEXT);`
	brokenStep = `CREATE TABLE more (n BIGINT); INSERT INTO more VALUES (1); INSERT INTO schema_steps (version) VALUES ($NEXT); INSERT INTO nowhere VALUES (1);`
	// The slow ones write more than fits in memory before they wait.
	slowSQLite = `CREATE TABLE more (n BIGINT);
		INSERT INTO more WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 300000) SELECT n FROM c;
		INSERT INTO more WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 3000000) SELECT count(*) FROM c;
		INSERT INTO schema_steps (version) VALUES ($NEXT);`
	slowPostgres = `CREATE TABLE more (n BIGINT);
		INSERT INTO more SELECT generate_series(1, 300000);
		SELECT pg_sleep(1);
		INSERT INTO schema_steps (version) VALUES ($NEXT);`
)

// migrateAsProcess runs a program with one step more, which takes its time.
func migrateAsProcess(t *testing.T, w Where) {
	files, _ := nextStep(t, w, slowSQLite, slowPostgres)
	fmt.Println("ready")
	s, err := openWith(t.Context(), w, files)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// withDocuments makes a database with documents, and returns them.
func withDocuments(t *testing.T, w Where) map[string]string {
	t.Helper()
	s, err := Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		number := fmt.Sprintf("SO-%d", i)
		if _, err := s.AddOrder(t.Context(), tashi, sampleOrder(t, kathmandu, number)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.issue(t.Context(), tashi, asks(number, documents.KindCommercialInvoice, number)); err != nil {
			t.Fatal(err)
		}
	}
	there := hashesIn(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return there
}

// mustOpen opens a database with those migrations and finds the documents there.
func mustOpen(t *testing.T, w Where, files fs.FS, documents map[string]string) {
	t.Helper()
	began := time.Now()
	s, err := openWith(t.Context(), w, files)
	if err != nil {
		t.Fatalf("after %v: %v", time.Since(began), err)
	}
	mustHold(t, hashesIn(t, s), documents)
	mustBeWhole(t, s, w, len(documents))
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	mustBeMigrated(t, w, files)
	mustBeIntact(t, w)
}

func TestLongMigrationIsKilled(t *testing.T) {
	for round := range inFull(4, 12) {
		eachEmpty(t, func(t *testing.T, w Where) {
			issued := withDocuments(t, w)
			p := startProcess(t, w, "migrate")
			p.mustBeReady(t)
			if round%2 == 0 {
				mustBecomeDirty(t, w)
				time.Sleep(100 * time.Millisecond)
			} else {
				time.Sleep(rand.N(400 * time.Millisecond))
			}
			p.kill(t)
			if status, err := MigrationStatus(t.Context(), w); err != nil || round%2 == 0 && !status.Interrupted {
				t.Errorf("status = %+v, %v; want an interrupted step", status, err)
			}
			files, _ := nextStep(t, w, moreStep, moreStep)
			mustOpen(t, w, files, issued)
		})
	}
}

// mustBecomeDirty waits until a step is under way.
func mustBecomeDirty(t *testing.T, w Where) {
	t.Helper()
	db := direct(t, w)
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		var dirty bool
		if err := db.QueryRowContext(t.Context(), `SELECT dirty FROM schema_migrations`).Scan(&dirty); err == nil && dirty {
			return
		}
	}
	t.Fatal("no step was begun in 30 s")
}

func TestLongMigrationFailsHalfWay(t *testing.T) {
	eachEmpty(t, func(t *testing.T, w Where) {
		issued := withDocuments(t, w)
		bad, step := nextStep(t, w, brokenStep, brokenStep)
		var err error
		for range 2 { // the second start says the same
			_, err = openWith(t.Context(), w, bad)
			e := (*trade.Error)(nil)
			if !errors.As(err, &e) || e.Code != trade.Unavailable {
				t.Fatalf("a step that fails gives %v", err)
			}
			for _, want := range []string{fmt.Sprintf("could not be migrated to %d", step), "undone whole", fmt.Sprintf("is at %d", step-1), "nowhere"} {
				if !strings.Contains(e.Message(), want) {
					t.Errorf("this does not say %q: %s", want, e.Message())
				}
			}
			mustOpen(t, w, migrations.Files, issued) // "a program of that version can use it"
		}
		if w.Data != "" {
			_, name, ok := strings.Cut(err.Error(), "A copy from before is in ")
			if !ok {
				t.Fatalf("this names no copy: %v", err)
			}
			copied := Where{Data: t.TempDir()}
			text, err := os.ReadFile(strings.TrimSuffix(name, "."))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(copied.Data, "woolroad.db"), text, 0o600); err != nil {
				t.Fatal(err)
			}
			mustOpen(t, copied, migrations.Files, issued)
		}
		good, _ := nextStep(t, w, moreStep, moreStep)
		mustOpen(t, w, good, issued)

		// An older program leaves it alone, and says which one to use.
		_, err = Open(t.Context(), w)
		if e := (*trade.Error)(nil); !errors.As(err, &e) || !strings.Contains(e.Message(), "newer woolroad") {
			t.Errorf("an older program says %v", err)
		}
	})
}

// What golang-migrate leaves behind when it is killed, in every place that it
// can be: the step undone or done, its note before or behind it.
func TestLongDirtyNotesAreTakenUp(t *testing.T) {
	for _, test := range []struct {
		back, noted int
		dirty       bool
	}{
		{0, 0, true}, {1, 0, true}, {1, -1, true}, {0, -1, false}, {0, -1, true}, {2, -1, true},
	} {
		eachEmpty(t, func(t *testing.T, w Where) {
			goBack(t, w, func(int) int { return test.back })
			status, err := MigrationStatus(t.Context(), w)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := direct(t, w).ExecContext(t.Context(), `UPDATE schema_migrations SET version = $1, dirty = $2`, status.Newest+test.noted, test.dirty); err != nil {
				t.Fatal(err)
			}
			mustOpen(t, w, migrations.Files, nil)
			if len(partiesIn(t, w)) != 1 {
				t.Error("the party that was there is not")
			}
		})
	}
}
