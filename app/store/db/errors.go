package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	modernc "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

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
