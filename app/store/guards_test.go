package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"woolroad/app/store/db"
	"woolroad/app/store/series"
	"woolroad/app/trade"
	"woolroad/documents"
)

// nextRow returns the row that the next invoice would have, of an order that is added for it.
// Nothing of it is stored but the order.
func nextRow(t testing.TB, s *Store, order string, issuedAt time.Time) (row series.Row) {
	t.Helper()
	add(t, s, sampleOrder(t, kathmandu, order))
	req := asks(order, documents.KindCommercialInvoice, order)
	who := tashi
	who.Clock = at(issuedAt)
	err := s.Issuing(t.Context(), who, func(tx *Tx) error {
		if err := tx.TurnOf(t.Context(), order); err != nil {
			return err
		}
		o, info, err := tx.Order(t.Context(), order)
		if err != nil {
			return err
		}
		req.IssueRequest.Draw = func(a Assigned) ([]documents.Document, error) { return req.Draw(o, a) }
		err = series.Lifted(t.Context(), tx.Tx, func() error {
			_, err := tx.Issue(t.Context(), o, info.ID, req.IssueRequest)
			return err
		})
		if err != nil {
			return err
		}
		err = series.Read(t.Context(), tx.Tx, func(r series.Row) bool {
			if r.SubjectID == info.ID {
				row = r
			}
			return true
		})
		return errors.Join(err, errOnPurpose)
	})
	if !errors.Is(err, errOnPurpose) || row.ID == "" {
		t.Fatalf("Issuing = %v", err)
	}
	return row
}

// insertRow inserts a row as somebody with a shell does.
func insertRow(t testing.TB, shell interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}, r series.Row) error {
	t.Helper()
	columns := strings.Split(strings.Join(strings.Fields(series.Columns), " "), ", ")
	statement := "INSERT INTO issued (" + strings.Join(columns, ", ") + ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)"
	_, err := shell.ExecContext(t.Context(), statement, r.ID, r.Series, r.N, r.Number, r.Kind, r.SubjectKind, r.SubjectID, r.Part, r.Date, r.Currency, r.Minor,
		r.Payload, r.FormatNumber, r.Prev, r.Hash, r.PDF, r.PDFHash, r.Supersedes, r.Reason, r.Key, r.IssuedAt)
	return err
}

