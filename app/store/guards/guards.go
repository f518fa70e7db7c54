// Package guards compares the tables of a database, and what they refuse changes by, with
// what the migrations of this program make.
package guards

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"woolroad/app/store/db"
	"woolroad/migrations"
)

// Check returns a sentence for each column, key, check or trigger that is missing, is not as
// the newest migrations make it, or was added by somebody else, and for each row that
// switches guards off. Further tables and indexes do no harm.
func Check(ctx context.Context, t *db.Tx) (faults []string, err error) {
	want, err := made(t.Folder())
	if err != nil {
		return nil, err
	}
	there, err := Of(ctx, t)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		table := "table " + tableOf(name)
		_, whole := there[table]
		switch is, ok := there[name]; {
		case !whole && want[table] != "" && name != table:
			// the table is missing, with all that it had
		case !ok:
			faults = append(faults, "the "+name+" is missing.")
		case is != want[name] && isShape(name):
			faults = append(faults, "the "+name+" is not as this program made it.")
		case is != want[name]:
			faults = append(faults, "the "+name+" is switched off, or is not as this program made it.")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(there)) {
		_, known := want[name]
		harmless := strings.HasPrefix(name, "index ") || isShape(name) && want["table "+tableOf(name)] == ""
		if !known && !harmless {
			faults = append(faults, "this program has not made the "+name+".")
		}
	}
	rows, err := t.Texts(ctx, `SELECT name FROM guards_lifted ORDER BY name`)
	for _, name := range rows {
		faults = append(faults, "a row “"+name+"” of guards_lifted switches off what refuses documents that cannot be right; no transaction of this program leaves one.")
	}
	return faults, err
}

// Of returns what Check compares, by name: a short hash of how each column, key, check or
// trigger is defined and switched on, which is the same in every database of a schema's
// version.
func Of(ctx context.Context, t *db.Tx) (map[string]string, error) {
	guards := map[string]string{}
	err := t.EachGuard(ctx, func(name, definition string) {
		parts := map[string]string{name: definition}
		if table, is := strings.CutPrefix(name, "table "); is && strings.Contains(definition, "(") {
			parts = partsOf(table, definition)
		}
		for name, definition := range parts {
			sum := sha256.Sum256([]byte(strings.Join(strings.Fields(definition), " ")))
			guards[name] = hex.EncodeToString(sum[:8])
		}
	})
	if err != nil {
		return nil, fmt.Errorf("read the guards: %w", err)
	}
	return guards, nil
}

// made returns what Of returns of a database with the newest schema of the engine that has
// its migrations in that folder.
func made(folder string) (map[string]string, error) {
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

// isShape reports whether a name is of a table itself, or of something that cannot be
// switched off without being changed.
func isShape(name string) bool {
	kind, _, _ := strings.Cut(name, " ")
	return slices.Contains([]string{"table", "column", "rules"}, kind)
}

// tableOf returns the table that a name is of.
func tableOf(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }
