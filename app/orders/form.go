package orders

import (
	"context"
	"fmt"

	"github.com/golang-sql/civil"

	"woolroad/app/compose"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/store/parties"
	"woolroad/app/store/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
)

// Form is what a form of an order shows besides what is typed in it, all at one moment.
type Form struct {
	Stored               // the order that is edited or copied; only its Info where the order was asked for by its ID
	Afresh  []string     // pointers to the values that a copy must not have
	Today   civil.Date   // in the exporter's zone
	Seller  *trade.Party // the usual seller, for a new order; nil: none is known
	Draft   Draft        // the draft that is opened
	Party   *trade.Party // the party that was asked for; nil: none has that name
	Parties []parties.Name
	Rules   []ratebook.Rule
	// Desk is the desk's rule for each currency in which the order asks for a total.
	Desk map[money.Currency]rates.Rule

	Typed   Entry        // what is typed in the form
	Rates   []money.Rate // one for each of the order's totals; the zero Rate where there is none
	Unrated trade.Faults // the faults of missing, held and old rates
}

// Typed returns what is typed in a form, once what is stored has been read into the form.
// It may be called more than once, and must do nothing but compute.
type Typed func(*Form) (Entry, error)

// NewForm returns what the form of a new order shows. An error of typed is returned.
func NewForm(ctx context.Context, s *store.Store, who store.Who, typed Typed) (Form, error) {
	return form(ctx, s, who, typed, func(t *store.Tx, f *Form) (err error) {
		f.Seller, err = usualSeller(ctx, t)
		return err
	})
}

// OpenOrder returns what a form shows that begins with the stored order with that number,
// to change it. The errors are those of Look and of typed.
func OpenOrder(ctx context.Context, s *store.Store, who store.Who, number string, typed Typed) (Form, error) {
	return form(ctx, s, who, typed, func(t *store.Tx, f *Form) (err error) {
		f.Stored, err = stored(ctx, t, number)
		return err
	})
}

// Duplicate returns what the form of a new order shows that begins as a copy of the order
// with that number. The copy is dated today, and Afresh names the values that belong to
// the first order only. The errors are those of Look and of typed.
func Duplicate(ctx context.Context, s *store.Store, who store.Who, number string, typed Typed) (Form, error) {
	return form(ctx, s, who, typed, func(t *store.Tx, f *Form) (err error) {
		if f.Stored, err = stored(ctx, t, number); err != nil {
			return err
		}
		f.Order.Date, f.Afresh = f.Today, []string{"/number"}
		for i, in := range f.Order.TotalsIn {
			if in.Rate != nil { // a rate agreed for the first order
				f.Afresh = append(f.Afresh, fmt.Sprintf("/totals_in/%d/rate/value", i), fmt.Sprintf("/totals_in/%d/rate/date", i))
			}
		}
		return nil
	})
}

// OpenDraft returns what a form shows that begins with the draft with that ID. An unknown
// ID is a NotFound error, as is a draft whose order there is not.
func OpenDraft(ctx context.Context, s *store.Store, who store.Who, id string, typed Typed) (Form, error) {
	return form(ctx, s, who, typed, func(t *store.Tx, f *Form) (err error) {
		if f.Draft, err = draftAt(ctx, t, id); err != nil || f.Draft.Order == "" {
			return err
		}
		f.Info, err = t.OrderInfo(ctx, f.Draft.Order)
		return err
	})
}

// TypedForm returns what a form shows while somebody types: for the order with that ID,
// or for a new one if id is empty, with a party of the address book if party is not nil.
// An unknown order is a NotFound error; an unknown party is none.
func TypedForm(ctx context.Context, s *store.Store, who store.Who, id string, party *parties.Name, typed Typed) (Form, error) {
	return form(ctx, s, who, typed, func(t *store.Tx, f *Form) (err error) {
		if id != "" {
			if f.Info, err = t.OrderInfo(ctx, id); err != nil {
				return err
			}
		}
		if party == nil {
			return nil
		}
		there, err := parties.Named(ctx, t.Tx, party.Name, party.Country)
		if isNotFound(err) {
			return nil
		}
		f.Party = &there.Party
		return err
	})
}

// form reads what all forms show. begin reads what the form begins with. The errors are those
// of begin and of typed.
func form(ctx context.Context, s *store.Store, who store.Who, typed Typed, begin func(*store.Tx, *Form) error) (Form, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (f Form, err error) {
		if f.Today, err = t.Today(ctx); err != nil {
			return f, err
		}
		if err := begin(t, &f); err != nil {
			return f, err
		}
		if f.Parties, err = parties.Names(ctx, t.Tx); err != nil {
			return f, err
		}
		if f.Rules, err = ratebook.Rules(ctx, t.Tx); err != nil {
			return f, err
		}
		if f.Typed, err = typed(&f); err != nil {
			return f, err
		}
		o := f.Typed.Order()
		f.Desk = map[money.Currency]rates.Rule{}
		for _, in := range o.TotalsIn {
			if in.Currency == "" {
				continue
			}
			if f.Desk[in.Currency], err = ratebook.RuleOnDocuments(ctx, t.Tx, o.Buyer.Name, o.Buyer.Country, in.Currency); err != nil {
				return f, err
			}
		}
		f.Rates, f.Unrated, err = compose.StoredRates(ctx, o, ratebook.In(t.Tx))
		return f, err
	})
}

// Rates returns the rates of an order that is being typed, one for each of its totals,
// and the faults of those that are missing, held or too old.
func Rates(ctx context.Context, s *store.Store, who store.Who, o trade.Order) ([]money.Rate, trade.Faults, error) {
	if len(o.TotalsIn) == 0 {
		return nil, nil, nil
	}
	var missing trade.Faults
	found, err := store.View(ctx, s, who, func(t *store.Tx) (found []money.Rate, err error) {
		found, missing, err = compose.StoredRates(ctx, o, ratebook.In(t.Tx))
		return found, err
	})
	return found, missing, err
}

// usualSeller returns the exporter or, where the exporter's own data are not stored yet,
// the seller of the latest order. It returns nil where there is no order.
func usualSeller(ctx context.Context, t *store.Tx) (*trade.Party, error) {
	e, err := t.Exporter(ctx)
	if err != nil || e.Seller != nil {
		return e.Seller, err
	}
	last, err := t.Orders(ctx, store.OrderFilter{}, store.ByDate, true, store.Paging{Limit: 1})
	if err != nil || len(last.Rows) == 0 {
		return nil, err
	}
	o, _, err := t.OrderByID(ctx, last.Rows[0].ID)
	return &o.Seller, err
}
