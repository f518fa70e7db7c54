package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/database"
	"github.com/golang-migrate/migrate/v4/source/iofs"

	"woolroad/app/trade"
)

// A Status says how far a database is migrated.
type Status struct {
	Version int // of the database; 0 if it is empty
	Newest  int // the version that this program knows
	// Interrupted says that the last step was cut off. The step was undone whole or done
	// whole: the next start finds out which, and goes on.
	Interrupted bool
}

// Migrate brings the database to the schema, as Open does and with Open's errors.
func Migrate(ctx context.Context, w Where, files fs.FS) error {
	d, err := w.makeFolder()
	if err != nil {
		return err
	}
	return migrateUp(ctx, d, files)
}

// An Asker is what one row can be read from: a database or a transaction.
type Asker interface {
	QueryRowContext(ctx context.Context, statement string, args ...any) *sql.Row
}

// A StepCheck returns an error where the step back from a version would lose what must
// not be lost.
type StepCheck func(ctx context.Context, version int, db Asker) error

// MigrateDown goes one step back, unless the step's Loses returns an error, which is
// returned. An empty database is an Invalid error; the others are those of Migrate.
func MigrateDown(ctx context.Context, w Where, files fs.FS, step StepBack) error {
	d, err := w.dialect()
	if err != nil {
		return err
	}
	return migrateDown(ctx, d, files, step)
}

// MigrationStatus returns how far the database is migrated. It changes nothing. The error is
// a Conflict for a damaged database, as checkWhole finds it.
func MigrationStatus(ctx context.Context, w Where, files fs.FS) (status Status, err error) {
	d, err := w.dialect()
	if err != nil {
		return status, err
	}
	there, err := d.isThere()
	if err != nil {
		return status, err
	}
	if !there {
		status.Newest, err = newestStep(d, files)
		return status, err
	}
	look := func(s *schema) error {
		err := s.checkWhole(ctx)
		status = Status{s.version, s.newest, s.dirty}
		return err
	}
	if err := onSchema(ctx, d, files, look); err != nil || !status.Interrupted {
		return status, err
	}
	err = withSchema(ctx, d, files, look) // or a step is under way: the lock waits for its end
	return status, err
}

// LockSchema stops other programs from migrating, and from all else that one program does
// at a time, until release is called.
func (d *DB) LockSchema(ctx context.Context) (release func() error, err error) {
	return d.dialect.lockSchema(ctx)
}

// A schema is the state of a database's schema, and what changes it.
type schema struct {
	dialect dialect
	files   fs.FS
	db      *sql.DB
	version int // the last step in schema_steps, which each step writes in its own transaction
	noted   int // the last step by golang-migrate's note
	dirty   bool
	newest  int
}

