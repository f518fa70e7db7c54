package store

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/store/db"
	"woolroad/app/store/manifest"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
	"woolroad/migrations"
)

// backupOf backs up a store to a new file.
func backupOf(t *testing.T, s *Store) (file string, made Copy) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "today.backup")
	made, err := s.Backup(t.Context(), tashi, file)
	if err != nil {
		t.Fatal(err)
	}
	return file, made
}

// mustRefuse fails unless a file is refused with that code and sentence, and no database
// was made for it.
func mustRefuse(t *testing.T, what, file string, code trade.Code, says string) {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	_, err := Restore(t.Context(), tashi, Where{Data: data}, file)
	if codeOf(err) != code || !strings.Contains(err.Error(), filepath.Base(file)+" cannot be restored: "+says) {
		t.Errorf("%s: Restore = %v; want an error of code %q that says %q", what, err, code, says)
	}
	if _, err := os.Stat(data); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s: a database was made for it (%v)", what, err)
	}
}

func TestWhatIsNoBackupIsRefused(t *testing.T) {
	t.Parallel()
	s := openAt(t, Where{Data: t.TempDir()})
	issueSome(t, s, 1)
	whole, _ := backupOf(t, s)
	backup, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(t.TempDir(), "notes.db")
	notes := shellOf(t, foreign)
	for _, statement := range []string{`CREATE TABLE notes (text TEXT)`, `INSERT INTO notes VALUES ('feed the yaks')`} {
		if _, err := notes.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	other, err := os.ReadFile(foreign)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name    string
		content []byte
		says    string
	}{
		{"an empty file", nil, "it is empty"},
		{"one byte", []byte("S"), "it is a file of another kind, or it was cut off"},
		{"a text", bytes.Repeat([]byte("this is no database, and it is long enough to be one. "), 9), "it is a file of another kind"},
		{"another program's database", other, "it is a SQLite file of another program"},
		{"a header alone", backup[:100], "it was cut off or changed: it has 100 bytes"},
		{"one page", backup[:4096], "it was cut off or changed: it has 4096 bytes"},
		{"all but the last byte", backup[:len(backup)-1], "it was cut off or changed"},
		{"half", backup[:len(backup)/2], "it was cut off or changed"},
		{"one byte too many", append(slices.Clone(backup), 0), "it was cut off or changed"},
	} {
		file := filepath.Join(t.TempDir(), "x.backup")
		if err := os.WriteFile(file, test.content, 0o600); err != nil {
			t.Fatal(err)
		}
		mustRefuse(t, test.name, file, trade.Invalid, test.says)
	}
}

// oneRowEach gives every table of a backup that has no row one that no program would
// write, so that each table has one to lose.
func oneRowEach(t *testing.T, file string) (tables []string) {
	t.Helper()
	shell := unguard(t, shellOf(t, file), db.SQLite)
	for _, row := range selected(t, shell, `SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'manifest' ORDER BY name`) {
		table := row["name"]
		tables = append(tables, table)
		if count(t, shell, table) > 0 {
			continue
		}
		if _, err := shell.ExecContext(t.Context(), insertOne(t, file, table, 77)); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
	}
	if err := shell.Close(); err != nil {
		t.Fatal(err)
	}
	sign(t, file)
	return tables
}

// insertOne returns a statement that adds a row with that key to a table.
func insertOne(t *testing.T, file, table string, key int) string {
	t.Helper()
	var columns, values []string
	for _, c := range selected(t, shellOf(t, file), fmt.Sprintf(`SELECT name, type FROM pragma_table_info('%s')`, table)) {
		columns = append(columns, c["name"])
		values = append(values, map[string]string{"TEXT": fmt.Sprintf("'added %d'", key), "BLOB": "X'00'"}[c["type"]])
		if values[len(values)-1] == "" {
			values[len(values)-1] = fmt.Sprint(key)
		}
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(columns, ", "), strings.Join(values, ", "))
}

