package web

import (
	"context"
	"slices"

	"woolroad/app/store"
	"woolroad/app/trade"
)

// bookKey is how the address book tells parties apart: by country and name.
func bookKey(p trade.Party) string { return p.Country + " " + p.Name }

// addressBook are the parties that a form can be filled from.
func (s *Server) addressBook(ctx context.Context) (list []formChoice, err error) {
	err = s.store.View(ctx, func(t *store.Tx) error {
		parties, err := t.Parties(ctx)
		list = list[:0]
		for _, p := range parties {
			list = append(list, formChoice{Value: bookKey(p), Label: p.Name + " · " + p.Country})
		}
		return err
	})
	return list, err
}

// fillParty puts a party of the address book into a form. None that is there
// leaves the form as it is.
func (s *Server) fillParty(ctx context.Context, f *orderForm, at, key string) error {
	if !slices.Contains([]string{"/seller", "/buyer", "/consignee", "/notify"}, at) {
		return nil
	}
	return s.store.View(ctx, func(t *store.Tx) error {
		parties, err := t.Parties(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(parties, func(p trade.Party) bool { return bookKey(p) == key })
		if i < 0 {
			return nil
		}
		return f.fill(at, parties[i])
	})
}
