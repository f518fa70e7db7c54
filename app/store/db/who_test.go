package db

import (
	"errors"
	"testing"
	"time"
)

// TestNobodyReachesWhatIsStored refuses a transaction for nobody, one that reads too.
func TestNobodyReachesWhatIsStored(t *testing.T) {
	each(t, func(t *testing.T, d *DB) {
		nobody := Who{At: tashi.At, Request: "click"}
		reached := func(*Tx) error { t.Error("nobody reaches what is stored"); return nil }
		for what, err := range map[string]error{
			"an update":         d.Update(t.Context(), nobody, reached),
			"one that locks":    d.UpdateLocking(t.Context(), nobody, reached),
			"a look":            lookAs(t, d, nobody, reached),
			"a look by nothing": lookAs(t, d, Who{}, reached),
		} {
			if !errors.Is(err, errNobody) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if err := lookAs(t, d, tashi, func(*Tx) error { return nil }); err != nil {
			t.Error(err)
		}
	})
}

func lookAs(t *testing.T, d *DB, who Who, f func(*Tx) error) error {
	_, err := View(t.Context(), d, who, func(tx *Tx) (struct{}, error) { return struct{}{}, f(tx) })
	return err
}

func TestInTurn(t *testing.T) {
	if got := tashi.InTurn(); !got.At.Equal(tashi.At) {
		t.Errorf("without a clock it is %s", got.At)
	}
	late := tashi
	late.Clock = func() time.Time { return tashi.At.Add(time.Hour) }
	if got := late.InTurn(); !got.At.Equal(tashi.At.Add(time.Hour)) || got.Name != tashi.Name {
		t.Errorf("in turn it is %s for %s", got.At, got.Name)
	}
}
