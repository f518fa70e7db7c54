//go:build unix

package files

import (
	"path/filepath"
	"syscall"
	"testing"
)

// pipe makes a pipe to which nobody writes.
func pipe(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
