package storetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// A Template is a database that is made once on each engine and copied for every test:
// migrating an empty database takes seconds, copying it a fraction of one.
type Template[P Place] struct {
	lite func() ([]byte, error)
	pg   func() (string, error) // the name of the one on the server
}

// NewTemplate returns a template that fill makes when a test first asks for it.
func NewTemplate[P Place](fill func(P) error) *Template[P] {
	m := new(Template[P])
	m.lite = sync.OnceValues(func() (file []byte, err error) {
		dir, err := os.MkdirTemp("", "woolroad-template-")
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		if err := fill(P(place{Data: dir})); err != nil {
			return nil, err
		}
		return os.ReadFile(filepath.Join(dir, fileName))
	})
	m.pg = sync.OnceValues(func() (string, error) {
		s, err := found()
		if err != nil {
			return "", err
		}
		name, err := s.create("")
		if err != nil {
			return "", err
		}
		return name, fill(P(place{URL: s.database(name)}))
	})
	return m
}

// fileName is the name that the store gives the file of an embedded database.
const fileName = "woolroad.db"

// SQLite returns a folder with a copy of the template.
func (m *Template[P]) SQLite(t testing.TB) P {
	t.Helper()
	file, err := m.lite()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fileName), file, 0o600); err != nil {
		t.Fatal(err)
	}
	return P(place{Data: dir})
}

// Postgres returns a copy of the template on the server that Postgres uses, and skips or
// fails the test as Postgres does.
func (m *Template[P]) Postgres(t testing.TB) P {
	t.Helper()
	reached(t)
	template, err := m.pg()
	if err != nil {
		t.Fatal(err)
	}
	return P(place{URL: create(t, template)})
}

// Each runs f for a copy of the template on SQLite and for one on PostgreSQL, both at
// once.
func (m *Template[P]) Each(t *testing.T, f func(t *testing.T, p P)) {
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); f(t, m.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); f(t, m.Postgres(t)) })
}

// Opened runs f as Each does, with what open returns for the place, and closes that after
// f.
func Opened[P Place, S io.Closer](t *testing.T, m *Template[P], open func(context.Context, P) (S, error), f func(t *testing.T, s S)) {
	m.Each(t, func(t *testing.T, p P) {
		s, err := open(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}()
		f(t, s)
	})
}

// running says that Run is running the tests, and will drop what they make.
var running bool

// Run runs a package's tests, drops the databases that they made and returns the code to
// exit with. The TestMain of each package that makes databases must call it.
func Run(m *testing.M) int {
	running = true
	code := m.Run()
	if s, err := found(); err == nil {
		if err := s.drop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	return code
}
