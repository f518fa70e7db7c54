package issue_test

import (
	"testing"

	"woolroad/app/compose"
	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/documents"
)

// TestIssuingReadsInItsTransaction holds that everything a document is drawn from is read
// in the one transaction that numbers it, and that the order is decoded once. The engines
// run one after the other, because the test counts what both do.
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
			click := tashi
			click.Request = "click"
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
					_, _, err := issue.Supersede(t.Context(), s, click, issue.Correction{Number: "CI-2026-0001", Reason: "A bale is missing."})
					return err
				}},
				{"the same correction", func() error {
					_, _, err := issue.Supersede(t.Context(), s, click, issue.Correction{Number: "CI-2026-0001", Reason: "A bale is missing."})
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

// TestTheSameRequestGivesTheSameDocuments repeats a request after the order was changed
// so that it could not be issued any more, and holds that the answer is the first one.
func TestTheSameRequestGivesTheSameDocuments(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		keep(t, s, kolkata, nil)
		click := tashi
		click.Request = "click"
		list := issue.Request{Order: "SO-1", Kinds: []documents.Kind{packing}}
		bills := issue.Request{Order: "SO-1", Kinds: []documents.Kind{combined}}
		ask := func(who store.Who, q issue.Request, want string) {
			t.Helper()
			r, err := issue.Issue(t.Context(), s, who, q)
			if got := numbers(r); got != want || err != nil {
				t.Errorf("%v: %s, %v; want %s", q.Kinds, got, err, want)
			}
		}
		ask(click, bills, "+CC-2026-0001")
		ask(click, list, "+PL-2026-0001") // another tick on the same page is another request
		keep(t, s, kolkata, func(o *trade.Order) { o.Buyer.Country = "NP" })
		ask(click, bills, "CC-2026-0001")
		ask(click, list, "PL-2026-0001")
		other := click
		other.Request = "another click"
		if _, err := issue.Issue(t.Context(), s, other, bills); codeOf(err) != trade.Invalid {
			t.Errorf("another request for what does not apply to the order: %v", err)
		}
	})
}

// TestARequestFromBeforeIsAnswered repeats a request of which only the documents have the
// key, as it was before requests were stored.
func TestARequestFromBeforeIsAnswered(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		keep(t, s, kolkata, nil)
		mine := tashi
		mine.Request = "mine"
		err := s.Issuing(t.Context(), tashi, func(tx *store.Tx) error {
			o, info, err := tx.Order(t.Context(), "SO-1")
			if err != nil {
				return err
			}
			_, err = tx.Issue(t.Context(), o, info.ID, store.IssueRequest{Kinds: []documents.Kind{packing}, Key: mine.Request,
				Draw: func(a store.Assigned) ([]documents.Document, error) {
					p, err := compose.Document(compose.Consignment{Order: o, Totals: totalsOf(t, o)}, packing, compose.Numbers{Number: a.Numbers[packing]})
					return []documents.Document{p}, err
				}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		r, err := issue.Issue(t.Context(), s, mine, issue.Request{Order: "SO-1", Kinds: []documents.Kind{packing}})
		if numbers(r) != "PL-2026-0001" || err != nil {
			t.Errorf("it is answered with %s, %v", numbers(r), err)
		}
		r, err = issue.Issue(t.Context(), s, mine, issue.Request{Order: "SO-1", Kinds: []documents.Kind{invoice}})
		if numbers(r) != "+CI-2026-0001" || err != nil {
			t.Errorf("another request under its key gives %s, %v", numbers(r), err)
		}
		r, err = issue.Issue(t.Context(), s, mine, issue.Request{Order: "SO-1", Supersedes: []string{"PL-2026-0001"}, Reason: "A bale is missing."})
		if numbers(r) != "+PL-2026-0002" || err != nil {
			t.Errorf("a correction under its key gives %s, %v", numbers(r), err)
		}
	})
}

func totalsOf(t *testing.T, o trade.Order) trade.Totals {
	t.Helper()
	totals, err := o.Totals(nil)
	if err != nil {
		t.Fatal(err)
	}
	return totals
}

// TestAReasonIsFrozenAsItIsPrinted holds that a reason of several lines is stored as one.
func TestAReasonIsFrozenAsItIsPrinted(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		keep(t, s, kolkata, nil)
		if _, err := issue.Issue(t.Context(), s, tashi, issue.Request{Order: "SO-1", Kinds: []documents.Kind{packing}}); err != nil {
			t.Fatal(err)
		}
		r, err := issue.Issue(t.Context(), s, tashi, issue.Request{Order: "SO-1", Supersedes: []string{"PL-2026-0001"}, Reason: " A bale\n\tis missing. "})
		if err != nil || len(r.Documents) != 1 || r.Documents[0].Reason != "A bale is missing." {
			t.Fatalf("issued %+v, %v", r.Documents, err)
		}
		if got := doc(t, s, "PL-2026-0002").Head().Reason; got != "A bale is missing." {
			t.Errorf("the document says %q", got)
		}
	})
}
