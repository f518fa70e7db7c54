package ratebook

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/rates"
)

// A Rule is a rate rule as it is stored.
type Rule struct {
	rates.Rule
	Version int64 // 0: not stored yet
}

// FindRule returns the rule with that ID, and false where there is none.
func FindRule(ctx context.Context, t *db.Tx, id string) (rates.Rule, bool, error) {
	r, err := storedRule(ctx, t, id)
	if err != nil || r.Version == 0 {
		return rates.Rule{}, false, err
	}
	return r.Rule, true, nil
}

// storedRule returns the rule with that ID, or a Rule of version 0 where there is none.
func storedRule(ctx context.Context, t *db.Tx, id string) (Rule, error) {
	r, err := scanRule(t.QueryRowContext(ctx, `
		SELECT id, name, name_zh, source, side, day, via, max_age, version FROM rate_rules WHERE id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return Rule{}, nil
	}
	if err != nil {
		return Rule{}, fmt.Errorf("read the rate rule %s: %w", id, err)
	}
	return r, nil
}

// Rules returns all rate rules, by ID.
func Rules(ctx context.Context, t *db.Tx) (list []Rule, err error) {
	rows, err := t.QueryContext(ctx, `
		SELECT id, name, name_zh, source, side, day, via, max_age, version FROM rate_rules ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("list rate rules: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		r, err := scanRule(rows)
		if err != nil {
			return nil, fmt.Errorf("list rate rules: %w", err)
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

// scanRule reads a row of a rule.
func scanRule(row db.Scanner) (r Rule, err error) {
	err = row.Scan(&r.ID, &r.Name, &r.NameZH, &r.Source, &r.Side, &r.Day, &r.Via, &r.MaxAge, &r.Version)
	return r, err
}

// StoreRule stores a rule in place of the version that was read, which is r.Version;
// where somebody else has stored one since, the error is a Conflict. The caller must have
// checked the values.
func StoreRule(ctx context.Context, t *db.Tx, r Rule) error {
	was, err := storedRule(ctx, t, r.ID)
	if err != nil {
		return err
	}
	if was.Version != r.Version {
		return errRuleChanged("The rate rule %s was changed after you opened it; open it again.", r.ID)
	}
	_, err = t.ExecContext(ctx, `
		INSERT INTO rate_rules (id, name, name_zh, source, side, day, via, max_age, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_zh = excluded.name_zh, source = excluded.source, side = excluded.side,
			day = excluded.day, via = excluded.via, max_age = excluded.max_age, version = excluded.version`,
		r.ID, r.Name, r.NameZH, string(r.Source), string(r.Side), string(r.Day), string(r.Via), r.MaxAge, r.Version+1)
	if err != nil {
		return fmt.Errorf("store the rate rule %s: %w", r.ID, err)
	}
	return nil
}

// errRuleChanged returns a Conflict for something that was changed since it was read.
func errRuleChanged(format string, args ...any) error {
	return &trade.Error{Code: trade.Conflict, Field: "version", Format: format, Args: args}
}
