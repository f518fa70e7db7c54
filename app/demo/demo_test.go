package demo

import (
	"testing"
	"time"

	"woolroad/app/store"
)

func TestZ(t *testing.T) {
	t0 := time.Now()
	s, err := store.Open(t.Context(), store.Where{Data: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	t.Log("open", time.Since(t0))
	t0 = time.Now()
	if err := Fill(t.Context(), s, Options{Now: time.Now()}); err != nil {
		t.Fatal(err)
	}
	t.Log("fill", time.Since(t0))
}
