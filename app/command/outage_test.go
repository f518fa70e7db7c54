package command

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"woolroad/app/store"
	"woolroad/app/store/storetest"
)

// TestACommandWhoseCommitIsLost cuts the line to PostgreSQL while a command stores.
func TestACommandWhoseCommitIsLost(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		what string
		cut  func(*storetest.Proxy)
		code int
		says string
	}{
		{"its answer", func(p *storetest.Proxy) { p.CutNext(storetest.AfterCommit) }, 0, ""},
		{"itself", func(p *storetest.Proxy) { p.CutNext(storetest.BeforeCommit) }, 0, ""},
		{"its answer, for good", func(p *storetest.Proxy) { p.CutLast(storetest.AfterCommit) }, 1, "It is not known whether "},
	} {
		t.Run(test.what, func(t *testing.T) {
			t.Parallel()
			desk, w := desktop{}, prepared.Postgres(t)
			line, through := storetest.NewProxy(t, w.URL)
			direct, cut := flags(w), flags(store.Where{URL: through})
			desk.good(t, slices.Concat([]string{"orders", "import", sampleFile(names[1])}, direct)...)
			desk.good(t, slices.Concat([]string{"verify"}, direct)...) // which completes the index
			for _, step := range []struct {
				args      []string
				unsure    string
				once      []string // shows what is stored
				afterward string
			}{
				{[]string{"orders", "import", order(t, "o.json", nil)}, "the order was stored. Run the same command again: an order that is stored stays as it is.", nil, ""},
				{[]string{"issue", numbers[0], "packing-list"}, "the documents were stored. Run the same command again: what was issued is not issued again.", []string{"verify", "--json"}, `"documents": 1`},
				{[]string{"exporter", "set", "--zone", "Asia/Kathmandu"}, `the exporter was stored. Look with "woolroad exporter show".`, []string{"exporter", "show"}, "Asia/Kathmandu"},
			} {
				test.cut(line)
				r := desk.run(t, slices.Concat(step.args, cut)...)
				want := test.says
				if want != "" {
					want += step.unsure
				}
				if r.code != test.code || !strings.Contains(r.err, want) || line.Uncut() != 0 {
					t.Errorf("%v: exit %d, %q; want %d and %q", step.args, r.code, r.err, test.code, want)
				}
				line.Open()
				desk.good(t, slices.Concat(step.args, cut)...)
				if step.once == nil {
					continue
				}
				if r := desk.good(t, slices.Concat(step.once, direct)...); !strings.Contains(r.out, step.afterward) {
					t.Errorf("after %v, %v says %q, want %q in it", step.args, step.once, r.out, step.afterward)
				}
			}
		})
	}
}

// TestAWayOnWhoseCommitIsLost cuts the line to PostgreSQL while a damaged series is closed,
// tables are made anew and a backup is restored: at the commit of the statement that does it.
func TestAWayOnWhoseCommitIsLost(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "backup.db")
	desk, backed := desktop{}, []string{"--data", t.TempDir()}
	desk.good(t, on(backed, "orders", "import", order(t, "o.json", nil))...)
	desk.good(t, on(backed, "backup", file)...)
	for _, test := range []struct {
		what string
		cut  func(*storetest.Proxy)
		lost bool
	}{
		{"its answer", func(p *storetest.Proxy) { p.CutNext(storetest.AfterCommit) }, false},
		{"itself", func(p *storetest.Proxy) { p.CutNext(storetest.BeforeCommit) }, false},
		{"its answer, for good", func(p *storetest.Proxy) { p.CutLast(storetest.AfterCommit) }, true},
	} {
		t.Run(test.what, func(t *testing.T) {
			t.Parallel()
			w, empty := prepared.Postgres(t), prepared.Postgres(t)
			line, through := storetest.NewProxy(t, w.URL)
			direct, cut := flags(w), flags(store.Where{URL: through})
			desk.good(t, on(direct, "orders", "import", order(t, "o.json", nil))...)
			desk.good(t, on(direct, "issue", numbers[0], "packing-list")...)
			shell := shellOf(t, w)
			for _, statement := range []string{`SET session_replication_role = replica`, `ALTER TABLE issued DISABLE TRIGGER USER`, `DELETE FROM issued`, `ALTER TABLE issued ENABLE TRIGGER USER`} {
				if _, err := shell.ExecContext(t.Context(), statement); err != nil {
					t.Fatal(err)
				}
			}
			step := func(line *storetest.Proxy, statement, unsure string, afterwards int, args ...string) {
				t.Helper()
				line.Only(statement)
				test.cut(line)
				r := desk.run(t, args...)
				switch {
				case line.Uncut() != 0:
					t.Errorf("%v: the line was not cut", args)
				case test.lost && (r.code != 1 || !strings.Contains(r.err, unsure)):
					t.Errorf("%v: exit %d, %s; want %q", args, r.code, r.err, unsure)
				case !test.lost && r.code != 0 && !strings.Contains(r.err, "nothing was stored; run the same command again"):
					t.Errorf("%v: exit %d, %s", args, r.code, r.err)
				}
				line.Open()
				if again := desk.run(t, args...); again.code != afterwards && r.code == 1 && test.lost {
					t.Errorf("%v again: exit %d, %s", args, again.code, again.err)
				} else if r.code == 1 && !test.lost && again.code != 0 {
					t.Errorf("%v again, after nothing was stored: exit %d, %s", args, again.code, again.err)
				}
			}
			step(line, "INSERT INTO series_closed", `It is not known whether the series was closed. Look with "woolroad series".`, 1, on(cut, "series", "close", "PL-2026", "--reason", "It was damaged.")...)
			if r := desk.good(t, on(direct, "series")...); strings.Count(r.out, "closed at") != 1 {
				t.Errorf("the series is not closed once: %s", r.out)
			}
			step(line, "", "The database cannot be reached.", 0, on(cut, "rebuild")...)
			other, into := storetest.NewProxy(t, empty.URL)
			step(other, "INSERT INTO orders", "It is not known whether the backup was restored. Run the same command again:", 1, on(flags(store.Where{URL: into}), "restore", file)...)
			var v verified
			if read(t, desk, &v, on(flags(empty), "verify")...); v.Documents != 0 || v.More+len(v.Wrong) > 0 {
				t.Errorf("restored is %+v", v)
			}
			desk.good(t, on(flags(empty), "issue", numbers[0], "packing-list")...)
		})
	}
}

// TestACommandNamesTheOutage has commands find no database.
func TestACommandNamesTheOutage(t *testing.T) {
	desk, w := desktop{}, prepared.Postgres(t)
	line, through := storetest.NewProxy(t, w.URL)
	line.Close()
	for _, args := range [][]string{{"issue", numbers[0]}, {"orders", "import", order(t, "o.json", nil)}, {"verify"}, {"serve", "--listen", "127.0.0.1:0"}} {
		desk.says(t, 1, "woolroad: The database cannot be reached. Try again in a minute. (", slices.Concat(args, flags(store.Where{URL: through}))...)
	}
}