// Whoever has the database inserts a row with the right number and prev, and something in
// it that cannot be right.
func TestRowsThatCannotBeRightAreRefused(t *testing.T) {
	some := func(s string) sql.Null[string] { return sql.Null[string]{V: s, Valid: true} }
	in := func(old, is string) func(*series.Row) {
		return func(r *series.Row) { r.Payload = strings.Replace(r.Payload, old, is, 1) }
	}
	far := time.Now().UTC().AddDate(0, 0, 402)
	tests := []struct {
		name   string
		change func(*series.Row)
		words  string // | stands between those of which the engine says one
	}{
		{"a worthless content", func(r *series.Row) { r.Payload = `{"number":"` + r.Number + `"}` }, "names who buys and who sells"},
		{"a worthless content with a head", func(r *series.Row) {
			r.Payload = `{"number":"` + r.Number + `","exporter":{},"buyer":{},"total":"1.00 USD","date":"` + r.Date + `","order":"another"}`
		}, "of an order that is here"},
		{"no content", func(r *series.Row) { r.Payload = "" }, "JSON|json"},
		{"a content that is cut off", func(r *series.Row) { r.Payload = r.Payload[:len(r.Payload)-1] }, "JSON|json"},
		{"a content that is a list", func(r *series.Row) { r.Payload = "[]" }, "number that is printed on it|JSON object"},
		{"a content that is null", func(r *series.Row) { r.Payload = "null" }, "number that is printed on it|JSON object"},
		{"a content of another number", in("CI-2026-0003", "CI-2026-0004"), "number that is printed on it"},
		{"a content of another date", in(`"date":"2026-04-03"`, `"date":"2026-04-04"`), "date that is printed on it"},
		{"a content of another order", in(`"order":"SO-3"`, `"order":"SO-2"`), "of an order that is here"},
		{"a content of another currency", in("25420.11 USD", "25420.11 EUR"), "currency that is printed on it"},
		{"no total", func(r *series.Row) { r.Currency, r.Minor = sql.Null[string]{}, sql.Null[int64]{} }, "currency that is printed on it"},
		{"the number of another series", func(r *series.Row) {
			r.Number = "CI-2027-0003"
			in("CI-2026-0003", "CI-2027-0003")(r)
		}, "written as its series writes it"},
		{"a number without its noughts", func(r *series.Row) {
			r.Number = "CI-2026-3"
			in("CI-2026-0003", "CI-2026-3")(r)
		}, "written as its series writes it"},
		{"a short id", func(r *series.Row) { r.ID = "x" }, "id of an issued document"},
		{"an id in small letters", func(r *series.Row) { r.ID = strings.ToLower(r.ID) }, "id of an issued document"},
		{"another kind", func(r *series.Row) { r.Kind = "packing-list" }, "next number of its series"},
		{"another prev", func(r *series.Row) { r.Prev = strings.Repeat("a", 64) }, "next number of its series"},
		{"a kind of subject that there is not", func(r *series.Row) { r.SubjectKind = "order" }, "of an order that is here"},
		{"an order that is not here", func(r *series.Row) { r.SubjectID = "x" }, "of an order that is here"},
		{"another order", func(r *series.Row) { r.SubjectID += "x" }, "of an order that is here"},
		{"a date that is none", func(r *series.Row) { r.Date = "2026-02-31" }, "date"},
		{"a date far ahead", func(r *series.Row) {
			r.Date = far.Format(time.DateOnly)
			in("2026-04-03", r.Date)(r)
		}, "400 days ahead"},
		{"a format that there is not", func(r *series.Row) { r.FormatNumber = 0 }, "format"},
		{"a format to come", func(r *series.Row) { r.FormatNumber = documents.Format + 1 }, "format"},
		{"a hash in capitals", func(r *series.Row) { r.Hash = strings.ToUpper(r.Hash) }, "CHECK|issued_hash_check|hash"},
		{"a short hash", func(r *series.Row) { r.Hash = r.Hash[1:] }, "CHECK|issued_hash_check|hash"},
		{"a short hash of the file", func(r *series.Row) { r.PDFHash = r.PDFHash[1:] }, "CHECK|SHA-256"},
		{"a file that is no PDF", func(r *series.Row) { r.PDF = append([]byte("x"), r.PDF...) }, "is a PDF"},
		{"a file that is cut off", func(r *series.Row) { r.PDF = r.PDF[:len(r.PDF)/2] }, "is a PDF"},
		{"no file", func(r *series.Row) { r.PDF = []byte{} }, "is a PDF"},
		{"one superseded of another order", func(r *series.Row) { r.Supersedes, r.Reason = some("CI-2026-0001"), some("x") }, "supersedes one of its kind and order"},
		{"one superseded that is not here", func(r *series.Row) { r.Supersedes, r.Reason = some("CI-2026-0009"), some("x") }, "supersedes one of its kind and order"},
		{"no reason", func(r *series.Row) { r.Supersedes, r.Reason = some("CI-2026-0001"), some("") }, "supersedes one of its kind and order"},
		{"no key", func(r *series.Row) { r.Key = "" }, "has a key"},
		{"a time that there is not", func(r *series.Row) { r.IssuedAt = "2026-02-31T04:00:00.123456Z" }, "time of issue|date/time"},
		{"an hour that there is not", func(r *series.Row) { r.IssuedAt = "2026-11-30T25:00:00.123456Z" }, "time of issue|date/time"},
		{"a time before the document before", func(r *series.Row) { r.IssuedAt = "2026-11-22T04:00:00.123456Z" }, "time of issue"},
		{"a time far ahead", func(r *series.Row) { r.IssuedAt = far.Format(db.Layout) }, "400 days ahead"},
		{"the last time of all", func(r *series.Row) { r.IssuedAt = "9999-12-31T23:59:59.999999Z" }, "400 days ahead"},
	}
	byHash := []struct { // which SQLite cannot compute
		name   string
		change func(*series.Row)
		words  string
	}{
		{"another content", in("Kathmandu", "Kathmandv"), "hash of an issued document"},
		{"another total", func(r *series.Row) { r.Minor.V++ }, "hash of an issued document"},
		{"another key", func(r *series.Row) { r.Key += "x" }, "hash of an issued document"},
		{"another part", func(r *series.Row) { r.Part = "TRUCK 1" }, "hash of an issued document"},
		{"another hash", func(r *series.Row) { r.Hash = strings.Repeat("a", 64) }, "hash of an issued document"},
		{"the other format's hash", func(r *series.Row) { r.FormatNumber = 1 }, "hash of an issued document"},
		{"another file", func(r *series.Row) {
			r.PDF = []byte(strings.Replace(string(r.PDF), "%PDF-1.7", "%PDF-1.6", 1))
		}, "SHA-256 that is beside it"},
		{"another file and its SHA-256", func(r *series.Row) {
			r.PDF = []byte(strings.Replace(string(r.PDF), "%PDF-1.7", "%PDF-1.6", 1))
			r.PDFHash = series.SHA256(r.PDF)
		}, "hash of an issued document"},
	}
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 2)
		good := nextRow(t, s, "SO-3", noon)
		database := shell(t, s)
		tests := tests
		if s.Engine() == db.PostgreSQL {
			tests = slices.Concat(tests, byHash)
		}
		for _, test := range tests {
			r := good
			test.change(&r)
			err := insertRow(t, database, r)
			said := false
			for _, words := range strings.Split(test.words, "|") {
				said = said || err != nil && strings.Contains(err.Error(), words)
			}
			if !said {
				t.Errorf("%s: INSERT = %v, want an error with %q", test.name, err, test.words)
			}
		}
		if err := insertRow(t, database, good); err != nil {
			t.Errorf("the row as it should be: %v", err)
		}
		mustVerify(t, s, 4)
	})
}

