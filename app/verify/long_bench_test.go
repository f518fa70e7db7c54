//go:build long

package verify_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"woolroad/app/issue"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
	"woolroad/app/verify"
	"woolroad/documents"
)

// BenchmarkLongDesk verifies all that a desk has stored. One document is one operation, so
// -benchtime says how many invoices there are, each of an order with a lot of 60 bales:
//
//	go test -tags long -run - -bench LongDesk -benchtime 100000x -timeout 2h ./app/verify
func BenchmarkLongDesk(b *testing.B) {
	measure := func(b *testing.B, w store.Where) {
		if err := fillMany(b.Context(), w, b.N); err != nil {
			b.Fatal(err)
		}
		s, err := store.Open(b.Context(), w)
		if err != nil {
			b.Fatal(err)
		}
		b.ResetTimer()
		r, err := verify.All(b.Context(), s, after(60), nil)
		b.StopTimer()
		if err := errors.Join(err, s.Close()); err != nil || r.Documents != b.N || r.Found() > 0 {
			b.Fatalf("%d documents of %d, wrong: %v, %v", r.Documents, b.N, r.Wrong, err)
		}
		b.ReportMetric(b.Elapsed().Seconds(), "s/verify")
	}
	b.Run("sqlite", func(b *testing.B) { measure(b, store.Where{Data: b.TempDir()}) })
	b.Run("postgres", func(b *testing.B) { measure(b, store.Where{URL: storetest.Postgres(b)}) })
}

// fillMany stores n orders, each with a lot of its own, and issues the invoice of each.
func fillMany(ctx context.Context, w store.Where, n int) error {
	o, err := order("01-kathmandu-scoured-wool", 0)
	if err != nil {
		return err
	}
	lot := o.Lots[0].Number
	for from := 0; from < n; {
		to := min(from+200, n)
		if from == 0 {
			to = 1 // opening the database again makes the lists, which later orders are added to
		}
		err := within(ctx, w, func(s *store.Store) error {
			return s.Update(ctx, after(2), func(t *store.Tx) error {
				for i := from; i < to; i++ {
					o.Number = fmt.Sprintf("SO-%d", i)
					o.Lots, o.Lines = slices.Clone(o.Lots), slices.Clone(o.Lines)
					o.Lots[0].Number = fmt.Sprintf("%d-%s", i, lot)
					o.Lines[0].Lots = []string{o.Lots[0].Number}
					if _, err := t.ReplaceOrder(ctx, o); err != nil {
						return err
					}
				}
				return nil
			})
		})
		if err != nil {
			return err
		}
		from = to
	}
	return within(ctx, w, func(s *store.Store) error {
		var taken atomic.Int64
		issuer := func() error {
			for i := taken.Add(1) - 1; i < int64(n); i = taken.Add(1) - 1 {
				who := after(20)
				who.Request = fmt.Sprint("issue ", i)
				q := issue.Request{Order: fmt.Sprintf("SO-%d", i), Kinds: []documents.Kind{documents.KindCommercialInvoice}}
				if _, err := issue.Issue(ctx, s, who, q); err != nil {
					return err
				}
			}
			return nil
		}
		const issuers = 8
		failed := make(chan error)
		for range issuers {
			go func() { failed <- issuer() }()
		}
		var err error
		for range issuers {
			err = errors.Join(err, <-failed)
		}
		return err
	})
}

// within runs f with an opened database.
func within(ctx context.Context, w store.Where, f func(*store.Store) error) error {
	s, err := store.Open(ctx, w)
	if err != nil {
		return err
	}
	return errors.Join(f(s), s.Close())
}
