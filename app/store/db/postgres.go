package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/golang-migrate/migrate/v4/database"
	migratepg "github.com/golang-migrate/migrate/v4/database/pgx/v5"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"woolroad/app/store/wait"
)

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

// fill returns statements that sort a megabyte in memory for far less, so that the server
// writes it to a file of its own beside the tables: the pages of a table may have room from
// before. What the transaction commits has to reach the WAL.
func (postgres) fill() []string {
	return []string{
		`SET LOCAL synchronous_commit = on`, `SET LOCAL temp_tablespaces = ''`, `SET LOCAL work_mem = '64kB'`,
		`SELECT count(*) FROM (SELECT n || repeat('x', 1000) AS line FROM generate_series(1, 1000) n ORDER BY line OFFSET 1) lines`,
	}
}

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
