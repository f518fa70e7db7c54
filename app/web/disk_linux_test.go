package web

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"woolroad/app/store/db"
)

// TestLittleRoomIsAFullDisk looks at a disk of one megabyte: readyz calls it full, and not
// only failed.
func TestLittleRoomIsAFullDisk(t *testing.T) {
	if os.Geteuid() != 0 && os.Getenv("CI") == "" {
		t.Skip("only root can mount a small disk; run this as root")
	}
	folder := t.TempDir()
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, "size=1m"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	if err := roomOn(folder); db.CauseOf(err) != db.DiskFull {
		t.Errorf("roomOn = %v, which is not of the cause %q", err, db.DiskFull)
	}
	if err := roomOn(filepath.Join(folder, "none")); err == nil || db.CauseOf(err) == db.DiskFull {
		t.Errorf("of a folder that is not there, roomOn = %v", err)
	}
}
