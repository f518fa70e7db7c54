package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"

	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/documents"
)

// unguarded returns a shell for a database whose guards unguard has dropped.
func unguarded(t testing.TB, s *Store) *sql.DB {
	t.Helper()
	return unguard(t, shell(t, s), s.Engine())
}

// unguard drops the triggers and checks, as someone would who means harm.
func unguard(t testing.TB, shell *sql.DB, engine db.Engine) *sql.DB {
	t.Helper()
	shell.SetMaxOpenConns(1)
	var statements []string
	switch engine {
	case db.SQLite:
		statements = append(statements, "PRAGMA ignore_check_constraints = ON")
		rows, err := shell.QueryContext(t.Context(), `SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'`)
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
	case db.PostgreSQL:
		statements = append(statements, "SET session_replication_role = replica") // no foreign keys, as SQLite's shell has none
		statements = append(statements, `DO $$ DECLARE c record; BEGIN
			FOR c IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
				EXECUTE 'ALTER TABLE ' || c.tablename || ' DISABLE TRIGGER USER'; END LOOP;
			FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = 'issued'::regclass AND contype IN ('c', 'f', 'u') AND conname NOT LIKE '%number%' LOOP
				EXECUTE 'ALTER TABLE issued DROP CONSTRAINT ' || c.conname; END LOOP; END $$`)
	}
	for _, statement := range statements {
		if _, err := shell.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	return shell
}

// tampering opens the database with no guard in the way. It returns what runs a
// statement there, and what restores the rows of those tables.
func tampering(t testing.TB, s *Store, tables ...string) (db *sql.DB, run func(string), asItWas func()) {
	t.Helper()
	db = unguarded(t, s)
	run = func(statement string) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	for _, table := range tables {
		run("CREATE TABLE good_" + table + " AS SELECT * FROM " + table)
	}
	return db, run, func() {
		t.Helper()
		for _, table := range tables {
			run("DELETE FROM " + table)
			run("INSERT INTO " + table + " SELECT * FROM good_" + table)
		}
	}
}

func TestVerifyFindsWhatWasTamperedWith(t *testing.T) {
	const second = " WHERE number = 'CI-2026-0002'"
	const swap = "UPDATE issued SET n = n - 5 WHERE kind = 'commercial-invoice' AND n IN (2, 3); "
	tests := []struct {
		name, statement  string // $FLIP is a byte of a file changed
		number, mentions string // | stands between those of which any may be named
		most             int    // so many things are wrong; 0: one
	}{
		{"a text of the payload", "UPDATE issued SET payload = replace(payload, 'Kathmandu', 'Kathmandv')" + second, "CI-2026-0002", "payload", 0},
		{"an amount of the payload", "UPDATE issued SET payload = replace(payload, '25420.11 USD', '25420.12 USD')" + second, "CI-2026-0002", "payload", 0},
		{"an unprinted blank of the payload", "UPDATE issued SET payload = payload || ' '" + second, "CI-2026-0002", "payload", 0},
		{"a brace of the payload", "UPDATE issued SET payload = substr(payload, 2)" + second, "CI-2026-0002", "payload", 0},
		{"the number", "UPDATE issued SET number = 'CI-2026-0007'" + second, "CI-2026-0002", "CI-2026-0007", 0},
		{"the date", "UPDATE issued SET date = '2026-04-04'" + second, "CI-2026-0002", "its date is stored as 2026-04-04 and its content (payload) says 2026-04-03.", 0},
		{"the total", "UPDATE issued SET total_minor = total_minor + 1" + second, "CI-2026-0002", "its total_minor is stored as 2542012 and its content (payload) says 2542011.", 0},
		{"the currency", "UPDATE issued SET currency = 'EUR'" + second, "CI-2026-0002", "its currency is stored as EUR and its content (payload) says USD.", 0},
		{"a currency where none is printed", "UPDATE issued SET currency = 'EUR', total_minor = 1 WHERE kind = 'packing-list'", "PL-2026-0001", "its currency is stored as EUR and its content (payload) says nothing.", 0},
		{"no total", "UPDATE issued SET currency = NULL, total_minor = NULL" + second, "CI-2026-0002", "its currency is stored as nothing and its content (payload) says USD.", 0},
		{"the file", "$FLIP", "CI-2026-0002", "file", 0},
		{"the file's hash", "UPDATE issued SET " + flip("pdf_sha256") + second, "CI-2026-0002", "pdf_sha256", 0},
		{"prev", "UPDATE issued SET " + flip("prev") + second, "CI-2026-0002", "prev", 0},
		{"hash", "UPDATE issued SET " + flip("hash") + second, "CI-2026-0002", "hash", 0},
		{"the last hash", "UPDATE issued SET " + flip("hash") + " WHERE number = 'CI-2026-0004'", "CI-2026-0004", "hash", 0},
		{"the id", "UPDATE issued SET id = 'x'" + second, "CI-2026-0002", "id", 0},
		{"the request key", "UPDATE issued SET request_key = 'x'" + second, "CI-2026-0002", "request_key", 0},
		{"the kind of its subject", "UPDATE issued SET subject_kind = 'order'" + second, "CI-2026-0002", "subject_kind", 0},
		{"its part", "UPDATE issued SET part = 'TRUCK 1'" + second, "CI-2026-0002", "part", 0},
		{"its subject", "UPDATE issued SET subject_id = (SELECT subject_id FROM issued WHERE number = 'CI-2026-0001')" + second, "CI-2026-0002", "subject_id", 0},
		{"the time", "UPDATE issued SET issued_at = '2026-11-23T04:00:00.123457Z'" + second, "CI-2026-0002", "issued_at", 0},
		{"the reason", "UPDATE issued SET supersedes = 'CI-2026-0001', reason = 'x'" + second, "CI-2026-0002", "supersedes", 0},
		{"the kind", "UPDATE issued SET kind = 'packing-list'" + second, "CI-2026-0002", "packing-list", 0},
		{"the format to one to come", "UPDATE issued SET format = 4" + second, "CI-2026-0002", "this program is too old to check format 4 (it knows 3)", 0},
		{"the format to a newer one", "UPDATE issued SET format = 3" + second, "CI-2026-0002", "hash", 0},
		{"the format to an older one", "UPDATE issued SET format = 1" + second, "CI-2026-0002", "hash", 0},
		{"the format to none", "UPDATE issued SET format = 0" + second, "CI-2026-0002", "no such format ever existed", 0},
		{"nothing superseded, by an empty text", "UPDATE issued SET supersedes = '', reason = ''" + second, "CI-2026-0002", "supersedes", 0},
		{"no document superseded, by an empty text", "UPDATE issued SET supersedes = ''" + second, "CI-2026-0002", "supersedes", 0},
		{"no reason, by an empty text", "UPDATE issued SET reason = ''" + second, "CI-2026-0002", "reason", 0},
		{"another reason", "UPDATE issued SET reason = 'The town was wrong.' WHERE number = 'CI-2026-0004'", "CI-2026-0004", "reason", 0},
		{"no reason any more", "UPDATE issued SET reason = NULL WHERE number = 'CI-2026-0004'", "CI-2026-0004", "reason", 0},
		{"another one superseded", "UPDATE issued SET supersedes = 'CI-2026-0002' WHERE number = 'CI-2026-0004'", "CI-2026-0004", "supersedes", 0},
		{"none superseded any more", "UPDATE issued SET supersedes = NULL, reason = NULL WHERE number = 'CI-2026-0004'", "CI-2026-0004", "supersedes", 0},
		{"its order gone", "DELETE FROM orders WHERE number = 'SO-2'", "CI-2026-0002", "is gone", 0},
		{"all orders gone", "DELETE FROM orders", "CI-2026-0001", "is gone", 5},
		{"the order's number", "UPDATE orders SET number = 'SO-9' WHERE number = 'SO-2'", "CI-2026-0002", "has the number SO-9 and its content (payload) says SO-2.", 0},
		{"the orders swapped", "UPDATE orders SET number = 'x' WHERE number = 'SO-1'; UPDATE orders SET number = 'SO-1' WHERE number = 'SO-2'; UPDATE orders SET number = 'SO-2' WHERE number = 'x'", "CI-2026-0001", "has the number SO-2 and its content (payload) says SO-1.", 3},
		{"the order's id", "UPDATE orders SET id = 'x' WHERE number = 'SO-2'", "CI-2026-0002", "is gone", 0},
		{"the middle row gone", "DELETE FROM issued" + second, "CI-2026-0002", "missing", 0},
		{"the first row gone", "DELETE FROM issued WHERE number = 'CI-2026-0001'", "CI-2026-0001", "missing", 0},
		{"the last row gone", "DELETE FROM issued WHERE number = 'CI-2026-0004'", "CI-2026-0004", "missing", 0},
		{"all rows gone", "DELETE FROM issued WHERE kind = 'commercial-invoice'", "CI-2026-0001", "missing", 0},
		{"two swapped", swap + "UPDATE issued SET n = -n WHERE n < 0", "CI-2026-0002", "CI-2026-0003", 3},
		{"two swapped with their numbers", swap + "UPDATE issued SET number = 'x' WHERE n = -3; UPDATE issued SET number = 'CI-2026-0002' WHERE n = -2; UPDATE issued SET number = 'CI-2026-0003' WHERE n = -3; UPDATE issued SET n = -n WHERE n < 0", "CI-2026-0002", "number", 3},
		{"one twice", "UPDATE issued SET n = 1" + second, "CI-2026-0001|CI-2026-0002", "two documents 1|document 1 of this series has the number CI-2026-0002", 3},
		{"the head", "UPDATE series SET " + flip("head") + " WHERE kind = 'commercial-invoice'", "CI-2026-0004", "head", 0},
		{"the head's time", "UPDATE series SET at = '' WHERE kind = 'commercial-invoice'", "CI-2026-0004", "head", 0},
		{"the counter back", "UPDATE series SET next = next - 1 WHERE kind = 'commercial-invoice'", "CI-2026-0004", "the next document is 4", 0},
		{"the counter on", "UPDATE series SET next = next + 1 WHERE kind = 'commercial-invoice'", "CI-2026-0005", "missing", 0},
		{"the series gone", "DELETE FROM series WHERE kind = 'commercial-invoice'", "", "missing", 0},
		{"the series gone with its documents", "DELETE FROM issued WHERE kind = 'packing-list'; DELETE FROM series WHERE kind = 'packing-list'", "", "missing", 0},
		{"all series gone with their documents", "DELETE FROM issued; DELETE FROM series", "", "missing", 2},
		{"the series' year", "UPDATE series SET year = '2025' WHERE kind = 'commercial-invoice'", "", "commercial-invoice/JAN/2025", 0},
		{"the series' calendar", "UPDATE series SET calendar = 'APR' WHERE kind = 'commercial-invoice'", "", "commercial-invoice/APR/2026", 0},
		{"the series' kind", "UPDATE series SET kind = 'x' WHERE kind = 'commercial-invoice'", "", "x/JAN/2026", 0},
		{"the series' id", "UPDATE series SET id = 'x' WHERE kind = 'commercial-invoice'", "", "commercial-invoice/JAN/2026", 0},
		{"the series' id, also in the register", "UPDATE series SET id = 'x' WHERE kind = 'packing-list'; UPDATE series_register SET ids = replace(ids, 'packing-list/JAN/2026', 'x')", "", "packing-list/JAN/2026", 0},
		{"the whole series under another name", "UPDATE series SET id = 'packing-list/APR/2026', calendar = 'APR' WHERE kind = 'packing-list'; UPDATE issued SET series = 'packing-list/APR/2026' WHERE kind = 'packing-list'; UPDATE series_register SET ids = replace(ids, 'packing-list/JAN/2026', 'packing-list/APR/2026')", "PL-2026-0001", "hash", 0},
		{"the series' prefix", "UPDATE series SET prefix = 'XI' WHERE kind = 'commercial-invoice'", "XI-2026-0001", "document 1 of this series has the number CI-2026-0001", 0},
		{"the series' first number", "UPDATE series SET first = 2 WHERE kind = 'commercial-invoice'", "CI-2026-0001", "began with 2", 0},
		{"the series' suffix", "UPDATE series SET suffix = 'B' WHERE kind = 'commercial-invoice'", "", "commercial-invoice/JAN/2026B", 0},
		{"a series that was never started", "INSERT INTO series (id, kind, calendar, year, prefix, first, suffix, next, head) VALUES ('packing-list/APR/2026', 'packing-list', 'APR', '2026', 'PL', 1, '', 1, '')", "", "not in the register", 0},
		{"the register gone", "DELETE FROM series_register", "", "register", 0},
		{"the register emptied", "UPDATE series_register SET ids = ''", "", "not in the register", 2},
		{"the register cut", "UPDATE series_register SET ids = replace(ids, 'packing-list/JAN/2026', '')", "", "not in the register", 2},
		{"the register twice over", "UPDATE series_register SET ids = ids || ids", "", "twice", 2},
	}
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 3)
		again := asks("SO-3", documents.KindCommercialInvoice, "again")
		again.Supersedes, again.Reason = []string{"CI-2026-0003"}, "The street was wrong."
		if _, err := s.issue(t.Context(), tashi, again); err != nil {
			t.Fatal(err)
		}
		shell, run, asItWas := tampering(t, s, "series_register", "series", "orders", "issued")
		for _, test := range tests {
			if s.Engine() == db.SQLite && test.name == "one twice" {
				continue // SQLite cannot let go of a UNIQUE
			}
			asItWas()
			mustVerify(t, s, 5)
			if test.statement == "$FLIP" {
				flipFile(t, shell)
			} else {
				run(test.statement)
			}
			r, err := s.Verify(t.Context(), tashi, nil)
			if err != nil {
				t.Fatalf("%s: %v", test.name, err)
			}
			if !names(r, test.number, test.mentions) {
				t.Errorf("%s: Verify = %s; want %s and something of %q", test.name, r.Wrong, test.number, test.mentions)
			}
			if most := max(1, test.most); len(r.Wrong) > most {
				t.Errorf("%s: Verify names one fault %d times: %s", test.name, len(r.Wrong), r.Wrong)
			}
		}
	})
}

