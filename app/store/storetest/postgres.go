// Package storetest makes databases for tests, each of a test's own and gone
// with it. It knows no store, so that the store's own tests use it too.
package storetest

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Place is where a database is: a folder, or the URL of a PostgreSQL. It is
// store.Where, by its fields.
type Place interface{ ~struct{ Data, URL string } }

type place = struct{ Data, URL string }

// EachEngine runs f for an empty place on SQLite and on PostgreSQL.
func EachEngine[P Place](t *testing.T, f func(t *testing.T, p P)) {
	t.Run("sqlite", func(t *testing.T) { f(t, P(place{Data: t.TempDir()})) })
	t.Run("postgres", func(t *testing.T) { f(t, P(place{URL: Postgres(t)})) })
}

// Postgres is the URL of an empty database on the server at 127.0.0.1:5432, or
// at WOOLROAD_TEST_POSTGRES. Where none answers the test is skipped, and fails
// if CI is set.
func Postgres(t testing.TB) string {
	t.Helper()
	at := reached(t)
	name := named()
	run(t, at, "CREATE DATABASE "+name)
	run(t, at, unhurried(name))
	t.Cleanup(func() { run(t, at, drop(name)) })
	return database(at, name)
}

func named() string { return "woolroad_test_" + strings.ToLower(rand.Text()) }

// unhurried lets a database commit before the disk has it: what a test's server loses
// with the power is nothing, and waiting for the disk is most of what commits cost.
func unhurried(name string) string { return "ALTER DATABASE " + name + " SET synchronous_commit = off" }

func drop(name string) string { return "DROP DATABASE " + name + " WITH (FORCE)" }

// database is the URL of a database on a server.
func database(server url.URL, name string) string {
	server.Path = "/" + name
	return server.String()
}

func run(t testing.TB, server url.URL, statement string) {
	t.Helper()
	if err := execute(server, statement); err != nil {
		t.Errorf("%s: %v", statement, err)
		t.FailNow()
	}
}

func execute(server url.URL, statement string) error {
	db, err := sql.Open("pgx", server.String())
	if err != nil {
		return err
	}
	_, err = db.Exec(statement)
	if e := db.Close(); err == nil {
		err = e
	}
	return err
}

// found is the server with the user of the URL or postgres, whichever it knows.
var found = sync.OnceValues(func() (url.URL, error) {
	at := os.Getenv("WOOLROAD_TEST_POSTGRES")
	if at == "" {
		at = "postgres://root@127.0.0.1:5432/postgres?sslmode=disable"
	}
	u, err := url.Parse(at)
	if err != nil {
		return url.URL{}, err
	}
	var first error
	for _, user := range []*url.Userinfo{u.User, url.User("postgres")} {
		u.User = user
		err := execute(*u, "SELECT 1")
		if err == nil {
			return *u, nil
		}
		if first == nil {
			first = err
		}
	}
	return url.URL{}, first
})

func reached(t testing.TB) url.URL {
	t.Helper()
	server, err := found()
	switch {
	case err == nil:
	case os.Getenv("CI") != "":
		t.Fatalf("no PostgreSQL answers at 127.0.0.1:5432, and CI must test it: %v", err)
	default:
		t.Skipf("no PostgreSQL answers at 127.0.0.1:5432 (%v); start one to run this", err)
	}
	return server
}
