package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// A Column is a column of a table.
type Column struct {
	Name string
	Key  int  // its place in the table's primary key, from 1; 0: it is not in the key
	Text bool // it holds texts, which sort by their bytes
}

// Columns returns the columns of a table, ordered by name, and none where there is no such
// table.
func (t *Tx) Columns(ctx context.Context, table string) (list []Column, err error) {
	err = t.Each(ctx, t.dialect.columnsOf(), []any{table}, func(r Scanner) error {
		var c Column
		err := r.Scan(&c.Name, &c.Key, &c.Text)
		list = append(list, c)
		return err
	})
	slices.SortFunc(list, func(a, b Column) int { return strings.Compare(a.Name, b.Name) })
	return list, err
}

// EachOf calls f with the values of these columns for each row of a table. The rows are
// ordered by the primary key, and by all the columns where there is none; the order is the
// same on both engines. f must not hold on to the values. EachOf holds one row at a time.
func (t *Tx) EachOf(ctx context.Context, table string, columns []Column, f func(values []any) error) error {
	var names []string
	var keys []Column
	for _, c := range columns {
		names = append(names, quoted(c.Name))
		if c.Key > 0 {
			keys = append(keys, c)
		}
	}
	if keys == nil {
		keys = slices.Clone(columns)
	}
	slices.SortFunc(keys, func(a, b Column) int { return cmp.Compare(a.Key, b.Key) })
	var order []string
	for _, c := range keys {
		order = append(order, t.dialect.inBytes(c))
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range into {
		into[i] = &values[i]
	}
	return t.Each(ctx, `SELECT `+strings.Join(names, ", ")+` FROM `+quoted(table)+` ORDER BY `+strings.Join(order, ", "), nil, func(r Scanner) error {
		if err := r.Scan(into...); err != nil {
			return err
		}
		return f(values)
	})
}

// quoted returns a name as a statement writes it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// ViewFile runs f for who on a SQLite file as it is, in a transaction that only reads. It
// migrates nothing, and does not look at what stands beside the file. The errors are those
// of f and of the engine.
func ViewFile(ctx context.Context, who Who, path string, f func(*Tx) error) error {
	return onceOn(ctx, who, sqlite{path}.dsnAsIs(), f)
}

// ViewSchema runs f for who on an empty SQLite database in memory that has the schema of a
// version, whose migrations are the files. The errors are those of f and of the engine.
func ViewSchema(ctx context.Context, who Who, files fs.FS, version int, f func(*Tx) error) error {
	names, err := fs.Glob(files, sqlite{}.folder()+"/*.up.sql")
	if err != nil {
		return err
	}
	return onceOn(ctx, who, ":memory:", func(t *Tx) error {
		for _, name := range names {
			if n, err := strconv.Atoi(name[len(sqlite{}.folder())+1:][:4]); err != nil || n > version {
				continue
			}
			step, err := fs.ReadFile(files, name)
			if err == nil {
				_, err = t.ExecContext(ctx, string(step))
			}
			if err != nil {
				return fmt.Errorf("take the step %s: %w", name, err)
			}
		}
		return f(t)
	})
}

// Newest returns the newest version of the schema whose migrations are the files.
func Newest(files fs.FS) (int, error) { return newestStep(sqlite{}, files) }

// onceOn runs f for who in one transaction on a SQLite database, and changes nothing in
// it. The errors are those of f and of the engine.
func onceOn(ctx context.Context, who Who, dsn string, f func(*Tx) error) (err error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := f(&Tx{tx, sqlite{}, who, new(string)}); err != nil {
		return errors.Join(err, rollBack(tx))
	}
	return rollBack(tx)
}

// rollBack ends a transaction and undoes what it wrote. A transaction that has ended
// already is no error.
func rollBack(tx *sql.Tx) error {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return fmt.Errorf("roll back: %w", err)
	}
	return nil
}
