package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
	"woolroad/documents"
)

// TestADocumentOfAnotherCalendarSupersedes restores documents that supersede one of a series
// which comes after their own.
func TestADocumentOfAnotherCalendarSupersedes(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 3)
		for _, number := range []string{"CI-2026-0002", "CI-2026-0003"} {
			order := "SO-" + number[len(number)-1:]
			req := asks(order, documents.KindCommercialInvoice, "corrected "+number)
			req.Calendar, req.Supersedes, req.Reason = exporter.April, []string{number}, "The street was wrong."
			if _, err := s.issue(t.Context(), tashi, req); err != nil {
				t.Fatal(err)
			}
		}
		file, _ := backupOf(t, s)
		eachMigrated(t, func(t *testing.T, w Where) {
			if _, err := Restore(t.Context(), tashi, w, file); err != nil {
				t.Fatal(err)
			}
			mustVerify(t, openAt(t, w), 6)
		})
	})
}

// TestEvidenceThatNoDatabaseHoldsNamesTheWayOn closes a series with a row that breaks a check
// of the schema, and copies it.
func TestEvidenceThatNoDatabaseHoldsNamesTheWayOn(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		issueSome(t, s, 2)
		without := map[db.Engine]string{db.SQLite: "PRAGMA ignore_check_constraints = ON", db.PostgreSQL: "ALTER TABLE issued DROP CONSTRAINT issued_date_check"}[s.Engine()]
		harm(t, s, without, "UPDATE issued SET date = 'soon' WHERE number = 'CI-2026-0002'")
		closes(t, s, invoices)
		file := filepath.Join(t.TempDir(), "backup.db")
		_, err := s.Backup(t.Context(), tashi, file)
		if s.Engine() == db.PostgreSQL {
			if codeOf(err) != trade.Conflict || !strings.Contains(err.Error(), "CI-2026-0002 cannot be copied") || !strings.Contains(err.Error(), "pg_dump") {
				t.Errorf("Backup = %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		eachMigrated(t, func(t *testing.T, w Where) {
			_, err := Restore(t.Context(), tashi, w, file)
			if codeOf(err) != trade.Conflict || !strings.Contains(err.Error(), "CI-2026-0002 cannot be copied") || !strings.Contains(err.Error(), "woolroad.db") {
				t.Errorf("Restore = %v", err)
			}
		})
		backup, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, "woolroad.db"), backup, 0o600); err != nil {
			t.Fatal(err)
		}
		other := openAt(t, Where{Data: folder})
		if r := mustHoldButClosed(t, other); len(r.Closed) != 1 {
			t.Errorf("the backup put into a folder holds %+v", r.Closed)
		}
		mustIssue(t, other, "SO-5", "CI-2026B-0001")
	})
}
