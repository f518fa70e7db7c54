package store

import (
	"context"

	"woolroad/app/store/db"
)

// A Rows calls take with one row after the other. An error of take ends it and is
// returned.
type Rows[T any] func(take func(T) error) error

// RowsOf returns the Rows of a list that is read already.
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

// Export runs write with all rows of a list, as of one moment, of which one page is held
// at a time. It may run write more than once, and write must begin anew each time. The errors
// are those of page and write.
func Export[T any](ctx context.Context, s *Store, who Who, page func(*Tx, Paging) (Page[T], error), write func(Rows[T]) error) error {
	return s.view(ctx, who, func(t *Tx) error {
		return write(func(take func(T) error) error {
			return db.EachRow(func(p Paging) (Page[T], error) { return page(t, p) }, take)
		})
	})
}
