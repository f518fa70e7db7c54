package store

import (
	"fmt"
	"sync/atomic"
	"testing"

	"woolroad/app/store/storetest"
	"woolroad/documents"
)

// places runs f for a fresh place on each engine.
func places(b *testing.B, f func(b *testing.B, s *Store)) {
	b.Run("sqlite", func(b *testing.B) { f(b, openAt(b, Where{Data: b.TempDir()})) })
	b.Run("postgres", func(b *testing.B) { f(b, openAt(b, Where{URL: storetest.Postgres(b)})) })
}

func addMany(b *testing.B, s *Store, n int) {
	b.Helper()
	o := sampleOrder(b, kathmandu, "template")
	err := s.Update(b.Context(), tashi, func(tx *Tx) error {
		for i := range n {
			o.Number = fmt.Sprintf("SO-%d", i)
			if _, err := tx.AddOrder(b.Context(), o); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkIssue issues invoices of 60 bales from many goroutines, each drawn
// and stored.
func BenchmarkIssue(b *testing.B) {
	places(b, func(b *testing.B, s *Store) {
		addMany(b, s, b.N)
		var next atomic.Int64
		b.SetParallelism(25)
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				number := fmt.Sprintf("SO-%d", next.Add(1)-1)
				if _, err := s.issue(b.Context(), tashi, asks(number, documents.KindCommercialInvoice, number)); err != nil {
					b.Error(err)
				}
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "issues/s")
	})
}

// BenchmarkVerify measures how long verifying takes for one document.
func BenchmarkVerify(b *testing.B) {
	places(b, func(b *testing.B, s *Store) {
		addMany(b, s, b.N)
		for i := range b.N {
			number := fmt.Sprintf("SO-%d", i)
			if _, err := s.issue(b.Context(), tashi, asks(number, documents.KindCommercialInvoice, number)); err != nil {
				b.Fatal(err)
			}
		}
		b.ResetTimer()
		mustVerify(b, s, b.N)
	})
}
