package command

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// served is a demo that runs.
type served struct {
	address string
	lines   []string // that it printed
	page    string   // of its orders
}

// look serves a demo with the arguments, looks at its first page and ends it.
func look(t *testing.T, w world, args ...string) (s served, code int, stderr string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	in, out := io.Pipe()
	var errs bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- runIn(ctx, w, args, out, &errs)
		if err := out.Close(); err != nil {
			t.Error(err)
		}
	}()
	printed := bufio.NewScanner(in)
	for len(s.lines) < 4 && printed.Scan() {
		s.lines = append(s.lines, printed.Text())
	}
	if len(s.lines) == 4 {
		_, s.address, _ = strings.Cut(s.lines[0], "http")
		s.address = "http" + s.address
		r, err := http.Get(s.address + "/orders")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode != http.StatusOK {
			t.Errorf("%s/orders answers %d, %v", s.address, r.StatusCode, err)
		}
		if err := r.Body.Close(); err != nil {
			t.Error(err)
		}
		s.page = string(body)
	}
	cancel()
	code = <-ended
	return s, code, errs.String()
}

func demoWorld(t *testing.T, environ ...string) world {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Cleanup(func() {
		if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
			t.Errorf("the demo leaves %v behind, %v", left, err)
		}
	})
	return world{
		now:     func() time.Time { return time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) },
		environ: func() []string { return environ },
	}
}

func TestDemoGoesWithItsFolder(t *testing.T) {
	ours := filepath.Join(t.TempDir(), "ours")
	s, code, stderr := look(t, demoWorld(t, "WOOLROAD_DATA="+ours), "demo", "--listen", "127.0.0.1:0")
	if code != 0 || stderr != "" || len(s.lines) != 4 {
		t.Fatalf("exit %d\n%q\n%s", code, s.lines, stderr)
	}
	if !strings.Contains(s.page, "<strong>DEMO</strong>") {
		t.Error("the page does not say DEMO")
	}
	if _, err := os.Stat(ours); !os.IsNotExist(err) {
		t.Errorf("the demo made the folder of the real desk: %v", err)
	}
}

func TestDemoIsKeptAndServed(t *testing.T) {
	w := demoWorld(t)
	data := filepath.Join(t.TempDir(), "new", "look")
	first, code, stderr := look(t, w, "demo", "--listen", "127.0.0.1:0", "--data", data)
	if code != 0 || !strings.Contains(strings.Join(first.lines, "\n"), data) {
		t.Fatalf("exit %d\n%q\n%s", code, first.lines, stderr)
	}
	before, err := os.Stat(filepath.Join(data, "DEMO.txt"))
	if err != nil {
		t.Fatal(err)
	}
	second, code, stderr := look(t, w, "demo", "--listen", "127.0.0.1:0", "--data", data)
	if code != 0 || !strings.Contains(second.page, "<strong>DEMO</strong>") {
		t.Errorf("again: exit %d\n%s", code, stderr)
	}
	if after, err := os.Stat(filepath.Join(data, "DEMO.txt")); err != nil || !after.ModTime().Equal(before.ModTime()) {
		t.Errorf("it was made again: %v", err)
	}
	if r := good(t, "verify", "--data", data); !strings.Contains(r.out, "all right") {
		t.Errorf("verify says %s", r.out)
	}
	one := good(t, "issue", numbers[0], "--data", data, "--json")
	if !strings.Contains(one.out, `"number": "CI-2026-`) {
		t.Errorf("an order of the demo is issued as %s", one.out)
	}
}

func TestDemoIsRefused(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := busy.Close(); err != nil {
			t.Error(err)
		}
	}()
	folder := t.TempDir()
	writeFile(t, filepath.Join(folder, "something"), []byte("of somebody's"))
	unfinished := t.TempDir()
	writeFile(t, filepath.Join(unfinished, "DEMO.unfinished.txt"), nil)
	fresh := filepath.Join(t.TempDir(), "fresh")
	for _, test := range []struct {
		what string
		args []string
		code int
		says string
	}{
		{"a folder that is somebody's", []string{"--data", folder}, 2, "is no folder that demo has made"},
		{"a demo that was cut off", []string{"--data", unfinished}, 1, "was not finished"},
		{"a file", []string{"--data", filepath.Join(folder, "something")}, 2, "is no folder that demo has made"},
		{"no name", []string{"--data", ""}, 2, "--data is empty"},
		{"a database", []string{"--database", "postgres://desk@db.example:5432/woolroad"}, 2, "leave --database out"},
		{"a port in use", []string{"--listen", busy.Addr().String()}, 1, "woolroad: demo: " + busy.Addr().String() + " cannot be used (bind: address already in use); name another address with --listen or WOOLROAD_LISTEN\n"},
		{"a port in use, with a folder", []string{"--listen", busy.Addr().String(), "--data", fresh}, 1, "with --listen or WOOLROAD_LISTEN"},
		{"an argument", []string{"now"}, 2, "no arguments"},
	} {
		s, code, stderr := look(t, demoWorld(t), append([]string{"demo"}, test.args...)...)
		if code != test.code || !strings.Contains(stderr, test.says) || len(s.lines) > 0 {
			t.Errorf("%s: exit %d, want %d and %q\n%q\n%s", test.what, code, test.code, test.says, s.lines, stderr)
		}
	}
	if _, err := os.Stat(fresh); !os.IsNotExist(err) {
		t.Errorf("a demo that did not begin leaves its folder: %v", err)
	}
	if _, err := os.Stat(filepath.Join(folder, "something")); err != nil {
		t.Errorf("somebody's folder was touched: %v", err)
	}
}
