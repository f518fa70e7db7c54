package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"woolroad/app/trade"
	"woolroad/migrations"
)

func TestEnginesHaveTheSameMigrations(t *testing.T) {
	names := func(engine string) (names []string) {
		files, err := fs.Glob(migrations.Files, engine+"/*.sql")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v files, %v", engine, len(files), err)
		}
		for _, f := range files {
			names = append(names, strings.TrimPrefix(f, engine+"/"))
		}
		return names
	}
	lite, pg := names("sqlite"), names("postgres")
	if !slices.Equal(lite, pg) {
		t.Errorf("sqlite has %q, postgres has %q", lite, pg)
	}
	for _, name := range lite {
		if up, ok := strings.CutSuffix(name, ".up.sql"); ok && !slices.Contains(lite, up+".down.sql") {
			t.Errorf("%s has no way back", name)
		}
	}
	for _, name := range lite {
		version := strings.TrimLeft(name[:4], "0")
		for _, engine := range []string{"sqlite", "postgres"} {
			body, err := fs.ReadFile(migrations.Files, engine+"/"+name)
			if err != nil {
				t.Fatal(err)
			}
			note := "INSERT INTO schema_steps (version) VALUES (" + version + ");"
			if strings.HasSuffix(name, ".down.sql") {
				if note = "DELETE FROM schema_steps WHERE version = " + version + ";"; version == "1" {
					note = "DROP TABLE schema_steps;"
				}
			}
			if !strings.HasSuffix(strings.TrimSpace(string(body)), note) {
				t.Errorf("%s/%s does not end with %q", engine, name, note)
			}
		}
	}
}

