package store

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"woolroad/app/store/db"
	"woolroad/app/store/series"
	"woolroad/documents"
)

// shell returns a connection such as psql or sqlite3 makes: without a pragma of ours.
func shell(t testing.TB, s *Store) *sql.DB {
	t.Helper()
	w, ok := opened.Load(s.DB)
	if !ok {
		t.Fatal("this store was not opened with openAt")
	}
	return direct(t, w.(Where))
}

// direct returns a shell for a place.
func direct(t testing.TB, w Where) *sql.DB {
	t.Helper()
	if w.URL != "" {
		return connection(t, "pgx", w.URL)
	}
	return shellOf(t, filepath.Join(w.Data, "woolroad.db"))
}

// shellOf returns a shell for a file.
func shellOf(t testing.TB, file string) *sql.DB {
	t.Helper()
	path := url.URL{Path: filepath.ToSlash(file)}
	return connection(t, "sqlite", "file:"+path.EscapedPath()+"?_pragma=busy_timeout(5000)")
}

func connection(t testing.TB, driver, dsn string) *sql.DB {
	t.Helper()
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
		if _, err := s.issue(t.Context(), tashi, asks(number, documents.KindCommercialInvoice, number)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.issue(t.Context(), tashi, asks("SO-1", documents.KindPackingList, "list")); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsIssuedStaysInAShell(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 2)
		var statements []string
		for _, c := range strings.Split(strings.Join(strings.Fields(series.Columns), " "), ", ") {
			statements = append(statements,
				"UPDATE issued SET "+c+" = "+c,
				"UPDATE issued SET "+c+" = (SELECT "+c+" FROM issued WHERE number = 'CI-2026-0002') WHERE number = 'CI-2026-0001'")
		}
		statements = append(statements,
			"DELETE FROM issued",
			"DELETE FROM issued WHERE number = 'CI-2026-0002'",
			"UPDATE series SET next = next + 1",
			"UPDATE series SET next = next + 1 WHERE kind = 'packing-list'",
			"UPDATE series SET next = next - 1",
			"UPDATE series SET next = next + 1, head = ''",
			"UPDATE series SET next = next + 2",
			"UPDATE series SET head = ''",
			"UPDATE series SET at = ''",
			"UPDATE series SET year = '2025'",
			"UPDATE series SET id = 'x'",
			"UPDATE series SET prefix = 'XI'",
			"UPDATE series SET first = 2",
			"UPDATE series SET first = first - 1",
			"UPDATE series SET suffix = 'B'",
			"UPDATE series SET suffix = 'B', id = id || 'B'",
			"DELETE FROM series",
			"INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) VALUES ('x/JAN/x', 'x', 'JAN', 'x', 'X', 1, '', 5, '')",
			"INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) VALUES ('x/JAN/x', 'x', 'JAN', 'x', 'X', 5, '', 1, '')",
			"INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) VALUES ('x/JAN/x', 'x', 'JAN', 'x', 'X', 0, '', 0, '')",
			"INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) VALUES ('x/JAN/x', 'x', 'JAN', 'x', '', 1, '', 1, '')",
			"INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) VALUES ('x/JAN/x', 'x', 'JAN', 'x', 'x', 1, '', 1, '')",
			"INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) VALUES ('x/JAN/xb', 'x', 'JAN', 'x', 'X', 1, 'b', 1, '')",
			"INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) VALUES ('x/JAN/x', 'x', 'JAN', 'x', 'X', 1, 'B', 1, '')",
			"INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) VALUES ('x', 'commercial-invoice', 'JAN', '2027', 'CI', 1, '', 1, '')",
			"INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) VALUES ('x/JAN/x,', 'x', 'JAN', 'x,', 'X', 1, '', 1, '')",
			"INSERT INTO series (id, kind, calendar, year, next, head) VALUES ('x/JAN/x', 'x', 'JAN', 'x', 1, '')",
			"DELETE FROM orders",
			"DELETE FROM orders WHERE number = 'SO-2'",
			"UPDATE orders SET id = 'x' WHERE number = 'SO-2'",
			"UPDATE series_register SET ids = ids",
			"UPDATE series_register SET ids = ''",
			"UPDATE series_register SET ids = 'packing-list/JAN/2026'",
			"UPDATE series_register SET ids = ids || (SELECT min(id) FROM series) || ids",
			"DELETE FROM series_register",
			"INSERT INTO series_register (one, ids) VALUES (1, '')",
			"INSERT INTO series_register (one, ids) VALUES (2, '')",
			"INSERT INTO guards_lifted (name) VALUES ('restoring')",
			"INSERT INTO guards_lifted (name) VALUES ('x')",
			"INSERT INTO series_closed ("+closingColumns+") VALUES ('x', '', 'x', '', 'x', 0, '"+sixtyFour+"', '"+sixtyFour+"')",
			"INSERT INTO series_closed ("+closingColumns+") VALUES ('packing-list/JAN/2026', '', '', '', 'x', 0, '"+sixtyFour+"', '"+sixtyFour+"')",
			"INSERT INTO series_closed ("+closingColumns+") VALUES ('packing-list/JAN/2026', '', 'x', '', 'x', 0, 'x', 'x')",
			"INSERT INTO issued SELECT * FROM issued",
			"INSERT INTO issued ("+series.Columns+") SELECT 'new', series, n + 1, 'CI-2026-0003', kind, subject_kind, subject_id, part, date, currency, total_minor, payload, format, hash, hash, pdf, pdf_sha256, supersedes, reason, 'new', issued_at FROM issued WHERE number = 'CI-2026-0002'",
		)
		switch s.Engine() {
		case db.SQLite:
			for _, c := range []string{"id", "number", "request_key"} {
				statements = append(statements,
					"INSERT OR REPLACE INTO issued ("+series.Columns+") SELECT "+replaced(c)+" FROM issued WHERE number = 'CI-2026-0002'")
			}
			for _, c := range []string{"subject_kind", "part"} { // whose default would take the place of NULL
				statements = append(statements,
					"INSERT OR REPLACE INTO issued ("+series.Columns+") SELECT "+strings.Replace(replaced("request_key"), c, "NULL", 1)+" FROM issued WHERE number = 'CI-2026-0002'")
			}
			statements = append(statements,
				"INSERT OR REPLACE INTO issued SELECT * FROM issued",
				"REPLACE INTO issued SELECT * FROM issued WHERE number = 'CI-2026-0001'",
				"INSERT OR REPLACE INTO issued (rowid, "+series.Columns+") SELECT 1, "+replaced("")+" FROM issued WHERE number = 'CI-2026-0002'",
				"UPDATE OR REPLACE issued SET number = 'CI-2026-0001' WHERE number = 'CI-2026-0002'",
				"INSERT OR REPLACE INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) SELECT id, kind, calendar, year, prefix, 1, '', 1, '' FROM series",
				"INSERT OR REPLACE INTO series (rowid, id, kind, calendar, year, prefix, first, suffix, next, head) VALUES (1, 'x/JAN/x', 'x', 'JAN', 'x', 'X', 1, '', 1, '')",
				"INSERT OR REPLACE INTO series_register (one, ids) VALUES (1, '')",
				"UPDATE OR REPLACE series_register SET one = 1, ids = ''",
				"UPDATE OR REPLACE series SET at = NULL",
				"UPDATE OR REPLACE series SET next = NULL",
				"UPDATE OR REPLACE series SET first = NULL",
				"UPDATE OR REPLACE series SET suffix = NULL",
				"UPDATE OR REPLACE series_register SET ids = NULL",
				"INSERT OR REPLACE INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) VALUES ('x/JAN/x', 'x', 'JAN', 'x', 'X', 1, '', NULL, NULL)",
				"INSERT OR REPLACE INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) VALUES ('x/JAN/x', 'x', 'JAN', 'x', NULL, NULL, NULL, 1, '')",
				"INSERT OR IGNORE INTO issued SELECT * FROM issued",
				"INSERT INTO issued SELECT * FROM issued WHERE true ON CONFLICT DO UPDATE SET payload = '{}'",
			)
		case db.PostgreSQL:
			statements = append(statements,
				"TRUNCATE issued", "TRUNCATE series, issued", "TRUNCATE orders CASCADE", "TRUNCATE series CASCADE",
				"SET session_replication_role = replica; DELETE FROM issued",
				"SET session_replication_role = replica; UPDATE series SET next = 1",
				"SET session_replication_role = replica; UPDATE series SET next = next + 1",
				"SET session_replication_role = replica; UPDATE series_register SET ids = ''",
				"TRUNCATE series_register",
				"CREATE TEMP TABLE issued AS SELECT 'x' AS hash, series, n + 1 AS n, hash AS prev, issued_at FROM issued; UPDATE series SET next = next + 1, head = 'x'",
				"CREATE TEMP TABLE series AS SELECT 'x' AS id; UPDATE series_register SET ids = ids || 'x' || chr(10)",
				"CREATE TEMP TABLE events AS SELECT subject, n + 5 AS n FROM events; INSERT INTO public.events (subject, n, at, who, format, args, changes) SELECT subject, max(n) + 6, '', '', '', '[]', '[]' FROM public.events GROUP BY subject",
				"INSERT INTO issued SELECT * FROM issued ON CONFLICT (id) DO UPDATE SET payload = '{}'",
			)
		}
		database := shell(t, s)
		for _, statement := range statements {
			if _, err := database.ExecContext(t.Context(), statement); err == nil {
				t.Errorf("this was let through: %s", statement)
			}
		}
		add(t, s, sampleOrder(t, kathmandu, "SO-3"))
		if _, err := s.issue(t.Context(), tashi, asks("SO-3", documents.KindCommercialInvoice, "SO-3")); err != nil {
			t.Errorf("what was tried stands in the way of the next document: %v", err)
		}
		mustVerify(t, s, 4)
	})
}

