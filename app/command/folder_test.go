package command

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestAnOlderFolderIsReplacedWhole(t *testing.T) {
	out := t.TempDir()
	indian := order(t, "in.json", func(o map[string]any) {
		at(o, "buyer")["country"] = "IN"
		delete(at(o, "buyer"), "ids")
	})
	good(t, "documents", indian, "--out", out)
	folder := filepath.Join(out, numbers[0])
	if !slices.Contains(entries(t, folder), "commercial-invoice-cum-packing-list.pdf") {
		t.Fatalf("an Indian buyer got %q", entries(t, folder))
	}
	writeFile(t, filepath.Join(folder, ".DS_Store"), nil)
	good(t, "documents", order(t, "np.json", nil), "--out", out)
	if got := entries(t, folder); !slices.Equal(got, []string{"commercial-invoice.pdf", "packing-list.pdf", "totals.json"}) {
		t.Errorf("the replaced folder holds %q", got)
	}
	wholeFolders(t, out, 1)
}

func TestWhatIsNotOursIsLeftAlone(t *testing.T) {
	for _, name := range []string{"letter.docx", "packing-list.pdf.bak", "scans/", "totals.json/"} {
		out := t.TempDir()
		folder := filepath.Join(out, numbers[0])
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(path, 0o755); err != nil {
				t.Fatal(err)
			}
		} else {
			writeFile(t, path, []byte("ours"))
		}
		r := run(t, "documents", order(t, "o.json", nil), "--out", out)
		if r.code != 1 || !strings.Contains(r.err, strings.TrimSuffix(name, "/")) || !strings.Contains(r.err, "move that away") {
			t.Errorf("%s: exit %d\n%s", name, r.code, r.err)
		}
		if got := entries(t, folder); !slices.Equal(got, []string{strings.TrimSuffix(name, "/")}) {
			t.Errorf("%s: the folder now holds %q", name, got)
		}
		if got := entries(t, out); len(got) != 1 {
			t.Errorf("%s: %q were left behind", name, got)
		}
	}
}

func TestAFileInTheFoldersPlace(t *testing.T) {
	out := t.TempDir()
	writeFile(t, filepath.Join(out, numbers[0]), []byte("mine"))
	r := run(t, "documents", order(t, "o.json", nil), "--out", out)
	if r.code != 1 || !strings.Contains(r.err, "move that file away") {
		t.Errorf("exit %d\n%s", r.code, r.err)
	}
	if got := entries(t, out); !slices.Equal(got, numbers[:1]) {
		t.Errorf("left behind: %q", got)
	}
}

// draftOf returns a folder that is about to replace the one at path.
func draftOf(t *testing.T, path, content string) *folder {
	t.Helper()
	f, err := newFolder(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.write(file{totalsFile, []byte(content)}); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPublishingThatFailsLeavesTheOlderFolder(t *testing.T) {
	out := t.TempDir()
	path := filepath.Join(out, "SO-1")
	if err := writeFolder(path, []file{{totalsFile, []byte("old")}}); err != nil {
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
	if got := readFile(t, filepath.Join(path, totalsFile)); string(got) != "old" {
		t.Errorf("the folder holds %q", got)
	}
	if got := entries(t, out); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
}

func TestExchangeByRename(t *testing.T) {
	out := t.TempDir()
	path := filepath.Join(out, "SO-1")
	if err := writeFolder(path, []file{{totalsFile, []byte("old")}}); err != nil {
		t.Fatal(err)
	}
	if err := exchangeByRename(filepath.Join(out, "missing"), path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the exchange with nothing gave %v", err)
	}
	if got := readFile(t, filepath.Join(path, totalsFile)); string(got) != "old" {
		t.Errorf("the folder was not put back; it holds %q", got)
	}
	if err := draftOf(t, path, "new").publish(exchangeByRename); err != nil {
		t.Error(err)
	}
	if got := readFile(t, filepath.Join(path, totalsFile)); string(got) != "new" {
		t.Errorf("the folder holds %q, want the new one", got)
	}
	if got := entries(t, out); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
}

func TestAFileThatAppearsWhileReplacingIsKept(t *testing.T) {
	out := t.TempDir()
	path := filepath.Join(out, "SO-1")
	if err := writeFolder(path, []file{{totalsFile, []byte("old")}}); err != nil {
		t.Fatal(err)
	}
	f := draftOf(t, path, "new")
	draft := f.draft
	err := f.publish(func(a, b string) error {
		writeFile(t, filepath.Join(b, "letter.docx"), []byte("just saved"))
		return exchange(a, b)
	})
	if others := (*errOtherFiles)(nil); !errors.As(err, &others) || others.path != draft {
		t.Errorf("publish gave %v, want one that names %s", err, draft)
	}
	if err := f.discard(); err != nil {
		t.Error(err)
	}
	if got := readFile(t, filepath.Join(draft, "letter.docx")); string(got) != "just saved" {
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
		if got := readFile(t, filepath.Join(path, totalsFile)); string(got) != "whole" {
			t.Errorf("%s holds %q", path, got)
		}
	}
	if got := entries(t, out); len(got) != 50 {
		t.Errorf("%d entries are left, want 50: %q", len(got), got)
	}
}

func TestRunsSideBySide(t *testing.T) {
	out := filepath.Join(t.TempDir(), "papers")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if r := run(t, "documents", "--sample", "--out", out); r.code != 0 {
				t.Errorf("exit %d\n%s", r.code, r.err)
			}
		})
	}
	wg.Wait()
	wholeFolders(t, out, 3)
}
