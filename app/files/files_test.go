package files

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestOnlyPlainFilesAreOpened(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such files")
	}
	folder := t.TempDir()
	plain, link, socket := filepath.Join(folder, "plain"), filepath.Join(folder, "link"), filepath.Join(folder, "s")
	if err := errors.Join(os.WriteFile(plain, []byte("wool"), 0o600), os.Symlink("plain", link)); err != nil {
		t.Fatal(err)
	}
	listening, err := new(net.ListenConfig).Listen(t.Context(), "unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listening.Close() }()
	for _, name := range []string{plain, link} {
		f, err := Open(name)
		if err != nil {
			t.Errorf("Open(%s) = %v", name, err)
			continue
		}
		if b, err := io.ReadAll(f); err != nil || string(b) != "wool" {
			t.Errorf("%s holds %q, %v", name, b, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, test := range []struct {
		name string
		want error
	}{
		{folder, Folder},
		{pipe(t), Other("a pipe")},
		{socket, Other("a socket")},
		{"/dev/null", Other("a device")},
		{filepath.Join(folder, "none"), fs.ErrNotExist},
	} {
		if _, err := Open(test.name); !errors.Is(err, test.want) {
			t.Errorf("Open(%s) = %v, want %v", test.name, err, test.want)
		}
	}
}

// A folder that nobody holds is what a killed run leaves: the lock ends with its program.
func TestWhatAKilledRunLeftIsRemoved(t *testing.T) {
	parent := t.TempDir()
	left, other := filepath.Join(parent, "restore-left"), filepath.Join(parent, "another")
	linked, file := filepath.Join(parent, "restore-link"), filepath.Join(parent, "restore-file")
	err := errors.Join(os.MkdirAll(filepath.Join(left, "deep"), 0o700), os.Mkdir(other, 0o700), os.Symlink(other, linked),
		os.WriteFile(filepath.Join(left, "deep", "backup.db"), []byte("wool"), 0o600), os.WriteFile(file, nil, 0o600))
	if err != nil {
		t.Fatal(err)
	}
	first := work(t, parent)
	second := work(t, parent)
	for path, want := range map[string]bool{left: runtime.GOOS == "windows", other: true, linked: true, file: true, first.Path(""): true, second.Path(""): true} {
		if _, err := os.Lstat(path); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", path, err == nil, want)
		}
	}
	if is, err := os.Stat(first.Path("")); err != nil || is.Mode().Perm() != 0o700 && runtime.GOOS != "windows" {
		t.Errorf("the folder has the mode %v, %v", is.Mode(), err)
	}
	if err := errors.Join(first.Remove(), second.Remove()); err != nil {
		t.Error(err)
	}
	if names, _ := filepath.Glob(filepath.Join(parent, "restore-*")); len(names) != 2 {
		t.Errorf("these are left: %q", names)
	}
}

func TestManyRunsAtOnceRemoveNobodysFolder(t *testing.T) {
	parent := t.TempDir()
	done := make(chan error)
	const runs, times = 8, 50
	for range runs {
		go func() {
			for range times {
				w, err := MakeWork(parent, "restore-")
				if err == nil {
					err = os.WriteFile(w.Path("backup.db"), []byte("wool"), 0o600)
				}
				if err == nil {
					err = w.Remove()
				}
				if err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range runs {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// work makes a folder to work in.
func work(t *testing.T, parent string) *Work {
	t.Helper()
	w, err := MakeWork(parent, "restore-")
	if err != nil {
		t.Fatal(err)
	}
	return w
}