const closingColumns = "series, successor, reason, at, who, documents, digest, seal"

// sixtyFour is a text that might be a hash.
var sixtyFour = strings.Repeat("a", 64)

// replaced selects a row that clashes with another one in a single column.
func replaced(clash string) string {
	out := strings.Split(strings.Join(strings.Fields(series.Columns), " "), ", ")
	for i, c := range out {
		fresh := map[string]string{
			"id": "'fresh'", "n": "n + 1", "number": "'CI-2026-0003'", "request_key": "'fresh'", "prev": "hash",
			"payload": "json_set(payload, '$.number', 'CI-2026-0003')",
		}[c]
		if fresh != "" && c != clash {
			out[i] = fresh
		}
	}
	return strings.Join(out, ", ")
}

func TestFolderOfAnyName(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "wool #1? 50% & 羊毛")
	s := openAt(t, Where{Data: folder})
	issueSome(t, s, 1)
	var n int
	if err := shell(t, s).QueryRowContext(t.Context(), `SELECT count(*) FROM issued`).Scan(&n); err != nil || n != 2 {
		t.Errorf("a shell finds %d documents, %v; want 2", n, err)
	}
	mustVerify(t, s, 2)
}

// SQLite before 3.45 finds a check json_valid(NULL) wrong when it looks over the
// whole database.
func TestNoColumnThatMayBeEmptyMustBeJSON(t *testing.T) {
	w := Where{Data: t.TempDir()}
	openAt(t, w)
	rows, err := direct(t, w).QueryContext(t.Context(), `
		SELECT t.name, c.name, t.sql FROM sqlite_master t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND NOT c."notnull" AND NOT c.pk`)
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	for rows.Next() {
		var table, column, sql string
		if err := rows.Scan(&table, &column, &sql); err != nil {
			t.Fatal(err)
		}
		looked++
		if strings.Contains(sql, "json_valid("+column+")") && !strings.Contains(sql, column+" IS NULL OR json_valid("+column+")") {
			t.Errorf("%s of %s may be NULL, and its check does not say so", column, table)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	if looked == 0 {
		t.Error("no column was looked at")
	}
}
