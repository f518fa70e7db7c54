package app_test

import (
	"context"
	"testing"

	"woolroad/app/store"
	"woolroad/app/store/storetest"
)

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w store.Where) error { return store.Migrate(context.Background(), w) })

// onEngines runs f on an empty database of both engines, or without the long tag of the
// one that is named: a browser sees no difference between them.
func onEngines(t *testing.T, one string, f func(t *testing.T, w store.Where)) {
	switch {
	case inEvery:
		migrated.Each(t, f)
	case one == "sqlite":
		f(t, migrated.SQLite(t))
	default:
		f(t, migrated.Postgres(t))
	}
}
