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
	"strconv"
	"strings"

	"github.com/golang-migrate/migrate/v4/database"
	migratelite "github.com/golang-migrate/migrate/v4/database/sqlite"

	"woolroad/app/store/prepared"
	"woolroad/app/store/wait"
	"woolroad/app/trade"
)

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
// and its WAL holds something, or missing and its journal does: SQLite would make another
// database and empty these. An empty file with a journal is one that is being made.
func (d sqlite) isThere() (bool, error) {
	state, bytes := "missing", [3]int64{}
	beside := []string{d.path + "-wal", d.path + "-journal"}
	for i, name := range append(beside, d.path) { // whoever makes a database fills its file first, so what is beside it is looked at before
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
	for i, name := range beside {
		made := state == "empty" && name != d.path+"-wal"
		if bytes[i] > 0 && bytes[2] == 0 && !made {
			return false, &trade.Error{Code: trade.Conflict, Field: "database",
				Format: "The database is damaged: the file %s is " + state + ", and %s, which belongs to it, holds %d bytes of its last changes. Change nothing in this folder; put the file back as it was, or restore a backup into another folder with \"woolroad restore\".",
				Args:   []any{d.path, name, bytes[i]}}
		}
	}
	return bytes[2] > 0, nil
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

// fill returns nothing: tryDisk finds a full disk.
func (sqlite) fill() []string { return nil }

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
