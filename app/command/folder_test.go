package command

import (
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
		if r.code != 1 || !strings.Contains(r.err, strings.TrimSuffix(name, "/")) || !strings.Contains(r.err, "move them away") {
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
