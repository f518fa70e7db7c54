package verify_test

import (
	"strings"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/documents"
)

// TestADateOfBeforeThatRunsBackwardsIsANote issues a packing list two minutes after midnight, and then
// one as an older program did by a clock that was behind: at the same time, under the day before.
func TestADateOfBeforeThatRunsBackwardsIsANote(t *testing.T) {
	desk.Each(t, func(t *testing.T, w store.Where) {
		s, err := store.Open(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 11, 23, 16, 2, 0, 0, time.UTC) // in Shanghai it is the 24th
		who := store.Who{Name: "Tashi", At: at, Clock: func() time.Time { return at }, Request: "after midnight"}
		list := documents.KindPackingList
		if _, err := issue.Issue(t.Context(), s, who, issue.Request{Order: "SO-5", Kinds: []documents.Kind{list}}); err != nil {
			t.Fatal(err)
		}
		who.Request = "before midnight"
		err = s.Issuing(t.Context(), who, func(tx *store.Tx) error {
			if err := tx.TurnOf(t.Context(), "SO-5"); err != nil {
				return err
			}
			o, info, err := tx.Order(t.Context(), "SO-5")
			if err != nil {
				return err
			}
			_, err = tx.Issue(t.Context(), o, info.ID, store.IssueRequest{
				Kinds: []documents.Kind{list}, Key: who.Request, Supersedes: []string{"PL-2026-0005"}, Reason: "A bale is missing.",
				Draw: func(a store.Assigned) ([]documents.Document, error) {
					var payload string
					if err := tx.QueryRowContext(t.Context(), `SELECT payload FROM issued WHERE number = 'PL-2026-0005'`).Scan(&payload); err != nil {
						return nil, err
					}
					d, err := documents.Decode(list, []byte(payload))
					if err != nil {
						return nil, err
					}
					h := d.Head()
					h.Number, h.Supersedes, h.Reason = a.Numbers[list], a.Supersedes[list], "A bale is missing."
					h.Date = civil.Date{Year: 2026, Month: 11, Day: 23}
					return []documents.Document{d}, nil
				},
			})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		r := verified(t, w)
		if r.Found() > 0 || len(r.Notes) != 1 || !strings.Contains(r.Notes[0].What, "it is dated 2026-11-23, and the document before it 2026-11-24") {
			t.Errorf("wrong: %v, notes: %v", r.Wrong, r.Notes)
		}
	})
}
