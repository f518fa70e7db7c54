package issue_test

import (
	"testing"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// TestIssuingReadsInItsTransaction has all that documents are drawn from be of the
// moment in which they get their numbers: there is one transaction, and the order is
// decoded once in it. One engine comes after the other, since it counts what both do.
func TestIssuingReadsInItsTransaction(t *testing.T) {
	for name, place := range map[string]func(testing.TB) store.Where{"sqlite": migrated.SQLite, "postgres": migrated.Postgres} {
		t.Run(name, func(t *testing.T) {
			s, err := store.Open(t.Context(), place(t))
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}()
			keep(t, s, kolkata, nil)
			for _, test := range []struct {
				what string
				do   func() error
			}{
				{"all that goes with it", func() error {
					_, err := issue.Issue(t.Context(), s, tashi, issue.Request{Order: "SO-1"})
					return err
				}},
				{"the same again", func() error {
					_, err := issue.Issue(t.Context(), s, tashi, issue.Request{Order: "SO-1"})
					return err
				}},
				{"one in the place of another", func() error {
					_, _, err := issue.Supersede(t.Context(), s, tashi, issue.Correction{Number: "CI-2026-0001", Reason: "A bale is missing.", Key: "click"})
					return err
				}},
				{"the same correction", func() error {
					_, _, err := issue.Supersede(t.Context(), s, tashi, issue.Correction{Number: "CI-2026-0001", Reason: "A bale is missing.", Key: "click"})
					return err
				}},
			} {
				transactions, decoded := db.Transactions.Load(), trade.Decoded.Load()
				if err := test.do(); err != nil {
					t.Fatalf("%s: %v", test.what, err)
				}
				if n := db.Transactions.Load() - transactions; n != 1 {
					t.Errorf("%s takes %d transactions, want 1", test.what, n)
				}
				if n := trade.Decoded.Load() - decoded; n != 1 {
					t.Errorf("%s decodes %d orders, want 1", test.what, n)
				}
			}
		})
	}
}
