package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// only is the only file that the tests' folders have, and known lists it.
const only = "totals.json"

var known = []string{only}

// entries returns the names in a folder.
func entries(t *testing.T, path string) (names []string) {
	t.Helper()
	list, err := os.ReadDir(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

// readFile returns the content of a file.
func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// draftOf returns a folder that is about to replace the one at path.
func draftOf(t *testing.T, path, content string) *draft {
	t.Helper()
	f, err := newDraft(path, known)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.write(File{only, []byte(content)}); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPublishingThatFailsLeavesTheOlderFolder(t *testing.T) {
	out := t.TempDir()
	path := filepath.Join(out, "SO-1")
	if err := Write(path, []File{{only, []byte("old")}}, known); err != nil {
		t.Fatal(err)
	}
	no := errors.New("no")
	f := draftOf(t, path, "new")
	if err := f.publish(func(_, _ string) error { return no }); !errors.Is(err, no) {
		t.Errorf("publish gave %v, want %v", err, no)
	}
	if err := f.discard(); err != nil {
		t.Error(err)
	}
	if got := readFile(t, filepath.Join(path, only)); string(got) != "old" {
		t.Errorf("the folder holds %q", got)
	}
	if got := entries(t, out); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
}

func TestExchangeByRename(t *testing.T) {
	out := t.TempDir()
	path := filepath.Join(out, "SO-1")
	if err := Write(path, []File{{only, []byte("old")}}, known); err != nil {
		t.Fatal(err)
	}
	if err := exchangeByRename(filepath.Join(out, "missing"), path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the exchange with nothing gave %v", err)
	}
	if got := readFile(t, filepath.Join(path, only)); string(got) != "old" {
		t.Errorf("the folder was not put back; it holds %q", got)
	}
	if err := draftOf(t, path, "new").publish(exchangeByRename); err != nil {
		t.Error(err)
	}
	if got := readFile(t, filepath.Join(path, only)); string(got) != "new" {
		t.Errorf("the folder holds %q, want the new one", got)
	}
	if got := entries(t, out); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
}

func TestAFileThatAppearsWhileReplacingIsKept(t *testing.T) {
	out := t.TempDir()
	path := filepath.Join(out, "SO-1")
	if err := Write(path, []File{{only, []byte("old")}}, known); err != nil {
		t.Fatal(err)
	}
	f := draftOf(t, path, "new")
	at := f.at
	err := f.publish(func(a, b string) error {
		return errors.Join(os.WriteFile(filepath.Join(b, "letter.docx"), []byte("just saved"), 0o644), exchange(a, b))
	})
	if others := (*Others)(nil); !errors.As(err, &others) || others.path != at {
		t.Errorf("publish gave %v, want one that names %s", err, at)
	}
	if err := f.discard(); err != nil {
		t.Error(err)
	}
	if got := readFile(t, filepath.Join(at, "letter.docx")); string(got) != "just saved" {
		t.Errorf("the letter is %q", got)
	}
}

func TestPublishingSideBySide(t *testing.T) {
	out := t.TempDir()
	for i := range 50 {
		path := filepath.Join(out, "SO-"+strings.Repeat("I", i+1))
		var wg sync.WaitGroup
		for range 8 {
			f := draftOf(t, path, "whole")
			wg.Go(func() {
				if err := f.publish(exchange); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := readFile(t, filepath.Join(path, only)); string(got) != "whole" {
			t.Errorf("%s holds %q", path, got)
		}
	}
	if got := entries(t, out); len(got) != 50 {
		t.Errorf("%d entries are left, want 50: %q", len(got), got)
	}
}
