package command

import (
	"bytes"
	"cmp"
	"database/sql"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"woolroad/app/store"
)

// TestADamagedDatabaseIsNotCalledMissing takes tables and what is in them out of a database:
// every command says that it is damaged, what is missing and how to go on, and changes
// nothing.
func TestADamagedDatabaseIsNotCalledMissing(t *testing.T) {
	file := order(t, "o.json", nil)
	for _, test := range []struct{ name, statement, says string }{
		{"the table of versions", `DROP TABLE schema_steps`, "(schema_steps) is missing, and these tables are there: bales, "},
		{"both tables of versions", `DROP TABLE schema_steps; DROP TABLE schema_migrations`, "(schema_steps) is missing, and these tables are there: bales, "},
		{"all versions", `DELETE FROM schema_steps`, "its schema is 0 by the table schema_steps, and these tables of later schemas are there: bales, "},
		{"the last versions", `DELETE FROM schema_steps WHERE version > 20`, "its schema is 20 by the table schema_steps, and these tables of later schemas are there: deleted_drafts, guards_lifted, "},
		{"two tables", `DROP TABLE billed; DROP TABLE words`, "these tables of that schema are missing: billed, words."},
	} {
		t.Run(test.name, func(t *testing.T) {
			prepared.Each(t, func(t *testing.T, w store.Where) {
				one, desk := flags(w), desktop{}
				desk.good(t, on(one, "orders", "import", file)...)
				if _, err := shellOf(t, w).ExecContext(t.Context(), test.statement); err != nil {
					t.Fatal(err)
				}
				for _, command := range []string{"verify", "issue " + numbers[0], "series", "rebuild", "exporter show", "migrate status", "migrate up", "migrate down", "orders import " + file, "backup " + filepath.Join(t.TempDir(), "b")} {
					r := desk.run(t, slices.Concat(strings.Fields(command), one)...)
					if r.code != 1 || !strings.Contains(r.err, "The database is damaged: ") || !strings.Contains(r.err, test.says) || !strings.Contains(r.err, `"woolroad restore"`) {
						t.Errorf("without %s, %s: exit %d\n%s%s", test.name, command, r.code, r.out, r.err)
					}
				}
			})
		})
	}
}

