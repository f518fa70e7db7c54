package db

import (
	"context"
	"database/sql"
	"time"

	"github.com/golang-migrate/migrate/v4/database"
)

// lockPatience is how long a statement waits for what somebody else has locked. It is
// shorter than the time that a page has.
const lockPatience = 20 * time.Second

// An Engine is a database engine, by its name in sentences.
type Engine string

// The engines.
const (
	SQLite     Engine = "SQLite"
	PostgreSQL Engine = "PostgreSQL"
)

// A dialect is all that differs between the engines: sqlite and postgres are dialects.
type dialect interface {
	// name returns the engine's name in sentences.
	name() Engine
	// folder returns the folder of the engine's migrations.
	folder() string
	// isThere reports whether there is a database. It must make none. Damage is a Conflict.
	isThere() (bool, error)
	// open opens the pools for writing and for reading, which may be the same.
	open() (write, read *sql.DB, err error)
	// serializable returns the isolation of transactions that run as if no other did.
	serializable() sql.IsolationLevel
	// locking returns the isolation of transactions that lock the rows they depend on.
	locking() sql.IsolationLevel
	// snapshot returns the options of transactions that read as of one moment.
	snapshot() *sql.TxOptions

	// tryDisk returns an error where the database's disk takes no more, as far as the
	// program can find out by itself.
	tryDisk() error
	// fill returns the statements with which a transaction finds out what tryDisk cannot: they
	// have the server write to its disk, store nothing, and lock nothing.
	fill() []string

	// lockSchema stops other programs from migrating until release is called.
	lockSchema(ctx context.Context) (release func() error, err error)
	// openSchema opens a pool for migrations alone: golang-migrate closes it.
	openSchema() (*sql.DB, error)
	// migrator returns golang-migrate's driver on a pool, which the driver closes.
	migrator(*sql.DB) (database.Driver, error)
	// tableNames returns a statement that selects the names of all tables.
	tableNames() string
	// guards returns a statement for what the database refuses changes by, such as triggers
	// and keys: the name of each, and how it is defined and switched on. Neither names the
	// schema that the tables are in.
	guards() string
	// waits returns a statement that selects the number of its own connection, and one that
	// selects a sentence if the connection of the number $1 has waited for another program
	// for two seconds; or "" where all such waits are for the beginning of a transaction.
	waits() (own, sentence string)
	// lockTables returns a statement by which a transaction keeps others from writing to
	// tables until it ends, and not from reading them, or "" where it does so anyway.
	lockTables(names []string) string
	// copyBefore copies the database before a migration to that version, and returns the
	// name of the copy, or "" where it makes none.
	copyBefore(ctx context.Context, db *sql.DB, version int) (string, error)
	// columnsOf returns a statement that selects name, place in the primary key and whether
	// it holds texts, for each column of the table $1.
	columnsOf() string
	// inBytes returns what a statement sorts a column by, so that texts sort by their bytes.
	inBytes(Column) string
	// copyWhole copies the database to a new SQLite file if it is SQLite itself, and
	// returns whether it did.
	copyWhole(ctx context.Context, file string) (bool, error)
}
