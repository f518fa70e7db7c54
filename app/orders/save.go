package orders

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"woolroad/app/store"
	"woolroad/app/trade"
)

// Source is where an order comes from; the zero Source is a person who enters it.
type Source struct {
	File         string // the name of the order file that it is read from
	N            int    // which of the files of one request that is: each is saved by itself
	Draft        string // the id of the draft that becomes the order
	DraftVersion int64
}

// Saved is the result of saving an order.
type Saved struct {
	Number  string
	Outcome store.Outcome
}

// Stale is the error of an order that somebody else has changed since it was opened,
// with the order that is there now.
type Stale struct {
	There Stored
	At    time.Time // in the exporter's zone; zero: not known
	stale *store.Stale[trade.Order]
}

// Error is the sentence in English.
func (e *Stale) Error() string { return e.stale.Error() }

// Unwrap is a *store.Stale[trade.Order].
func (e *Stale) Unwrap() error { return e.stale }

// Add saves a new order, its lots as stock and its parties in the address book. The
// same order again changes nothing. Its error is trade.Faults where anything is against
// the order, with a *Taken around them where another order has its number.
func Add(ctx context.Context, s *store.Store, who store.Who, e Entry, from Source) (Saved, error) {
	return save(ctx, s, who, request{Operation: "orders.add", From: from}, e, func(t *store.Tx, o trade.Order) (store.Outcome, error) {
		out, err := t.AddOrder(ctx, o)
		fault, refused := refusal(err, o)
		if !refused || fault.Pointer != "/number" {
			return out, err
		}
		there, err := stored(ctx, t, o.Number)
		if err != nil {
			return "", err
		}
		return "", &Taken{there, fault}
	})
}

// Replace is Add, but the order takes the place of another one of its number, whoever
// changed that last. Documents that were issued stay as they are.
func Replace(ctx context.Context, s *store.Store, who store.Who, e Entry, from Source) (Saved, error) {
	return save(ctx, s, who, request{Operation: "orders.replace", From: from}, e, func(t *store.Tx, o trade.Order) (store.Outcome, error) {
		return t.ReplaceOrder(ctx, o)
	})
}

// ReplaceVersion is Replace where the order of that number is there and still of the
// version given. Otherwise the error is NotFound or a *Stale.
func ReplaceVersion(ctx context.Context, s *store.Store, who store.Who, version int64, e Entry, from Source) (Saved, error) {
	return save(ctx, s, who, request{Operation: "orders.replace-version", Version: version, From: from}, e, func(t *store.Tx, o trade.Order) (store.Outcome, error) {
		_, info, err := t.Order(ctx, o.Number)
		if err != nil {
			return "", err
		}
		return t.ChangeOrder(ctx, info.ID, o, version)
	})
}

// Change saves an order in place of the one with that id, which may have another
// number, if that one is still of the version given: otherwise the error is a *Stale.
// Its other errors are those of Add, and NotFound.
func Change(ctx context.Context, s *store.Store, who store.Who, id string, version int64, e Entry, from Source) (Saved, error) {
	return save(ctx, s, who, request{Operation: "orders.change", ID: id, Version: version, From: from}, e, func(t *store.Tx, o trade.Order) (store.Outcome, error) {
		return t.ChangeOrder(ctx, id, o, version)
	})
}

// request is all that saving an order is asked for.
type request struct {
	Operation string
	ID        string
	Version   int64
	Order     json.RawMessage
	From      Source
}

// save judges an order, saves it by put in one transaction, and deletes the draft that
// it comes from.
func save(ctx context.Context, s *store.Store, who store.Who, q request, e Entry, put func(*store.Tx, trade.Order) (store.Outcome, error)) (Saved, error) {
	order, err := e.savable()
	if err != nil {
		return Saved{}, err
	}
	if q.Order, err = trade.Encode(order); err != nil {
		return Saved{}, err
	}
	who.File = q.From.File
	return store.ChangeOrders(ctx, s, who, q.Operation, q, func(t *store.Tx) (Saved, error) {
		out, err := put(t, order)
		if err != nil {
			return Saved{}, refused(ctx, t, order, err)
		}
		return Saved{order.Number, out}, dropDraft(ctx, t, q.From)
	})
}

// refused returns the error of an order that could not be saved, as Add and Change
// say it.
func refused(ctx context.Context, t *store.Tx, o trade.Order, err error) error {
	stale, taken := (*store.Stale[trade.Order])(nil), (*Taken)(nil)
	if errors.As(err, &taken) {
		return taken
	}
	if errors.As(err, &stale) {
		return staleNow(ctx, t, stale)
	}
	if fault, is := refusal(err, o); is {
		return trade.Faults{fault}
	}
	return err
}

// staleNow returns the error with all that a page shows of the order that is there.
func staleNow(ctx context.Context, t *store.Tx, stale *store.Stale[trade.Order]) error {
	there, err := stored(ctx, t, stale.Now.Number)
	if err != nil {
		return err
	}
	zone, err := t.Zone(ctx)
	if err != nil {
		return fmt.Errorf("read the zone of a change: %w", err)
	}
	e := &Stale{There: there, stale: stale}
	if !stale.At.IsZero() {
		e.At = stale.At.In(zone)
	}
	return e
}
