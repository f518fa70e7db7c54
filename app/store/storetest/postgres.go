// Package storetest makes databases for tests, on SQLite and on PostgreSQL.
//
// Its one rule: each database belongs to one test and is gone after it. The package knows
// no store, so that the store's own tests use it too.
package storetest

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// A Place is where a database is: a folder, or the URL of a PostgreSQL. It has the fields
// of store.Where.
type Place interface{ ~struct{ Data, URL string } }

type place = struct{ Data, URL string }

// EachEngine runs f for an empty place on SQLite and for one on PostgreSQL.
func EachEngine[P Place](t *testing.T, f func(t *testing.T, p P)) {
	t.Run("sqlite", func(t *testing.T) { f(t, P(place{Data: t.TempDir()})) })
	t.Run("postgres", func(t *testing.T) { f(t, P(place{URL: Postgres(t)})) })
}

// Postgres returns the URL of an empty database on the server at 127.0.0.1:5432, or at
// WOOLROAD_TEST_POSTGRES. Where no server answers it skips the test, or fails it if CI is
// set.
func Postgres(t testing.TB) string {
	t.Helper()
	return create(t, "")
}

// create makes a database, a copy of the template if there is one, and returns its URL.
// Run drops the database with all others of the package: dropping each one after its test
// would be slow, since a file system looks long for room beside files that have just been
// removed.
func create(t testing.TB, template string) string {
	t.Helper()
	s := reached(t)
	if !running {
		t.Fatal("a package whose tests make databases must call storetest.Run in its TestMain, which drops them")
	}
	name, err := s.create(template)
	if err != nil {
		t.Fatal(err)
	}
	return s.database(name)
}

// A server is a PostgreSQL server, with the databases that this package's tests have made
// on it.
type server struct {
	at   url.URL
	db   *sql.DB
	mu   sync.Mutex
	made []string
}

// create makes a database, a copy of the template if there is one, and returns its name.
func (s *server) create(template string) (name string, err error) {
	name = "woolroad_test_" + strings.ToLower(rand.Text())
	of := ""
	if template != "" {
		of = " TEMPLATE " + template
	}
	if _, err := s.db.Exec("CREATE DATABASE " + name + of); err != nil {
		return "", err
	}
	s.mu.Lock()
	s.made = append(s.made, name)
	s.mu.Unlock()
	// A commit need not be on the disk: what a test's server loses with the power is
	// nothing, and waiting for the disk is most of what commits cost.
	if _, err := s.db.Exec("ALTER DATABASE " + name + " SET synchronous_commit = off"); err != nil {
		return "", err
	}
	return name, nil
}

// database returns the URL of a database on the server.
func (s *server) database(name string) string {
	at := s.at
	at.Path = "/" + name
	return at.String()
}

// dropping is how many databases are dropped at a time.
const dropping = 8

// drop drops all databases that were made, and closes the server's connections. Each
// database that is dropped has to wait for a checkpoint, which writes all others to the
// disk, so several are dropped at once and wait for the same one.
func (s *server) drop() error {
	s.db.SetMaxOpenConns(dropping)
	faults := make([]error, len(s.made))
	var all sync.WaitGroup
	for i, name := range s.made {
		all.Go(func() { _, faults[i] = s.db.Exec("DROP DATABASE " + name + " WITH (FORCE)") })
	}
	all.Wait()
	return errors.Join(append(faults, s.db.Close())...)
}

// found returns the server, as the user of the URL or as postgres, whichever the server
// knows.
var found = sync.OnceValues(func() (*server, error) {
	at := os.Getenv("WOOLROAD_TEST_POSTGRES")
	if at == "" {
		at = "postgres://root@127.0.0.1:5432/postgres?sslmode=disable"
	}
	u, err := url.Parse(at)
	if err != nil {
		return nil, err
	}
	var first error
	for _, user := range []*url.Userinfo{u.User, url.User("postgres")} {
		u.User = user
		db, err := sql.Open("pgx", u.String())
		if err != nil {
			return nil, err
		}
		if err = db.Ping(); err == nil {
			return &server{at: *u, db: db}, nil
		}
		if err = errors.Join(err, db.Close()); first == nil {
			first = err
		}
	}
	return nil, first
})

// reached returns the server, or skips the test where none answers, or fails it if CI is
// set.
func reached(t testing.TB) *server {
	t.Helper()
	s, err := found()
	switch {
	case err == nil:
	case os.Getenv("CI") != "":
		t.Fatalf("no PostgreSQL answers at 127.0.0.1:5432, and CI must test it: %v", err)
	default:
		t.Skipf("no PostgreSQL answers at 127.0.0.1:5432 (%v); start one to run this", err)
	}
	return s
}
