package manifest

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// An object is a table, index, trigger or view of a SQLite file.
type object struct {
	kind, table string
	columns     []string // of a table, sorted
}

// A shape is the objects of a SQLite file by their names, without those that SQLite makes
// by itself.
type shape map[string]object

// shapeOf returns the shape of a SQLite file.
func shapeOf(ctx context.Context, t *db.Tx) (shape, error) {
	is := shape{}
	err := t.Each(ctx, `SELECT type, name, tbl_name FROM sqlite_master`, nil, func(r db.Scanner) error {
		var o object
		var name string
		err := r.Scan(&o.kind, &name, &o.table)
		if !strings.HasPrefix(name, "sqlite_") {
			is[name] = o
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for name, o := range is {
		if o.kind != "table" {
			continue
		}
		columns, err := t.Columns(ctx, name)
		if err != nil {
			return nil, err
		}
		for _, c := range columns {
			o.columns = append(o.columns, c.Name)
		}
		is[name] = o
	}
	return is, nil
}

// shapeAt returns the shape that a version of the schema gives a SQLite file.
func shapeAt(ctx context.Context, who db.Who, files fs.FS, version int) (is shape, err error) {
	err = db.ViewSchema(ctx, who, files, version, func(t *db.Tx) error {
		is, err = shapeOf(ctx, t)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("make the schema %d: %w", version, err)
	}
	return is, nil
}

// beside are the objects that a file may have besides its schema: golang-migrate's notes
// and the manifest.
var beside = []string{"schema_migrations", "version_unique", "manifest"}

// strangers returns the names of the objects that the schema does not have, sorted.
func (s shape) strangers(schema shape) (names []string) {
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if s[name].kind != schema[name].kind && !slices.Contains(beside, name) {
			names = append(names, name)
		}
	}
	return names
}

// check returns an Invalid error that names a table, column, trigger or view that is
// missing or is not of the schema.
func (s shape) check(schema shape, version int) error {
	for _, name := range slices.Sorted(maps.Keys(schema)) {
		o, is := schema[name], s[name]
		switch {
		case o.kind != "table":
		case is.kind != o.kind:
			return notOurs("the table %s is missing, which a backup of the schema %d has", name, version)
		case !slices.Equal(is.columns, o.columns):
			return notOurs("the table %s has the columns %s, and in the schema %d it has %s", name, strings.Join(is.columns, ", "), version, strings.Join(o.columns, ", "))
		}
	}
	if names := s.strangers(schema); names != nil {
		return notOurs("it has a %s %s, which is none of the schema %d", s[names[0]].kind, names[0], version)
	}
	return nil
}

// notOurs returns an Invalid error for a file that is no backup.
func notOurs(format string, args ...any) error {
	return &trade.Error{Code: trade.Invalid, Field: "file", Format: format, Args: args}
}

// Strip removes from a SQLite file that becomes a backup what no backup may have: an older
// manifest, what others have added to the database, and the rows of the tables that are the
// installation's own. What is removed cannot be found in the file's bytes either.
func Strip(ctx context.Context, t *db.Tx, files fs.FS, own ...string) error {
	version, err := schemaOf(ctx, t)
	if err != nil {
		return err
	}
	schema, err := shapeAt(ctx, t.Who(), files, version)
	if err != nil {
		return err
	}
	is, err := shapeOf(ctx, t)
	if err != nil {
		return err
	}
	statements := []string{`PRAGMA secure_delete = ON`, `DROP TABLE IF EXISTS manifest`}
	for _, table := range own {
		statements = append(statements, `DELETE FROM `+table)
	}
	for _, name := range is.strangers(schema) {
		statements = append(statements, fmt.Sprintf(`DROP %s IF EXISTS "%s"`, is[name].kind, strings.ReplaceAll(name, `"`, `""`))) // a table takes its indexes and triggers along
	}
	for _, statement := range statements {
		if _, err := t.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("leave out of the backup what is not for it: %w", err)
		}
	}
	return nil
}
