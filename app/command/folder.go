package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// folder is a folder of files that appears whole or not at all.
type folder struct {
	final string // where it will stand
	draft string // where it is written, beside it
}

// newFolder starts the folder that will stand at path.
func newFolder(path string) (*folder, error) {
	parent := filepath.Dir(path)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, err
	}
	draft, err := os.MkdirTemp(parent, "."+filepath.Base(path)+".new-")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(draft, 0o755); err != nil {
		return nil, errors.Join(err, os.Remove(draft))
	}
	return &folder{path, draft}, nil
}

// write adds a file and has the disk keep it.
func (f *folder) write(name string, content func(io.Writer) error) (err error) {
	file, err := os.OpenFile(filepath.Join(f.draft, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := content(file); err != nil {
		return err
	}
	return file.Sync()
}

// publish puts the folder in its place. An older one there is replaced if it
// holds nothing but files named in ours.
func (f *folder) publish(ours []string) error {
	if err := syncFolder(f.draft); err != nil {
		return err
	}
	switch entries, err := os.ReadDir(f.final); {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.Rename(f.draft, f.final); err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		if others := notOurs(entries, ours); len(others) > 0 {
			return fmt.Errorf("%s holds files that are not its papers (%s); move them away first", f.final, strings.Join(others, ", "))
		}
		if err := exchange(f.draft, f.final); err != nil {
			return err
		}
		if err := os.RemoveAll(f.draft); err != nil { // now the older one
			return err
		}
	}
	f.draft = ""
	return syncFolder(filepath.Dir(f.final))
}

// discard removes what was not published.
func (f *folder) discard() error {
	if f.draft == "" {
		return nil
	}
	return os.RemoveAll(f.draft)
}

func notOurs(entries []fs.DirEntry, ours []string) []string {
	var others []string
	for _, e := range entries {
		if e.IsDir() || !slices.Contains(ours, e.Name()) {
			others = append(others, e.Name())
		}
	}
	return others
}

// syncFolder has the disk keep the names in a folder.
func syncFolder(path string) (err error) {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return d.Sync()
}
