package store

import (
	"testing"

	"woolroad/documents"
)

func TestFirst(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		o := sampleOrder(t, kathmandu, "SO-1")
		if _, err := s.AddOrder(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		got, info, err := s.Order(t.Context(), "SO-1")
		if err != nil {
			t.Fatal(err)
		}
		a, _ := EncodeOrder(o)
		b, _ := EncodeOrder(got)
		if string(a) != string(b) {
			t.Errorf("got %s, want %s", b, a)
		}
		t.Log(info)
		out, err := s.Issue(t.Context(), asks("SO-1", documents.KindCommercialInvoice, "k"))
		if err != nil {
			t.Fatal(err)
		}
		t.Log(out)
		r, err := s.Verify(t.Context(), nil)
		if err != nil || r.Wrong != nil || r.Documents != 1 {
			t.Fatalf("%v %v", r, err)
		}
	})
}
