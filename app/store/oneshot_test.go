package store

import (
	"context"

	"woolroad/app/trade"
	"woolroad/app/trade/exporter"
)

// What follows saves and reads an order in a transaction of its own, as the
// operations on orders do it.

func (s *Store) saveOrder(ctx context.Context, who Who, f func(*Tx) (Outcome, error)) (Outcome, error) {
	return ChangeOrders(ctx, s, who, "orders.test", nil, f)
}

// AddOrder runs Tx.AddOrder in a transaction of its own.
func (s *Store) AddOrder(ctx context.Context, who Who, o trade.Order) (Outcome, error) {
	return s.saveOrder(ctx, who, func(t *Tx) (Outcome, error) { return t.AddOrder(ctx, o) })
}

// ReplaceOrder runs Tx.ReplaceOrder in a transaction of its own.
func (s *Store) ReplaceOrder(ctx context.Context, who Who, o trade.Order) (Outcome, error) {
	return s.saveOrder(ctx, who, func(t *Tx) (Outcome, error) { return t.ReplaceOrder(ctx, o) })
}

// ChangeOrder runs Tx.ChangeOrder in a transaction of its own.
func (s *Store) ChangeOrder(ctx context.Context, who Who, id string, o trade.Order, version int64) (Outcome, error) {
	return s.saveOrder(ctx, who, func(t *Tx) (Outcome, error) { return t.ChangeOrder(ctx, id, o, version) })
}

// Order runs Tx.Order in a transaction of its own.
func (s *Store) Order(ctx context.Context, number string) (o trade.Order, info OrderInfo, err error) {
	err = s.view(ctx, tashi, func(t *Tx) error {
		o, info, err = t.Order(ctx, number)
		return err
	})
	return o, info, err
}

// Exporter runs Tx.Exporter in a transaction of its own.
func (s *Store) Exporter(ctx context.Context) (e exporter.Exporter, err error) {
	err = s.view(ctx, tashi, func(t *Tx) error {
		e, err = t.Exporter(ctx)
		return err
	})
	return e, err
}

// SaveExporter runs Tx.SaveExporter in a transaction of its own.
func (s *Store) SaveExporter(ctx context.Context, who Who, e exporter.Exporter) error {
	return s.Update(ctx, who, func(t *Tx) error { return t.SaveExporter(ctx, e) })
}
