package store

import (
	"context"
	"fmt"
	"slices"

	"woolroad/app/trade"
)

// MarkDemo stores that everything in this database is invented, which documents and pages
// say from then on. Nothing takes the mark away. A database that holds anything else is a
// Conflict.
func (t *Tx) MarkDemo(ctx context.Context) error {
	marked, err := t.IsDemo(ctx)
	if err != nil || marked {
		return err
	}
	n, what, err := t.firstFilledTable(ctx)
	if err != nil {
		return fmt.Errorf("look whether anything is stored: %w", err)
	}
	if n > 0 {
		return &trade.Error{Code: trade.Conflict, Field: "database",
			Format: "The database is not empty (%d %s); a demo begins with an empty one. Name another.", Args: []any{n, what}}
	}
	if _, err := t.ExecContext(ctx, `INSERT INTO demo (one) VALUES (1)`); err != nil {
		return fmt.Errorf("mark a demo: %w", err)
	}
	return nil
}

// prefilled lists the tables of which a new database has some rows already. A table comes
// before those that it refers to.
var prefilled = []string{"regains", "rate_choices", "rate_rules"}

// firstFilledTable returns the number of rows and the name of the first table that has rows
// which somebody stored, and no name where there is none.
func (t *Tx) firstFilledTable(ctx context.Context) (n int, table string, err error) {
	filled := []string{"series"} // which a backup does not copy row by row
	for _, table := range tables {
		if !slices.Contains(prefilled, table.name) {
			filled = append(filled, table.name)
		}
	}
	for _, table := range filled {
		if err := t.QueryRowContext(ctx, `SELECT count(*) FROM `+table).Scan(&n); n > 0 || err != nil {
			return n, table, err
		}
	}
	return 0, "", nil
}

// IsDemo reports whether everything in this database is invented.
func (t *Tx) IsDemo(ctx context.Context) (bool, error) {
	var n int
	if err := t.QueryRowContext(ctx, `SELECT count(*) FROM demo`).Scan(&n); err != nil {
		return false, fmt.Errorf("look for the mark of a demo: %w", err)
	}
	return n > 0, nil
}

// MarkDemo runs Tx.MarkDemo for who in a transaction of its own, and has its errors.
func (s *Store) MarkDemo(ctx context.Context, who Who) error {
	return s.Update(ctx, who, func(t *Tx) error { t.MayRepeat(); return t.MarkDemo(ctx) })
}

// IsDemo runs Tx.IsDemo for who in a transaction of its own.
func (s *Store) IsDemo(ctx context.Context, who Who) (is bool, err error) {
	err = s.view(ctx, who, func(t *Tx) error {
		is, err = t.IsDemo(ctx)
		return err
	})
	return is, err
}
