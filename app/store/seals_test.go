package store

import (
	"fmt"
	"testing"

	"woolroad/app/store/series"
	"woolroad/app/trade"
)

// TestSealsAreFoundWithoutTheList takes the list of documents away, by which seals are
// found, while documents are issued in several series.
func TestSealsAreFoundWithoutTheList(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		shell := shell(t, s)
		run := func(statement string) {
			t.Helper()
			if _, err := shell.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		found := func(seal, want string) {
			t.Helper()
			view(t, s, func(tx *Tx) error {
				if d, err := tx.ByHash(t.Context(), seal); d.Number != want || (want == "") != (codeOf(err) == trade.NotFound) {
					t.Errorf("%s is of %q, %v; want %q", seal, d.Number, err, want)
				}
				return nil
			})
		}
		sealOf := func(number string) (seal string) {
			t.Helper()
			view(t, s, func(tx *Tx) error {
				var payload string
				err := tx.QueryRowContext(t.Context(), `SELECT payload FROM issued WHERE number = $1`, number).Scan(&payload)
				seal = series.SHA256([]byte(payload))
				return err
			})
			return seal
		}
		issueSome(t, s, 2)
		run(`DELETE FROM issued_about`)
		found(sixtyFour, "")
		found(sealOf("CI-2026-0002"), "CI-2026-0002")
		found(sealOf("PL-2026-0001"), "PL-2026-0001")
		for i := 3; i < 6; i++ { // after everything was read once
			mustIssue(t, s, fmt.Sprintf("SO-%d", i), fmt.Sprintf("CI-2026-%04d", i))
			run(`DELETE FROM issued_about`)
			found(sealOf(fmt.Sprintf("CI-2026-%04d", i)), fmt.Sprintf("CI-2026-%04d", i))
		}
		run(`ALTER TABLE issued RENAME COLUMN payload TO elsewhere`)
		found(sixtyFour, "") // without a look at contents, all of which were read
		run(`ALTER TABLE issued RENAME COLUMN elsewhere TO payload`)
		seal := sealOf("CI-2026-0001")
		harm(t, s, `UPDATE issued SET payload = (SELECT payload FROM issued WHERE number = 'CI-2026-0001') WHERE number = 'CI-2026-0003'`)
		found(seal, "CI-2026-0001")
		harm(t, s, `UPDATE series SET next = 2 WHERE kind = 'commercial-invoice'`)
		found(seal, "CI-2026-0001")
	})
}
