// Package storetest makes databases for tests, each of a test's own and gone
// with it.
package storetest

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"woolroad/app/store"
)

// EachEngine runs f for an empty place on SQLite and on PostgreSQL.
func EachEngine(t *testing.T, f func(t *testing.T, w store.Where)) {
	t.Run("sqlite", func(t *testing.T) { f(t, store.Where{Data: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) { f(t, store.Where{URL: Postgres(t)}) })
}

// Postgres is the URL of an empty database on the server at 127.0.0.1:5432, or
// at WOOLROAD_TEST_POSTGRES. Where none answers the test is skipped, and fails
// if CI is set.
func Postgres(t testing.TB) string {
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
	name := "woolroad_test_" + strings.ToLower(rand.Text())
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
func reached(t testing.TB, u *url.URL) *sql.DB {
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
