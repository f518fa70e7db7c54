package command

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// putFile writes a file that appears whole into a folder, which is made if need
// be, and returns its path. The same file again is left alone, and another of
// its name is an error: what was issued does not change.
func putFile(dir string, one file) (string, error) {
	path := filepath.Join(dir, one.name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	switch there, err := os.ReadFile(path); {
	case err == nil && bytes.Equal(there, one.content):
		return path, nil
	case err == nil:
		return "", fmt.Errorf("%s is there already and is another file; move it away", path)
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	draft, err := os.CreateTemp(dir, "."+one.name+".new-")
	if err != nil {
		return "", err
	}
	_, err = draft.Write(one.content)
	err = errors.Join(err, draft.Chmod(0o644), draft.Sync(), draft.Close())
	if err == nil {
		err = os.Rename(draft.Name(), path)
	}
	if err != nil {
		return "", errors.Join(err, os.Remove(draft.Name()))
	}
	return path, syncFolder(dir)
}
