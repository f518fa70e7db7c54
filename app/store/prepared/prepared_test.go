package prepared

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite"
)

// pool returns a pool of one connection with a table of the numbers 1 to 3.
func pool(t *testing.T) *sql.DB {
	t.Helper()
	db, err := Open("sqlite", "file:"+filepath.Join(t.TempDir(), "numbers.db"))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, statement := range []string{`CREATE TABLE numbers (n INTEGER NOT NULL)`, `INSERT INTO numbers VALUES (1), (2), (3)`} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// sum returns the sum of the numbers from least on.
func sum(t *testing.T, db interface {
	QueryRow(string, ...any) *sql.Row
}, least int) (total int) {
	t.Helper()
	if err := db.QueryRow(`SELECT coalesce(sum(n), 0) FROM numbers WHERE n >= $1`, least).Scan(&total); err != nil {
		t.Fatal(err)
	}
	return total
}

func TestAQueryIsAskedAgainWithOtherValues(t *testing.T) {
	db := pool(t)
	for least, want := range []int{6, 6, 5, 3, 0} {
		if got := sum(t, db, least); got != want {
			t.Errorf("from %d: %d, want %d", least, got, want)
		}
	}
}

func TestRowsWithinRowsOfTheSameQuery(t *testing.T) {
	db := pool(t)
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := tx.Rollback(); err != nil {
			t.Error(err)
		}
	}()
	const all = `SELECT n FROM numbers ORDER BY n`
	got := ""
	read := func(each func(n int)) {
		rows, err := tx.Query(all)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var n int
			if err := rows.Scan(&n); err != nil {
				t.Fatal(err)
			}
			each(n)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	read(func(outer int) { read(func(inner int) { got += fmt.Sprint(outer, inner, " ") }) })
	if want := "1 1 1 2 1 3 2 1 2 2 2 3 3 1 3 2 3 3 "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAQuerySeesWhatChangedSince(t *testing.T) {
	db := pool(t)
	if got := sum(t, db, 0); got != 6 {
		t.Fatal(got)
	}
	for _, statement := range []string{`ALTER TABLE numbers RENAME TO others`, `CREATE TABLE numbers (name TEXT NOT NULL DEFAULT '', n INTEGER NOT NULL)`, `INSERT INTO numbers (n) VALUES (40)`} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if got := sum(t, db, 0); got != 40 {
		t.Errorf("after the table was made anew: %d, want 40", got)
	}
	if _, err := db.Exec(`DROP TABLE numbers`); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Query(`SELECT coalesce(sum(n), 0) FROM numbers WHERE n >= $1`, 0); err == nil {
		t.Error("a query of a table that is gone has no error")
	}
}

func TestOnlyTheLastQueriesStay(t *testing.T) {
	db := pool(t)
	held, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 * most {
		var n int
		if err := held.QueryRowContext(context.Background(), fmt.Sprintf(`SELECT n + %d FROM numbers WHERE n = $1`, i), 2).Scan(&n); err != nil || n != 2+i {
			t.Fatalf("%d, %v; want %d", n, err, 2+i)
		}
	}
	err = held.Raw(func(c any) error {
		if got := len(c.(*conn).queries); got != most {
			t.Errorf("%d queries stay, want %d", got, most)
		}
		return nil
	})
	if err := errors.Join(err, held.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestAnEndedContextLeavesTheQueryUsable(t *testing.T) {
	db := pool(t)
	ended, end := context.WithCancel(context.Background())
	rows, err := db.QueryContext(ended, `SELECT n FROM numbers ORDER BY n`)
	if err != nil || !rows.Next() {
		t.Fatal(err)
	}
	end()
	for rows.Next() {
		continue
	}
	if err := rows.Close(); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	var first int
	if err := db.QueryRow(`SELECT n FROM numbers ORDER BY n`).Scan(&first); err != nil || first != 1 {
		t.Errorf("%d, %v", first, err)
	}
}
