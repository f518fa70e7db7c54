// Package store keeps parties, products, orders, stock, rates and issued
// documents, in SQLite or PostgreSQL, with the same statements.
//
// What is issued is never changed: the schema refuses it, each document is
// chained to the one before, and Verify reads all of it again.
package store

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
	"woolroad/migrations"
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

// Store is an open database. It is safe for concurrent use.
type Store struct {
	dialect dialect
	write   *sql.DB
	read    *sql.DB // on PostgreSQL the same pool
	version int     // of the schema that it was opened with
}

// Open migrates the database, completes what lists and searches need, and opens
// it. An empty one is made.
func Open(ctx context.Context, w Where) (*Store, error) {
	d, err := w.dialect()
	if err != nil {
		return nil, err
	}
	if w.Data != "" {
		if err := os.MkdirAll(w.Data, 0o700); err != nil {
			return nil, fmt.Errorf("make the data folder: %w", err)
		}
	}
	s, err := open(ctx, d, migrations.Files)
	if err != nil {
		return nil, err
	}
	if err := s.complete(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func open(ctx context.Context, d dialect, files fs.FS) (*Store, error) {
	if err := migrateUp(ctx, d, files); err != nil {
		return nil, err
	}
	write, read, err := d.open()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", d.name(), err)
	}
	version, err := newest(d, files)
	s := &Store{d, write, read, version}
	if err := errors.Join(err, write.PingContext(ctx), read.PingContext(ctx)); err != nil {
		return nil, errors.Join(fmt.Errorf("reach %s: %w", d.name(), err), s.Close())
	}
	return s, nil
}

// Close closes the database.
func (s *Store) Close() error {
	err := s.write.Close()
	if s.read != s.write {
		err = errors.Join(err, s.read.Close())
	}
	return err
}

// Tx is one transaction; its methods see each other's writes.
type Tx struct {
	tx       *sql.Tx
	who      Who             // who acts in it
	exporter *trade.Exporter // as this transaction has read it; nil: not yet
}

// As returns the same transaction with another who acting in it.
func (t *Tx) As(who Who) *Tx { return &Tx{tx: t.tx, who: who} }

// Update runs f for who in a transaction, as if no other ran at the time, and
// commits if f returns nil. PostgreSQL may make it run f again, so f must do nothing
// but read and write through tx: mail and publish after Update returns.
func (s *Store) Update(ctx context.Context, who Who, f func(*Tx) error) error {
	return s.retry(ctx, who, s.write, &sql.TxOptions{Isolation: s.dialect.serializable()}, f)
}

// View returns what f reads for who in a transaction that only reads, all of it at
// one moment. It may run f again, so f must do nothing but read through tx.
func View[T any](ctx context.Context, s *Store, who Who, f func(*Tx) (T, error)) (out T, err error) {
	err = s.retry(ctx, who, s.read, s.dialect.snapshot(), func(t *Tx) (err error) {
		out, err = f(t)
		return err
	})
	return out, err
}

// View runs f in a transaction that only reads, all of it at one moment.
func (s *Store) View(ctx context.Context, f func(*Tx) error) error {
	return s.retry(ctx, Who{}, s.read, s.dialect.snapshot(), f)
}

// tries is how often a transaction is run that others keep getting in the way of.
const tries = 12

func (s *Store) retry(ctx context.Context, who Who, db *sql.DB, options *sql.TxOptions, f func(*Tx) error) error {
	for try := 1; ; try++ {
		err := once(ctx, who, db, options, f)
		if try == tries || !isSerialization(err) {
			return s.orMigrated(ctx, err)
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(rand.N(time.Duration(try) * 10 * time.Millisecond)):
		}
	}
}

// orMigrated says that another program changed the schema under this one, if
// that may be why the engine refused something, or else returns the error.
func (s *Store) orMigrated(ctx context.Context, err error) error {
	if !isEngine(err) {
		return err
	}
	now := schema{dialect: s.dialect, db: s.read}
	if unread := now.look(ctx); unread != nil || now.version == s.version {
		return err
	}
	return &trade.Error{Code: trade.Unavailable, Field: "database", Err: err,
		Format: "Another program changed the database's schema from %d to %d; restart woolroad.", Args: []any{s.version, now.version}}
}

// once runs f for who in a transaction.
func once(ctx context.Context, who Who, db *sql.DB, options *sql.TxOptions, f func(*Tx) error) error {
	tx, err := db.BeginTx(ctx, options)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := f(&Tx{tx: tx, who: who}); err != nil {
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
