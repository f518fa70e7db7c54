package command

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// file is a file to be written.
type file struct {
	name    string
	content []byte
}

var errNotFolder = errors.New("there is a file of that name")

// putFolder writes a folder that appears whole, with the files and nothing else.
// An older one at the path is replaced if it holds nothing but files of the names
// that an order's folder may have, and stays as it is if anything goes wrong.
func putFolder(path string, files []file) (err error) {
	f, err := newFolder(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.discard()) }()
	for _, one := range files {
		if err := f.write(one); err != nil {
			return err
		}
	}
	return f.publish(exchange)
}

// folder is a folder on its way to its place.
type folder struct {
	final string // where it will stand
	draft string // where it is written, beside it; empty when it is published
}

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
func (f *folder) write(one file) (err error) {
	to, err := os.OpenFile(filepath.Join(f.draft, one.name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if _, err := to.Write(one.content); err != nil {
		return err
	}
	return to.Sync()
}

// publish puts the folder in its place, with swap where there is an older one.
func (f *folder) publish(swap func(a, b string) error) error {
	if err := syncFolder(f.draft); err != nil {
		return err
	}
	for tries := 0; ; tries++ {
		err := f.replace(swap)
		if err == nil {
			break
		}
		// Another run may have put the folder there, or be about to take it away.
		raced := errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist)
		if !raced || tries == 100 {
			return err
		}
	}
	return syncFolder(filepath.Dir(f.final))
}

func (f *folder) replace(swap func(a, b string) error) error {
	switch info, err := os.Lstat(f.final); {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.Rename(f.draft, f.final); err != nil {
			return err
		}
		f.draft = ""
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		return errNotFolder
	}
	if err := onlyOurs(f.final); err != nil {
		return err
	}
	if err := swap(f.draft, f.final); err != nil {
		return err
	}
	older := f.draft
	f.draft = ""
	// Another program may have added a file in the meantime.
	if err := onlyOurs(older); err != nil {
		return err
	}
	return os.RemoveAll(older)
}

// discard removes what was not published.
func (f *folder) discard() error {
	if f.draft == "" {
		return nil
	}
	return os.RemoveAll(f.draft)
}

// syncFolder has the disk keep the names in a folder. Windows does so unasked.
func syncFolder(path string) (err error) {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return d.Sync()
}