// names reports whether a report names a document of that number with a sentence that has
// that text in it; | stands between those of which any will do.
func names(r Report, numbers, mentions string) bool {
	return slices.ContainsFunc(r.Wrong, func(w Wrong) bool {
		return slices.Contains(strings.Split(numbers, "|"), w.Number) &&
			slices.ContainsFunc(strings.Split(mentions, "|"), func(s string) bool { return strings.Contains(w.What, s) })
	})
}

// flip sets a column to itself with another first character.
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

// TestAHashIsAnsweredFromWhatIsSealed holds that the check page vouches for nothing but what
// the frozen content says, whatever the list of documents has.
func TestAHashIsAnsweredFromWhatIsSealed(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 2)
		_, run, asItWas := tampering(t, s, "issued", "issued_about")
		var seal, file string
		view(t, s, func(tx *Tx) error {
			return tx.QueryRowContext(t.Context(), `SELECT seal, pdf_sha256 FROM issued_about a JOIN issued i ON i.number = a.number WHERE i.number = 'CI-2026-0002'`).Scan(&seal, &file)
		})
		forged := strings.Repeat("ab", 32)
		for _, test := range []struct {
			name, statement, hash string
			found                 bool
		}{
			{"nothing", ``, seal, true},
			{"another country and date", `UPDATE issued_about SET country = 'Germany', buyer = 'x', date = '2020-01-01', order_number = 'x'`, seal, true},
			{"a seal of another document", `UPDATE issued_about SET seal = '` + forged + `' WHERE number = 'CI-2026-0002'`, forged, false},
			{"the seal of this one at another, too", `UPDATE issued_about SET seal = '` + seal + `'`, seal, true},
			{"the file's hash of another file", `UPDATE issued SET pdf_sha256 = '` + forged + `' WHERE number = 'CI-2026-0002'`, forged, false},
			{"another seal", `UPDATE issued_about SET seal = '` + forged + `' WHERE number = 'CI-2026-0002'`, seal, true},
			{"no row in the list", `DELETE FROM issued_about`, seal, true},
			{"another total", `UPDATE issued SET total_minor = 1 WHERE number = 'CI-2026-0002'`, seal, false},
			{"another kind", `UPDATE issued SET kind = 'commercial-invoice-cum-packing-list' WHERE number = 'CI-2026-0002'`, seal, false},
			{"the file of a row that was changed", `UPDATE issued SET issued_at = '2026-11-23T04:00:00.000001Z' WHERE number = 'CI-2026-0002'`, file, false},
		} {
			asItWas()
			if test.statement != "" {
				run(test.statement)
			}
			view(t, s, func(tx *Tx) error {
				d, err := tx.ByHash(t.Context(), test.hash)
				is := err == nil && d.Number == "CI-2026-0002" && d.Country == "Nepal" && d.Date.String() == "2026-04-03" && d.Order == "SO-2"
				if is != test.found || !is && codeOf(err) != trade.NotFound {
					t.Errorf("%s: %+v, %v", test.name, d, err)
				}
				return nil
			})
		}
	})
}
