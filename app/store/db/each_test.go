package db

import (
	"context"
	"os"
	"testing"
	"time"

	"woolroad/app/store/storetest"
	"woolroad/migrations"
)

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w Where) error { return Migrate(context.Background(), w, migrations.Files) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// each runs f against a fresh database on both engines, beside other tests.
func each(t *testing.T, f func(t *testing.T, d *DB)) {
	t.Parallel()
	for _, engine := range []struct {
		name  string
		place func(testing.TB) Where
	}{{"sqlite", migrated.SQLite}, {"postgres", migrated.Postgres}} {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			d, err := Open(t.Context(), engine.place(t), migrations.Files)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := d.Close(); err != nil {
					t.Error(err)
				}
			})
			f(t, d)
		})
	}
}

// tashi is who acts where a test says nobody else.
var tashi = Who{Name: "Tashi", At: time.Date(2026, 11, 23, 4, 0, 0, 123456789, time.UTC)}
