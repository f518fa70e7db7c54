package folder

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// litter is what file managers leave in folders that people have opened. It may be
// replaced with the folder.
var litter = []string{".DS_Store", "Thumbs.db", "desktop.ini"}

// An Others is the error of a folder with files that must not be replaced.
type Others struct {
	path  string
	names []string
}

// Error returns a sentence that names the folder and the first of its files.
func (e *Others) Error() string {
	names, more := e.names, ""
	if len(names) > 3 {
		names, more = names[:3], fmt.Sprintf(" and %d more", len(names)-3)
	}
	return fmt.Sprintf("the folder %s holds files that are not its documents (%s%s); move them away first", e.path, strings.Join(names, ", "), more)
}

// checkOnlyKnown returns *Others if the folder holds anything but files of the known names.
func checkOnlyKnown(path string, known []string) error {
	entries, err := os.ReadDir(path)
	if err != nil {
		return err
	}
	var others []string
	for _, e := range entries {
		if e.IsDir() || !slices.Contains(known, e.Name()) && !slices.Contains(litter, e.Name()) {
			others = append(others, e.Name())
		}
	}
	if len(others) > 0 {
		return &Others{path, others}
	}
	return nil
}
