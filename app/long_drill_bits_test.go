//go:build long && linux

package app_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"woolroad/app/store/storetest"
)

// drillBits flips single bits of a backup of each engine and has the program restore it, to
// a database of the same engine.
func drillBits(t *testing.T, d *drill) {
	d.each(t, func(p *drilled) {
		p.filled()
		file := filepath.Join(p.t.TempDir(), "today.backup")
		p.good(p.where, "backup", file)
		backup, err := os.ReadFile(file)
		if err != nil {
			p.t.Fatal(err)
		}
		to := p.empty()
		p.good(to, "restore", file)
		made := func(contents map[string][]string) map[string][]string { // without the keys that each installation makes for itself
			maps.DeleteFunc(contents, func(table string, _ []string) bool { return table == "secrets" })
			return contents
		}
		want, n := made(storetest.Contents(p.t, to)), inFull(20, 1_000)
		to = p.empty()
		refused := storetest.FlipBits(p.t, backup, n, p.random, want, func(flipped []byte) (map[string][]string, bool) {
			if err := os.WriteFile(file, flipped, 0o600); err != nil {
				p.t.Fatal(err)
			}
			r := p.run(to, "restore", file)
			if r.code == 0 {
				is := made(storetest.Contents(p.t, to))
				to = p.empty()
				return is, false
			}
			if r.code != 1 || !strings.Contains(r.said, file+" cannot be restored: ") {
				p.t.Errorf("restore exits with %d and does not say why the backup cannot be restored: %s", r.code, r.said)
			}
			return nil, true
		})
		p.count("bits", "single flipped bits", "refused by name", refused)
		p.count("bits", "single flipped bits", "restored with the same data", n-refused)
		p.leaves(p.temp)
		if is := made(storetest.Contents(p.t, to)); !maps.EqualFunc(is, made(storetest.Contents(p.t, p.empty())), slices.Equal) {
			p.t.Error("refused backups have left something in the database")
		}
	})
}