// A series that stands far ahead already goes on there: its office has lived with that.
func TestSeriesThatStandsAheadGoesOn(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ahead := time.Now().UTC().AddDate(0, 0, 500)
		req := asks("SO-1", documents.KindCommercialInvoice, "SO-1")
		req.Now = at(ahead)
		add(t, s, sampleOrder(t, kathmandu, "SO-1"))
		if _, err := s.issue(t.Context(), tashi, req); codeOf(err) != trade.Unavailable || !strings.Contains(err.Error(), "The database refuses") {
			t.Errorf("Issue 500 days ahead = %v", err)
		}
		req.Lifted = true
		if _, err := s.issue(t.Context(), tashi, req); err != nil {
			t.Fatal(err)
		}
		add(t, s, sampleOrder(t, kathmandu, "SO-2"))
		req = asks("SO-2", documents.KindCommercialInvoice, "SO-2")
		req.Now = at(ahead.Add(time.Hour))
		if _, err := s.issue(t.Context(), tashi, req); err != nil {
			t.Errorf("Issue after a document that stands there: %v", err)
		}
		mustVerify(t, s, 2)
	})
}

// Whoever lifts the guards and forgets to lower them cannot commit.
func TestGuardsAreLiftedForOneTransaction(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 2)
		wrong := nextRow(t, s, "SO-3", noon)
		wrong.IssuedAt = "9999-12-31T23:59:59.999999Z"
		wrong.Hash = wrong.ChainHash()
		database := shell(t, s)
		if _, err := database.ExecContext(t.Context(), "INSERT INTO guards_lifted (name) VALUES ('restoring')"); err == nil {
			t.Error("the guards are lifted for good")
		}
		conn, err := database.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		run := func(statement string) error {
			_, err := conn.ExecContext(t.Context(), statement)
			return err
		}
		if s.Engine() == db.SQLite {
			if err := run("PRAGMA foreign_keys = ON"); err != nil {
				t.Fatal(err)
			}
		}
		for _, lowered := range []bool{false, true} {
			if err := errors.Join(run("BEGIN"), run("INSERT INTO guards_lifted (name) VALUES ('restoring')")); err != nil {
				t.Fatal(err)
			}
			if err := insertRow(t, conn, wrong); err != nil {
				t.Errorf("with the guards lifted: %v", err)
			}
			if lowered {
				if err := run("DELETE FROM guards_lifted"); err != nil {
					t.Fatal(err)
				}
			}
			if err := run("COMMIT"); lowered != (err == nil) {
				t.Errorf("COMMIT with the guards lowered %t = %v", lowered, err)
			}
			if !lowered {
				if err := run("ROLLBACK"); err != nil {
					t.Fatal(err)
				}
			}
			if n, want := count(t, database, "issued"), map[bool]int{false: 3, true: 4}[lowered]; n != want {
				t.Errorf("with the guards lowered %t, %d documents are stored, want %d", lowered, n, want)
			}
		}
	})
}
