package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Guards returns what the database refuses changes by: triggers, keys, and on PostgreSQL
// checks and functions of triggers. Each name leads to a short hash of how the guard is
// defined and switched on, which is the same in every database of a schema's version.
func (t *Tx) Guards(ctx context.Context) (map[string]string, error) {
	guards := map[string]string{}
	err := t.Each(ctx, t.dialect.guards(), nil, func(row Scanner) error {
		var name, definition string
		err := row.Scan(&name, &definition)
		sum := sha256.Sum256([]byte(strings.Join(strings.Fields(definition), " ")))
		guards[name] = hex.EncodeToString(sum[:8])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the guards: %w", err)
	}
	return guards, nil
}

// Folder returns the name of the folder that has the engine's migrations.
func (t *Tx) Folder() string { return t.dialect.folder() }
