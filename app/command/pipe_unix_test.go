//go:build unix

package command

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A pipe to which nobody writes, or a device without an end, would be read for ever.
func TestPipesAndDevicesAreRefused(t *testing.T) {
	pipe, data := filepath.Join(t.TempDir(), "pipe"), t.TempDir()
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args string
		code int
	}{
		{"documents PATH --out " + filepath.Join(data, "out"), 1},
		{"documents --sample --rates PATH --out " + filepath.Join(data, "out"), 2},
		{"orders import PATH --data " + data, 1},
		{"rates import PATH --data " + data, 1},
		{"restore PATH --data " + data, 1},
	} {
		for path, says := range map[string]string{pipe: "his is a pipe; name a file", "/dev/zero": "his is a device; name a file"} {
			r := run(t, strings.Fields(strings.ReplaceAll(test.args, "PATH", path))...)
			if r.code != test.code || !strings.Contains(r.err, says) {
				t.Errorf("%s of %s: exit %d, want %d and %q\n%s", test.args, path, r.code, test.code, says, r.err)
			}
		}
	}
}
