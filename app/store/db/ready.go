package db

import (
	"context"
	"database/sql"
	"fmt"

	"woolroad/app/trade"
)

// Ready returns an error where the database does not answer, and an Unavailable one where
// it has another schema than the one that this program was written for.
func (d *DB) Ready(ctx context.Context) error {
	var is sql.Null[int]
	if err := d.read.QueryRowContext(ctx, `SELECT max(version) FROM schema_steps`).Scan(&is); err != nil {
		return fmt.Errorf("ask %s for its schema: %w", d.dialect.name(), err)
	}
	if is.V != d.version {
		return &trade.Error{Code: trade.Unavailable, Field: "database",
			Format: "The database's schema is at step %d, and this program needs %d; restart the program.", Args: []any{is.V, d.version}}
	}
	return nil
}