// withSchema runs f while no other program migrates.
func withSchema(ctx context.Context, d dialect, files fs.FS, f func(*schema) error) (err error) {
	release, err := d.lockSchema(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	return onSchema(ctx, d, files, func(s *schema) error {
		if s.dirty { // a server goes on with a step whose program was killed: golang-migrate's lock waits for its end
			m, err := s.migrator()
			if err != nil {
				return err
			}
			if err := errors.Join(closeMigrator(m), s.refresh(ctx)); err != nil {
				return fmt.Errorf("look again at %s: %w", d.name(), err)
			}
		}
		return f(s)
	})
}

// onSchema runs f on what the database has at the moment, without a lock.
func onSchema(ctx context.Context, d dialect, files fs.FS, f func(*schema) error) (err error) {
	db, err := d.openSchema()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	s := &schema{dialect: d, files: files, db: db}
	if s.newest, err = newestStep(d, files); err != nil {
		return err
	}
	if err := s.refresh(ctx); err != nil {
		return err
	}
	return f(s)
}

// isCurrent reports whether there is nothing to migrate.
func (s *schema) isCurrent() bool { return s.version == s.newest && !s.dirty && s.noted == s.version }

// refresh reads again how far the database is migrated.
func (s *schema) refresh(ctx context.Context) error {
	s.version, s.noted, s.dirty = 0, 0, false
	if err := s.db.PingContext(ctx); err != nil {
		return fmt.Errorf("reach %s: %w", s.dialect.name(), err)
	}
	if err := s.readVersions(ctx); err != nil {
		return fmt.Errorf("read the schema's version from %s: %w", s.dialect.name(), err)
	}
	return nil
}

// readVersions reads the version of the schema and golang-migrate's note of it, each 0
// where its table does not exist.
func (s *schema) readVersions(ctx context.Context) error {
	there, err := s.tables(ctx)
	if err != nil {
		return err
	}
	for table, query := range map[string]string{
		"schema_steps":      `SELECT coalesce(max(version), 0), 1 = 0 FROM schema_steps`,
		"schema_migrations": `SELECT version, dirty FROM schema_migrations`,
	} {
		if !there[table] {
			continue
		}
		var version int
		var dirty bool
		err := s.db.QueryRowContext(ctx, query).Scan(&version, &dirty)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if table == "schema_steps" {
			s.version = version
		} else {
			s.noted, s.dirty = version, dirty
		}
	}
	return nil
}

// newestStep returns the version of the last migration among the files.
func newestStep(d dialect, files fs.FS) (int, error) {
	names, err := fs.Glob(files, d.folder()+"/*.up.sql")
	if err != nil {
		return 0, err
	}
	most := 0
	for _, name := range names {
		n, err := strconv.Atoi(name[len(d.folder())+1:][:4])
		if err != nil {
			return 0, fmt.Errorf("migration %s: %w", name, err)
		}
		most = max(most, n)
	}
	return most, nil
}

// checkNotNewer returns an Unavailable error for a database that a newer program has
// written.
func (s *schema) checkNotNewer() error {
	if s.version > s.newest || !s.dirty && s.noted > s.newest { // a noted step that was not finished counts as not taken
		return &trade.Error{Code: trade.Unavailable, Field: "database",
			Format: "This database was written by a newer woolroad: its schema is %d and this program knows %d. Use the newer program, or restore a backup made with this one.",
			Args:   []any{max(s.version, s.noted), s.newest}}
	}
	return nil
}

// migrateUp takes all steps that the database does not have yet. The errors are
// Unavailable, and a Conflict for a damaged database.
func migrateUp(ctx context.Context, d dialect, files fs.FS) error {
	return withSchema(ctx, d, files, func(s *schema) error {
		if err := s.checkNotNewer(); err != nil {
			return err
		}
		if err := s.checkWhole(ctx); err != nil {
			return err
		}
		if s.isCurrent() {
			return nil
		}
		copied := ""
		if s.version > 0 && s.version < s.newest {
			var err error
			if copied, err = d.copyBefore(ctx, s.db, s.newest); err != nil {
				return fmt.Errorf("copy the database before migrating: %w", err)
			}
		}
		return s.runSteps(ctx, copied, (*migrate.Migrate).Up)
	})
}

// migrateDown takes one step back. The errors are those of the step's Loses, Invalid for
// an empty database, a Conflict for a damaged one, and Unavailable.
func migrateDown(ctx context.Context, d dialect, files fs.FS, step StepBack) error {
	return withSchema(ctx, d, files, func(s *schema) error {
		if err := s.checkNotNewer(); err != nil {
			return err
		}
		if err := s.checkWhole(ctx); err != nil {
			return err
		}
		if s.version == 0 {
			return &trade.Error{Code: trade.Invalid, Field: "database", Format: "This database is empty; there is no step to go back."}
		}
		if err := step.Loses(ctx, s.version, s.db); err != nil {
			return err
		}
		copied, err := d.copyBefore(ctx, s.db, s.version-1)
		if err != nil {
			return fmt.Errorf("copy the database before migrating: %w", err)
		}
		s.files = begun{files, fmt.Sprintf("%s/%04d_*.down.sql", d.folder(), s.version), step.Begins(s.version)}
		err = s.runSteps(ctx, copied, func(m *migrate.Migrate) error { return m.Steps(-1) })
		if err != nil { // the step refuses too, since others may have issued meanwhile
			return cmp.Or(step.Loses(ctx, s.version, s.db), err)
		}
		return nil
	})
}

// runSteps runs steps with golang-migrate, from what the database really has. Each file is
// one transaction and notes itself, so whatever goes wrong, the database is as before a
// step or as after it. copied names the copy from before, if there is one, for the
// Unavailable error.
func (s *schema) runSteps(ctx context.Context, copied string, run func(*migrate.Migrate) error) (err error) {
	m, err := s.migrator()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeMigrator(m)) }()
	stop := context.AfterFunc(ctx, func() {
		select {
		case m.GracefulStop <- true:
		default:
		}
	})
	defer stop()
	var cause error
	for try := 1; try == 1 || try < Tries && isSerialization(cause); try++ { // a step that met others' locks may do better the next time
		if s.dirty || s.noted != s.version {
			if err := m.Force(noteOf(s.version)); err != nil {
				return fmt.Errorf("take up after an interrupted migration: %w", err)
			}
		}
		err := run(m)
		if err == nil || errors.Is(err, migrate.ErrNoChange) {
			return nil
		}
		cause = engineError(err)
		if err := s.refresh(ctx); err != nil {
			return errors.Join(cause, err)
		}
	}
	if s.dirty {
		if err := m.Force(noteOf(s.version)); err != nil {
			return errors.Join(cause, err)
		}
	}
	if CauseOf(cause) == DiskFull { // and the step was undone whole
		return Outage(cause)
	}
	failed := &trade.Error{Code: trade.Unavailable, Field: "database", Err: cause,
		Format: "The database could not be migrated to %d. The step that failed was undone whole: the database is at %d, and a program of that version can use it. What went wrong: %s.",
		Args:   []any{s.newest, s.version, cause.Error()}}
	if copied != "" {
		failed.Format += " A copy from before is in %s."
		failed.Args = append(failed.Args, copied)
	}
	return failed
}

// engineError returns the engine's own error, which golang-migrate wraps together with
// the whole of the file and does not unwrap, or else err.
func engineError(err error) error {
	if e := (*database.Error)(nil); errors.As(err, &e) && e.OrigErr != nil {
		return e.OrigErr
	}
	if e := (database.Error{}); errors.As(err, &e) && e.OrigErr != nil {
		return e.OrigErr
	}
	return err
}

// migrator returns a golang-migrate on a connection of its own, which the caller must
// close.
func (s *schema) migrator() (*migrate.Migrate, error) {
	source, err := iofs.New(s.files, s.dialect.folder())
	if err != nil {
		return nil, err
	}
	db, err := s.dialect.openSchema() // a pool of its own: closing the migrator closes it
	if err != nil {
		return nil, err
	}
	driver, err := s.dialect.migrator(db)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("reach %s: %w", s.dialect.name(), err), db.Close())
	}
	m, err := migrate.NewWithInstance("iofs", source, string(s.dialect.name()), driver)
	if err != nil {
		return nil, errors.Join(err, driver.Close())
	}
	return m, nil
}

// closeMigrator closes a golang-migrate with its connection.
func closeMigrator(m *migrate.Migrate) error {
	source, database := m.Close()
	return errors.Join(source, database)
}

// noteOf returns a version as golang-migrate notes it, which has -1 for none.
func noteOf(version int) int {
	if version == 0 {
		return -1
	}
	return version
}