// TestALostFileIsNotMadeAnew takes the file of a database away, or what is in it, while its
// WAL holds the last changes: every command refuses and changes nothing.
func TestALostFileIsNotMadeAnew(t *testing.T) {
	data, desk, file := t.TempDir(), desktop{}, order(t, "o.json", nil)
	s, err := store.Open(t.Context(), store.Where{Data: data}) // which keeps the WAL while it is open
	if err != nil {
		t.Fatal(err)
	}
	desk.good(t, "orders", "import", file, "--data", data)
	wal, err := os.ReadFile(filepath.Join(data, "woolroad.db-wal"))
	if err := errors.Join(err, s.Close()); err != nil || len(wal) == 0 {
		t.Fatalf("the WAL has %d bytes: %v", len(wal), err)
	}
	commands := []string{"verify", "backup " + filepath.Join(t.TempDir(), "b"), "migrate status", "series"}
	for _, test := range []struct {
		is, says  string
		db, wal   []byte
		beside    string // the name of the file with wal; empty: woolroad.db-wal
		alsoWrite bool   // whether what writes is refused too
	}{
		{"missing", "woolroad.db is missing, and ", nil, wal, "", true},
		{"missing, with a journal", "woolroad.db is missing, and ", nil, wal, "woolroad.db-journal", true},
		{"empty, with a journal, as one that is being made", "woolroad.db is empty and holds no database. If it held one, restore a backup into another folder", []byte{}, wal, "woolroad.db-journal", false},
		{"empty", "woolroad.db is empty, and ", []byte{}, wal, "", true},
		{"empty, without a WAL", "woolroad.db is empty and holds no database. If it held one, restore a backup into another folder", []byte{}, nil, "", false},
		{"empty, with an empty WAL", "woolroad.db is empty and holds no database. If it held one, restore a backup into another folder", []byte{}, []byte{}, "", false},
	} {
		t.Run(test.is, func(t *testing.T) {
			folder := t.TempDir()
			kept := map[string][]byte{"woolroad.db": test.db, cmp.Or(test.beside, "woolroad.db-wal"): test.wal}
			for name, content := range kept {
				if content == nil {
					continue
				}
				if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			refused := commands
			if test.alsoWrite {
				refused = slices.Concat(commands, []string{"orders import " + file, "issue " + numbers[0], "migrate up", "migrate down", "rebuild", "serve --listen 127.0.0.1:0"})
			}
			for _, command := range refused {
				r := desk.run(t, on([]string{"--data", folder}, strings.Fields(command)...)...)
				if r.code != 1 || !strings.Contains(r.err, filepath.Join(folder, test.says)) || !strings.Contains(r.err, "into another folder with \"woolroad restore\"") {
					t.Errorf("%s, %s: exit %d\n%s%s", test.is, command, r.code, r.out, r.err)
				}
				if test.alsoWrite && !strings.Contains(r.err, "Change nothing in this folder; put the file back") {
					t.Errorf("%s, %s: %s", test.is, command, r.err)
				}
				for name, content := range kept {
					now, err := os.ReadFile(filepath.Join(folder, name))
					if !bytes.Equal(now, content) || errors.Is(err, fs.ErrNotExist) != (content == nil) {
						t.Fatalf("%s: %s made %d bytes of the %d in %s: %v", test.is, command, len(now), len(content), name, err)
					}
				}
			}
			if !test.alsoWrite { // an empty file is where a database is being made
				desk.good(t, "orders", "import", file, "--data", folder)
				desk.good(t, "verify", "--data", folder)
			}
		})
	}
}

// shellOf returns a connection to a database as another program has it.
func shellOf(t *testing.T, w store.Where) *sql.DB {
	t.Helper()
	driver, dsn := "pgx", w.URL
	if w.URL == "" {
		driver, dsn = "sqlite", "file:"+filepath.Join(w.Data, "woolroad.db")
	}
	shell, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	shell.SetMaxOpenConns(1)
	t.Cleanup(func() {
		if err := shell.Close(); err != nil {
			t.Error(err)
		}
	})
	return shell
}

// TestABackupSaysWhatIsNotAsMade has a rule or trigger of somebody else in a database that is
// backed up: the backup is made, and says so.
func TestABackupSaysWhatIsNotAsMade(t *testing.T) {
	t.Parallel()
	prepared.Each(t, func(t *testing.T, w store.Where) {
		one, desk := flags(w), desktop{}
		desk.good(t, on(one, "orders", "import", order(t, "o.json", nil))...)
		foreign, name := `CREATE RULE quiet AS ON INSERT TO events DO INSTEAD NOTHING`, "rule quiet of events"
		if w.URL == "" {
			foreign, name = `CREATE TRIGGER quiet AFTER INSERT ON events BEGIN DELETE FROM billed; END`, "trigger quiet of events"
		}
		if _, err := shellOf(t, w).ExecContext(t.Context(), foreign); err != nil {
			t.Fatal(err)
		}
		folder := t.TempDir()
		r := desk.good(t, on(one, "backup", filepath.Join(folder, "b"))...)
		const says = "Not as this program makes it, so that what was stored may be wrong: this program has not made the "
		if !strings.Contains(r.out, says+name+".\n") {
			t.Errorf("backup says %s", r.out)
		}
		var c backupResult
		if read(t, desk, &c, on(one, "backup", filepath.Join(folder, "c"))...); !slices.Contains(c.Guards, "this program has not made the "+name+".") {
			t.Errorf("backup says %+v", c)
		}
		if read(t, desk, &c, "restore", filepath.Join(folder, "b"), "--data", filepath.Join(folder, "restored")); c.Guards == nil || len(c.Guards) > 0 {
			t.Errorf("restore says %+v", c)
		}
		desk.good(t, "verify", "--data", filepath.Join(folder, "restored"))
	})
}

// TestARestoreIntoAFullDatabaseIsRefused restores into a database that holds an order: it is
// refused, and everything there stays, to the byte where the database is a folder's.
func TestARestoreIntoAFullDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	file := order(t, "o.json", nil)
	prepared.Each(t, func(t *testing.T, w store.Where) {
		one, desk, folder := flags(w), desktop{}, t.TempDir()
		desk.good(t, on(one, "orders", "import", file)...)
		desk.good(t, on(one, "backup", filepath.Join(folder, "before"))...)
		held := func() map[string]string {
			files := map[string]string{}
			if w.URL == "" {
				for _, name := range []string{"woolroad.db", "woolroad.db-wal"} {
					b, err := os.ReadFile(filepath.Join(w.Data, name))
					if err != nil && !errors.Is(err, fs.ErrNotExist) {
						t.Fatal(err)
					}
					files[name] = string(b)
				}
			}
			return files
		}
		before := held()
		desk.says(t, 1, "The database is not empty (2 parties); a backup is restored into an empty one. Name another.", on(one, "restore", filepath.Join(folder, "before"))...)
		if !maps.Equal(before, held()) {
			t.Error("the refused restore has changed files of the database")
		}
		r := desk.good(t, "restore", filepath.Join(folder, "before"), "--data", filepath.Join(folder, "other"))
		if r.err != "Making the lists and search words of what was restored.\n" {
			t.Errorf("restore says %q to stderr", r.err)
		}
		if r := desk.good(t, "series", "--data", filepath.Join(folder, "other")); r.err != "" {
			t.Errorf("the first command after it says %q", r.err)
		}
	})
}
