package command

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"woolroad/app/store"
)

// smallDisk returns a folder with a disk of its own, of the size that the options of tmpfs
// say. Only root can mount one, as which CI runs.
func smallDisk(t *testing.T, options string) string {
	t.Helper()
	if os.Geteuid() != 0 && os.Getenv("CI") == "" {
		t.Skip("only root can mount a small disk; run this as root")
	}
	folder := t.TempDir()
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// TestABackupToAFullDiskSaysSo backs up to a disk that is full at once, and when the schema
// of the backup is half made: the sentence is about the disk, and nothing is left on it.
func TestABackupToAFullDiskSaysSo(t *testing.T) {
	prepared.Each(t, func(t *testing.T, w store.Where) {
		for _, options := range []string{"size=16k", "size=256k"} {
			folder := smallDisk(t, options)
			file := filepath.Join(folder, "today.backup")
			desktop{}.says(t, 1, "woolroad: A disk of the server is full. Make room on it, then try again.", slices.Concat([]string{"backup", file}, flags(w))...)
			if left := entries(t, folder); left != nil {
				t.Errorf("%q were left on the full disk", left)
			}
		}
	})
}

// TestAMigrationOnAFullDiskSaysSo makes a database where there is no room for its schema.
func TestAMigrationOnAFullDiskSaysSo(t *testing.T) {
	for _, options := range []string{"size=64k", "size=256k"} {
		folder := smallDisk(t, options)
		desktop{}.says(t, 1, "woolroad: A disk of the server is full. Make room on it, then try again.", "migrate", "up", "--data", folder)
	}
}
