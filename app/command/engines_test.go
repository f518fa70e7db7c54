package command

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"woolroad/app/store"
	"woolroad/app/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// prepared is an empty database with the program's schema.
var prepared = storetest.NewTemplate(func(w store.Where) error { return store.Migrate(context.Background(), w) })

// flags returns the flags that name a database to a command.
func flags(w store.Where) []string {
	if w.URL != "" {
		return []string{"--database", w.URL}
	}
	return []string{"--data", w.Data}
}

// eachEngine runs f with the flags of a database that holds nothing on each engine, both
// at once and beside other tests.
func eachEngine(t *testing.T, f func(t *testing.T, one []string)) {
	t.Parallel()
	prepared.Each(t, func(t *testing.T, w store.Where) { f(t, flags(w)) })
}

// eachEngineInTurn runs f as eachEngine does, but one after the other, for tests that
// change something of the whole program.
func eachEngineInTurn(t *testing.T, f func(t *testing.T, one []string)) {
	t.Run("sqlite", func(t *testing.T) { f(t, flags(prepared.SQLite(t))) })
	t.Run("postgres", func(t *testing.T) { f(t, flags(prepared.Postgres(t))) })
}

// eachEmpty runs f on each engine, both at once and beside other tests, with what gives
// the flags of a place where nothing is, not even a schema.
func eachEmpty(t *testing.T, f func(t *testing.T, place func() []string)) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, func() []string { return flags(store.Where{Data: filepath.Join(t.TempDir(), "data")}) })
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		f(t, func() []string { return flags(store.Where{URL: storetest.Postgres(t)}) })
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
