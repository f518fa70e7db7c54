package command

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"woolroad/app/command/batch"
)

// need finds a program that a test looks at documents with. A laptop may lack it;
// CI may not.
func need(t *testing.T, program, debian string) {
	t.Helper()
	if _, err := exec.LookPath(program); err == nil {
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing: install Debian's %s", program, debian)
	}
	t.Skipf("%s is missing: install Debian's %s to run this test", program, debian)
}

// ran is what a run of the program gave.
type ran struct {
	code     int
	out, err string
}

func run(t *testing.T, args ...string) ran {
	t.Helper()
	var out, err bytes.Buffer
	code := Run(t.Context(), args, &out, &err)
	return ran{code, out.String(), err.String()}
}

// good runs the program and wants it to exit with 0.
func good(t *testing.T, args ...string) ran {
	t.Helper()
	r := run(t, args...)
	if r.code != 0 {
		t.Fatalf("woolroad %s: exit %d, want 0\n%s", strings.Join(args, " "), r.code, r.err)
	}
	return r
}

// names are the samples, in the order of their files.
var names = []string{"01-kathmandu-scoured-wool", "02-nhava-sheva-cashmere", "03-kolkata-yak-inr"}

var numbers = []string{"SO-2026-0041", "SO-2026-0038", "SO-2026-0044"}

func sampleFile(name string) string {
	return filepath.Join("..", "sample", "orders", name+".json")
}

func expected(t *testing.T, name string) []byte {
	t.Helper()
	return readFile(t, filepath.Join("..", "sample", "testdata", name+".expected.json"))
}

func feed(name string) string { return filepath.Join("..", "sample", "rates", name) }

// feeds returns the arguments that give the samples all rates they ask for.
func feeds() []string {
	return []string{
		"--rates", feed("nrb-2026-04-01_2026-04-05.json"),
		"--rates", feed("fbil-2026-03-17_2026-03-20.json"),
		"--rates", feed("ecb-exr-2026-02-17_2026-03-18.csv"),
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func writeFile(t *testing.T, path string, content []byte) string {
	t.Helper()
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// order writes an order file with the first sample's content, less its totals in
// other currencies and changed by edit, and returns its path.
func order(t *testing.T, name string, edit func(o map[string]any)) string {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal(readFile(t, sampleFile(names[0])), &o); err != nil {
		t.Fatal(err)
	}
	delete(o, "totals_in")
	if edit != nil {
		edit(o)
	}
	b, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return writeFile(t, filepath.Join(t.TempDir(), name), b)
}

// at returns an entry of a list or an object deep in an order.
func at(v any, path ...any) map[string]any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			v = v.(map[string]any)[step]
		case int:
			v = v.([]any)[step]
		}
	}
	return v.(map[string]any)
}

// numbered gives an order its number.
func numbered(number string) func(map[string]any) {
	return func(o map[string]any) { o["number"] = number }
}

// entries returns the names in a folder, or none if there is no such folder.
func entries(t *testing.T, path string) []string {
	t.Helper()
	list, err := os.ReadDir(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, e.Name())
	}
	return out
}

// decoded returns the list that --json prints.
func decoded(t *testing.T, out string) []batch.Result {
	t.Helper()
	var raw []struct {
		batch.Result
		Totals json.RawMessage `json:"totals"`
	}
	dec := json.NewDecoder(strings.NewReader(out))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&raw); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	results := make([]batch.Result, len(raw))
	for i, r := range raw {
		results[i] = r.Result
	}
	return results
}
