package app_test

import (
	"testing"

	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/trade"
)

// fill keeps the sample orders.
func fill(t *testing.T, w store.Where) {
	t.Helper()
	s, err := store.Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	files, err := sample.Files.ReadDir("orders")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		in, err := sample.Files.Open("orders/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		o, faults := trade.ReadOrder(in)
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.AddOrder(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
