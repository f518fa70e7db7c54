package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/golang-migrate/migrate/v4/database"
	migratepg "github.com/golang-migrate/migrate/v4/database/pgx/v5"
	migratelite "github.com/golang-migrate/migrate/v4/database/sqlite"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	modernc "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"woolroad/app/store/prepared"
	"woolroad/app/store/wait"
	"woolroad/app/trade"
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

// A dialect is all that differs between the engines. All other files of the store run the
// same statements on both.
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

// IsDuplicate reports whether the engine refused a row because its key is taken.
func IsDuplicate(err error) bool {
	if e := (*pgconn.PgError)(nil); errors.As(err, &e) {
		return e.Code == "23505"
	}
	if e := (*modernc.Error)(nil); errors.As(err, &e) {
		return e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}

// IsRefused reports whether a trigger of the schema refused what was to be stored.
func IsRefused(err error) bool {
	if e := (*pgconn.PgError)(nil); errors.As(err, &e) {
		return e.Code == "23001" // restrict_violation, which all of them raise
	}
	e := (*modernc.Error)(nil)
	return errors.As(err, &e) && e.Code() == sqlite3.SQLITE_CONSTRAINT_TRIGGER
}

// IsNoRow reports whether a statement found no row where it had to find one.
func IsNoRow(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// isSerialization reports whether the same transaction may succeed if it is run again.
// SQLite has no such error: a writer waits for its turn.
func isSerialization(err error) bool {
	e := (*pgconn.PgError)(nil)
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
}

// isBusy reports whether SQLite refused to wait for somebody else's lock.
func isBusy(err error) bool {
	e := (*modernc.Error)(nil)
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

// isUnreachable reports whether PostgreSQL could not be reached.
func isUnreachable(err error) bool { return errors.As(err, new(*pgconn.ConnectError)) }

// isLost reports whether the connection to PostgreSQL was lost, and not merely refused.
// Without its connection, a transaction that was not asked to commit is never stored.
func isLost(err error) bool {
	switch {
	case err == nil, errors.As(err, new(*Unsure)), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), isUnreachable(err):
		return false
	case errors.As(err, new(*notStored)), errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone):
		return true
	}
	if e := (*pgconn.PgError)(nil); errors.As(err, &e) {
		return endsConnection[e.Code]
	}
	return pgconn.SafeToRetry(err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, new(*net.OpError))
}

// endsConnection has the codes with which PostgreSQL ends a connection: its administrator
// has ended the connection or stopped the server, the server crashed, or the connection
// was idle for too long.
var endsConnection = map[string]bool{"57P01": true, "57P02": true, "57P05": true, "25P03": true, "08003": true, "08006": true}

// mayBeStored reports whether a transaction may be stored though its commit ended with
// err. Where the engine itself said that it refused to commit, the transaction is not.
// pgconn.SafeToRetry says nothing here: where the connection ends after COMMIT was sent,
// pgx reports "conn closed", and calls that safe.
func mayBeStored(err error) bool {
	if e := (*modernc.Error)(nil); errors.As(err, &e) {
		return e.Code()&0xff == sqlite3.SQLITE_IOERR
	}
	if e := (*pgconn.PgError)(nil); errors.As(err, &e) {
		return endsConnection[e.Code]
	}
	return !errors.Is(err, pgx.ErrTxCommitRollback) && !errors.Is(err, sql.ErrTxDone)
}

// engineCause returns the known cause of an engine's error, or false for none.
func engineCause(err error) (Cause, bool) {
	cause := Cause("")
	if e := (*pgconn.PgError)(nil); errors.As(err, &e) {
		cause = postgresCauses[e.Code]
	}
	if e := (*modernc.Error)(nil); errors.As(err, &e) {
		if cause = sqliteCauses[e.Code()]; cause == "" {
			cause = sqliteCauses[e.Code()&0xff]
		}
	}
	return cause, cause != ""
}

// postgresCauses are the causes that PostgreSQL names, by its codes.
var postgresCauses = map[string]Cause{
	"53100": DiskFull,
	"25006": ReadOnly,
	"57P01": Away, "57P02": Away, "57P03": Away, "57P05": Away, "25P03": Away,
	"08000": Away, "08001": Away, "08003": Away, "08004": Away, "08006": Away,
	"55P03": Busy, "57014": Busy, "53300": Busy, "40001": Busy, "40P01": Busy,
}

// sqliteCauses are the causes that SQLite names, by its codes. Where the index of the WAL
// finds no room, SQLite has a code of its own.
var sqliteCauses = map[int]Cause{
	sqlite3.SQLITE_FULL: DiskFull, sqlite3.SQLITE_IOERR_SHMSIZE: DiskFull,
	sqlite3.SQLITE_READONLY: ReadOnly,
	sqlite3.SQLITE_CANTOPEN: Away,
	sqlite3.SQLITE_BUSY:     Busy, sqlite3.SQLITE_LOCKED: Busy,
}

// isEngine reports whether an error is the database engine's.
func isEngine(err error) bool {
	pg, lite := (*pgconn.PgError)(nil), (*modernc.Error)(nil)
	return errors.As(err, &pg) || errors.As(err, &lite)
}

// A sqlite is the embedded engine, by the path of its file.
type sqlite struct{ path string }

func (sqlite) name() Engine   { return SQLite }
func (sqlite) folder() string { return "sqlite" }

// dsn returns the data source name with every pragma, so that each connection has them:
// run with Exec they would hold for one connection of the pool. busy_timeout comes first,
// since setting the others may have to wait. recursive_triggers makes INSERT OR REPLACE
// fire the triggers that protect issued rows. cache_size is in KiB: with the default of 2
// MiB, a list of 100,000 orders is read from the file page by page. more is added at the
// end.
func (d sqlite) dsn(more string) string {
	path, err := filepath.Abs(d.path)
	if err != nil {
		path = d.path
	}
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() +
		"?_pragma=busy_timeout(" + strconv.FormatInt(lockPatience.Milliseconds(), 10) + ")&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(ON)&_pragma=recursive_triggers(ON)&_pragma=cache_size(-32768)&_time_format=sqlite" + more
}

// isThere reports whether there is a file that is not empty: in an empty one, somebody
// else is making the database. The error is a Conflict where the file is missing or empty
// and its WAL holds something: SQLite would make another database and empty the WAL.
func (d sqlite) isThere() (bool, error) {
	state, bytes := "missing", [2]int64{}
	for i, name := range []string{d.path + "-wal", d.path} { // whoever makes a database fills its file first, so the WAL is looked at before
		is, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return false, err
		}
		if bytes[i] = is.Size(); name == d.path {
			state = "empty"
		}
	}
	if bytes[0] > 0 && bytes[1] == 0 {
		return false, &trade.Error{Code: trade.Conflict, Field: "database",
			Format: "The database is damaged: the file %s is " + state + ", and %[1]s-wal, which belongs to it, holds %d bytes of its last changes. Change nothing in this folder; put the file back as it was, or restore a backup into another folder with \"woolroad restore\".",
			Args:   []any{d.path, bytes[0]}}
	}
	return bytes[1] > 0, nil
}

