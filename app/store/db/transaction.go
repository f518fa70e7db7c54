package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"woolroad/app/store/wait"
	"woolroad/app/trade"
)

// Update runs f for who in a transaction, as if no other ran at the time, and commits if
// f returns nil. It runs f again where PostgreSQL could not run it beside others, and
// where the connection was lost before anything was stored, so f must do nothing but read
// and write through tx: mail and publish after Update returns. An *Unsure error says that
// it is not known whether the transaction was stored; after any other error it was not. Where
// another program has migrated the database meanwhile, the error may be Unavailable.
func (d *DB) Update(ctx context.Context, who Who, f func(*Tx) error) error {
	return d.retry(ctx, who, d.write, &sql.TxOptions{Isolation: d.dialect.serializable()}, f)
}

// UpdateLocking runs f as Update does, but on PostgreSQL f may see what others commit
// meanwhile. So f must first lock the rows that it depends on.
func (d *DB) UpdateLocking(ctx context.Context, who Who, f func(*Tx) error) error {
	return d.retry(ctx, who, d.write, &sql.TxOptions{Isolation: d.dialect.locking()}, f)
}

// View returns what f reads for who in a transaction that only reads, all of it as of one
// moment. It may run f again, so f must do nothing but read through tx. Where another program
// has migrated the database meanwhile, the error may be Unavailable.
func View[T any](ctx context.Context, d *DB, who Who, f func(*Tx) (T, error)) (out T, err error) {
	err = d.retry(ctx, who, d.read, d.dialect.snapshot(), func(t *Tx) (err error) {
		out, err = f(t)
		return err
	})
	return out, err
}

// Tries is how often at most a transaction is run that others interrupt.
const Tries = 12

// retry runs f for who in a transaction with these options, again where PostgreSQL could
// not run it beside others, and where the connection was lost and nothing was stored. The
// errors are those of f and of the engine, and *Unsure.
func (d *DB) retry(ctx context.Context, who Who, db *sql.DB, options *sql.TxOptions, f func(*Tx) error) error {
	const lostTries = 4 // of a transaction whose connection is lost
	for try := 1; ; try++ {
		err := d.runOnce(ctx, who, db, options, f)
		again := isSerialization(err) && try < Tries || isLost(err) && try < lostTries && ctx.Err() == nil
		if !again {
			return d.orMigrated(ctx, err)
		}
		if ended := pause(ctx, try); ended != nil {
			return errors.Join(ended, err)
		}
	}
}

// orMigrated returns an Unavailable error where another program has changed the schema
// under this one and that may be why the engine refused something, or else err.
func (d *DB) orMigrated(ctx context.Context, err error) error {
	if !isEngine(err) || CauseOf(err) != "" || errors.As(err, new(*Unsure)) {
		return err
	}
	now := schema{dialect: d.dialect, db: d.read}
	if unread := now.refresh(ctx); unread != nil || now.version == d.version {
		return err
	}
	return &trade.Error{Code: trade.Unavailable, Field: "database", Err: err,
		Format: "Another program changed the database's schema from %d to %d; restart woolroad.", Args: []any{d.version, now.version}}
}

// Transactions counts the transactions that this program has begun: an answer that reads
// begins one.
var Transactions atomic.Int64

// errNobody reports a transaction without anybody who acts.
var errNobody = errors.New("a transaction without anybody who acts")

// runOnce runs f for who in a transaction, and commits it if f returns nil. A who without a
// name is the error errNobody, and a lost commit has the errors of settle.
func (d *DB) runOnce(ctx context.Context, who Who, db *sql.DB, options *sql.TxOptions, f func(*Tx) error) error {
	if who.Name == "" {
		return errNobody
	}
	Transactions.Add(1)
	tx, err := begin(ctx, db, options)
	if err != nil {
		return err
	}
	stop, err := d.sayWaits(ctx, tx)
	if err != nil {
		return errors.Join(err, rollBack(tx))
	}
	defer stop()
	mark := ""
	if err := f(&Tx{tx, d.dialect, who, &mark}); err != nil {
		if back := rollBack(tx); back != nil && !isLost(err) { // with its connection, a transaction ends by itself
			err = errors.Join(err, back)
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		return d.settle(ctx, mark, options.ReadOnly, fmt.Errorf("commit: %w", err))
	}
	return nil
}

// sayWaits says by ctx, once until stop is called, for what a statement of the transaction
// waits for more than two seconds. What sayWaits cannot find out it does not say.
func (d *DB) sayWaits(ctx context.Context, tx *sql.Tx) (stop func(), err error) {
	own, sentence := d.dialect.waits()
	if own == "" || !wait.IsTold(ctx) {
		return func() {}, nil
	}
	var connection int
	if err := tx.QueryRowContext(ctx, own).Scan(&connection); err != nil {
		return nil, fmt.Errorf("ask for the number of the connection: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for said := ""; said == ""; {
			select {
			case <-ctx.Done():
				return
			case <-time.After(time.Second):
			}
			if d.read.QueryRowContext(ctx, sentence, connection).Scan(&said) == nil {
				wait.Say(ctx, said)
			}
		}
	}()
	return func() { cancel(); <-ended }, nil
}

// begin begins a transaction. A pool has connections that the server has ended, after it
// was restarted all of them are: begin goes on with the next one until it finds one that
// answers, or a new one is refused.
func begin(ctx context.Context, db *sql.DB, options *sql.TxOptions) (*sql.Tx, error) {
	for try := 0; ; try++ {
		var tx *sql.Tx
		err := wait.For(ctx, "Waiting for another program that writes to the database.", func() (err error) {
			tx, err = db.BeginTx(ctx, options)
			return err
		})
		if err == nil {
			return tx, nil
		}
		if try == connections || !isLost(err) || ctx.Err() != nil {
			return nil, fmt.Errorf("begin: %w", err)
		}
	}
}
