package store

import (
	"context"
	"fmt"
	"slices"

	"woolroad/app/trade"
)

// MarkDemo says that all that is and will be stored here is invented. It is done
// before anything else is stored, and nothing takes it back: what stands on documents
// and pages hangs on it. A database that holds anything else is a Conflict.
func (t *Tx) MarkDemo(ctx context.Context) error {
	marked, err := t.IsDemo(ctx)
	if err != nil || marked {
		return err
	}
	n, what, err := t.holds(ctx)
	if err != nil {
		return fmt.Errorf("look whether anything is kept: %w", err)
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

// given are tables of which a new database comes with some rows, those first that
// refer to others.
var given = []string{"regains", "rate_choices", "rate_rules"}

// holds is how many rows the first table has that somebody filled, and its name.
func (t *Tx) holds(ctx context.Context) (n int, table string, err error) {
	filled := []string{"series"} // which a backup does not copy row by row
	for _, table := range tables {
		if !slices.Contains(given, table.name) {
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

// IsDemo says whether all that is stored here is invented.
func (t *Tx) IsDemo(ctx context.Context) (bool, error) {
	var n int
	if err := t.QueryRowContext(ctx, `SELECT count(*) FROM demo`).Scan(&n); err != nil {
		return false, fmt.Errorf("look for the mark of a demo: %w", err)
	}
	return n > 0, nil
}

// MarkDemo is Tx.MarkDemo in a transaction of its own.
func (s *Store) MarkDemo(ctx context.Context, who Who) error {
	return s.Update(ctx, who, func(t *Tx) error { return t.MarkDemo(ctx) })
}

// IsDemo is Tx.IsDemo in a transaction of its own.
func (s *Store) IsDemo(ctx context.Context, who Who) (is bool, err error) {
	err = s.view(ctx, who, func(t *Tx) error {
		is, err = t.IsDemo(ctx)
		return err
	})
	return is, err
}
