package db

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// TestAFolderThatThisUserMayNotWriteIsReadOnly makes a database's file where a folder's
// rights forbid it: that is the same cause as on a disk that takes no changes.
func TestAFolderThatThisUserMayNotWriteIsReadOnly(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	runtime.LockOSThread() // the user of files belongs to the thread
	defer runtime.UnlockOSThread()
	if os.Geteuid() == 0 { // who may write in spite of rights
		if err := unix.Setfsuid(65534); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = unix.Setfsuid(0) }() // which root may
	}
	if err := makeOwnFile(filepath.Join(folder, "woolroad.db")); CauseOf(err) != ReadOnly {
		t.Errorf("makeOwnFile = %v, of cause %q", err, CauseOf(err))
	}
}
