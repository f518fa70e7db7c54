package store

import (
	"fmt"
	"sync"
	"testing"

	"woolroad/app/trade"
)

// TestOneOfManySavesWins has many people save what they opened at the same time.
func TestOneOfManySavesWins(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		o := sampleOrder(t, kathmandu, "SO-1")
		add(t, s, o)
		_, info, err := s.Order(t.Context(), "SO-1")
		if err != nil {
			t.Fatal(err)
		}
		const people = 16
		errs := make([]error, people)
		var all sync.WaitGroup
		for i := range people {
			all.Go(func() {
				mine := o
				mine.Contract = fmt.Sprintf("of %d", i)
				_, errs[i] = s.ChangeOrder(t.Context(), tashi, info.ID, mine, info.Version)
			})
		}
		all.Wait()
		saved := 0
		for i, err := range errs {
			if err == nil {
				saved++
			} else if !isStale[trade.Order](err) {
				t.Errorf("%d: %v", i, err)
			}
		}
		if saved != 1 {
			t.Errorf("%d of %d were saved, want 1", saved, people)
		}
		if n := len(eventsOf(t, s, info.ID, 100, 0)); n != 2 {
			t.Errorf("the activity has %d events, want 2", n)
		}
	})
}
