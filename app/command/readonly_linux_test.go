package command

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"woolroad/app/store"
)

// readOnly returns a folder with the files of another one in which nobody may write: a file
// system that is mounted for reading alone, since a root user writes over missing rights.
func readOnly(t *testing.T, from string) string {
	t.Helper()
	folder := t.TempDir()
	root := os.Geteuid() == 0
	if root {
		if err := unix.Mount("tmpfs", folder, "tmpfs", 0, ""); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := unix.Unmount(folder, 0); err != nil {
				t.Error(err)
			}
		})
	}
	if err := os.CopyFS(folder, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	if root {
		if err := unix.Mount("", folder, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
			t.Fatal(err)
		}
		return folder
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o700) }) // so that the test's folder can be removed
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	return folder
}

// TestWhatReadsWorksInAReadOnlyFolder verifies, backs up and asks for the schema where
// nobody may write, with what stands in the WAL alone, and leaves nothing behind.
func TestWhatReadsWorksInAReadOnlyFolder(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	data, desk := filepath.Join(t.TempDir(), "data"), desktop{}
	desk.good(t, "migrate", "up", "--data", data)
	s, err := store.Open(t.Context(), store.Where{Data: data}) // which keeps the WAL while it is open
	if err != nil {
		t.Fatal(err)
	}
	desk.good(t, "orders", "import", order(t, "o.json", nil), "--data", data)
	desk.good(t, "issue", numbers[0], "--data", data)
	if wal, err := os.Stat(filepath.Join(data, "woolroad.db-wal")); err != nil || wal.Size() == 0 {
		t.Fatalf("nothing stands in the WAL: %v", err)
	}
	folder := readOnly(t, data)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if f, err := os.Create(filepath.Join(folder, "x")); err == nil {
		t.Fatal(errors.Join(errors.New("the folder can be written to"), f.Close()))
	}
	var v verified
	read(t, desk, &v, "verify", "--data", folder)
	if v.Documents != 2 {
		t.Errorf("verify says %+v", v)
	}
	desk.says(t, 1, "woolroad: The database takes no changes at present.", "issue", numbers[0], "--data", folder)
	backup := filepath.Join(t.TempDir(), "today.backup")
	if r := desk.good(t, "backup", backup, "--data", folder); !strings.Contains(r.out, folder) {
		t.Errorf("backup says %s", r.out)
	}
	var m migrateResult
	read(t, desk, &m, "migrate", "status", "--data", folder)
	if m.Version != m.Newest || m.Version == 0 {
		t.Errorf("status is %+v", m)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "woolroad-*")); len(left) > 0 {
		t.Errorf("%q were left", left)
	}
}