// open opens two pools: SQLite has one writer at a time, and a pool of one connection
// waits in order, which SQLite's busy handler does not.
func (d sqlite) open() (write, read *sql.DB, err error) {
	write, err = sql.Open("sqlite", d.dsn("&_txlock=immediate"))
	if err != nil {
		return nil, nil, err
	}
	write.SetMaxOpenConns(1)
	read, err = prepared.Open("sqlite", d.dsn("&_pragma=query_only(ON)"))
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

// tryDisk fills a file beside the database, which no name leads to and which is gone
// again at once.
func (d sqlite) tryDisk() error {
	f, err := os.CreateTemp(filepath.Dir(d.path), ".woolroad-room-")
	if err != nil {
		return fmt.Errorf("try to write beside the database: %w", err)
	}
	_, err = f.Write(make([]byte, 256<<10)) // what a few documents take
	if err = errors.Join(os.Remove(f.Name()), err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("try to write beside the database: %w", err)
	}
	return nil
}

// lockSchema locks a file: golang-migrate's SQLite driver locks within its own process
// only, and 54 of 120 programs that started at once failed.
func (d sqlite) lockSchema(ctx context.Context) (func() error, error) {
	var release func() error
	err := wait.For(ctx, "Waiting for another woolroad that migrates the database in "+filepath.Dir(d.path)+".", func() (err error) {
		release, err = lockFile(ctx, d.path+lockSuffix)
		return err
	})
	return release, err
}

// openSchema opens the database for migrations. Where there is no file, openSchema makes
// one that its owner alone may read, since SQLite would let everyone on the machine read
// it. SQLite gives the files beside it the same rights. The error is that of isThere.
func (d sqlite) openSchema() (*sql.DB, error) {
	if _, err := d.isThere(); err != nil {
		return nil, err
	}
	if err := makeOwnFile(d.path); err != nil {
		return nil, err
	}
	return sql.Open("sqlite", d.dsn("&_txlock=immediate"))
}

func (sqlite) migrator(db *sql.DB) (database.Driver, error) {
	return migratelite.WithInstance(db, &migratelite.Config{})
}

func (sqlite) tableNames() string { return `SELECT name FROM sqlite_master WHERE type = 'table'` }

// columnsOf selects from SQLite's own table of columns, in which types are as declared.
func (sqlite) columnsOf() string {
	return `SELECT name, pk, type = 'TEXT' FROM pragma_table_info($1)`
}

// inBytes returns the column: SQLite sorts texts by their bytes.
func (sqlite) inBytes(c Column) string { return quoted(c.Name) }

// dsnAsIs returns the data source name that opens the file for reading alone, without a
// look at a WAL, and so that no function runs which the file's schema names. A row that
// breaks a check is no damage of the file: a closed series may hold it as evidence.
func (d sqlite) dsnAsIs() string {
	path, _, _ := strings.Cut(d.dsn(""), "?")
	return path + "?mode=ro&immutable=1&_pragma=query_only(ON)&_pragma=trusted_schema(OFF)&_pragma=cell_size_check(ON)&_pragma=ignore_check_constraints(ON)&_pragma=cache_size(-32768)"
}

// guards selects the triggers and indexes that migrations have made, by their SQL.
func (sqlite) guards() string {
	return `SELECT type || ' ' || name || iif(name = tbl_name, '', ' of ' || tbl_name), sql FROM sqlite_master
		WHERE type IN ('trigger', 'index', 'table') AND name NOT LIKE 'sqlite%' AND tbl_name <> 'schema_migrations'`
}

// waits returns "": who has begun to write is the only one.
func (sqlite) waits() (own, sentence string) { return "", "" }

// lockTables returns "": a transaction that writes is the only one.
func (sqlite) lockTables([]string) string { return "" }

// copyBefore copies the database to a file beside it, and returns the file's name.
func (d sqlite) copyBefore(ctx context.Context, db *sql.DB, version int) (string, error) {
	name := fmt.Sprintf("%s.before-%04d", d.path, version)
	return name, vacuumInto(ctx, db, name)
}

// copyWhole copies the database to a new file, and returns true.
func (d sqlite) copyWhole(ctx context.Context, file string) (whole bool, err error) {
	db, err := sql.Open("sqlite", d.dsn("")) // query_only of the readers' pool forbids VACUUM INTO
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := makeOwnFile(file); err != nil { // VACUUM INTO fills an empty file
		return false, err
	}
	_, err = db.ExecContext(ctx, `VACUUM INTO $1`, file)
	return true, err
}

// vacuumInto copies a SQLite database to a file, as of one moment and while others write.
// A file that has the name already stays until the copy is whole.
func vacuumInto(ctx context.Context, db *sql.DB, name string) error {
	part := name + ".part"
	if err := errors.Join(removeIfThere(part), makeOwnFile(part)); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, `VACUUM INTO $1`, part); err != nil {
		return errors.Join(fmt.Errorf("copy the database: %w", err), removeIfThere(part))
	}
	return giveName(part, name)
}

