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

// Source is where an order comes from. The zero Source stands for a person who enters it.
type Source struct {
	File         string // the name of the order file
	N            int    // the position of the file within the request; each file is saved by itself
	Draft        string // the ID of the draft that becomes the order
	DraftVersion int64
}

// Saved is the result of saving an order.
type Saved struct {
	Number  string
	Outcome store.Outcome
}

// Stale is the error of an order that somebody else has changed since it was opened. It
// holds the order as it is now.
type Stale struct {
	There Stored
	At    time.Time // in the exporter's zone; zero: not known
	stale *store.Stale[trade.Order]
}

// Error returns the sentence in English.
func (e *Stale) Error() string { return e.stale.Error() }

// Unwrap returns the *store.Stale[trade.Order].
func (e *Stale) Unwrap() error { return e.stale }

// Add saves a new order, its lots as stock and its parties in the address book. An order
// that is stored already, equal in everything, changes nothing. If anything is wrong with
// the order the error is trade.Faults, and it is a *Taken that wraps them where another
// order has its number.
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

// Replace saves an order as Add does, but where another order has its number the new one
// replaces it, whoever changed it last. Issued documents stay as they are. The errors are
// those of Add except *Taken.
func Replace(ctx context.Context, s *store.Store, who store.Who, e Entry, from Source) (Saved, error) {
	return save(ctx, s, who, request{Operation: "orders.replace", From: from}, e, func(t *store.Tx, o trade.Order) (store.Outcome, error) {
		return t.ReplaceOrder(ctx, o)
	})
}

// ReplaceVersion saves an order as Replace does, if the order with its number still has
// the given version. Otherwise the error is a *Stale, or NotFound if no order has the
// number.
func ReplaceVersion(ctx context.Context, s *store.Store, who store.Who, version int64, e Entry, from Source) (Saved, error) {
	return save(ctx, s, who, request{Operation: "orders.replace-version", Version: version, From: from}, e, func(t *store.Tx, o trade.Order) (store.Outcome, error) {
		_, info, err := t.Order(ctx, o.Number)
		if err != nil {
			return "", err
		}
		return t.ChangeOrder(ctx, info.ID, o, version)
	})
}

// Change saves an order in place of the one with that ID, which may have another number,
// if that one still has the given version. Otherwise the error is a *Stale. The other
// errors are those of Add, and NotFound for an unknown ID.
func Change(ctx context.Context, s *store.Store, who store.Who, id string, version int64, e Entry, from Source) (Saved, error) {
	return save(ctx, s, who, request{Operation: "orders.change", ID: id, Version: version, From: from}, e, func(t *store.Tx, o trade.Order) (store.Outcome, error) {
		return t.ChangeOrder(ctx, id, o, version)
	})
}

// request is everything that a person asks for when saving an order. A repeated request
// is recognised by it.
type request struct {
	Operation string
	ID        string
	Version   int64
	Order     json.RawMessage
	From      Source
}

// save judges an order, saves it with write in one transaction, and deletes the draft
// from which the order comes. The errors are trade.Faults, and those of write in the form
// that Add and Change describe.
func save(ctx context.Context, s *store.Store, who store.Who, q request, e Entry, write func(*store.Tx, trade.Order) (store.Outcome, error)) (Saved, error) {
	order, err := e.savable()
	if err != nil {
		return Saved{}, err
	}
	if q.Order, err = trade.Encode(order); err != nil {
		return Saved{}, err
	}
	who.File = q.From.File
	return store.ChangeOrders(ctx, s, who, q.Operation, q, func(t *store.Tx) (Saved, error) {
		out, err := write(t, order)
		if err != nil {
			return Saved{}, refused(ctx, t, order, err)
		}
		return Saved{order.Number, out}, dropDraft(ctx, t, q.From)
	})
}

// refused returns the error of an order that could not be saved in the form that Add and
// Change describe.
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

// staleNow returns a *Stale with all that a page shows of the order as it is now.
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
