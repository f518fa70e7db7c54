package verify_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"woolroad/app/store"
	"woolroad/app/store/series"
	"woolroad/app/verify"
)

// stayWrong are the plants that no closing of a series makes good, since they changed more
// than documents and series: a backup has what is gone.
var stayWrong = []string{"an order gone", "an order's number", "the register gone", "a whole series, also out of the register"}

// TestAClosedSeriesIsEvidence closes each series in which verify names something: that is
// evidence from then on, wherever another table says so too.
func TestAClosedSeriesIsEvidence(t *testing.T) {
	desk.Each(t, func(t *testing.T, w store.Where) {
		s, err := store.Open(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range plants {
			if p.of != store.Sealed && !strings.HasPrefix(p.name, "a whole series") {
				continue
			}
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
					if wrong.Of != store.Sealed || wrong.Series == "" || closed[wrong.Series] {
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
			case slices.Contains(stayWrong, p.name) != (found.Found() > 0):
				t.Errorf("%s: with its series closed, verify says %v", p.name, found.Wrong)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}
