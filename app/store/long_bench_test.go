//go:build long

package store

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"woolroad/app/store/storetest"
	"woolroad/documents"
)

// One document is one operation, so -benchtime says how many there are:
//
//	go test -tags long -run - -bench LongIssue -benchtime 2000x ./app/store
//	go test -tags long -run - -bench LongVerify -benchtime 100000x -timeout 2h ./app/store
//	go test -tags long -run - -bench LongRestore -benchtime 10000x -timeout 1h ./app/store

// eachBench runs f for an empty place on both engines.
func eachBench(b *testing.B, f func(b *testing.B, w Where)) {
	b.Run("sqlite", func(b *testing.B) { f(b, Where{Data: b.TempDir()}) })
	b.Run("postgres", func(b *testing.B) { f(b, Where{URL: storetest.Postgres(b)}) })
}

func BenchmarkLongIssue(b *testing.B) {
	eachBench(b, func(b *testing.B, w Where) {
		s := openAt(b, w)
		ordersFor(b, s, "SO", b.N)
		b.ResetTimer()
		issueAll(b, s, b.N)
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "issues/s")
	})
}

// BenchmarkLongVerify verifies twice: while the system may still write to disk what was
// issued just before, and again.
func BenchmarkLongVerify(b *testing.B) {
	eachBench(b, func(b *testing.B, w Where) {
		s := openAt(b, w)
		ordersFor(b, s, "SO", b.N)
		issueAll(b, s, b.N)
		var took [2]float64
		for i := range took {
			b.ResetTimer()
			report, err := s.Verify(b.Context(), tashi, nil)
			if err != nil || report.Wrong != nil || report.Documents != b.N {
				b.Fatalf("Verify = %+v, %v; want %d documents", report, err, b.N)
			}
			took[i] = b.Elapsed().Seconds()
		}
		b.ReportMetric(took[0], "s/verify")
		b.ReportMetric(took[1], "s/again")
	})
}

// BenchmarkLongRestore restores to the engine that the backup is of.
func BenchmarkLongRestore(b *testing.B) {
	eachBench(b, func(b *testing.B, w Where) {
		s := openAt(b, w)
		ordersFor(b, s, "SO", b.N)
		issueAll(b, s, b.N)
		file := filepath.Join(b.TempDir(), "backup.db")
		if _, err := s.Backup(b.Context(), tashi, file); err != nil {
			b.Fatal(err)
		}
		empty := Where{Data: b.TempDir()}
		if w.URL != "" {
			empty = Where{URL: storetest.Postgres(b)}
		}
		b.ResetTimer()
		report, err := Restore(b.Context(), tashi, empty, file)
		b.StopTimer()
		if err != nil || report.Documents != b.N {
			b.Fatalf("Restore = %+v, %v; want %d documents", report, err, b.N)
		}
		b.ReportMetric(b.Elapsed().Seconds(), "s/restore")
	})
}

// ordersFor stores that many orders of one lot, 500 in a transaction.
func ordersFor(b testing.TB, s *Store, name string, orders int) {
	b.Helper()
	o := sampleOrder(b, kathmandu, "template")
	for from := 0; from < orders; from += 500 {
		err := s.Update(b.Context(), tashi, func(tx *Tx) error {
			for i := from; i < min(from+500, orders); i++ {
				o.Number = fmt.Sprintf("%s-%d", name, i)
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
}

// issueAll issues each order's invoice, with 8 issuers at once.
func issueAll(b *testing.B, s *Store, orders int) {
	b.Helper()
	var taken atomic.Int64
	issuer := func(ctx context.Context) error {
		for {
			i := taken.Add(1) - 1
			if i >= int64(orders) {
				return nil
			}
			number := fmt.Sprintf("SO-%d", i)
			if _, err := s.issue(ctx, tashi, asks(number, documents.KindCommercialInvoice, number)); err != nil {
				return err
			}
		}
	}
	failed := make(chan error)
	for range 8 {
		go func() { failed <- issuer(b.Context()) }()
	}
	for range 8 {
		if err := <-failed; err != nil {
			b.Error(err)
		}
	}
}
