package verify

import (
	"context"
	"maps"
	"slices"
	"strings"

	"woolroad/app/store"
	"woolroad/migrations"
)

// checkGuards compares what the database refuses changes by with what the migrations make.
// Further indexes than these do no harm.
func (c *checker) checkGuards(ctx context.Context) error {
	want, err := guardsOf(c.t.Folder())
	if err != nil {
		return err
	}
	there, err := c.t.Guards(ctx)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		switch is, ok := there[name]; {
		case !ok:
			c.wrong(store.Guards, "", "the %s is missing.", name)
		case is != want[name]:
			c.wrong(store.Guards, "", "the %s is switched off, or is not as this program made it.", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(there)) {
		if _, known := want[name]; !known && !strings.HasPrefix(name, "index ") {
			c.wrong(store.Guards, "", "this program has not made the %s.", name)
		}
	}
	return eachRow(ctx, c.t, []string{"name"}, `FROM guards_lifted`, func(is []string) {
		c.wrong(store.Guards, "", "a row “%s” of guards_lifted switches off what refuses documents that cannot be right; no transaction of this program leaves one.", is[0])
	})
}

// guardsOf returns the guards of a database with the newest schema of the engine that has its
// migrations in that folder, as Tx.Guards returns them.
func guardsOf(folder string) (map[string]string, error) {
	b, err := migrations.Guards.ReadFile("guards/" + folder + ".txt")
	if err != nil {
		return nil, err
	}
	guards := map[string]string{}
	for line := range strings.Lines(string(b)) {
		name, hash, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		guards[name] = hash
	}
	return guards, nil
}
