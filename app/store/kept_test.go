package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"database/sql"

	"woolroad/documents"
)

// shell is a connection such as psql or sqlite3 makes: with no pragma of ours.
func shell(t testing.TB, s *Store) *sql.DB {
	t.Helper()
	driver, dsn := "pgx", ""
	switch d := s.dialect.(type) {
	case sqlite:
		driver, dsn = "sqlite", "file:"+filepath.ToSlash(d.path)+"?_pragma=busy_timeout(5000)"
	case postgres:
		dsn = d.url
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// issueSome issues n invoices and a packing list.
func issueSome(t testing.TB, s *Store, n int) {
	t.Helper()
	for i := range n {
		number := fmt.Sprintf("SO-%d", i+1)
		add(t, s, sampleOrder(t, kathmandu, number))
		if _, err := s.Issue(t.Context(), asks(number, documents.KindCommercialInvoice, number)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Issue(t.Context(), asks("SO-1", documents.KindPackingList, "list")); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsIssuedStaysInAShell(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 2)
		var statements []string
		for _, c := range strings.Split(strings.Join(strings.Fields(columns), " "), ", ") {
			statements = append(statements,
				"UPDATE issued SET "+c+" = "+c,
				"UPDATE issued SET "+c+" = (SELECT "+c+" FROM issued WHERE number = 'CI-2026-0002') WHERE number = 'CI-2026-0001'")
		}
		statements = append(statements,
			"DELETE FROM issued",
			"DELETE FROM issued WHERE number = 'CI-2026-0002'",
			"UPDATE series SET next = next - 1",
			"UPDATE series SET next = next + 1, head = ''",
			"UPDATE series SET next = next + 2",
			"UPDATE series SET head = ''",
			"UPDATE series SET at = ''",
			"UPDATE series SET year = '2025'",
			"UPDATE series SET id = 'x'",
			"DELETE FROM series",
			"INSERT INTO series (id, kind, calendar, year, next, head) VALUES ('x', 'x', 'JAN', 'x', 5, '')",
			"INSERT INTO issued SELECT * FROM issued",
			"INSERT INTO issued ("+columns+") SELECT 'new', series, n + 1, 'CI-2026-0003', kind, order_id, date, currency, total_minor, payload, format, hash, hash, pdf, pdf_sha256, supersedes, reason, 'new', issued_at FROM issued WHERE number = 'CI-2026-0002'",
		)
		switch s.dialect.(type) {
		case sqlite:
			for _, c := range []string{"id", "number", "request_key"} {
				statements = append(statements,
					"INSERT OR REPLACE INTO issued ("+columns+") SELECT "+replaced(c)+" FROM issued WHERE number = 'CI-2026-0002'")
			}
			statements = append(statements,
				"INSERT OR REPLACE INTO issued SELECT * FROM issued",
				"REPLACE INTO issued SELECT * FROM issued WHERE number = 'CI-2026-0001'",
				"INSERT OR REPLACE INTO issued (rowid, "+columns+") SELECT 1, "+replaced("")+" FROM issued WHERE number = 'CI-2026-0002'",
				"UPDATE OR REPLACE issued SET number = 'CI-2026-0001' WHERE number = 'CI-2026-0002'",
				"INSERT OR REPLACE INTO series (id, kind, calendar, year, next, head) SELECT id, kind, calendar, year, 1, '' FROM series",
				"INSERT OR REPLACE INTO series (rowid, id, kind, calendar, year, next, head) VALUES (1, 'x', 'x', 'JAN', 'x', 1, '')",
				"INSERT OR IGNORE INTO issued SELECT * FROM issued",
				"INSERT INTO issued SELECT * FROM issued WHERE true ON CONFLICT DO UPDATE SET payload = '{}'",
			)
		case postgres:
			statements = append(statements,
				"TRUNCATE issued", "TRUNCATE series, issued", "TRUNCATE orders CASCADE", "TRUNCATE series CASCADE",
				"SET session_replication_role = replica; DELETE FROM issued",
				"SET session_replication_role = replica; UPDATE series SET next = 1",
				"INSERT INTO issued SELECT * FROM issued ON CONFLICT (id) DO UPDATE SET payload = '{}'",
			)
		}
		db := shell(t, s)
		for _, statement := range statements {
			if _, err := db.ExecContext(t.Context(), statement); err == nil {
				t.Errorf("this was let through: %s", statement)
			}
		}
		mustVerify(t, s, 3)
	})
}

// replaced selects a row that clashes with another one in a single column.
func replaced(clash string) string {
	out := strings.Split(strings.Join(strings.Fields(columns), " "), ", ")
	for i, c := range out {
		fresh := map[string]string{"id": "'fresh'", "n": "n + 1", "number": "'CI-2026-0003'", "request_key": "'fresh'", "prev": "hash"}[c]
		if fresh != "" && c != clash {
			out[i] = fresh
		}
	}
	return strings.Join(out, ", ")
}

// unguarded drops the triggers, as someone would who means harm.
func unguarded(t testing.TB, s *Store) *sql.DB {
	t.Helper()
	db := shell(t, s)
	db.SetMaxOpenConns(1)
	var statements []string
	switch s.dialect.(type) {
	case sqlite:
		statements = append(statements, "PRAGMA ignore_check_constraints = ON")
		rows, err := db.QueryContext(t.Context(), `SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'`)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				t.Fatal(err)
			}
			statements = append(statements, s)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	case postgres:
		statements = append(statements, "ALTER TABLE issued DISABLE TRIGGER USER", "ALTER TABLE series DISABLE TRIGGER USER")
		statements = append(statements, `DO $$ DECLARE c record; BEGIN
			FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = 'issued'::regclass AND contype IN ('c', 'f', 'u') AND conname NOT LIKE '%number%' LOOP
				EXECUTE 'ALTER TABLE issued DROP CONSTRAINT ' || c.conname; END LOOP; END $$`)
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	return db
}

func TestVerifyFindsWhatWasTamperedWith(t *testing.T) {
	const second = " WHERE number = 'CI-2026-0002'"
	const swap = "UPDATE issued SET n = n - 5 WHERE kind = 'commercial-invoice' AND n > 1; "
	tests := []struct {
		name, statement  string // $FLIP is a byte of a file changed
		number, mentions string
	}{
		{"a text of the payload", "UPDATE issued SET payload = replace(payload, 'Kathmandu', 'Kathmandv')" + second, "CI-2026-0002", "payload"},
		{"an amount of the payload", "UPDATE issued SET payload = replace(payload, '25420.11 USD', '25420.12 USD')" + second, "CI-2026-0002", "payload"},
		{"an unprinted blank of the payload", "UPDATE issued SET payload = payload || ' '" + second, "CI-2026-0002", "payload"},
		{"a brace of the payload", "UPDATE issued SET payload = substr(payload, 2)" + second, "CI-2026-0002", "payload"},
		{"the number", "UPDATE issued SET number = 'CI-2026-0007'" + second, "CI-2026-0002", "CI-2026-0007"},
		{"the date", "UPDATE issued SET date = '2026-04-04'" + second, "CI-2026-0002", "date"},
		{"the total", "UPDATE issued SET total_minor = total_minor + 1" + second, "CI-2026-0002", "total_minor"},
		{"the currency", "UPDATE issued SET currency = 'EUR'" + second, "CI-2026-0002", "currency"},
		{"the file", "$FLIP", "CI-2026-0002", "file"},
		{"the file's hash", "UPDATE issued SET " + flip("pdf_sha256") + second, "CI-2026-0002", "pdf_sha256"},
		{"prev", "UPDATE issued SET " + flip("prev") + second, "CI-2026-0002", "prev"},
		{"hash", "UPDATE issued SET " + flip("hash") + second, "CI-2026-0002", "hash"},
		{"the last hash", "UPDATE issued SET " + flip("hash") + " WHERE number = 'CI-2026-0003'", "CI-2026-0003", "hash"},
		{"the id", "UPDATE issued SET id = 'x'" + second, "CI-2026-0002", "id"},
		{"the request key", "UPDATE issued SET request_key = 'x'" + second, "CI-2026-0002", "request_key"},
		{"the time", "UPDATE issued SET issued_at = '2026-11-23T04:00:00.123457Z'" + second, "CI-2026-0002", "issued_at"},
		{"the reason", "UPDATE issued SET supersedes = 'CI-2026-0001', reason = 'x'" + second, "CI-2026-0002", "supersedes"},
		{"the kind", "UPDATE issued SET kind = 'packing-list'" + second, "CI-2026-0002", "packing-list"},
		{"the format", "UPDATE issued SET format = 2" + second, "CI-2026-0002", "format"},
		{"the middle row gone", "DELETE FROM issued" + second, "CI-2026-0002", "missing"},
		{"the first row gone", "DELETE FROM issued WHERE number = 'CI-2026-0001'", "CI-2026-0001", "missing"},
		{"the last row gone", "DELETE FROM issued WHERE number = 'CI-2026-0003'", "CI-2026-0003", "missing"},
		{"all rows gone", "DELETE FROM issued WHERE kind = 'commercial-invoice'", "CI-2026-0001", "missing"},
		{"two swapped", swap + "UPDATE issued SET n = -n WHERE n < 0", "CI-2026-0002", "CI-2026-0003"},
		{"two swapped with their numbers", swap + "UPDATE issued SET number = 'x' WHERE n = -3; UPDATE issued SET number = 'CI-2026-0002' WHERE n = -2; UPDATE issued SET number = 'CI-2026-0003' WHERE n = -3; UPDATE issued SET n = -n WHERE n < 0", "CI-2026-0002", "number"},
		{"one twice", "UPDATE issued SET n = 1" + second, "CI-2026-0002", "two documents 1"},
		{"the head", "UPDATE series SET " + flip("head") + " WHERE kind = 'commercial-invoice'", "CI-2026-0003", "head"},
		{"the head's time", "UPDATE series SET at = '' WHERE kind = 'commercial-invoice'", "CI-2026-0003", "head"},
		{"the counter back", "UPDATE series SET next = next - 1 WHERE kind = 'commercial-invoice'", "CI-2026-0003", "next"},
		{"the counter on", "UPDATE series SET next = next + 1 WHERE kind = 'commercial-invoice'", "CI-2026-0004", "missing"},
		{"the series gone", "DELETE FROM series WHERE kind = 'commercial-invoice'", "CI-2026-0001", "series"},
		{"the series' year", "UPDATE series SET year = '2025' WHERE kind = 'commercial-invoice'", "CI-2025-0001", "number"},
	}
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 3)
		db := unguarded(t, s)
		run := func(statements ...string) {
			t.Helper()
			for _, statement := range statements {
				if _, err := db.ExecContext(t.Context(), statement); err != nil {
					t.Fatalf("%s: %v", statement, err)
				}
			}
		}
		run("CREATE TABLE good_issued AS SELECT * FROM issued", "CREATE TABLE good_series AS SELECT * FROM series")
		for _, test := range tests {
			if _, ok := s.dialect.(sqlite); ok && test.name == "one twice" {
				continue // SQLite cannot let go of a UNIQUE
			}
			run("DELETE FROM issued", "DELETE FROM series", "INSERT INTO series SELECT * FROM good_series", "INSERT INTO issued SELECT * FROM good_issued")
			mustVerify(t, s, 4)
			if test.statement == "$FLIP" {
				flipFile(t, db)
			} else {
				run(test.statement)
			}
			r, err := s.Verify(t.Context(), nil)
			if err != nil {
				t.Fatalf("%s: %v", test.name, err)
			}
			if r.Wrong == nil {
				t.Errorf("%s: Verify found nothing", test.name)
			} else if r.Wrong.Number != test.number || !strings.Contains(r.Wrong.What, test.mentions) {
				t.Errorf("%s: Verify = %s; want %s and something of %q", test.name, r.Wrong, test.number, test.mentions)
			}
		}
	})
}

// flip sets a column to itself with another first letter.
func flip(column string) string {
	return column + " = CASE substr(" + column + ", 1, 1) WHEN 'f' THEN '0' ELSE 'f' END || substr(" + column + ", 2)"
}

// flipFile changes one byte in the middle of a file.
func flipFile(t testing.TB, db *sql.DB) {
	t.Helper()
	var pdf []byte
	if err := db.QueryRowContext(context.Background(), `SELECT pdf FROM issued WHERE number = 'CI-2026-0002'`).Scan(&pdf); err != nil {
		t.Fatal(err)
	}
	pdf[len(pdf)/2] ^= 1
	if _, err := db.ExecContext(context.Background(), `UPDATE issued SET pdf = $1 WHERE number = 'CI-2026-0002'`, pdf); err != nil {
		t.Fatal(err)
	}
}
