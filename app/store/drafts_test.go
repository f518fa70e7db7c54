package store

import (
	"encoding/json"
	"errors"
	"testing"

	"woolroad/app/store/drafts"
)

func TestDraftSentTwiceIsOne(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		save := func(d drafts.Draft) (drafts.Draft, error) {
			err := s.Update(t.Context(), tashi, func(tx *Tx) (err error) {
				d, err = drafts.Save(t.Context(), tx.Tx, d)
				return err
			})
			return d, err
		}
		d := drafts.Draft{ID: "drawn-with-the-form", Number: "SO-1", Body: json.RawMessage(`{}`)}
		first, err := save(d)
		if err != nil || first.Version != 1 || first.ID != d.ID {
			t.Fatalf("the first is %+v, %v", first, err)
		}
		stale := (*Stale[drafts.Draft])(nil)
		if _, err := save(d); !errors.As(err, &stale) || stale.Now.Number != "SO-1" {
			t.Errorf("sent twice: %v", err)
		}
		if again, err := save(first); err != nil || again.Version != 2 {
			t.Errorf("changed: %+v, %v", again, err)
		}
		d.ID, d.Version = "gone", 3
		if _, err := save(d); !isNotFound(err) {
			t.Errorf("one that is gone: %v", err)
		}
	})
}
