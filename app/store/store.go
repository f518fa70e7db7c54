// Package store stores orders, stock and issued documents, in SQLite or PostgreSQL with
// the same statements. Subjects that need none of these have a package of their own below
// it, which works in the same transactions.
//
// Its one rule: everything happens in a transaction for somebody. Update, View and their
// like say who acts, and what a transaction writes bears that name and the time of the
// request.
package store

import (
	"context"
	"errors"

	"woolroad/app/store/db"
	"woolroad/app/store/series"
	"woolroad/app/trade/exporter"
	"woolroad/migrations"
)

// What the engine under the store has, by the store's names.
type (
	// Where says which database to use.
	Where = db.Where
	// Who is a person or a program that acts.
	Who = db.Who
	// Paging says which page of a list is wanted.
	Paging = db.Paging
	// Page is some rows of a list.
	Page[T any] = db.Page[T]
	// Stale is the error of a change to something that someone else has changed.
	Stale[T any] = db.Stale[T]
	// Status is how far a database is migrated.
	Status = db.Status
	// Report is the result of verifying what is stored.
	Report = series.Report
	// Wrong is something that is wrong in what is stored.
	Wrong = series.Wrong
	// Part is a part of what is stored, as a Report tells them apart.
	Part = series.Part
)

// The parts of what is stored.
const (
	Sealed  = series.Sealed
	Stored  = series.Stored
	Derived = series.Derived
	Guards  = series.Guards
)

// MostWrong is how many of the things that are wrong a Report names.
const MostWrong = series.MostWrong

// MaxPage is how many rows a page of a list has at most.
const MaxPage = db.MaxPage

// A Store is an open database. It is safe for concurrent use.
type Store struct {
	*db.DB
	seals *series.Seals
}

// Open migrates the database, completes the index that lists and searches need, and opens
// it. Where there is no database, Open makes an empty one. The errors are those of db.Open.
func Open(ctx context.Context, w Where) (*Store, error) {
	s, err := OpenAsFound(ctx, w)
	if err != nil {
		return nil, err
	}
	if err := s.completeIndex(ctx, "Making all lists and search words anew, since this version of woolroad has not made them here."); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// OpenAsFound opens the database as Open does, with an index that may be incomplete.
func OpenAsFound(ctx context.Context, w Where) (*Store, error) {
	d, err := db.Open(ctx, w, migrations.Files)
	return &Store{d, new(series.Seals)}, err
}

// A Tx is one transaction. Its methods see each other's writes.
type Tx struct {
	*db.Tx
	exporter *exporter.Exporter // the one that this transaction has read; nil: none yet
	seals    *series.Seals      // of the store; nil: of none
}

// As returns the same transaction with another who acting in it.
func (t *Tx) As(who Who) *Tx { return &Tx{Tx: t.Tx.As(who), seals: t.seals} }

// wrap returns f for a transaction of the engine.
func wrap(f func(*Tx) error) func(*db.Tx) error {
	return func(t *db.Tx) error { return f(&Tx{Tx: t}) }
}

// Update runs f for who in a transaction, as if no other ran at the time, and
// commits if f returns nil. It may run f again, so f must do nothing but read and write
// through tx: mail and publish after Update returns. The errors are those of f, and *db.Unsure.
func (s *Store) Update(ctx context.Context, who Who, f func(*Tx) error) error {
	return s.DB.Update(ctx, who, wrap(f))
}

// UpdateLocking runs f as Update does, but on PostgreSQL f may see what others commit
// meanwhile. So f must first lock the rows that it depends on.
func (s *Store) UpdateLocking(ctx context.Context, who Who, f func(*Tx) error) error {
	return s.DB.UpdateLocking(ctx, who, wrap(f))
}

// View returns what f reads for who in a transaction that only reads, all of it as of one
// moment. It may run f again, so f must do nothing but read through tx.
func View[T any](ctx context.Context, s *Store, who Who, f func(*Tx) (T, error)) (T, error) {
	return db.View(ctx, s.DB, who, func(t *db.Tx) (T, error) { return f(&Tx{Tx: t, seals: s.seals}) })
}

// view runs f as View does, for an f that stores its results itself.
func (s *Store) view(ctx context.Context, who Who, f func(*Tx) error) error {
	_, err := View(ctx, s, who, func(t *Tx) (struct{}, error) { return struct{}{}, f(t) })
	return err
}

// Verify reads all that was issued and checks it, as series.Verify does, in a transaction
// of its own for who.
func (s *Store) Verify(ctx context.Context, who Who, progress func(documents int)) (Report, error) {
	return View(ctx, s, who, func(t *Tx) (Report, error) { return series.Verify(ctx, t.Tx, series.Beside{}, progress) })
}

// Once returns what f returns, and stores the result under the key of who's request, as
// db.Once does.
func Once[T any](ctx context.Context, t *Tx, operation string, content any, f func() (T, error)) (T, error) {
	return db.Once(ctx, t.Tx, operation, content, f)
}

// Change returns what f returns, run for who in a transaction of its own as Update runs
// it, and only Once for who's request. The errors are those of f, and *db.Unsure.
func Change[T any](ctx context.Context, s *Store, who Who, operation string, content any, f func(*Tx) (T, error)) (T, error) {
	return db.Change(ctx, s.DB, who, operation, content, func(t *db.Tx) (T, error) { return f(&Tx{Tx: t}) })
}
