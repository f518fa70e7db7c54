package command

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// litter is what file managers leave in folders that people have opened. It may be
// replaced with the folder.
var litter = []string{".DS_Store", "Thumbs.db", "desktop.ini"}

// errOtherFiles reports a folder with files that must not be replaced.
type errOtherFiles struct {
	path  string
	names []string
}

func (e *errOtherFiles) Error() string {
	names, more := e.names, ""
	if len(names) > 3 {
		names, more = names[:3], fmt.Sprintf(" and %d more", len(names)-3)
	}
	return fmt.Sprintf("the folder %s holds what are not its documents (%s%s); move that away first", e.path, strings.Join(names, ", "), more)
}

// checkOnlyOurs returns *errOtherFiles if the folder holds anything that must not be
// replaced.
func checkOnlyOurs(path string) error {
	entries, err := os.ReadDir(path)
	if err != nil {
		return err
	}
	var others []string
	for _, e := range entries {
		known := slices.Contains(ourFiles(), e.Name()) || slices.Contains(litter, e.Name())
		if e.IsDir() || !known {
			others = append(others, e.Name())
		}
	}
	if len(others) > 0 {
		return &errOtherFiles{path, others}
	}
	return nil
}
