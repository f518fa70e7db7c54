package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrongUsage(t *testing.T) {
	dir := t.TempDir()
	file := writeFile(t, filepath.Join(dir, "file"), []byte("text"))
	broken := writeFile(t, filepath.Join(dir, "broken.json"), []byte(`{"data": {"payl`))
	order := order(t, "order.json", nil)
	out := filepath.Join(dir, "out")
	for _, test := range []struct {
		what string
		args string
		says string
	}{
		{"no command", "", "say which command"},
		{"an unknown command", "papers", `no command "papers"`},
		{"help for an unknown command", "help papers", `no command "papers"`},
		{"no folder", "documents " + order, "--out"},
		{"an empty folder name", "documents " + order + " --out=", "--out"},
		{"a folder that is a file", "documents " + order + " --out " + file, "is a file"},
		{"a folder in a file", "documents " + order + " --out " + file + "/papers", "not a directory"},
		{"no files", "documents --out " + out, "order files"},
		{"files and samples", "documents --sample " + order + " --out " + out, "--sample"},
		{"unknown labels", "documents " + order + " --labels zh --out " + out, `en or en+zh, not "zh"`},
		{"an unknown flag", "documents --paper " + order + " --out " + out, "--paper"},
		{"a flag without its value", "documents " + order + " --out", "--out"},
		{"a feed that is missing", "documents " + order + " --rates " + dir + "/nrb.json --out " + out, "nrb.json: there is no such file"},
		{"a feed that is a folder", "documents " + order + " --rates " + dir + " --out " + out, "this is a folder"},
		{"a feed that is none", "documents " + order + " --rates " + order + " --out " + out, "not a rate feed"},
		{"a feed that is cut off", "documents " + order + " --rates " + broken + " --out " + out, "or the file is not complete"},
		{"a switch that is neither on nor off", "version --json=maybe", `--json is given or left out, or is true or false; it cannot be "maybe"`},
		{"version of something", "version 2", "no arguments"},
	} {
		r := run(t, strings.Fields(test.args)...)
		if r.code != 2 || !strings.Contains(r.err, test.says) || !strings.Contains(r.err, `--help" for how to use it`) || r.out != "" {
			t.Errorf("%s: exit %d, want 2 and %q with a hint at the help\nstdout: %s\nstderr: %s", test.what, r.code, test.says, r.out, r.err)
		}
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Errorf("wrong usage made the folder: %v", err)
	}
}

func TestEveryBadFeedIsNamed(t *testing.T) {
	r := run(t, "documents", "--sample", "--out", t.TempDir(), "--rates", "one.json", "--rates", "two.json")
	if !strings.Contains(r.err, "one.json") || !strings.Contains(r.err, "two.json") {
		t.Errorf("two feeds are missing, and stderr says\n%s", r.err)
	}
}

func TestHelp(t *testing.T) {
	for _, args := range []string{"--help", "help", "documents --help", "help documents", "version -h", "help version"} {
		r := good(t, strings.Fields(args)...)
		if r.err != "" || !strings.Contains(r.out, "Usage:") {
			t.Errorf("%s: stdout %q, stderr %q", args, r.out, r.err)
		}
	}
	help := good(t, "documents", "--help").out
	for _, want := range []string{"Examples:", "--sample --out documents", "pointer", "code (", "message", "warning", "done", "--labels", "exits with 0"} {
		if !strings.Contains(help, want) {
			t.Errorf("the help does not say %q", want)
		}
	}
}

func TestVersion(t *testing.T) {
	if r := good(t, "version"); !strings.HasPrefix(r.out, "woolroad ") || r.err != "" {
		t.Errorf("got %+v", r)
	}
	if r := good(t, "version", "--json"); !strings.Contains(r.out, `"platform": "`) {
		t.Errorf("got %+v", r)
	}
}
