package store

import (
	"context"

	"woolroad/app/store/db"
)

// Rows hands over rows one after the other. An error of who takes them ends it and is
// returned.
type Rows[T any] func(take func(T) error) error

// RowsOf returns the rows of a list that is read already.
func RowsOf[T any](list []T) Rows[T] {
	return func(take func(T) error) error {
		for _, row := range list {
			if err := take(row); err != nil {
				return err
			}
		}
		return nil
	}
}

// Export hands all rows of a list to write, all of one moment and none held longer than
// it takes. write may be called more than once, and begins anew then.
func Export[T any](ctx context.Context, s *Store, who Who, page func(*Tx, Paging) (Page[T], error), write func(Rows[T]) error) error {
	return s.view(ctx, who, func(t *Tx) error {
		return write(func(take func(T) error) error {
			return db.EachRow(func(p Paging) (Page[T], error) { return page(t, p) }, take)
		})
	})
}
