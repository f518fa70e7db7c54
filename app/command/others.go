package command

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// litter is what file managers leave in folders that were looked at. It goes
// with the folder.
var litter = []string{".DS_Store", "Thumbs.db", "desktop.ini"}

// errOthers reports a folder that holds what nobody asked to have replaced.
type errOthers struct {
	path  string
	names []string
}

func (e *errOthers) Error() string {
	names, more := e.names, ""
	if len(names) > 3 {
		names, more = names[:3], fmt.Sprintf(" and %d more", len(names)-3)
	}
	return fmt.Sprintf("the folder %s holds what are not its documents (%s%s); move that away first", e.path, strings.Join(names, ", "), more)
}

// onlyOurs is an *errOthers if there is more in the folder than may be replaced.
func onlyOurs(path string) error {
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
		return &errOthers{path, others}
	}
	return nil
}
