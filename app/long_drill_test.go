//go:build long && linux

package app_test

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"woolroad/app/store"
)

// TestLongDrill has bad days come over the built program, on both engines, and compares
// what people were told with what is stored. It prints how often it tried what, and how
// that ended:
//
//	go test -tags long -v -run Drill ./app
//	WOOLROAD_LONG=full go test -tags long -v -run Drill -timeout 120m ./app
//
// It also prints its seed. WOOLROAD_LONG_SEED repeats what a seed decides: what is killed,
// cut, filled and flipped, and when; not how fast the machine was.
func TestLongDrill(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	t.Run("with", func(t *testing.T) {
		for _, part := range []struct {
			name string
			run  func(*testing.T, *drill)
		}{
			{"kills", drillKills},
			{"cuts", drillCuts},
			{"disks", drillDisks},
			{"bits", drillBits},
			{"clocks", drillClocks},
		} {
			t.Run(part.name, func(t *testing.T) {
				t.Parallel()
				part.run(t, d)
			})
		}
	})
	t.Logf("seed %d\n%s", d.seed, d.tally.table())
}

// A drill is the built program, and what was done to it so far.
type drill struct {
	program string
	seed    uint64
	tally   tally
}

// newDrill builds the program and chooses a seed.
func newDrill(t *testing.T) *drill {
	t.Helper()
	d := &drill{program: filepath.Join(t.TempDir(), "woolroad"), seed: rand.Uint64()}
	if said, err := exec.Command("go", "build", "-o", d.program, "woolroad").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	if asked := os.Getenv("WOOLROAD_LONG_SEED"); asked != "" {
		var err error
		if d.seed, err = strconv.ParseUint(asked, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// inFull returns how often the drill does something: a few times, or as often as it should
// be done once before an office trusts the program.
func inFull(short, full int) int {
	if os.Getenv("WOOLROAD_LONG") == "full" {
		return full
	}
	return short
}

// each runs f for an empty database on both engines, beside each other.
func (d *drill) each(t *testing.T, f func(p *drilled)) {
	migrated.Each(t, func(t *testing.T, w store.Where) { f(d.at(t, w)) })
}

// at returns a database of the drill. What is chosen at random for it depends on the seed
// and on the test's name alone.
func (d *drill) at(t *testing.T, w store.Where) *drilled {
	name := fnv.New64a()
	_, _ = name.Write([]byte(t.Name())) // never an error
	p := &drilled{t: t, drill: d, engine: "sqlite", where: w, temp: t.TempDir(), random: rand.New(rand.NewPCG(d.seed, name.Sum64()))}
	if w.URL != "" {
		p.engine = "postgres"
	}
	return p
}

// A tally counts what was tried, by how it ended.
type tally struct {
	mu    sync.Mutex
	count map[tallied]int
}

// tallied is a row of the table that the drill prints.
type tallied struct{ part, engine, what, outcome string }

// add counts n more of a row. A row of none is printed too.
func (c *tally) add(row tallied, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.count == nil {
		c.count = map[tallied]int{}
	}
	c.count[row] += n
}

// table returns all rows in the order of their words.
func (c *tally) table() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var rows []tallied
	for row := range c.count {
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b tallied) int {
		return cmp.Or(cmp.Compare(a.part, b.part), cmp.Compare(a.what, b.what), cmp.Compare(a.engine, b.engine), cmp.Compare(a.outcome, b.outcome))
	})
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "part\twhat\tengine\ttimes\toutcome") // a builder takes everything
	for _, row := range rows {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\n", row.part, row.what, row.engine, c.count[row], row.outcome)
	}
	_ = w.Flush()
	return out.String()
}
