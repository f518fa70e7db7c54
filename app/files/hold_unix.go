//go:build unix

package files

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// hold keeps other runs from removing a folder until release is called or the program
// ends, however it ends. The error is errHeld where another run holds the folder,
// os.ErrNotExist where another run has removed it, and errNoLocks where the file system
// has no locks.
func hold(folder string) (release func() error, err error) {
	f, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	for {
		err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if !errors.Is(err, unix.EINTR) {
			break
		}
	}
	switch {
	case errors.Is(err, unix.EWOULDBLOCK):
		return nil, errors.Join(errHeld, f.Close())
	case err != nil:
		return nil, errors.Join(errNoLocks, f.Close())
	}
	opened, err := f.Stat()
	if err == nil {
		var there os.FileInfo
		if there, err = os.Lstat(folder); err == nil && !os.SameFile(opened, there) {
			err = os.ErrNotExist // removed while this run waited to hold it
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}

// isOwnFolder reports whether a path is a folder of this user's own.
func isOwnFolder(path string) bool {
	is, err := os.Lstat(path)
	if err != nil || !is.IsDir() {
		return false
	}
	of, ok := is.Sys().(*syscall.Stat_t)
	return ok && int(of.Uid) == os.Geteuid()
}
