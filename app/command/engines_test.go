package command

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	_ "woolroad/app/store" // for its drivers
	"woolroad/app/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// eachEngine runs f with the flags of two empty places on each engine, both at once.
func eachEngine(t *testing.T, f func(t *testing.T, one, other []string)) {
	eachEngineInTurn(t, func(t *testing.T, one, other []string) {
		t.Parallel()
		f(t, one, other)
	})
}

// eachEngineInTurn is eachEngine for what changes the whole program.
func eachEngineInTurn(t *testing.T, f func(t *testing.T, one, other []string)) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		f(t, []string{"--data", filepath.Join(dir, "one")}, []string{"--data", filepath.Join(dir, "other")})
	})
	t.Run("postgres", func(t *testing.T) {
		f(t, []string{"--database", storetest.Postgres(t)}, []string{"--database", storetest.Postgres(t)})
	})
}

// spoil changes a document as somebody with a tool of their own might.
func spoil(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query(`SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'issued'`)
	if err != nil {
		t.Fatal(err)
	}
	var triggers []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		triggers = append(triggers, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, name := range triggers {
		if _, err := db.Exec(`DROP TRIGGER ` + name); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec(`UPDATE issued SET date = '2026-11-22' WHERE number = 'CI-2026-0001'`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
