package command

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"woolroad/app/command/batch"
)

func TestManyOrdersDoNotFlood(t *testing.T) {
	args := []string{"documents", "--out", t.TempDir()}
	for i := range 60 {
		args = append(args, order(t, "o.json", func(o map[string]any) {
			o["number"] = "SO-2026-" + string(rune('A'+i/10)) + string(rune('0'+i%10))
			delete(at(o, "route"), "border")
			if i == 30 {
				o["date"] = "2026-02-30"
			}
		}))
	}
	r := run(t, args...)
	if lines := strings.Count(r.err, "\n"); r.code != 1 || lines > 14 || !strings.Contains(r.err, "2026-02-30 does not exist") || !strings.Contains(r.err, "60 orders: 59 done, 1 failed") {
		t.Errorf("exit %d, %d lines:\n%s", r.code, lines, r.err)
	}
	var got []string
	for line := range strings.Lines(r.out) {
		if strings.HasPrefix(line, "SO-") {
			got = append(got, line[:10])
		}
	}
	if len(got) != 59 || !slices.IsSorted(got) {
		t.Errorf("the tables of %d orders come as %q, want 59 in the order of the files", len(got), got)
	}
}

// after ends a context when something is written to it, as Ctrl-C may.
type after struct {
	bytes.Buffer
	end func()
}

func (a *after) Write(b []byte) (int, error) {
	a.end()
	return a.Buffer.Write(b)
}

func manyOrders(t *testing.T) []string {
	var files []string
	for i := range 10 * batch.Parallel() {
		files = append(files, order(t, "o.json", numbered("SO-"+strings.Repeat("I", 1+i%30)+"-"+string(rune('A'+i/30)))))
	}
	return files
}

func TestStopBetweenOrders(t *testing.T) {
	out := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	var stdout bytes.Buffer
	stderr := &after{end: stop}
	files := manyOrders(t)
	code := Run(ctx, slices.Concat([]string{"documents", "--json", "--out", out}, files), &stdout, stderr)
	done := decoded(t, stdout.String())
	if code != 1 || !strings.Contains(stderr.String(), "stopped after") || len(done) == 0 || len(done) == len(files) {
		t.Errorf("exit %d after %d of %d orders\n%s", code, len(done), len(files), stderr)
	}
	wholeFolders(t, out, len(done))
}

// broken is a stdout whose reader has gone.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestStdoutThatCannotBeWritten(t *testing.T) {
	for _, flag := range []string{"--json", "--json=false"} {
		out := t.TempDir()
		var stderr bytes.Buffer
		code := Run(t.Context(), []string{"documents", "--sample", flag, "--out", out}, broken{}, &stderr)
		if code != 1 || !strings.Contains(stderr.String(), "could not be printed: broken pipe") {
			t.Errorf("%s: exit %d\n%s", flag, code, &stderr)
		}
		wholeFolders(t, out, len(entries(t, out)))
	}
}

func TestNoOrderIsBegunThatNobodyReadsOf(t *testing.T) {
	out := t.TempDir()
	files := manyOrders(t)
	var stderr bytes.Buffer
	code := Run(t.Context(), slices.Concat([]string{"documents", "--out", out}, files), broken{}, &stderr)
	done := len(entries(t, out))
	if code != 1 || done == len(files) || !strings.Contains(stderr.String(), "not begun") {
		t.Errorf("exit %d with %d of %d orders done\n%s", code, done, len(files), &stderr)
	}
	wholeFolders(t, out, done)
}

// wholeFolders wants so many orders in the folder, each complete, and no draft.
func wholeFolders(t *testing.T, out string, want int) {
	t.Helper()
	folders := entries(t, out)
	if len(folders) != want {
		t.Errorf("%s holds %d entries, want %d: %q", out, len(folders), want, folders)
	}
	for _, name := range folders {
		files := entries(t, filepath.Join(out, name))
		if strings.HasPrefix(name, ".") || len(files) < 3 || !slices.Contains(files, batch.TotalsFile) {
			t.Errorf("%s holds %q", name, files)
		}
	}
}
