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

// Status is how far a database is migrated.
type Status struct {
	Version int // of the database; 0 if it is empty
	Newest  int // that this program knows
	// Interrupted says that the last step was cut off. It was undone whole, or
	// done whole: the next start finds out and goes on.
	Interrupted bool
}

// Migrate brings the database to the schema, as Open does.
func Migrate(ctx context.Context, w Where, files fs.FS) error {
	d, err := w.makeFolder()
	if err != nil {
		return err
	}
	return migrateUp(ctx, d, files)
}

// Asker is what a question can be asked of: a database or a transaction.
type Asker interface {
	QueryRowContext(ctx context.Context, statement string, args ...any) *sql.Row
}

// Loses refuses the step back from a version over what the step would lose.
type Loses func(ctx context.Context, version int, db Asker) error

// MigrateDown goes one step back, unless loses has an error.
func MigrateDown(ctx context.Context, w Where, files fs.FS, loses Loses) error {
	d, err := w.dialect()
	if err != nil {
		return err
	}
	return migrateDown(ctx, d, files, loses)
}

// MigrationStatus says how far the database is migrated. It changes nothing.
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
		status.Newest, err = newest(d, files)
		return status, err
	}
	look := func(s *schema) error {
		status = Status{s.version, s.newest, s.dirty}
		return nil
	}
	if err := onSchema(ctx, d, files, look); err != nil || !status.Interrupted {
		return status, err
	}
	err = withSchema(ctx, d, files, look) // or under way: the lock waits for its end
	return status, err
}

// LockSchema keeps other programs from migrating, and from what else one program
// does at a time, until release is called.
func (d *DB) LockSchema(ctx context.Context) (release func() error, err error) {
	return d.dialect.lockSchema(ctx)
}

// schema is a database while its schema is locked.
type schema struct {
	dialect dialect
	files   fs.FS
	db      *sql.DB
	version int // by schema_steps: what is really there
	noted   int // by golang-migrate
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
			if err := errors.Join(closed(m), s.look(ctx)); err != nil {
				return fmt.Errorf("look again at %s: %w", d.name(), err)
			}
		}
		return f(s)
	})
}

// onSchema runs f on what the database has at the moment.
func onSchema(ctx context.Context, d dialect, files fs.FS, f func(*schema) error) (err error) {
	db, err := d.openSchema()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	s := &schema{dialect: d, files: files, db: db}
	if s.newest, err = newest(d, files); err != nil {
		return err
	}
	if err := s.look(ctx); err != nil {
		return err
	}
	return f(s)
}

// current says whether there is nothing to migrate.
func (s *schema) current() bool { return s.version == s.newest && !s.dirty && s.noted == s.version }

// look finds out what the database has.
func (s *schema) look(ctx context.Context) error {
	s.version, s.noted, s.dirty = 0, 0, false
	if err := s.db.PingContext(ctx); err != nil {
		return fmt.Errorf("reach %s: %w", s.dialect.name(), err)
	}
	if err := s.read(ctx); err != nil {
		return fmt.Errorf("read the schema's version from %s: %w", s.dialect.name(), err)
	}
	return nil
}

