package command

import (
	"database/sql"
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
