package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"woolroad/app/trade"
)

// Ready returns an error where the database does not answer, and an Unavailable one where
// it has another schema than the one that this program was written for.
func (d *DB) Ready(ctx context.Context) error {
	is, err := View(ctx, d, Program, func(t *Tx) (is sql.Null[int], err error) {
		err = t.QueryRowContext(ctx, `SELECT max(version) FROM schema_steps`).Scan(&is)
		return is, err
	})
	if err != nil {
		return fmt.Errorf("ask %s for its schema: %w", d.dialect.name(), err)
	}
	if is.V != d.version {
		return &trade.Error{Code: trade.Unavailable, Field: "database",
			Format: "The database's schema is at step %d, and this program needs %d; restart the program.", Args: []any{is.V, d.version}}
	}
	return nil
}

// TryWrite writes into the database and returns the error of doing so; CauseOf says which
// one it is. It finds a full disk: of PostgreSQL it asks for a new page of a table, which
// the server gives back later, and for a sort that the server needs a file for, since a page
// may be there from before. Beside a SQLite file it fills a file of its own, since a few pages
// still fit into a WAL from before.
func (d *DB) TryWrite(ctx context.Context) error {
	room := strings.Repeat("x", 7000) // fills most of a page
	err := d.UpdateLocking(ctx, Program, func(t *Tx) error {
		t.MayRepeat()
		for _, statement := range append(d.dialect.fill(),
			`SAVEPOINT room`,
			`INSERT INTO readiness (one, writes, room) VALUES (2, 0, '`+room+`')`,
			`ROLLBACK TO SAVEPOINT room`,
			`UPDATE readiness SET writes = writes + 1 WHERE one = 1`,
		) {
			if _, err := t.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("try to write: %w", err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.dialect.tryDisk()
}
