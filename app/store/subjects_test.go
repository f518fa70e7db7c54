package store

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/store/series"
	"woolroad/app/trade"
	"woolroad/migrations"
)

// The step that gives documents subjects leaves their numbers, contents, files and
// hashes alone, up, down and up again.
func TestStepToSubjectsKeepsWhatIsIssued(t *testing.T) {
	t.Parallel()
	for _, file := range oldBackups(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			want := digest(t, shellOf(t, file))
			eachMigrated(t, func(t *testing.T, w Where) {
				if _, err := Restore(t.Context(), tashi, w, file); err != nil {
					t.Fatal(err)
				}
				s := openAt(t, w)
				db := direct(t, w)
				n := count(t, db, "issued")
				for range 2 {
					downTo(t, w, subjectsStep-1)
					if got := digest(t, db); got != want {
						t.Errorf("after the step down %s are there and were %s", got, want)
					}
					for _, r := range rowsOfOrders(t, w) {
						if r.ChainHash() != r.Hash {
							t.Errorf("after the step down, the hash of %s is not that of its row", r.Number)
						}
					}
					if err := Migrate(t.Context(), w); err != nil {
						t.Fatal(err)
					}
					if got := digest(t, db); got != want {
						t.Errorf("after the step up %s are there and were %s", got, want)
					}
					mustVerify(t, s, n)
				}
			})
		})
	}
}

// rowsOfOrders reads the issued rows of a schema that has no subjects yet.
func rowsOfOrders(t *testing.T, w Where) (all []series.Row) {
	t.Helper()
	rows, err := direct(t, w).QueryContext(t.Context(), `
		SELECT id, series, n, number, kind, 'shipment', order_id, '', date, currency, total_minor,
			payload, format, prev, hash, pdf, pdf_sha256, supersedes, reason, request_key, issued_at FROM issued ORDER BY series, n`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r series.Row
		err := rows.Scan(&r.ID, &r.Series, &r.N, &r.Number, &r.Kind, &r.SubjectKind, &r.SubjectID, &r.Part, &r.Date, &r.Currency, &r.Minor,
			&r.Payload, &r.FormatNumber, &r.Prev, &r.Hash, &r.PDF, &r.PDFHash, &r.Supersedes, &r.Reason, &r.Key, &r.IssuedAt)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// What the schema of before has no place for stops the step back, in words where
// it is asked for and in the step itself.
func TestStepBackOverSubjectsIsRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		what, statement string
		mentions        string
	}{
		{"a part of an order", `UPDATE issued SET part = 'TRUCK 1' WHERE number = 'CI-2026-0001'`, "1 issued documents"},
		{"another subject", `UPDATE issued SET subject_kind = 'quote' WHERE number = 'CI-2026-0001'`, "1 issued documents"},
		{"an order that is not there", `UPDATE issued SET subject_id = 'x' WHERE number = 'CI-2026-0001'`, "1 issued documents"},
		{"one request for two orders", `UPDATE issued SET request_key = 'x' WHERE kind = 'commercial-invoice'`, "2 issued documents"},
		{"another first number", `UPDATE series SET first = 2, next = next + 2 WHERE kind = 'packing-list'`, "1 series"},
		{"another prefix", `UPDATE series SET prefix = 'CI' WHERE kind = 'packing-list'`, "1 series"},
		{"another suffix", `UPDATE series SET suffix = 'B' WHERE kind = 'packing-list'`, "1 series"},
	}
	eachMigrated(t, func(t *testing.T, w Where) {
		s := openAt(t, w)
		issueSome(t, s, 2)
		downTo(t, w, subjectsStep) // whose step back it is
		_, run, asItWas := tampering(t, s, "series", "issued")
		for _, test := range tests {
			asItWas()
			run(test.statement)
			before := contents(t, w)
			if err := MigrateDown(t.Context(), w, true); codeOf(err) != trade.Conflict || !strings.Contains(err.Error(), test.mentions) {
				t.Errorf("%s: MigrateDown = %v, want a conflict that says %q", test.what, err, test.mentions)
			}
			mustFailBack(t, w)
			if diff := cmp.Diff(before, contents(t, w)); diff != "" {
				t.Errorf("%s: this changed (-was +is):\n%s", test.what, diff)
			}
		}
	})
}

// mustFailBack runs the step back with nobody asking beforehand, and fails where
// the step does not refuse by itself.
func mustFailBack(t *testing.T, w Where) {
	t.Helper()
	db := schemaDB(t, w)
	names, err := fs.Glob(migrations.Files, fmt.Sprintf("%s/%04d_*.down.sql", folderOf(w), subjectsStep))
	if err != nil || len(names) != 1 {
		t.Fatalf("%v, %v", names, err)
	}
	body, err := fs.ReadFile(migrations.Files, names[0])
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, failed := tx.ExecContext(t.Context(), string(body))
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if failed == nil || !strings.Contains(failed.Error(), "has no place for") && !strings.Contains(failed.Error(), "CHECK constraint failed: rows = 0") {
		t.Errorf("the step back = %v, want its own refusal", failed)
	}
}
