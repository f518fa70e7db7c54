// Package db is the engine under all that is stored: SQLite or PostgreSQL, with the same
// statements. It opens and migrates a database, runs transactions for whoever asks, and
// has what the lists of any subject are made of.
//
// Its one rule: it knows no subject's tables. What differs between the engines is in
// sqlite.go and postgres.go, and their errors in errors.go; every other file runs the same
// statements on both.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"woolroad/app/trade"
)

// A Where says which database to use: the folder of an embedded one, or the URL of a
// PostgreSQL. One of the two is given.
type Where struct {
	Data string
	URL  string
}

// Files returns the names of the files in the folder that an embedded database is in, as
// far as they hold what is stored.
func (w Where) Files() []string { return []string{"woolroad.db", "woolroad.db-wal"} }

// dialect returns the engine that Where asks for. Both or neither given is an Invalid
// error.
func (w Where) dialect() (dialect, error) {
	switch {
	case w.Data != "" && w.URL != "":
		return nil, &trade.Error{Code: trade.Invalid, Field: "database", Format: "Both a data folder and a database URL are given; give one of them."}
	case w.URL != "":
		return postgres{w.URL}, nil
	case w.Data != "":
		return sqlite{filepath.Join(w.Data, "woolroad.db")}, nil
	}
	return nil, &trade.Error{Code: trade.Invalid, Field: "database", Format: "No database is given; name a data folder or a database URL."}
}

// A DB is an open database. It is safe for concurrent use.
type DB struct {
	dialect dialect
	write   *sql.DB
	read    *sql.DB // the same pool as write, on PostgreSQL
	version int     // of the schema that it was opened with
}

// Open migrates the database to the schema, whose migrations are the files, and opens it.
// Where there is no database, Open makes an empty one. A damaged database is a Conflict, one
// that a newer program has written an Unavailable error, and an unclear Where an Invalid one.
func Open(ctx context.Context, w Where, schema fs.FS) (*DB, error) {
	e, err := w.makeFolder()
	if err != nil {
		return nil, err
	}
	return open(ctx, e, schema)
}

// OpenFile opens a SQLite database as Open does, by the path of its file.
func OpenFile(ctx context.Context, path string, schema fs.FS) (*DB, error) {
	return open(ctx, sqlite{path}, schema)
}

// makeFolder makes the folder of an embedded database, where there is none, and returns
// the engine that Where asks for, or the Invalid error of Where.dialect.
func (w Where) makeFolder() (dialect, error) {
	e, err := w.dialect()
	if err != nil || w.Data == "" {
		return e, err
	}
	if err := os.MkdirAll(w.Data, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	return e, nil
}

// open migrates and opens the database of an engine.
func open(ctx context.Context, e dialect, files fs.FS) (*DB, error) {
	version, err := newestStep(e, files)
	if err != nil {
		return nil, err
	}
	write, read, err := e.open()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", e.name(), err)
	}
	d := &DB{e, write, read, version}
	if err := d.prepare(ctx, files); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// prepare migrates the database if it has to, and checks that it answers. Most databases
// have the schema already: prepare asks them first, without the lock and the connections
// that a migration takes.
func (d *DB) prepare(ctx context.Context, files fs.FS) error {
	there, err := d.dialect.isThere()
	if err != nil {
		return err
	}
	now := schema{dialect: d.dialect, files: files, db: d.read, newest: d.version}
	if there {
		if err := patiently(ctx, func() error { return now.refresh(ctx) }); err != nil {
			return err
		}
		if now.isCurrent() {
			if err := patiently(ctx, func() error { return now.checkWhole(ctx) }); err != nil {
				return err
			}
		}
	}
	if !now.isCurrent() {
		if err := migrateUp(ctx, d.dialect, files); err != nil {
			return err
		}
	}
	err = patiently(ctx, func() error { return errors.Join(d.write.PingContext(ctx), d.read.PingContext(ctx)) })
	if err != nil {
		return fmt.Errorf("reach %s: %w", d.dialect.name(), err)
	}
	return nil
}

// patiently runs f again while the database is locked by others who open it at the same
// time, up to openTries times: SQLite does not wait for all of that by itself.
func patiently(ctx context.Context, f func() error) error {
	for try := 1; ; try++ {
		err := f()
		if try == openTries || !isBusy(err) {
			return err
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

// openTries is how often a database is opened that others are opening too. That takes
// some seconds, at most eight.
const openTries = 40

// pause waits a little, and longer with each try. The error is that of ctx.
func pause(ctx context.Context, try int) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(rand.N(time.Duration(try) * 10 * time.Millisecond)):
		return nil
	}
}

// Engine returns the engine that the database is of.
func (d *DB) Engine() Engine { return d.dialect.name() }

// Close closes the database.
func (d *DB) Close() error {
	err := d.write.Close()
	if d.read != d.write {
		err = errors.Join(err, d.read.Close())
	}
	return err
}

// A Tx is one transaction. Its methods see each other's writes.
type Tx struct {
	tx      *sql.Tx
	dialect dialect
	who     Who
	mark    *string // the key of a row of requests that is there if the transaction is stored, or again; empty: none
}

// Who returns who acts in the transaction.
func (t *Tx) Who() Who { return t.who }

// As returns the same transaction with another who acting in it.
func (t *Tx) As(who Who) *Tx { return &Tx{t.tx, t.dialect, who, t.mark} }

// ExecContext runs a statement that returns no rows, as database/sql does.
func (t *Tx) ExecContext(ctx context.Context, statement string, args ...any) (sql.Result, error) {
	return t.tx.ExecContext(ctx, statement, args...)
}

// QueryContext runs a statement and returns its rows, as database/sql does.
func (t *Tx) QueryContext(ctx context.Context, statement string, args ...any) (*sql.Rows, error) {
	return t.tx.QueryContext(ctx, statement, args...)
}

// QueryRowContext runs a statement and returns its only row, as database/sql does.
func (t *Tx) QueryRowContext(ctx context.Context, statement string, args ...any) *sql.Row {
	return t.tx.QueryRowContext(ctx, statement, args...)
}

// PrepareContext returns a statement to run many times, as database/sql does.
func (t *Tx) PrepareContext(ctx context.Context, statement string) (*sql.Stmt, error) {
	return t.tx.PrepareContext(ctx, statement)
}
