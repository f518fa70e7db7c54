package ratebook

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/rates"
)

// A Purpose is what a rate is needed for.
type Purpose string

// The purposes that a rule is chosen for.
const (
	OnDocument Purpose = "document" // shown on a document, beside the total
	InBooks    Purpose = "books"    // booked by the exporter
	ForCustoms Purpose = "customs"  // a memo for customs
)

// A Choice is the rule that applies to a buyer, a currency and a purpose where an order
// names none.
type Choice struct {
	Buyer    string         // a party's id; empty for every buyer
	Currency money.Currency // into which a rate converts; empty for every currency
	Purpose  Purpose
	Rule     string // the rule's ID
	Version  int64  // 0: not stored yet
}

// Choices returns all choices, those for single buyers first.
func Choices(ctx context.Context, t *db.Tx) (list []Choice, err error) {
	rows, err := t.QueryContext(ctx, `
		SELECT buyer, currency, purpose, rule, version FROM rate_choices ORDER BY buyer DESC, purpose, currency DESC`)
	if err != nil {
		return nil, fmt.Errorf("list rate choices: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var c Choice
		if err := rows.Scan(&c.Buyer, &c.Currency, &c.Purpose, &c.Rule, &c.Version); err != nil {
			return nil, fmt.Errorf("list rate choices: %w", err)
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// StoreChoice stores a choice in place of the version that was read, which is c.Version;
// where somebody else has stored one since, the error is a Conflict. An unknown buyer or
// rule is a NotFound error. The caller must have checked the other values.
func StoreChoice(ctx context.Context, t *db.Tx, c Choice) error {
	if err := checkChoice(ctx, t, c); err != nil {
		return err
	}
	if err := checkChoiceVersion(ctx, t, c); err != nil {
		return err
	}
	_, err := t.ExecContext(ctx, `
		INSERT INTO rate_choices (buyer, currency, purpose, rule, version) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (buyer, currency, purpose) DO UPDATE SET rule = excluded.rule, version = excluded.version`,
		c.Buyer, string(c.Currency), string(c.Purpose), c.Rule, c.Version+1)
	if err != nil {
		return fmt.Errorf("store a rate choice: %w", err)
	}
	return nil
}

// DropChoice removes a choice, so that a more general one applies again. The error is a
// Conflict where the choice is not of its version any more.
func DropChoice(ctx context.Context, t *db.Tx, c Choice) error {
	if err := checkChoiceVersion(ctx, t, c); err != nil {
		return err
	}
	_, err := t.ExecContext(ctx, `
		DELETE FROM rate_choices WHERE buyer = $1 AND currency = $2 AND purpose = $3`, c.Buyer, string(c.Currency), string(c.Purpose))
	if err != nil {
		return fmt.Errorf("take a rate choice back: %w", err)
	}
	return nil
}

// checkChoice returns a NotFound error for a choice with an unknown buyer or an unknown
// rule.
func checkChoice(ctx context.Context, t *db.Tx, c Choice) error {
	if c.Buyer != "" {
		var n int
		if err := t.QueryRowContext(ctx, `SELECT count(*) FROM parties WHERE id = $1`, c.Buyer).Scan(&n); err != nil {
			return fmt.Errorf("look for the buyer of a rate choice: %w", err)
		}
		if n == 0 {
			return &trade.Error{Code: trade.NotFound, Field: "buyer", Format: "There is no such buyer in the address book."}
		}
	}
	_, ok, err := FindRule(ctx, t, c.Rule)
	if err == nil && !ok {
		return errNoRule(c.Rule)
	}
	return err
}

// checkChoiceVersion returns a Conflict for a choice that is not of the version that is
// stored.
func checkChoiceVersion(ctx context.Context, t *db.Tx, c Choice) error {
	var version int64
	err := t.QueryRowContext(ctx, `
		SELECT version FROM rate_choices WHERE buyer = $1 AND currency = $2 AND purpose = $3`,
		c.Buyer, string(c.Currency), string(c.Purpose)).Scan(&version)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("read a rate choice: %w", err)
	}
	if version != c.Version {
		return errRuleChanged("The rule for rates into this currency was changed after you opened it; open it again.")
	}
	return nil
}

// RuleOnDocuments returns the rule for rates into a currency on the documents of a buyer,
// who is the party of that name and country. A rule that is chosen but not stored is a
// NotFound error.
func RuleOnDocuments(ctx context.Context, t *db.Tx, buyer, country string, to money.Currency) (rates.Rule, error) {
	var id string
	err := t.QueryRowContext(ctx, `SELECT id FROM parties WHERE name = $1 AND country = $2`, buyer, country).Scan(&id)
	if err != nil && !db.IsNoRow(err) {
		return rates.Rule{}, fmt.Errorf("look for the buyer %s: %w", buyer, err)
	}
	return RuleFor(ctx, t, id, to, OnDocument)
}

// RuleFor returns the rule for rates into a currency for a purpose: one that was chosen
// for the buyer before one for every buyer, and of these the one for the currency before
// one for every currency. Where none was chosen, it returns the default rule for
// documents. buyer is a party's id, or empty. A rule that is not stored is a NotFound
// error.
func RuleFor(ctx context.Context, t *db.Tx, buyer string, to money.Currency, purpose Purpose) (rates.Rule, error) {
	id := rates.DefaultRule(to)
	err := t.QueryRowContext(ctx, `
		SELECT rule FROM rate_choices WHERE buyer IN ($1, '') AND currency IN ($2, '') AND purpose = $3
		ORDER BY buyer DESC, currency DESC LIMIT 1`, buyer, string(to), string(purpose)).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return rates.Rule{}, fmt.Errorf("read which rate rule is chosen: %w", err)
	}
	r, ok, err := FindRule(ctx, t, id)
	if err == nil && !ok {
		err = errNoRule(id)
	}
	return r, err
}
