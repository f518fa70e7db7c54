package ratebook

import (
	"context"
	"errors"
	"regexp"
	"strconv"

	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/store/parties"
	stored "woolroad/app/store/ratebook"
	"woolroad/app/trade"
	"woolroad/rates"
)

// RuleBook is the rules by which documents and books take their rates, and the choices
// among them.
type RuleBook struct {
	Rules   []Rule // by ID
	Choices []ChoiceOf
	Buyers  []parties.Info // buyers of the address book that a choice may be for
}

// ChoiceOf is a choice with the name of its buyer, which is empty where the choice is for
// every buyer.
type ChoiceOf struct {
	Choice
	BuyerName string
}

// buyersOffered is about how many buyers a list to choose from has.
const buyersOffered = 1000

// LookAtRules returns the rules, the choices and the buyers that a choice may be for.
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
				buyer, err := parties.Read(ctx, t.Tx, c.Buyer)
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

// buyers returns the parties of the address book that buy, up to the page that reaches
// buyersOffered.
func buyers(ctx context.Context, t *store.Tx) (all []parties.Info, err error) {
	p := store.Paging{Limit: store.MaxPage}
	for len(all) < buyersOffered {
		page, err := parties.Page(ctx, t.Tx, parties.Filter{Role: parties.Buyer}, p)
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

// TypedRule is a rate rule as it is typed. Via is empty where the rule does not cross.
type TypedRule struct{ ID, Name, NameZH, Source, Side, Day, Via, MaxAge string }

// SaveRule checks a rate rule as it was typed and stores it in place of the version that
// was read, which is 0 for a new rule. An issued document keeps the rate and the rule's
// name that it was issued with.
//
// If what was typed is wrong, the error is trade.Faults with all that is wrong, whose
// pointers are "/id", "/name", "/name_zh", "/source", "/side", "/day", "/via" and
// "/max_age". If somebody else has changed the rule since, and to something else, it is a
// Conflict.
func SaveRule(ctx context.Context, s *store.Store, who store.Who, typed TypedRule, version int64) (rates.Rule, error) {
	content := []any{typed, version}
	return store.Change(ctx, s, who, "rates.rule", content, func(t *store.Tx) (rates.Rule, error) {
		r, found := typed.check()
		if err := found.Err(); err != nil {
			return r, err
		}
		there, taken, err := stored.FindRule(ctx, t.Tx, r.ID)
		if err != nil || taken && there == r {
			return r, err
		}
		if taken && version == 0 {
			return r, trade.Faults{{Pointer: "/id", Code: trade.FaultRuleTaken, Format: "The rule “%s” already exists; give this rule another name.", Args: []any{there.Name}}}
		}
		return r, stored.StoreRule(ctx, t.Tx, Rule{Rule: r, Version: version})
	})
}

const (
	maxRuleID   = 40
	maxRuleName = 120  // documents print it in a narrow column
	maxRuleAge  = 3660 // ten years; a larger limit would exclude nothing
)

var ruleID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// check returns the rule that was typed, and everything that is wrong with it.
func (typed TypedRule) check() (rates.Rule, trade.Faults) {
	f := new(findings)
	r := rates.Rule{
		ID:     f.line("/id", typed.ID, maxRuleID),
		Name:   f.line("/name", typed.Name, maxRuleName),
		NameZH: f.line("/name_zh", typed.NameZH, maxRuleName),
		Source: oneOf(f, "/source", typed.Source, rates.Sources()...),
		Side:   oneOf(f, "/side", typed.Side, money.Mid, money.Buy, money.Sell, money.Stated),
		Day:    oneOf(f, "/day", typed.Day, rates.TheDay, rates.MonthFirst),
		Via:    f.currencyOrNone("/via", typed.Via),
	}
	switch {
	case f.has("/id"):
	case !ruleID.MatchString(r.ID):
		f.refuse("/id", trade.FaultNotAName, "%q is not a name; write lower-case letters, digits and hyphens, like cfets-month-first.", r.ID)
	case r.ID == rates.ByDefault:
		f.refuse("/id", trade.FaultRuleReserved, "%q in an order means the rule that the desk has chosen; give this rule another name.", r.ID)
	}
	age, err := strconv.Atoi(typed.MaxAge)
	if err != nil || age < 0 || age > maxRuleAge {
		f.refuse("/max_age", trade.FaultNotAnAge, "Write the maximum age as a whole number of days from 0 to %d; 0 means any age.", maxRuleAge)
	}
	r.MaxAge = age
	return r, f.faults
}

// isConflict reports whether an error is a Conflict *trade.Error.
func isConflict(err error) bool {
	e := (*trade.Error)(nil)
	return errors.As(err, &e) && e.Code == trade.Conflict
}

// TypedChoice is a choice of a rule as it is typed. Buyer is a party's ID, or empty for
// every buyer. Currency is empty for every currency.
type TypedChoice struct{ Buyer, Currency, Purpose, Rule string }

// check returns the choice that was typed, and everything that is wrong with it by
// itself.
func (typed TypedChoice) check() (Choice, trade.Faults) {
	f := new(findings)
	return Choice{
		Buyer: typed.Buyer, Currency: f.currencyOrNone("/currency", typed.Currency),
		Purpose: oneOf(f, "/purpose", typed.Purpose, OnDocument, InBooks, ForCustoms), Rule: typed.Rule,
	}, f.faults
}

// SaveChoice checks the choice of a rule for a buyer, a currency and a purpose, and
// stores it in place of the version that was read, which is 0 for a new choice.
//
// If the choice breaks rules, the error is trade.Faults with all of them, whose pointers
// are "/buyer", "/currency", "/purpose" and "/rule". If somebody else has chosen another
// rule since, it is a Conflict; the same choice again is no error.
func SaveChoice(ctx context.Context, s *store.Store, who store.Who, typed TypedChoice, version int64) error {
	return change(ctx, s, who, "rates.choose", []any{typed, version}, func(t *store.Tx) error {
		c, before, err := typed.find(ctx, t, version)
		if err != nil || before.Version != 0 && before.Rule == c.Rule {
			return err
		}
		err = stored.StoreChoice(ctx, t.Tx, c)
		if e := (*trade.Error)(nil); errors.As(err, &e) && e.Code == trade.NotFound {
			return trade.Faults{e.At("/" + e.Field)}
		}
		return err
	})
}

// DropChoice deletes a choice, so that a more general one applies again. If what was typed
// breaks rules, the error is trade.Faults at "/buyer", "/currency", "/purpose" and "/rule".
// If somebody else has chosen another rule since, it is a Conflict. Deleting a choice that
// is deleted already is no error.
func DropChoice(ctx context.Context, s *store.Store, who store.Who, typed TypedChoice, version int64) error {
	return change(ctx, s, who, "rates.drop-choice", []any{typed, version}, func(t *store.Tx) error {
		c, before, err := typed.find(ctx, t, version)
		if err != nil || before.Version == 0 {
			return err
		}
		return stored.DropChoice(ctx, t.Tx, c)
	})
}

// find returns the choice that was typed, and as before the one that is stored for the same
// buyer, currency and purpose; the version of before is 0 if there is none. The errors are
// trade.Faults and the database's.
func (typed TypedChoice) find(ctx context.Context, t *store.Tx, version int64) (c, before Choice, err error) {
	c, found := typed.check()
	if err := found.Err(); err != nil {
		return c, before, err
	}
	c.Version = version
	list, err := stored.Choices(ctx, t.Tx)
	for _, one := range list {
		if one.Buyer == c.Buyer && one.Currency == c.Currency && one.Purpose == c.Purpose {
			before = one
		}
	}
	return c, before, err
}
