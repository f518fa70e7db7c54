package store

import (
	"testing"

	"woolroad/app/trade"
)

func TestDemoIsMarkedBeforeAnythingIsKept(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		if is, err := s.IsDemo(t.Context(), tashi); is || err != nil {
			t.Errorf("a fresh database is a demo: %v, %v", is, err)
		}
		for range 2 {
			if err := s.MarkDemo(t.Context(), tashi); err != nil {
				t.Fatal(err)
			}
		}
		add(t, s, sampleOrder(t, kathmandu, ""))
		if err := s.MarkDemo(t.Context(), tashi); err != nil {
			t.Errorf("a demo that is filled is marked again: %v", err)
		}
		if is, err := s.IsDemo(t.Context(), tashi); !is || err != nil {
			t.Errorf("what was marked is a demo: %v, %v", is, err)
		}
	})
}

func TestWhatIsRealCannotBeMarked(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		add(t, s, sampleOrder(t, kathmandu, ""))
		if err := s.MarkDemo(t.Context(), tashi); codeOf(err) != trade.Conflict {
			t.Errorf("marking an order desk: %v, want a Conflict", err)
		}
		if is, err := s.IsDemo(t.Context(), tashi); is || err != nil {
			t.Errorf("it is a demo now: %v, %v", is, err)
		}
	})
}