func TestEveryTableOfABackupIsChecked(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 1)
		file, _ := backupOf(t, s)
		tables := oneRowEach(t, file)
		if len(tables) < 28 {
			t.Fatalf("a backup has only the tables %q", tables)
		}
		backup, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range tables {
			if table == "schema_steps" || table == "schema_migrations" {
				continue // of which other sentences say what is wrong
			}
			column := selected(t, shellOf(t, file), fmt.Sprintf(`SELECT name, type FROM pragma_table_info('%s') ORDER BY pk, cid DESC LIMIT 1`, table))[0]
			changed := map[string]string{"TEXT": ` || 'x'`, "INTEGER": ` + 1`, "BLOB": ` || X'01'`}[column["type"]]
			one := fmt.Sprintf(` WHERE "%[2]s" = (SELECT min("%[2]s") FROM %[1]s)`, table, column["name"])
			for _, test := range []struct {
				what, statement string
				code            trade.Code
				says            string
			}{
				{"changed", fmt.Sprintf(`UPDATE %s SET "%[2]s" = CAST("%[2]s"%[3]s AS %[4]s)`, table, column["name"], changed, column["type"]) + one, trade.Conflict, "the table " + table + " does not hold what was backed up"},
				{"removed", `DELETE FROM ` + table, trade.Conflict, "the table " + table + " has 0 rows, and it was backed up with"},
				{"added", insertOne(t, file, table, 78), trade.Conflict, "the table " + table + " has"},
				{"dropped", `DROP TABLE ` + table, trade.Invalid, "the table " + table + " is missing"},
				{"renamed column", fmt.Sprintf(`ALTER TABLE %s RENAME COLUMN "%s" TO other`, table, column["name"]), trade.Invalid, "the table " + table + " has the columns"},
			} {
				if s.Engine() == db.PostgreSQL && test.what != "changed" {
					continue // the file of its backup is the same
				}
				spoilt := filepath.Join(t.TempDir(), "x.backup")
				if err := os.WriteFile(spoilt, backup, 0o600); err != nil {
					t.Fatal(err)
				}
				spoil(test.statement)(t, spoilt)
				mustRefuse(t, table+" "+test.what, spoilt, test.code, test.says)
			}
		}
	})
}

func TestAManifestIsChecked(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 1)
		file, made := backupOf(t, s)
		backup, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !made.Made.Equal(tashi.At.Truncate(time.Microsecond)) || len(made.Digest) != 64 || made.Unchecked != nil {
			t.Errorf("Backup = %+v", made)
		}
		for _, test := range []struct {
			name, statement string
			code            trade.Code
			says            string
		}{
			{"its time", `UPDATE manifest SET body = replace(body, '"made":"2', '"made":"1')`, trade.Conflict, "its manifest is not as it was written"},
			{"its hash", `UPDATE manifest SET ` + flip("sha256"), trade.Conflict, "its manifest is not as it was written"},
			{"its text", `UPDATE manifest SET body = 'x'`, trade.Conflict, "its manifest is not as it was written"},
			{"its row", `DELETE FROM manifest`, trade.Conflict, "its manifest is not as it was written"},
			{"its table", `DROP TABLE manifest`, trade.Conflict, "its manifest is missing"},
			{"its columns", `ALTER TABLE manifest DROP COLUMN sha256`, trade.Conflict, "its manifest cannot be read"},
			{"the mark in the header", `PRAGMA application_id = 0`, trade.Conflict, "its header does not say that it is a backup"},
			{"a further table", `CREATE TABLE notes (text TEXT)`, trade.Invalid, "it has a table notes, which is none of the schema"},
			{"a trigger", `CREATE TRIGGER notes AFTER INSERT ON parties BEGIN SELECT 1; END`, trade.Invalid, "it has a trigger notes"},
			{"a view", `CREATE VIEW notes AS SELECT 1`, trade.Invalid, "it has a view notes"},
			{"a view in the place of a table", `ALTER TABLE demo RENAME TO schema_migrations2; CREATE VIEW demo AS SELECT 1 AS one`, trade.Invalid, "the table demo is missing"},
			{"an index", `DROP INDEX orders_by_date`, trade.Conflict, "its schema is not as it was backed up"},
			{"the schema", `INSERT INTO schema_steps (version) VALUES (9999)`, trade.Invalid, "a newer woolroad has made it: its schema is 9999"},
			{"all steps", `DELETE FROM schema_steps`, trade.Invalid, "it has a"},
			{"a step", `DELETE FROM schema_steps WHERE version = 3`, trade.Conflict, "the table schema_steps has"},
			{"the steps", `DROP TABLE schema_steps`, trade.Invalid, "it is a SQLite file of another program"},
			{"what golang-migrate notes", `UPDATE schema_migrations SET dirty = 1`, trade.Conflict, "the table schema_migrations does not hold"},
		} {
			spoilt := filepath.Join(t.TempDir(), "x.backup")
			if err := os.WriteFile(spoilt, backup, 0o600); err != nil {
				t.Fatal(err)
			}
			spoil(test.statement)(t, spoilt)
			mustRefuse(t, test.name, spoilt, test.code, test.says)
		}
		eachMigrated(t, func(t *testing.T, w Where) {
			other := strings.Repeat("0", 64)
			if _, err := RestoreDigest(t.Context(), tashi, w, file, other); codeOf(err) != trade.Conflict || !strings.Contains(err.Error(), "the digest of its manifest is "+made.Digest) {
				t.Errorf("restore of another digest: %v", err)
			}
			back, err := RestoreDigest(t.Context(), tashi, w, file, made.Digest)
			if diff := cmp.Diff(made, back); err != nil || diff != "" {
				t.Errorf("restored is another than was backed up (-was +is), %v:\n%s", err, diff)
			}
		})
	})
}

