package words

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"woolroad/app/store/db"
	"woolroad/app/store/storetest"
	"woolroad/migrations"
)

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w db.Where) error { return db.Migrate(context.Background(), w, migrations.Files) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

var tashi = db.Who{Name: "Tashi", At: time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)}

// TestWordsOfOneAreFoundByIt holds that SQLite finds the words of an order by the order, and
// does not go through the words of all orders.
func TestWordsOfOneAreFoundByIt(t *testing.T) {
	d, err := db.Open(t.Context(), migrated.SQLite(t), migrations.Files)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, statement := range []string{`DELETE FROM words ` + whereOf, `UPDATE words SET form = 1 ` + whereOf + ` AND ` + Old} {
		err := d.Update(t.Context(), tashi, func(tx *db.Tx) error {
			return tx.Each(t.Context(), `EXPLAIN QUERY PLAN `+statement, []any{"order", "id"}, func(row db.Scanner) error {
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
