package ratebook

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/sample"
	"woolroad/app/store"
	"woolroad/app/store/db"
	"woolroad/app/store/storetest"
	"woolroad/app/trade"
	"woolroad/rates"
)

type (
	Tx    = store.Tx
	Where = store.Where
	Who   = store.Who
)

// migrated is an empty database with the program's schema.
var migrated = storetest.NewTemplate(func(w Where) error { return store.Migrate(context.Background(), w) })

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// each runs f against a fresh store on both engines, beside other tests.
func each(t *testing.T, f func(t *testing.T, s *Store)) {
	t.Parallel()
	eachMigrated(t, func(t *testing.T, w Where) { f(t, openAt(t, w)) })
}

func openAt(t testing.TB, w Where) *Store {
	t.Helper()
	s, err := store.Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &Store{s}
}

// Store has each function of the package in a transaction of its own.
type Store struct{ *store.Store }

func viewed[T any](ctx context.Context, s *Store, f func(*db.Tx) (T, error)) (T, error) {
	return db.View(ctx, s.DB, tashi, f)
}

func updated[T any](ctx context.Context, s *Store, who Who, f func(*db.Tx) (T, error)) (out T, err error) {
	err = s.DB.Update(ctx, who, func(t *db.Tx) (err error) {
		out, err = f(t)
		return err
	})
	return out, err
}

func (s *Store) TakeRates(ctx context.Context, who Who, in Intake, feed rates.Feed) (Result, error) {
	return updated(ctx, s, who, func(t *db.Tx) (Result, error) { return Take(ctx, t, in, feed) })
}

func (s *Store) ImportRates(ctx context.Context, who Who, name string, feed rates.Feed) (Result, error) {
	return s.TakeRates(ctx, who, Intake{Name: name}, feed)
}

func (s *Store) HeldRates(ctx context.Context) ([]Held, error) {
	return viewed(ctx, s, func(t *db.Tx) ([]Held, error) { return Waiting(ctx, t) })
}

func (s *Store) DecidedRates(ctx context.Context, limit int) ([]Held, error) {
	return viewed(ctx, s, func(t *db.Tx) ([]Held, error) { return Decided(ctx, t, limit) })
}

func (s *Store) ConfirmRate(ctx context.Context, who Who, id, reason string) ([]Held, error) {
	return updated(ctx, s, who, func(t *db.Tx) ([]Held, error) { return Confirm(ctx, t, id, reason) })
}

func (s *Store) RejectRate(ctx context.Context, who Who, id, reason string) error {
	return s.DB.Update(ctx, who, func(t *db.Tx) error { return Reject(ctx, t, id, reason) })
}

func (s *Store) EnterRate(ctx context.Context, who Who, m Entry) error {
	return s.DB.Update(ctx, who, func(t *db.Tx) error { return Enter(ctx, t, m) })
}

func (s *Store) ManualRates(ctx context.Context, limit int) ([]Entry, error) {
	return viewed(ctx, s, func(t *db.Tx) ([]Entry, error) { return Entries(ctx, t, limit) })
}

func (s *Store) Holding(ctx context.Context, rule string, from, to money.Currency, day civil.Date) (rates.Answer, error) {
	return viewed(ctx, s, func(t *db.Tx) (rates.Answer, error) { return Holding(ctx, t, rule, from, to, day) })
}

func (s *Store) StoreFetch(ctx context.Context, f Fetch) error {
	return s.DB.Update(ctx, db.Program, func(t *db.Tx) error { return StoreFetch(ctx, t, f) })
}

func (s *Store) RateFetches(ctx context.Context, source rates.SourceID, limit int) ([]Fetch, error) {
	return viewed(ctx, s, func(t *db.Tx) ([]Fetch, error) { return Fetches(ctx, t, source, limit) })
}

func (s *Store) RateSource(ctx context.Context, source rates.SourceID) (SourceState, error) {
	return viewed(ctx, s, func(t *db.Tx) (SourceState, error) { return StateOf(ctx, t, source) })
}

func (s *Store) TakeRateLease(ctx context.Context, source rates.SourceID, holder string, now, until time.Time) (bool, error) {
	return updated(ctx, s, db.Program, func(t *db.Tx) (bool, error) { return Lease(ctx, t, source, holder, now, until) })
}

func (s *Store) EndRateLease(ctx context.Context, source rates.SourceID, holder string) error {
	return s.DB.Update(ctx, db.Program, func(t *db.Tx) error { return Release(ctx, t, source, holder) })
}

// AddOrder adds an order.
func (s *Store) AddOrder(ctx context.Context, who Who, o trade.Order) (store.Outcome, error) {
	return store.ChangeOrders(ctx, s.Store, who, "orders.add", o.Number, func(t *Tx) (store.Outcome, error) { return t.AddOrder(ctx, o) })
}

// View runs f in a transaction that only reads.
func (s *Store) View(ctx context.Context, f func(*Tx) error) error {
	_, err := store.View(ctx, s.Store, tashi, func(t *Tx) (struct{}, error) { return struct{}{}, f(t) })
	return err
}

// Order reads an order.
func (s *Store) Order(ctx context.Context, number string) (o trade.Order, info store.OrderInfo, err error) {
	err = s.View(ctx, func(t *Tx) error {
		o, info, err = t.Order(ctx, number)
		return err
	})
	return o, info, err
}

// sampleOrder returns one of the sample's orders, under another number.
func sampleOrder(t testing.TB, file, number string) trade.Order {
	t.Helper()
	f, err := sample.Files.Open("orders/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	o, faults := trade.ReadOrder(f)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	o.Number, o.TotalsIn = number, nil
	return o
}

const kathmandu = "01-kathmandu-scoured-wool.json"

// codeOf returns the code of an Error, or "".
func codeOf(err error) trade.Code {
	if e := (*trade.Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}

var noon = time.Date(2026, 11, 23, 4, 0, 0, 123456789, time.UTC)

// tashi is who acts where a test says nobody else.
var tashi = Who{Name: "Tashi", At: noon}

// view reads from the store in one transaction.
func view(t testing.TB, s *Store, f func(*Tx) error) {
	t.Helper()
	if err := s.View(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// eachMigrated runs f for a database that holds nothing, on both engines.
func eachMigrated(t *testing.T, f func(t *testing.T, w Where)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, migrated.SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		f(t, migrated.Postgres(t))
	})
}