func (s *schema) read(ctx context.Context) error {
	for table, query := range map[string]string{
		"schema_steps":      `SELECT coalesce(max(version), 0), 1 = 0 FROM schema_steps`,
		"schema_migrations": `SELECT version, dirty FROM schema_migrations`,
	} {
		var there int
		if err := s.db.QueryRowContext(ctx, s.dialect.tableExists(), table).Scan(&there); err != nil {
			return err
		}
		if there == 0 {
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

// newest is the last step of the program's own.
func newest(d dialect, files fs.FS) (int, error) {
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

// known refuses a database that a newer program has written.
func (s *schema) known() error {
	if s.version > s.newest || !s.dirty && s.noted > s.newest { // a step that was not finished is not there
		return &trade.Error{Code: trade.Unavailable, Field: "database",
			Format: "This database was written by a newer woolroad: its schema is %d and this program knows %d. Use the newer program, or restore a backup made with this one.",
			Args:   []any{max(s.version, s.noted), s.newest}}
	}
	return nil
}

func migrateUp(ctx context.Context, d dialect, files fs.FS) error {
	return withSchema(ctx, d, files, func(s *schema) error {
		if err := s.known(); err != nil {
			return err
		}
		if s.current() {
			return nil
		}
		kept := ""
		if s.version > 0 && s.version < s.newest {
			var err error
			if kept, err = d.copyBefore(ctx, s.db, s.newest); err != nil {
				return fmt.Errorf("keep a copy before migrating: %w", err)
			}
		}
		return s.step(ctx, kept, (*migrate.Migrate).Up)
	})
}

func migrateDown(ctx context.Context, d dialect, files fs.FS, loses Loses) error {
	return withSchema(ctx, d, files, func(s *schema) error {
		if err := s.known(); err != nil {
			return err
		}
		if s.version == 0 {
			return &trade.Error{Code: trade.Invalid, Field: "database", Format: "This database is empty; there is no step to go back."}
		}
		if err := loses(ctx, s.version, s.db); err != nil {
			return err
		}
		kept, err := d.copyBefore(ctx, s.db, s.version-1)
		if err != nil {
			return fmt.Errorf("keep a copy before migrating: %w", err)
		}
		err = s.step(ctx, kept, func(m *migrate.Migrate) error { return m.Steps(-1) })
		if err != nil { // the step looks for itself, since others issue meanwhile
			return cmp.Or(loses(ctx, s.version, s.db), err)
		}
		return nil
	})
}

// step runs golang-migrate from what is really there. Each file is one
// transaction and notes itself, so whatever goes wrong, the database stands
// before a step or after it and never between.
func (s *schema) step(ctx context.Context, kept string, run func(*migrate.Migrate) error) (err error) {
	m, err := s.migrator()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(m)) }()
	stop := context.AfterFunc(ctx, func() {
		select {
		case m.GracefulStop <- true:
		default:
		}
	})
	defer stop()
	var cause error
	for try := 1; try == 1 || try < Tries && isSerialization(cause); try++ { // one that met others' locks may do better
		if s.dirty || s.noted != s.version {
			if err := m.Force(orNil(s.version)); err != nil {
				return fmt.Errorf("take up after an interrupted migration: %w", err)
			}
		}
		err := run(m)
		if err == nil || errors.Is(err, migrate.ErrNoChange) {
			return nil
		}
		cause = ofEngine(err)
		if err := s.look(ctx); err != nil {
			return errors.Join(cause, err)
		}
	}
	if s.dirty {
		if err := m.Force(orNil(s.version)); err != nil {
			return errors.Join(cause, err)
		}
	}
	failed := &trade.Error{Code: trade.Unavailable, Field: "database", Err: cause,
		Format: "The database could not be migrated to %d. The step that failed was undone whole: the database is at %d, and a program of that version can use it. What went wrong: %s.",
		Args:   []any{s.newest, s.version, cause.Error()}}
	if kept != "" {
		failed.Format += " A copy from before is in %s."
		failed.Args = append(failed.Args, kept)
	}
	return failed
}

// ofEngine is the engine's own error, which golang-migrate puts with the whole
// of the file and does not unwrap.
func ofEngine(err error) error {
	if e := (*database.Error)(nil); errors.As(err, &e) && e.OrigErr != nil {
		return e.OrigErr
	}
	if e := (database.Error{}); errors.As(err, &e) && e.OrigErr != nil {
		return e.OrigErr
	}
	return err
}

func (s *schema) migrator() (*migrate.Migrate, error) {
	source, err := iofs.New(s.files, s.dialect.folder())
	if err != nil {
		return nil, err
	}
	db, err := s.dialect.openSchema() // its own: Close closes it
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

func closed(m *migrate.Migrate) error {
	source, database := m.Close()
	return errors.Join(source, database)
}

// orNil is a version as golang-migrate writes it, which has -1 for none.
func orNil(version int) int {
	if version == 0 {
		return -1
	}
	return version
}
