package store

import (
	"context"
	"database/sql"
	"fmt"

	"woolroad/app/trade"
	"woolroad/migrations"
)

// Ready says whether the database answers and has the schema that this program
// was written for.
func (s *Store) Ready(ctx context.Context) error {
	want, err := newest(s.dialect, migrations.Files)
	if err != nil {
		return err
	}
	var is sql.Null[int]
	if err := s.read.QueryRowContext(ctx, `SELECT max(version) FROM schema_steps`).Scan(&is); err != nil {
		return fmt.Errorf("ask %s for its schema: %w", s.dialect.name(), err)
	}
	if is.V != want {
		return &trade.Error{Code: trade.Unavailable, Field: "database",
			Format: "The database's schema is at step %d, and this program wants %d; restart it.", Args: []any{is.V, want}}
	}
	return nil
}
