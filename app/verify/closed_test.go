package verify_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"woolroad/app/store"
	"woolroad/app/store/series"
	"woolroad/app/verify"
)

// becomeEvidence are the plants that change what a document of one series says of itself.
var becomeEvidence = []string{
	"a text of the content", "no content", "the hash of the file", "the date", "the total", "the currency", "the hash", "prev", "the id",
	"the time of issue", "none superseded", "another reason",
}

// TestAClosedSeriesIsEvidence closes the series of a document that was changed: what is wrong
// with that document is evidence from then on, wherever another table says so too.
func TestAClosedSeriesIsEvidence(t *testing.T) {
	desk.Each(t, func(t *testing.T, w store.Where) {
		s, err := store.Open(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		left := len(becomeEvidence)
		for _, p := range plants {
			if !slices.Contains(becomeEvidence, p.name) {
				continue
			}
			left--
			var found store.Report
			err := s.Update(t.Context(), after(40), func(tx *store.Tx) (err error) {
				if err := p.plant(t.Context(), tx); err != nil {
					return fmt.Errorf("plant %s: %w", p.name, err)
				}
				if found, err = verify.In(t.Context(), tx, nil); err != nil {
					return fmt.Errorf("%s: %w", p.name, err)
				}
				closed := map[string]bool{}
				for _, wrong := range found.Wrong {
					if wrong.Of != store.Sealed || closed[wrong.Series] {
						continue
					}
					closed[wrong.Series] = true
					if _, err := series.Close(t.Context(), tx.Tx, wrong.Series, p.name); err != nil {
						return fmt.Errorf("%s: close %s: %w", p.name, wrong.Series, err)
					}
				}
				if found, err = verify.In(t.Context(), tx, nil); err != nil {
					return fmt.Errorf("%s: %w", p.name, err)
				}
				return errPlanted
			})
			switch {
			case !errors.Is(err, errPlanted):
				t.Error(err)
			case found.Found() > 0:
				t.Errorf("%s: with its series closed, verify still says %v", p.name, found.Wrong)
			}
		}
		if err := s.Close(); err != nil || left != 0 {
			t.Errorf("%d plants are not there, %v", left, err)
		}
	})
}