// Whoever takes the manifest and the mark away makes no backup from before manifests: the
// schema says that it had one.
func TestABackupOfANewSchemaNeedsAManifest(t *testing.T) {
	t.Parallel()
	s := openAt(t, Where{Data: t.TempDir()})
	issueSome(t, s, 1)
	file, _ := backupOf(t, s)
	spoil(`DROP TABLE manifest`, `PRAGMA application_id = 0`)(t, file)
	mustRefuse(t, "without its manifest", file, trade.Conflict, "its manifest is missing")
}

// From before manifests, a backup is restored, and what nothing vouches for is named.
func TestWhatOfAnOldBackupWasNotCheckedIsNamed(t *testing.T) {
	t.Parallel()
	want := []string{"billed", "bales", "parties", "rates", "orders", "events"}
	for _, file := range oldBackups(t) {
		eachMigrated(t, func(t *testing.T, w Where) {
			if _, err := RestoreDigest(t.Context(), tashi, w, file, strings.Repeat("0", 64)); codeOf(err) != trade.Conflict || !strings.Contains(err.Error(), "from before backups had a manifest") {
				t.Errorf("restore of a digest: %v", err)
			}
			made, err := Restore(t.Context(), tashi, w, file)
			if err != nil || made.Digest != "" || !made.Made.IsZero() {
				t.Errorf("Restore = %+v, %v; want no digest and no time", made, err)
			}
			for _, table := range want {
				if !slices.Contains(made.Unchecked, table) {
					t.Errorf("%s is not named among %q", table, made.Unchecked)
				}
			}
			for _, table := range append([]string{"deleted_drafts", "secrets", "words"}, verified...) {
				if slices.Contains(made.Unchecked, table) {
					t.Errorf("%s is named, and is not in the backup, not restored, or checked by verify", table)
				}
			}
		})
	}
}

