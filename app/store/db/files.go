package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ownFile makes an empty file that its owner alone may read, unless one is there.
func ownFile(name string) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("make the database's file: %w", err)
	}
	return f.Close()
}

// GiveName makes a finished file durable and gives it its name.
func GiveName(part, name string) error {
	if err := syncPath(part); err != nil {
		return err
	}
	if err := os.Rename(part, name); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(name))
}

// GiveNewName is GiveName for a name that nothing may have yet: its error is
// os.ErrExist where something has.
func GiveNewName(part, name string) error {
	if err := syncPath(part); err != nil {
		return err
	}
	err := os.Link(part, name) // unlike Rename, it replaces nothing
	switch {
	case err == nil:
		err = os.Remove(part)
	case errors.Is(err, os.ErrExist):
	default: // a stick or share that has no links
		if _, there := os.Lstat(name); !errors.Is(there, os.ErrNotExist) {
			return errors.Join(os.ErrExist, there)
		}
		err = os.Rename(part, name)
	}
	if err != nil {
		return err
	}
	return syncFolder(filepath.Dir(name))
}

func syncPath(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", name, err), f.Close())
	}
	return f.Close()
}

// RemoveIfThere removes a file; that there is none is no error.
func RemoveIfThere(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// RemoveSQLite removes a SQLite database with the files beside it.
func RemoveSQLite(path string) error {
	var errs []error
	for _, suffix := range []string{"", "-wal", "-shm", "-journal", lockSuffix} {
		errs = append(errs, RemoveIfThere(path+suffix))
	}
	return errors.Join(errs...)
}

// lockSuffix is what a SQLite database's lock is called after.
const lockSuffix = ".migrate.lock"

// RemoveLock removes the lock beside a SQLite database that no program opens any more.
func RemoveLock(path string) error { return RemoveIfThere(path + lockSuffix) }

// CopyTo copies the whole database to a new SQLite file, if it is one itself, and
// says whether it did.
func (d *DB) CopyTo(ctx context.Context, file string) (bool, error) {
	return d.dialect.copyWhole(ctx, file)
}

// Checkpoint brings all of a SQLite database into its one file.
func (d *DB) Checkpoint(ctx context.Context) error {
	_, err := d.write.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}
