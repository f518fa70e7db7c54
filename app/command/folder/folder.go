// Package folder writes a folder of files that appears whole, in place of an older one.
//
// Its one rule: nothing that somebody else has put into a folder is removed.
package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// A File is a file to be written.
type File struct {
	Name    string
	Content []byte
}

// ErrNotFolder reports a file that has the name of the folder.
var ErrNotFolder = errors.New("there is a file of that name")

// Write writes a folder that appears complete, with the files and nothing else. It
// replaces an older folder if that holds nothing but files of the known names; otherwise
// the error is *Others, or ErrNotFolder where a file has the name. After any error the older
// folder is as it was.
func Write(path string, files []File, known []string) (err error) {
	f, err := newDraft(path, known)
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

// A draft is a folder that is written beside its final place first.
type draft struct {
	final string   // the folder's final path
	at    string   // the path beside it where the folder is written; empty when published
	known []string // the names of files that may be replaced
}

// newDraft makes the folder in which the files are written first.
func newDraft(path string, known []string) (*draft, error) {
	parent := filepath.Dir(path)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, err
	}
	at, err := os.MkdirTemp(parent, "."+filepath.Base(path)+".new-")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(at, 0o755); err != nil {
		return nil, errors.Join(err, os.Remove(at))
	}
	return &draft{path, at, known}, nil
}

// write adds a file and waits until the disk has stored it.
func (f *draft) write(one File) (err error) {
	to, err := os.OpenFile(filepath.Join(f.at, one.Name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if _, err := to.Write(one.Content); err != nil {
		return err
	}
	return to.Sync()
}

// publish moves the folder to its final place, and exchanges it with an older one by swap.
// The errors are those of replace.
func (f *draft) publish(swap func(a, b string) error) error {
	if err := Sync(f.at); err != nil {
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
	return Sync(filepath.Dir(f.final))
}

// replace makes one attempt at publish. It returns ErrNotFolder where a file has the folder's
// name, and *Others where the folder has files of other names.
func (f *draft) replace(swap func(a, b string) error) error {
	switch info, err := os.Lstat(f.final); {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.Rename(f.at, f.final); err != nil {
			return err
		}
		f.at = ""
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		return ErrNotFolder
	}
	if err := checkOnlyKnown(f.final, f.known); err != nil {
		return err
	}
	if err := swap(f.at, f.final); err != nil {
		return err
	}
	older := f.at
	f.at = ""
	// Another program may have added a file in the meantime.
	if err := checkOnlyKnown(older, f.known); err != nil {
		return err
	}
	return os.RemoveAll(older)
}

// discard removes a folder that was not published.
func (f *draft) discard() error {
	if f.at == "" {
		return nil
	}
	return os.RemoveAll(f.at)
}

// Sync waits until the disk has stored the names in a folder, which Windows does
// anyway.
func Sync(path string) (err error) {
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
