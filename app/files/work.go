package files

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A Work is a folder in which a run works, until it removes the folder. Its owner alone
// may enter it.
type Work struct {
	path    string
	release func() error // lets go of the folder, which no other run removes until then
}

// MakeWork makes a folder in parent whose name begins with prefix. First it removes the
// folders of that prefix that runs of the same user left there when they were killed. The
// errors are those of the file system.
func MakeWork(parent, prefix string) (*Work, error) {
	tidy(parent, prefix)
	for {
		path, err := os.MkdirTemp(parent, prefix)
		if err != nil {
			return nil, fmt.Errorf("make a folder to work in: %w", err)
		}
		release, err := hold(path)
		switch {
		case err == nil:
			return &Work{path, release}, nil
		case errors.Is(err, errNoLocks):
			return &Work{path, func() error { return nil }}, nil
		case !errors.Is(err, errHeld) && !errors.Is(err, os.ErrNotExist):
			return nil, errors.Join(fmt.Errorf("make a folder to work in: %w", err), os.RemoveAll(path))
		}
		// Another run took the new folder for one that was left, before this run held it.
	}
}

// Path returns the path of a file in the folder.
func (w *Work) Path(name string) string { return filepath.Join(w.path, name) }

// Remove removes the folder with all that is in it.
func (w *Work) Remove() error { return errors.Join(os.RemoveAll(w.path), w.release()) }

// The errors of hold.
var (
	errHeld    = errors.New("another run works in this folder")
	errNoLocks = errors.New("nobody can tell here whether a run works in a folder")
)

// tidy removes the folders in parent whose names begin with prefix, that belong to this
// user, and in which no run works. What cannot be read or removed stays, since nobody's
// work depends on it.
func tidy(parent, prefix string) {
	d, err := os.Open(parent)
	if err != nil {
		return
	}
	names, err := d.Readdirnames(-1)
	if errors.Join(err, d.Close()) != nil {
		return
	}
	for _, name := range names {
		path := filepath.Join(parent, name)
		if !strings.HasPrefix(name, prefix) || !isOwnFolder(path) {
			continue
		}
		if release, err := hold(path); err == nil {
			_ = errors.Join(os.RemoveAll(path), release())
		}
	}
}
