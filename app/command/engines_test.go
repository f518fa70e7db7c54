package command

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "woolroad/app/store" // for its drivers
)

// eachEngine runs f with the flags of two empty databases on each engine.
func eachEngine(t *testing.T, f func(t *testing.T, one, other []string)) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		f(t, []string{"--data", filepath.Join(dir, "one")}, []string{"--data", filepath.Join(dir, "other")})
	})
	t.Run("postgres", func(t *testing.T) {
		f(t, []string{"--database", freshPostgres(t)}, []string{"--database", freshPostgres(t)})
	})
}

// freshPostgres makes a database of the test's own.
func freshPostgres(t *testing.T) string {
	t.Helper()
	at := os.Getenv("WOOLROAD_TEST_POSTGRES")
	if at == "" {
		at = "postgres://root@127.0.0.1:5432/postgres?sslmode=disable"
	}
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	server := reached(t, u)
	name := "woolroad_command_" + strings.ToLower(rand.Text())
	if _, err := server.Exec("CREATE DATABASE " + name + " STRATEGY file_copy"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := server.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	u.Path = "/" + name
	return u.String()
}

// reached is the server with the user of the URL or postgres, whichever it
// knows, and leaves that one in the URL.
func reached(t *testing.T, u *url.URL) *sql.DB {
	t.Helper()
	var first error
	for _, user := range []*url.Userinfo{u.User, url.User("postgres")} {
		u.User = user
		db, err := sql.Open("pgx", u.String())
		if err != nil {
			t.Fatal(err)
		}
		if err = db.PingContext(t.Context()); err == nil {
			return db
		}
		if first == nil {
			first = err
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("no PostgreSQL answers at 127.0.0.1:5432, and CI must test it: %v", first)
	}
	t.Skipf("no PostgreSQL answers at 127.0.0.1:5432 (%v); start one to run this", first)
	return nil
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