// A postgres is a PostgreSQL server, by URL.
type postgres struct{ url string }

func (postgres) name() Engine   { return PostgreSQL }
func (postgres) folder() string { return "postgres" }

// isThere returns true: the server itself says where there is no database.
func (postgres) isThere() (bool, error) { return true, nil }

// connections is how many connections a pool has at most.
const connections = 20

// open opens one pool for both. A statement waits for a lock as long as lockPatience,
// unless the URL says otherwise: a page then still has the time to say so.
func (d postgres) open() (write, read *sql.DB, err error) {
	config, err := pgx.ParseConfig(d.url)
	if err != nil {
		return nil, nil, err
	}
	if _, given := config.RuntimeParams["lock_timeout"]; !given {
		config.RuntimeParams["lock_timeout"] = strconv.FormatInt(lockPatience.Milliseconds(), 10)
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, db, nil
}

func (postgres) serializable() sql.IsolationLevel { return sql.LevelSerializable }

// locking returns READ COMMITTED: what a transaction reads is locked by the rows that it
// wrote first.
func (postgres) locking() sql.IsolationLevel { return sql.LevelReadCommitted }

// snapshot returns REPEATABLE READ: all that a transaction reads is as of its first statement.
func (postgres) snapshot() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// tryDisk returns nil: the server alone sees its disk.
func (postgres) tryDisk() error { return nil }

// schemaLock is the number of the lock that programs of this kind take while they
// migrate.
const schemaLock = 0x776f6f6c // "wool"

// lockSchema takes a lock of the server, which ends with its connection.
func (d postgres) lockSchema(ctx context.Context) (func() error, error) {
	db, err := sql.Open("pgx", d.url)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // the lock belongs to the connection
	err = wait.For(ctx, "Waiting for another woolroad that migrates the PostgreSQL database.", func() error {
		_, err := db.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, schemaLock)
		return err
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("reach PostgreSQL: %w", err), db.Close())
	}
	return db.Close, nil
}

func (d postgres) openSchema() (*sql.DB, error) { return sql.Open("pgx", d.url) }

func (postgres) migrator(db *sql.DB) (database.Driver, error) {
	return migratepg.WithInstance(db, &migratepg.Config{})
}

