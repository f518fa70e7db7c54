package command

import (
	"slices"
	"strings"
	"testing"

	"woolroad/app/store"
	"woolroad/app/store/storetest"
)

// TestACommandWhoseCommitIsLost cuts the line to PostgreSQL while a command stores.
func TestACommandWhoseCommitIsLost(t *testing.T) {
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

// TestACommandNamesTheOutage has commands find no database.
func TestACommandNamesTheOutage(t *testing.T) {
	desk, w := desktop{}, prepared.Postgres(t)
	line, through := storetest.NewProxy(t, w.URL)
	line.Close()
	for _, args := range [][]string{{"issue", numbers[0]}, {"orders", "import", order(t, "o.json", nil)}, {"verify"}, {"serve", "--listen", "127.0.0.1:0"}} {
		desk.says(t, 1, "woolroad: The database cannot be reached. Try again in a minute. (", slices.Concat(args, flags(store.Where{URL: through}))...)
	}
}
