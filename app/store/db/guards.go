package db

import "context"

// EachGuard calls f with the names of tables and of what they refuse changes by: columns,
// triggers, keys, checks and functions of triggers. Each comes with how it is defined and
// switched on. On SQLite, the columns and checks stand in the definition of their table.
func (t *Tx) EachGuard(ctx context.Context, f func(name, definition string)) error {
	return t.Each(ctx, t.dialect.guards(), nil, func(row Scanner) error {
		var name, definition string
		err := row.Scan(&name, &definition)
		f(name, definition)
		return err
	})
}

// Folder returns the name of the folder that has the engine's migrations.
func (t *Tx) Folder() string { return t.dialect.folder() }
