//go:build unix

package web

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// roomOn returns an error where the folder's disk has less than roomNeeded free, which is of
// the cause db.DiskFull, or cannot be looked at, and nil otherwise.
func roomOn(folder string) error {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return fmt.Errorf("look at the disk of %s: %w", folder, err)
	}
	if free := uint64(s.Bavail) * uint64(s.Bsize); free < roomNeeded {
		return fmt.Errorf("%s has %d MB left, and %d MB are wanted: %w", folder, free>>20, uint64(roomNeeded)>>20, unix.ENOSPC)
	}
	return nil
}