// Keys that an installation signs with are nobody else's, and what others have added to a
// database is no part of it.
func TestABackupHoldsNoKeysAndNothingOfOthers(t *testing.T) {
	t.Parallel()
	w := Where{Data: t.TempDir()}
	s := openAt(t, w)
	issueSome(t, s, 1)
	key, err := s.Key(t.Context(), tashi, "cookies")
	if err != nil || len(key) != 32 {
		t.Fatalf("the key has %d bytes, %v", len(key), err)
	}
	shell := direct(t, w)
	for _, statement := range []string{
		`CREATE TABLE notes (text TEXT)`, `INSERT INTO notes VALUES ('feed the yaks')`, `CREATE INDEX notes_text ON notes (text)`,
		`CREATE VIEW parties_here AS SELECT * FROM parties`, `CREATE INDEX parties_here_too ON parties (body)`,
		`CREATE TRIGGER noted AFTER INSERT ON notes BEGIN SELECT 1; END`, `CREATE TRIGGER named AFTER INSERT ON parties BEGIN SELECT 1; END`,
	} {
		if _, err := shell.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	file, _ := backupOf(t, s)
	backup, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, secret := range map[string][]byte{"a key": key, "what others have added": []byte("feed the yaks")} {
		if bytes.Contains(backup, secret) {
			t.Errorf("the backup has %s", name)
		}
	}
	again := Where{Data: t.TempDir()}
	if _, err := Restore(t.Context(), tashi, again, file); err != nil {
		t.Fatal(err)
	}
	fresh, err := openAt(t, again).Key(t.Context(), tashi, "cookies")
	if err != nil || len(fresh) != 32 || bytes.Equal(fresh, key) {
		t.Errorf("the restored database has the key of the other, or %v", err)
	}
}

// TestTablesAreReadTheSameOnBothEngines holds what a comparison of tables over the engines
// needs: the same columns, keys and order.
func TestTablesAreReadTheSameOnBothEngines(t *testing.T) {
	t.Parallel()
	columns := func(t *testing.T, w Where) map[string][]db.Column {
		of := map[string][]db.Column{}
		err := openAt(t, w).view(t.Context(), tashi, func(tx *Tx) error {
			for _, table := range copiedTables() {
				list, err := tx.Columns(t.Context(), table)
				if err != nil {
					return err
				}
				of[table] = list
				keyed := false
				for i, c := range list {
					if keyed = keyed || c.Key > 0; c.Key == 0 {
						list[i].Text = false // decimals are texts on SQLite alone, and no table is sorted by them
					}
				}
				if !keyed {
					t.Errorf("the table %s has no primary key, by which its rows could be ordered", table)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return of
	}
	if diff := cmp.Diff(columns(t, migrated.SQLite(t)), columns(t, Where{URL: storetest.Postgres(t)})); diff != "" {
		t.Errorf("tables differ (-SQLite +PostgreSQL):\n%s", diff)
	}
}

func TestNoFlippedBitChangesWhatIsRestored(t *testing.T) { flipBits(t, 30) }

// flipBits fails where a backup of which one bit is flipped, n times another one, is
// restored as something else than was backed up. A bit that is not noticed lies where
// nothing is stored.
func flipBits(t *testing.T, n int) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 1)
		file, _ := backupOf(t, s)
		backup, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		restore := func(content []byte) (map[string][]string, error) {
			flipped, w := filepath.Join(t.TempDir(), "x.backup"), Where{Data: t.TempDir()}
			if err := os.WriteFile(flipped, content, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := Restore(t.Context(), tashi, w, flipped); err != nil {
				return nil, err
			}
			return contents(t, w), nil
		}
		want, err := restore(backup)
		if err != nil {
			t.Fatal(err)
		}
		storetest.FlipBits(t, backup, n, rand.New(rand.NewPCG(14, 1)), want, func(flipped []byte) (map[string][]string, bool) {
			is, err := restore(flipped)
			refused := codeOf(err) == trade.Invalid || codeOf(err) == trade.Conflict
			if err != nil && !refused {
				t.Errorf("Restore = %v, which is no sentence", err)
			}
			return is, err != nil
		})
	})
}

func TestTheSameDataHaveTheSameDigest(t *testing.T) {
	t.Parallel()
	s := openAt(t, Where{Data: t.TempDir()})
	issueSome(t, s, 1)
	first, made := backupOf(t, s)
	_, again := backupOf(t, s)
	if made.Digest != again.Digest {
		t.Errorf("two backups of the same data at the same time have the digests %s and %s", made.Digest, again.Digest)
	}
	checked, err := manifest.Check(t.Context(), tashi, first, migrations.Files, made.Digest)
	if err != nil || checked.Digest != made.Digest || !strings.HasPrefix(checked.Manifest.Program, "woolroad") || checked.Manifest.Made != tashi.Stamp() {
		t.Errorf("Check = %+v, %v", checked, err)
	}
}