func (postgres) tableNames() string {
	return `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`
}

// columnsOf selects from the system's tables, for the table of that name in this schema.
func (postgres) columnsOf() string {
	return `
		SELECT a.attname, coalesce(array_position(k.conkey, a.attnum), 0), a.atttypid = 'text'::regtype
		FROM pg_attribute a LEFT JOIN pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'p'
		WHERE a.attrelid = to_regclass(quote_ident($1)) AND a.attnum > 0 AND NOT a.attisdropped`
}

// inBytes returns a text column with the collation that sorts by bytes, and any other column.
func (postgres) inBytes(c Column) string {
	if c.Text {
		return quoted(c.Name) + ` COLLATE "C"`
	}
	return quoted(c.Name)
}

// guards selects triggers, their functions, indexes, foreign keys and checks, and whether
// each is switched on; and rules and row security, which could hide or change rows.
func (postgres) guards() string {
	return `
		WITH here AS (SELECT c.oid, c.relname, c.relkind, c.relpersistence, c.relrowsecurity FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relname <> 'schema_migrations'),
		guards (name, definition) AS (
			SELECT 'trigger ' || t.tgname || ' of ' || here.relname, t.tgenabled::text || ' ' || pg_get_triggerdef(t.oid)
			FROM pg_trigger t JOIN here ON here.oid = t.tgrelid WHERE NOT t.tgisinternal
			UNION ALL
			SELECT 'function ' || p.proname || ' of a trigger', coalesce(array_to_string(p.proconfig, ' '), '') || ' ' || p.prosrc
			FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
			UNION ALL
			SELECT 'index ' || c.relname || ' of ' || here.relname, pg_get_indexdef(i.indexrelid)
			FROM pg_index i JOIN here ON here.oid = i.indrelid JOIN pg_class c ON c.oid = i.indexrelid
			UNION ALL
			SELECT 'foreign key ' || k.conname || ' of ' || here.relname,
				(SELECT bool_and(t.tgenabled <> 'D') FROM pg_trigger t WHERE t.tgconstraint = k.oid)::text || ' ' || pg_get_constraintdef(k.oid)
			FROM pg_constraint k JOIN here ON here.oid = k.conrelid WHERE k.contype = 'f'
			UNION ALL
			SELECT 'table ' || relname, relpersistence::text FROM here WHERE relkind IN ('r', 'p')
			UNION ALL
			SELECT 'column ' || a.attname || ' of ' || here.relname,
				concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attcollation::regcollation, pg_get_expr(d.adbin, d.adrelid))
			FROM pg_attribute a JOIN here ON here.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
			WHERE here.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
			UNION ALL
			SELECT 'check ' || k.conname || ' of ' || here.relname, k.convalidated || ' ' || pg_get_constraintdef(k.oid)
			FROM pg_constraint k JOIN here ON here.oid = k.conrelid WHERE k.contype = 'c'
			UNION ALL
			SELECT 'rule ' || r.rulename || ' of ' || here.relname, '' FROM pg_rewrite r JOIN here ON here.oid = r.ev_class
			UNION ALL
			SELECT 'row security of ' || here.relname, '' FROM here WHERE here.relrowsecurity)
		SELECT name, replace(definition, current_schema() || '.', '') FROM guards`
}

// waits returns what names the lock, and who has it as far as PostgreSQL tells this user.
func (postgres) waits() (own, sentence string) {
	return `SELECT pg_backend_pid()`, `
		SELECT 'Waiting for another program that has locked ' ||
			CASE WHEN l.relation IS NOT NULL AND l.locktype = 'relation' THEN 'the table ' || l.relation::regclass::text
				WHEN l.locktype IN ('tuple', 'transactionid') THEN 'a row' ELSE 'what this needs' END ||
			' (process ' || b.pid || coalesce(', ' || nullif(b.application_name, ''), '') || ').'
		FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid AND NOT l.granted JOIN pg_stat_activity b ON b.pid = ANY (pg_blocking_pids(a.pid))
		WHERE a.pid = $1 AND a.query_start < clock_timestamp() - interval '2 seconds'
		ORDER BY l.locktype, b.pid LIMIT 1`
}

// lockTables returns a LOCK TABLE that lets others read and not write.
func (postgres) lockTables(names []string) string {
	return `LOCK TABLE ` + strings.Join(names, ", ") + ` IN SHARE ROW EXCLUSIVE MODE`
}

// copyBefore copies nothing and returns "": a step is a transaction, and a backup of the
// server is for its administrator.
func (postgres) copyBefore(context.Context, *sql.DB, int) (string, error) { return "", nil }

// copyWhole copies nothing, and returns false.
func (postgres) copyWhole(context.Context, string) (bool, error) { return false, nil }
