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

// writeFolder writes a folder that appears complete, with the files and nothing else. It
// replaces an older folder if that holds nothing but files of the names that an order's
// folder may have; otherwise the error is *errOtherFiles. After any error the older
// folder is as it was.
func writeFolder(path string, files []file) (err error) {
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

// folder is a folder that is written beside its final place first.
type folder struct {
	final string // the folder's final path
	draft string // the path beside it where the folder is written; empty when published
}

// newFolder makes the folder in which the files are written first.
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

// write adds a file and waits until the disk has stored it.
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

// publish moves the folder to its final place, with swap if there is an older one.
func (f *folder) publish(swap func(a, b string) error) error {
	if err := syncFolder(f.draft); err != nil {
		return err
	}
	for tries := 0; ; tries++ {
		err := f.replace(swap)
		if err == nil {
			break
		}
		// Another run may have published its folder there, or be about to remove it.
		raced := errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist)
		if !raced || tries == 100 {
			return err
		}
	}
	return syncFolder(filepath.Dir(f.final))
}

// replace makes one attempt at publish.
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
	if err := checkOnlyOurs(f.final); err != nil {
		return err
	}
	if err := swap(f.draft, f.final); err != nil {
		return err
	}
	older := f.draft
	f.draft = ""
	// Another program may have added a file in the meantime.
	if err := checkOnlyOurs(older); err != nil {
		return err
	}
	return os.RemoveAll(older)
}

// discard removes a folder that was not published.
func (f *folder) discard() error {
	if f.draft == "" {
		return nil
	}
	return os.RemoveAll(f.draft)
}

// syncFolder waits until the disk has stored the names in a folder, which Windows does
// anyway.
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
