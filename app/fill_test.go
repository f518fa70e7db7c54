package app_test

import (
	"testing"

	"woolroad/app/demo"
	"woolroad/app/store"
)

// fill keeps what a demo shows.
func fill(t *testing.T, w store.Where) {
	t.Helper()
	s, err := store.Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Fill(t.Context(), s, demo.Options{Now: clock(), Address: "http://127.0.0.1:8080"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
