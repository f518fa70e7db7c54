package command

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"woolroad/rates/fetch"
)

// desktop is a machine whose clock and environment a test sets.
type desktop struct {
	at      time.Time
	environ []string
	asking  []fetch.Option
}

// today is the day that the tests' orders are issued on.
var today = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

func (d desktop) run(t *testing.T, args ...string) ran {
	t.Helper()
	now := d.at
	if now.IsZero() {
		now = today
	}
	w := world{func() time.Time { now = now.Add(time.Second); return now }, func() []string { return d.environ }, d.asking}
	var out, err bytes.Buffer
	code := runIn(t.Context(), w, args, &out, &err)
	return ran{code, out.String(), err.String()}
}

// good runs the program and wants it to exit with 0.
func (d desktop) good(t *testing.T, args ...string) ran {
	t.Helper()
	r := d.run(t, args...)
	if r.code != 0 {
		t.Fatalf("woolroad %s: exit %d, want 0\n%s\n%s", strings.Join(args, " "), r.code, r.out, r.err)
	}
	return r
}

// says runs the program and wants an exit code and a text on stderr.
func (d desktop) says(t *testing.T, code int, want string, args ...string) {
	t.Helper()
	if r := d.run(t, args...); r.code != code || !strings.Contains(r.err, want) {
		t.Errorf("woolroad %s: exit %d, want %d and %q\nstdout: %s\nstderr: %s", strings.Join(args, " "), r.code, code, want, r.out, r.err)
	}
}

// read runs the program with --json and reads all that it prints into v.
func read[T any](t *testing.T, d desktop, v *T, args ...string) {
	t.Helper()
	decode(t, d.good(t, append(args, "--json")...).out, v)
}

// decode reads what --json printed, new into v.
func decode[T any](t *testing.T, out string, v *T) {
	t.Helper()
	var fresh T
	dec := json.NewDecoder(strings.NewReader(out))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&fresh); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	*v = fresh
}

func TestWrongDatabase(t *testing.T) {
	const url = "postgres://desk:secret@127.0.0.1:1/none"
	for _, command := range databaseCommands {
		for _, test := range []struct {
			what, args string
			environ    []string
			says       string
		}{
			{"two flags", "--data d --database " + url, nil, "--data and --database both name a database"},
			{"a flag and a variable", "--data d", []string{"WOOLROAD_DATABASE=" + url}, "--data and WOOLROAD_DATABASE both"},
			{"two variables", "", []string{"WOOLROAD_DATA=d", "WOOLROAD_DATABASE=" + url}, "WOOLROAD_DATA and WOOLROAD_DATABASE both"},
			{"an empty folder", "--data=", nil, "--data is empty"},
			{"another URL", "--database mysql://secret@h/d", nil, "--database is not the URL of a PostgreSQL"},
			{"unknown variables", "", []string{"WOOLROAD_DATEN=d", "WOOLROAD_BASE=d"}, "no setting WOOLROAD_BASE, WOOLROAD_DATEN"},
		} {
			t.Chdir(t.TempDir())
			r := desktop{environ: test.environ}.run(t, append(strings.Fields(command), strings.Fields(test.args)...)...)
			if r.code != 2 || !strings.Contains(r.err, test.says) || !strings.Contains(r.err, `--help" for how`) || r.out != "" || strings.Contains(r.err, "secret") {
				t.Errorf("%s with %s: exit %d, want 2 and %q\nstdout: %s\nstderr: %s", command, test.what, r.code, test.says, r.out, r.err)
			}
			if made := entries(t, "."); len(made) > 0 {
				t.Errorf("%s with %s: made %q", command, test.what, made)
			}
		}
	}
}

// databaseCommands are all commands that use a database, with what else they
// need.
var databaseCommands = []string{
	"migrate up", "migrate down", "migrate status", "orders import ORDER.json", "rates import FEED", "rates fetch",
	"issue ORDER", "verify", "backup FILE", "restore FILE", "rebuild",
}

func TestDatabaseCommandsHaveHelp(t *testing.T) {
	for _, command := range databaseCommands {
		words := strings.Fields(command)
		words = slices.DeleteFunc(words, func(w string) bool { return w != strings.ToLower(w) })
		help := good(t, append(words, "--help")...).out
		for _, want := range []string{"Examples:", "--json", "--data", "--database", "WOOLROAD_DATA", "WOOLROAD_DATABASE"} {
			if !strings.Contains(help, want) {
				t.Errorf("the help of %s does not say %q", words, want)
			}
		}
	}
}

func TestNoDatabaseYet(t *testing.T) {
	eachEmpty(t, func(t *testing.T, place func() []string) {
		nowhere := place()
		for _, command := range []string{"exporter show", "rates show USD/NPR 2026-04-04", "issue " + numbers[0], "verify"} {
			desktop{}.says(t, 1, "There is no database in", on(nowhere, strings.Fields(command)...)...)
		}
		if r := (desktop{}).good(t, on(nowhere, "migrate", "status")...); !strings.Contains(r.out, "there is no database yet") {
			t.Errorf("what was refused left %s", r.out)
		}
	})
}

func TestAServerThatDoesNotAnswer(t *testing.T) {
	r := desktop{}.run(t, "migrate", "status", "--database", "postgres://desk:secret@127.0.0.1:1/none")
	if r.code != 1 || !strings.Contains(r.err, "migrate status: reach PostgreSQL") || strings.Contains(r.err, "secret") {
		t.Errorf("exit %d\n%s", r.code, r.err)
	}
}
