package db

import (
	"strings"
	"testing"

	"woolroad/migrations"
)

// TestWordsOfOneAreFoundByIt holds that SQLite finds the words of an order by the order, and
// does not go through the words of all orders.
func TestWordsOfOneAreFoundByIt(t *testing.T) {
	d, err := Open(t.Context(), migrated.SQLite(t), migrations.Files)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, statement := range []string{`DELETE FROM words ` + whereOf, `UPDATE words SET form = 1 ` + whereOf + ` AND ` + OldWords} {
		err := d.Update(t.Context(), tashi, func(tx *Tx) error {
			return tx.Each(t.Context(), `EXPLAIN QUERY PLAN `+statement, []any{"order", "id"}, func(row Scanner) error {
				var id, parent, cost int
				var step string
				err := row.Scan(&id, &parent, &cost, &step)
				if strings.Contains(step, "words") && !strings.Contains(step, "ref=?") {
					t.Errorf("%s: %s", statement, step)
				}
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
