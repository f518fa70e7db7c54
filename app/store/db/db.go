// Package db is the engine under all that is stored: SQLite or PostgreSQL, with the
// same statements. It opens and migrates a database, runs transactions for whoever
// asks, and has what lists and searches of any subject are made of. It knows no
// subject's tables.
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
	"sync/atomic"
	"time"

	"woolroad/app/trade"
)

// Where says which database to use: the folder of an embedded one, or the URL
// of a PostgreSQL. One of the two is given.
type Where struct {
	Data string
	URL  string
}

// dialect is the engine that Where asks for.
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

// DB is an open database. It is safe for concurrent use.
type DB struct {
	dialect dialect
	write   *sql.DB
	read    *sql.DB // on PostgreSQL the same pool
	version int     // of the schema that it was opened with
}

// Open migrates the database to the schema, whose files migrations are, and opens it.
// An empty one is made.
func Open(ctx context.Context, w Where, schema fs.FS) (*DB, error) {
	e, err := w.makeFolder()
	if err != nil {
		return nil, err
	}
	return open(ctx, e, schema)
}

// OpenFile is Open of a SQLite database by the path of its file.
func OpenFile(ctx context.Context, path string, schema fs.FS) (*DB, error) {
	return open(ctx, sqlite{path}, schema)
}

// makeFolder returns the engine that Where asks for, whose folder is there.
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

func open(ctx context.Context, e dialect, files fs.FS) (*DB, error) {
	version, err := newest(e, files)
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

// prepare migrates the database where it has to, and sees that it answers. Most that are
// opened have the schema already, and are asked for it without the lock and the
// connections that a migration takes.
func (d *DB) prepare(ctx context.Context, files fs.FS) error {
	there, err := d.dialect.isThere()
	if err != nil {
		return err
	}
	now := schema{dialect: d.dialect, db: d.read, newest: d.version}
	if there {
		if err := patiently(ctx, func() error { return now.look(ctx) }); err != nil {
			return err
		}
	}
	if !now.current() {
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

// patiently runs f until the database is not locked by others who open it at the same
// time: SQLite does not wait for all of that by itself.
func patiently(ctx context.Context, f func() error) error {
	for try := 1; ; try++ {
		err := f()
		if try == patience || !isBusy(err) {
			return err
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

// patience is how often a database is opened that others are opening too: for some
// seconds, at most eight.
const patience = 40

// pause waits a little, and longer with each try. Its error is that of ctx.
func pause(ctx context.Context, try int) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(rand.N(time.Duration(try) * 10 * time.Millisecond)):
		return nil
	}
}

// Engine returns which one the database is of.
func (d *DB) Engine() Engine { return d.dialect.name() }

// Close closes the database.
func (d *DB) Close() error {
	err := d.write.Close()
	if d.read != d.write {
		err = errors.Join(err, d.read.Close())
	}
	return err
}

// Tx is one transaction; its methods see each other's writes.
type Tx struct {
	tx      *sql.Tx
	dialect dialect
	who     Who
}

// Who returns who acts in the transaction.
func (t *Tx) Who() Who { return t.who }

// As returns the same transaction with another who acting in it.
func (t *Tx) As(who Who) *Tx { return &Tx{t.tx, t.dialect, who} }

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

// Update runs f for who in a transaction, as if no other ran at the time, and
// commits if f returns nil. PostgreSQL may make it run f again, so f must do nothing
// but read and write through tx: mail and publish after Update returns.
func (d *DB) Update(ctx context.Context, who Who, f func(*Tx) error) error {
	return d.retry(ctx, who, d.write, &sql.TxOptions{Isolation: d.dialect.serializable()}, f)
}

// UpdateLocking is Update for f that first locks the rows that it goes by, so that
// on PostgreSQL it may see what others commit meanwhile.
func (d *DB) UpdateLocking(ctx context.Context, who Who, f func(*Tx) error) error {
	return d.retry(ctx, who, d.write, &sql.TxOptions{Isolation: d.dialect.locking()}, f)
}

// View returns what f reads for who in a transaction that only reads, all of it at
// one moment. It may run f again, so f must do nothing but read through tx.
func View[T any](ctx context.Context, d *DB, who Who, f func(*Tx) (T, error)) (out T, err error) {
	err = d.retry(ctx, who, d.read, d.dialect.snapshot(), func(t *Tx) (err error) {
		out, err = f(t)
		return err
	})
	return out, err
}

// Tries is how often a transaction is run that others keep getting in the way of.
const Tries = 12

func (d *DB) retry(ctx context.Context, who Who, db *sql.DB, options *sql.TxOptions, f func(*Tx) error) error {
	for try := 1; ; try++ {
		err := d.once(ctx, who, db, options, f)
		if try == Tries || !isSerialization(err) {
			return d.orMigrated(ctx, err)
		}
		if ended := pause(ctx, try); ended != nil {
			return errors.Join(ended, err)
		}
	}
}

// orMigrated says that another program changed the schema under this one, if
// that may be why the engine refused something, or else returns the error.
func (d *DB) orMigrated(ctx context.Context, err error) error {
	if !isEngine(err) {
		return err
	}
	now := schema{dialect: d.dialect, db: d.read}
	if unread := now.look(ctx); unread != nil || now.version == d.version {
		return err
	}
	return &trade.Error{Code: trade.Unavailable, Field: "database", Err: err,
		Format: "Another program changed the database's schema from %d to %d; restart woolroad.", Args: []any{d.version, now.version}}
}

// Transactions counts those that this program has begun: an answer that reads begins
// one.
var Transactions atomic.Int64

// errNobody reports a transaction for nobody: nobody reaches what is stored without
// saying who acts.
var errNobody = errors.New("a transaction without anybody who acts")

// once runs f for who in a transaction.
func (d *DB) once(ctx context.Context, who Who, db *sql.DB, options *sql.TxOptions, f func(*Tx) error) error {
	if who.Name == "" {
		return errNobody
	}
	Transactions.Add(1)
	tx, err := db.BeginTx(ctx, options)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := f(&Tx{tx, d.dialect, who}); err != nil {
		if back := tx.Rollback(); back != nil && !errors.Is(back, sql.ErrTxDone) {
			err = errors.Join(err, fmt.Errorf("roll back: %w", back))
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}
