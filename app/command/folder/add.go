package folder

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"woolroad/app/files"
)

// Add writes a file that appears complete into a folder, which it makes if necessary, and
// returns the file's path. It leaves the same file as it is, and another
// file of that name is an error, because issued documents do not change.
func Add(dir string, one File) (string, error) {
	path := filepath.Join(dir, one.Name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	switch there, err := files.Read(path); {
	case err == nil && bytes.Equal(there, one.Content):
		return path, nil
	case err == nil:
		return "", fmt.Errorf("%s is there already and is another file; move it away", path)
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	draft, err := os.CreateTemp(dir, "."+one.Name+".new-")
	if err != nil {
		return "", err
	}
	_, err = draft.Write(one.Content)
	err = errors.Join(err, draft.Chmod(0o644), draft.Sync(), draft.Close())
	if err == nil {
		err = os.Rename(draft.Name(), path)
	}
	if err != nil {
		return "", errors.Join(err, os.Remove(draft.Name()))
	}
	return path, Sync(dir)
}
