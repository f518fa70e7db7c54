package ratebook

import (
	"context"
	"errors"

	"woolroad/app/store"
	stored "woolroad/app/store/ratebook"
	"woolroad/app/trade"
)

// RuleBook is by which rules documents and books take their rates.
type RuleBook struct {
	Rules   []Rule // by ID
	Choices []ChoiceOf
	Buyers  []store.PartyInfo // of the address book, whom a choice may be for
}

// ChoiceOf is a choice with the name of its buyer, which is empty where it is for every
// buyer.
type ChoiceOf struct {
	Choice
	BuyerName string
}

// buyersOffered is how many buyers a list to choose from has.
const buyersOffered = 1000

// LookAtRules returns the rules, the choices and whom they may be for.
func LookAtRules(ctx context.Context, s *store.Store, who store.Who) (RuleBook, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (b RuleBook, err error) {
		if b.Rules, err = stored.Rules(ctx, t.Tx); err != nil {
			return b, err
		}
		if b.Buyers, err = buyers(ctx, t); err != nil {
			return b, err
		}
		choices, err := stored.Choices(ctx, t.Tx)
		if err != nil {
			return b, err
		}
		for _, c := range choices {
			of := ChoiceOf{Choice: c}
			if c.Buyer != "" {
				buyer, err := t.Party(ctx, c.Buyer)
				if err != nil {
					return b, err
				}
				of.BuyerName = buyer.Party.Name
			}
			b.Choices = append(b.Choices, of)
		}
		return b, nil
	})
}

func buyers(ctx context.Context, t *store.Tx) (all []store.PartyInfo, err error) {
	p := store.Paging{Limit: store.MaxPage}
	for len(all) < buyersOffered {
		page, err := t.PartyPage(ctx, store.PartyFilter{Role: store.Buyer}, p)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Rows...)
		if p.Cursor = page.Next; p.Cursor == "" {
			break
		}
	}
	return all, nil
}

// SaveRule stores a rule in place of the version that was read, which is r.Version. What
// is issued keeps the rate and the name that it was issued with. Where somebody else
// has changed the rule since, and to something else, the error is a Conflict; where the
// rule cannot be named, printed or followed it is Invalid, with its field.
func SaveRule(ctx context.Context, s *store.Store, who store.Who, r Rule) error {
	return change(ctx, s, who, "rates.rule", r, func(t *store.Tx) error {
		refused := stored.StoreRule(ctx, t.Tx, r)
		if !isConflict(refused) {
			return refused
		}
		there, ok, err := stored.FindRule(ctx, t.Tx, r.ID)
		if err != nil || ok && there == r.Rule {
			return err
		}
		return refused
	})
}

func isConflict(err error) bool {
	e := (*trade.Error)(nil)
	return errors.As(err, &e) && e.Code == trade.Conflict
}

// SaveChoice stores which rule is taken for a buyer, a currency and a purpose, in place
// of the version that was read. Where somebody else has chosen another one since, the
// error is a Conflict; the same choice again is none.
func SaveChoice(ctx context.Context, s *store.Store, who store.Who, c Choice) error {
	return change(ctx, s, who, "rates.choose", c, func(t *store.Tx) error {
		there, ok, err := choiceLike(ctx, t, c)
		if err != nil || ok && there.Rule == c.Rule {
			return err
		}
		return stored.StoreChoice(ctx, t.Tx, c)
	})
}

// DropChoice takes a choice back, so that a more general one holds again. Its errors are
// SaveChoice's; that it is taken back already is none.
func DropChoice(ctx context.Context, s *store.Store, who store.Who, c Choice) error {
	return change(ctx, s, who, "rates.drop-choice", c, func(t *store.Tx) error {
		if _, ok, err := choiceLike(ctx, t, c); err != nil || !ok {
			return err
		}
		return stored.DropChoice(ctx, t.Tx, c)
	})
}

// choiceLike returns what is chosen for the same buyer, currency and purpose, and false
// if nothing is.
func choiceLike(ctx context.Context, t *store.Tx, like Choice) (Choice, bool, error) {
	list, err := stored.Choices(ctx, t.Tx)
	for _, is := range list {
		if is.Buyer == like.Buyer && is.Currency == like.Currency && is.Purpose == like.Purpose {
			return is, true, err
		}
	}
	return Choice{}, false, err
}