// fill puts rows in every table that a version has.
func fill(t testing.TB, db *sql.DB, version int) {
	t.Helper()
	for _, step := range []struct {
		since      int
		statements []string
	}{
		{1, []string{
			`INSERT INTO parties (id, name, country, body) SELECT 'i' || n, 'p' || n, 'NP', '{}' FROM (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000) SELECT n FROM c) x WHERE true`,
			`INSERT INTO products (name, name_zh, hs6, regain, regain_source, regain_date) VALUES ('scoured wool', '洗净毛', '5101.21', '16.00', 'contract', '2026-01-01')`,
		}},
		{2, []string{`INSERT INTO orders (id, number, date, buyer, currency, total_minor, incoterm, status, body) VALUES ('o', 'SO-1', '2026-01-01', 'b', 'USD', 1, 'CPT', 'open', '{}')`}},
		{3, []string{
			`INSERT INTO lots (number, product, package, bales, gross, tare, body) VALUES ('L', 'scoured wool', 'BL', 1, '85.10', '1.20', '{}')`,
			`INSERT INTO bales (lot, place, number, gross, tare) VALUES ('L', 1, '1', '85.10', '1.20')`,
		}},
		{4, []string{`INSERT INTO rates (source, side, from_currency, to_currency, date, version, value, per, feed) VALUES ('s', 'mid', 'USD', 'NPR', '2026-01-01', 1, '133.50', '1', 'f')`}},
		{5, []string{`INSERT INTO series (id, kind, calendar, year, next, head) SELECT 'k/JAN/2026', 'k', 'JAN', '2026', 1, '' WHERE NOT EXISTS (SELECT 1 FROM series)`}},
	} {
		if step.since > version {
			continue
		}
		for _, statement := range step.statements {
			if _, err := db.ExecContext(t.Context(), statement+" ON CONFLICT DO NOTHING"); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
	}
}

// count is how many rows a table has, or -1.
func count(t testing.TB, db *sql.DB, table string) (n int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM `+table).Scan(&n); err != nil {
		return -1
	}
	return n
}

// schemaDB is a handle for tests to look at a place with.
func schemaDB(t testing.TB, w Where) (dialect, *sql.DB) {
	t.Helper()
	d, err := w.dialect()
	if err != nil {
		t.Fatal(err)
	}
	db, err := d.openSchema()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return d, db
}

func statusAt(t testing.TB, w Where) Status {
	t.Helper()
	s, err := MigrationStatus(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryMigrationGoesUpDownAndUp(t *testing.T) {
	eachEmpty(t, func(t *testing.T, w Where) {
		if got := statusAt(t, w); got.Version != 0 || got.Newest < issuedSince || got.Interrupted {
			t.Errorf("empty: %+v", got)
		}
		if err := Migrate(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		d, db := schemaDB(t, w)
		newest := statusAt(t, w).Newest
		for down := 1; down <= newest; down++ {
			fill(t, db, newest)
			for i := range down {
				if err := MigrateDown(t.Context(), w); err != nil {
					t.Fatal(err)
				}
				if got := statusAt(t, w).Version; got != newest-1-i {
					t.Errorf("after %d steps down the version is %d", i+1, got)
				}
			}
			if down < newest {
				if got := count(t, db, "parties"); got != 1000 {
					t.Errorf("%d steps down: %d parties are left", down, got)
				}
			}
			if err := Migrate(t.Context(), w); err != nil {
				t.Fatal(err)
			}
		}
		if err := Migrate(t.Context(), w); err != nil { // again changes nothing
			t.Fatal(err)
		}
		if lite, ok := d.(sqlite); ok {
			if _, err := os.Stat(fmt.Sprintf("%s.before-%04d", lite.path, newest)); err != nil {
				t.Errorf("no copy was kept: %v", err)
			}
		}
	})
}

func TestStepBackOverIssuedDocumentsIsRefused(t *testing.T) {
	eachEmpty(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		issueSome(t, s, 1)
		for statusAt(t, w).Version > issuedSince {
			if err := MigrateDown(t.Context(), w); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			if err := MigrateDown(t.Context(), w); codeOf(err) != trade.Conflict {
				t.Errorf("MigrateDown = %v, want a conflict", err)
			}
		}
		if err := Migrate(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		mustVerify(t, s, 2)
	})
}

// with is the program's migrations and one more.
func with(name, body string) fs.FS {
	files := fstest.MapFS{}
	for _, engine := range []string{"sqlite", "postgres"} {
		names, _ := fs.Glob(migrations.Files, engine+"/*.sql")
		for _, n := range names {
			b, _ := fs.ReadFile(migrations.Files, n)
			files[n] = &fstest.MapFile{Data: b}
		}
		files[engine+"/"+name+".up.sql"] = &fstest.MapFile{Data: []byte(body)}
		files[engine+"/"+name+".down.sql"] = &fstest.MapFile{Data: []byte("DROP TABLE more;\nDELETE FROM schema_steps WHERE version = 9999;")}
	}
	return files
}

const goodStep = "CREATE TABLE more (a TEXT);\nINSERT INTO more VALUES ('x');\nINSERT INTO schema_steps (version) VALUES (9999);"

func TestNewerDatabaseIsRefused(t *testing.T) {
	eachEmpty(t, func(t *testing.T, w Where) {
		d, _ := schemaDB(t, w)
		if err := migrateUp(t.Context(), d, with("9999_more", goodStep)); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), w)
		if codeOf(err) != trade.Unavailable || !strings.Contains(err.Error(), "newer woolroad") {
			t.Errorf("Open = %v", err)
		}
		if err := MigrateDown(t.Context(), w); codeOf(err) != trade.Unavailable {
			t.Errorf("MigrateDown = %v", err)
		}
	})
}

func TestMigrationThatFailsHalfWay(t *testing.T) {
	eachEmpty(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		issueSome(t, s, 1)
		d, db := schemaDB(t, w)
		newest := statusAt(t, w).Newest
		bad := with("9999_more", "CREATE TABLE more (a TEXT);\nINSERT INTO more VALUES ('x');\nINSERT INTO nowhere VALUES (1);")
		for range 2 { // the second time is no worse
			err := migrateUp(t.Context(), d, bad)
			if codeOf(err) != trade.Unavailable || !strings.Contains(err.Error(), fmt.Sprintf("the database is at %d", newest)) || !strings.Contains(err.Error(), "nowhere") {
				t.Errorf("migrate = %v", err)
			}
			if got := statusAt(t, w); got.Version != newest || got.Interrupted {
				t.Errorf("status = %+v", got)
			}
			if got := count(t, db, "more"); got != -1 {
				t.Errorf("half of the step is there: %d rows", got)
			}
		}
		mustVerify(t, s, 2)
		openAt(t, w) // the program of before goes on
		if err := migrateUp(t.Context(), d, with("9999_more", goodStep)); err != nil {
			t.Errorf("once it is right: %v", err)
		}
	})
}

// TestMigrationThatWasKilled has what a kill leaves: golang-migrate's note that
// a step was begun, and the step done or not.
func TestMigrationThatWasKilled(t *testing.T) {
	for _, test := range []struct {
		name string
		done bool
	}{{"before it was done", false}, {"after it was done", true}} {
		t.Run(test.name, func(t *testing.T) {
			eachEmpty(t, func(t *testing.T, w Where) {
				s := openAt(t, w)
				issueSome(t, s, 1)
				d, db := schemaDB(t, w)
				if test.done {
					if _, err := db.ExecContext(t.Context(), goodStep); err != nil {
						t.Fatal(err)
					}
				}
				if _, err := db.ExecContext(t.Context(), `UPDATE schema_migrations SET version = 9999, dirty = true`); err != nil {
					t.Fatal(err)
				}
				if got := statusAt(t, w); !got.Interrupted {
					t.Errorf("status = %+v, want interrupted", got)
				}
				if err := migrateUp(t.Context(), d, with("9999_more", goodStep)); err != nil {
					t.Fatal(err)
				}
				if got := count(t, db, "more"); got != 1 {
					t.Errorf("the step was run more than once or not at all: %d rows", got)
				}
				mustVerify(t, s, 2)
			})
		})
	}
}

func TestManyStartAtOnce(t *testing.T) {
	for range startRounds {
		eachEmpty(t, func(t *testing.T, w Where) {
			for _, name := range []string{"on an empty database", "on an old one"} {
				var all sync.WaitGroup
				errs := make([]error, 6)
				for i := range errs {
					all.Go(func() {
						s, err := Open(context.WithoutCancel(t.Context()), w)
						if err == nil {
							err = s.Close()
						}
						errs[i] = err
					})
				}
				all.Wait()
				if err := errors.Join(errs...); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				for range 3 {
					if err := MigrateDown(t.Context(), w); err != nil {
						t.Fatal(err)
					}
				}
			}
		})
	}
}

func TestTwoDatabasesAreRefused(t *testing.T) {
	for _, w := range []Where{{}, {Data: "x", URL: "y"}} {
		if _, err := Open(t.Context(), w); codeOf(err) != trade.Invalid {
			t.Errorf("Open(%+v) = %v", w, err)
		}
	}
}
