package losses

import (
	"io/fs"
	"strconv"
	"testing"

	"woolroad/migrations"
)

// TestEveryStepSaysWhatItLoses fails where a migration comes without a row in steps, or
// with one that says nothing.
func TestEveryStepSaysWhatItLoses(t *testing.T) {
	names, err := fs.Glob(migrations.Files, "sqlite/*.up.sql")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		version, err := strconv.Atoi(name[len("sqlite/"):][:4])
		if err != nil {
			t.Fatal(err)
		}
		if of, there := steps[version]; !there || of.loses == nil && of.remade == "" {
			t.Errorf("%s: steps does not say what the step back from %d loses", name, version)
		}
	}
	if len(steps) != len(names) {
		t.Errorf("steps has %d rows for %d migrations", len(steps), len(names))
	}
}
