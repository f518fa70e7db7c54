package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	"github.com/golang-migrate/migrate/v4/database"
	migratepg "github.com/golang-migrate/migrate/v4/database/pgx/v5"
	migratelite "github.com/golang-migrate/migrate/v4/database/sqlite"
	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	modernc "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Engine is a database engine, by its name in sentences.
type Engine string

// The engines.
const (
	SQLite     Engine = "SQLite"
	PostgreSQL Engine = "PostgreSQL"
)

// dialect is all that differs between the engines. Every other file runs the
// same statements on both.
type dialect interface {
	name() Engine   // in sentences
	folder() string // of the migrations
	// isThere says whether there is a database to look at, which looking must not make.
	isThere() (bool, error)
	open() (write, read *sql.DB, err error)
	serializable() sql.IsolationLevel
	locking() sql.IsolationLevel
	snapshot() *sql.TxOptions

	// lockSchema keeps other programs from migrating until release is called.
	lockSchema(ctx context.Context) (release func() error, err error)
	openSchema() (*sql.DB, error) // a handle for migrations alone: golang-migrate closes it
	migrator(*sql.DB) (database.Driver, error)
	// tableExists takes the table's name.
	tableExists() string
	// copyBefore keeps a copy before a migration to that version, and says where.
	copyBefore(ctx context.Context, db *sql.DB, version int) (string, error)
	// copyWhole copies the database to a new SQLite file, if it is one itself.
	copyWhole(ctx context.Context, file string) (bool, error)
}

// IsDuplicate says whether a row was refused because its key is taken.
func IsDuplicate(err error) bool {
	if e := (*pgconn.PgError)(nil); errors.As(err, &e) {
		return e.Code == "23505"
	}
	if e := (*modernc.Error)(nil); errors.As(err, &e) {
		return e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}

// IsNoRow says whether a statement that had to find a row found none.
func IsNoRow(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// isSerialization says whether the same transaction may succeed if run again.
// SQLite has no such answer: a writer waits for its turn.
func isSerialization(err error) bool {
	e := (*pgconn.PgError)(nil)
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
}

// isBusy says whether SQLite refused to wait for somebody else's lock.
func isBusy(err error) bool {
	e := (*modernc.Error)(nil)
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

// isEngine says whether it was the database that refused something.
func isEngine(err error) bool {
	pg, lite := (*pgconn.PgError)(nil), (*modernc.Error)(nil)
	return errors.As(err, &pg) || errors.As(err, &lite)
}

// sqlite is the embedded engine, by the path of its file.
type sqlite struct{ path string }

func (sqlite) name() Engine   { return SQLite }
func (sqlite) folder() string { return "sqlite" }

// dsn opens with every pragma on every connection: run with Exec they would
// hold for one connection of the pool. busy_timeout comes first, since setting
// the others may have to wait. recursive_triggers makes INSERT OR REPLACE fire
// the triggers that keep issued rows. cache_size is in KiB: with the default of 2
// MiB, a list of 100,000 orders is read from the file page by page.
func (d sqlite) dsn(more string) string {
	path, err := filepath.Abs(d.path)
	if err != nil {
		path = d.path
	}
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() +
		"?_pragma=busy_timeout(30000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(ON)&_pragma=recursive_triggers(ON)&_pragma=cache_size(-32768)&_time_format=sqlite" + more
}

// isThere is false for an empty file: somebody else is making the database in it.
func (d sqlite) isThere() (bool, error) {
	is, err := os.Stat(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && is.Size() > 0, err
}

// open makes two pools: SQLite has one writer at a time, and a pool of one
// waits in order, which its busy handler does not.
func (d sqlite) open() (write, read *sql.DB, err error) {
	write, err = sql.Open("sqlite", d.dsn("&_txlock=immediate"))
	if err != nil {
		return nil, nil, err
	}
	write.SetMaxOpenConns(1)
	read, err = sql.Open("sqlite", d.dsn("&_pragma=query_only(ON)"))
	if err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(max(4, 2*runtime.NumCPU()))
	read.SetMaxIdleConns(max(4, 2*runtime.NumCPU()))
	return write, read, nil
}

func (sqlite) serializable() sql.IsolationLevel { return sql.LevelDefault } // BEGIN IMMEDIATE
func (sqlite) locking() sql.IsolationLevel      { return sql.LevelDefault }
func (sqlite) snapshot() *sql.TxOptions         { return &sql.TxOptions{ReadOnly: true} }

// lockSchema locks a file: golang-migrate's SQLite driver keeps out its own
// process only, and 54 of 120 programs that started at once failed.
func (d sqlite) lockSchema(ctx context.Context) (func() error, error) {
	return lockFile(ctx, d.path+lockSuffix)
}

// openSchema makes the file, where there is none, before SQLite does: that would
// let everyone on the machine read it. What SQLite puts beside it takes after it.
func (d sqlite) openSchema() (*sql.DB, error) {
	if err := ownFile(d.path); err != nil {
		return nil, err
	}
	return sql.Open("sqlite", d.dsn("&_txlock=immediate"))
}

func (sqlite) migrator(db *sql.DB) (database.Driver, error) {
	return migratelite.WithInstance(db, &migratelite.Config{})
}

func (sqlite) tableExists() string {
	return `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1`
}

func (d sqlite) copyBefore(ctx context.Context, db *sql.DB, version int) (string, error) {
	name := fmt.Sprintf("%s.before-%04d", d.path, version)
	return name, vacuumInto(ctx, db, name)
}

func (d sqlite) copyWhole(ctx context.Context, file string) (whole bool, err error) {
	db, err := sql.Open("sqlite", d.dsn("")) // the readers' pool is query_only, which forbids this too
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := ownFile(file); err != nil { // VACUUM fills an empty one
		return false, err
	}
	_, err = db.ExecContext(ctx, `VACUUM INTO $1`, file)
	return true, err
}

// vacuumInto copies a SQLite database to a file in one moment, while others
// write. What stands at the name before stays until the copy is whole.
func vacuumInto(ctx context.Context, db *sql.DB, name string) error {
	part := name + ".part"
	if err := errors.Join(RemoveIfThere(part), ownFile(part)); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, `VACUUM INTO $1`, part); err != nil {
		return errors.Join(fmt.Errorf("copy the database: %w", err), RemoveIfThere(part))
	}
	return GiveName(part, name)
}

// postgres is a PostgreSQL server, by URL.
type postgres struct{ url string }

func (postgres) name() Engine   { return PostgreSQL }
func (postgres) folder() string { return "postgres" }

// isThere leaves it to the server to say that it has none.
func (postgres) isThere() (bool, error) { return true, nil }

func (d postgres) open() (write, read *sql.DB, err error) {
	db, err := sql.Open("pgx", d.url)
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(20)
	db.SetMaxIdleConns(20)
	return db, db, nil
}

func (postgres) serializable() sql.IsolationLevel { return sql.LevelSerializable }

// locking needs no more: what is read is locked by the rows that were written first.
func (postgres) locking() sql.IsolationLevel { return sql.LevelReadCommitted }

func (postgres) snapshot() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// schemaLock is a number that only this program locks.
const schemaLock = 0x776f6f6c // "wool"

func (d postgres) lockSchema(ctx context.Context) (func() error, error) {
	db, err := sql.Open("pgx", d.url)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // the lock is the connection's
	if _, err := db.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, schemaLock); err != nil {
		return nil, errors.Join(fmt.Errorf("reach PostgreSQL: %w", err), db.Close())
	}
	return db.Close, nil
}

func (d postgres) openSchema() (*sql.DB, error) { return sql.Open("pgx", d.url) }

func (postgres) migrator(db *sql.DB) (database.Driver, error) {
	return migratepg.WithInstance(db, &migratepg.Config{})
}

func (postgres) tableExists() string {
	return `SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1`
}

// copyBefore makes none: a step is a transaction, and the server's own backup
// is the administrator's.
func (postgres) copyBefore(context.Context, *sql.DB, int) (string, error) { return "", nil }

func (postgres) copyWhole(context.Context, string) (bool, error) { return false, nil }
