package store

import (
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

// keep makes a finished file durable and gives it its name.
func keep(part, name string) error {
	if err := syncPath(part); err != nil {
		return err
	}
	if err := os.Rename(part, name); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(name))
}

// keepNew is keep for a name that nothing may have yet.
func keepNew(part, name string) error {
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

func removeIfThere(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
