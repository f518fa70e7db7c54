package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// makeOwnFile makes an empty file that its owner alone may read, unless there is one
// already.
func makeOwnFile(name string) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if errors.Is(err, os.ErrPermission) {
		err = fmt.Errorf("%w: %w", syscall.EROFS, err) // what it is to this user
	}
	if err != nil {
		return fmt.Errorf("make the database's file: %w", err)
	}
	return f.Close()
}

// giveName writes a finished file to the disk and renames it to name, in place of a file
// that has that name.
func giveName(part, name string) error {
	if err := syncPath(part); err != nil {
		return err
	}
	if err := os.Rename(part, name); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(name))
}

// GiveNewName writes a finished file to the disk and renames it to name, which no file
// may have yet: otherwise the error is os.ErrExist.
func GiveNewName(part, name string) error {
	if err := syncPath(part); err != nil {
		return err
	}
	err := os.Link(part, name) // unlike Rename, it replaces nothing
	switch {
	case err == nil:
		err = os.Remove(part)
	case errors.Is(err, os.ErrExist):
	default: // a memory stick or network share without links
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

// syncPath waits until a file is on the disk.
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

// removeIfThere removes a file. That there is none is no error.
func removeIfThere(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// lockSuffix is what the name of a SQLite database's lock file ends with.
const lockSuffix = ".migrate.lock"

// CopyTo copies the whole database to a new SQLite file, as of one moment, if the database is
// SQLite itself, and returns whether it did.
func (d *DB) CopyTo(ctx context.Context, file string) (bool, error) {
	return d.dialect.copyWhole(ctx, file)
}

// Checkpoint writes what stands in a SQLite database's WAL to its one file.
func (d *DB) Checkpoint(ctx context.Context) error {
	_, err := d.write.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}
