package ratebook

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/trade"
	"woolroad/rates"
)

// FindRule is a rate rule as the desk keeps it.
type Rule struct {
	rates.Rule
	Version int64 // 0: not kept yet
}

// FindRule is the rule of that ID, and false if there is none.
func FindRule(ctx context.Context, t *db.Tx, id string) (rates.Rule, bool, error) {
	r, err := storedRule(ctx, t, id)
	if err != nil || r.Version == 0 {
		return rates.Rule{}, false, err
	}
	return r.Rule, true, nil
}

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

// Rules are all rate rules, by ID.
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

func scanRule(row db.Scanner) (r Rule, err error) {
	err = row.Scan(&r.ID, &r.Name, &r.NameZH, &r.Source, &r.Side, &r.Day, &r.Via, &r.MaxAge, &r.Version)
	return r, err
}

// StoreRule keeps a rule in place of the version that was read, which is
// r.Version; where somebody else has put one since, it is a Conflict. What is
// issued keeps the rate and the name that it was issued with.
func StoreRule(ctx context.Context, t *db.Tx, r Rule) error {
	if err := checkRule(r.Rule); err != nil {
		return err
	}
	was, err := storedRule(ctx, t, r.ID)
	if err != nil {
		return err
	}
	if was.Version != r.Version {
		return changedRule("The rate rule %s was changed since you read it; read it again.", r.ID)
	}
	_, err = t.ExecContext(ctx, `
		INSERT INTO rate_rules (id, name, name_zh, source, side, day, via, max_age, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_zh = excluded.name_zh, source = excluded.source, side = excluded.side,
			day = excluded.day, via = excluded.via, max_age = excluded.max_age, version = excluded.version`,
		r.ID, r.Name, r.NameZH, string(r.Source), string(r.Side), string(r.Day), string(r.Via), r.MaxAge, r.Version+1)
	if err != nil {
		return fmt.Errorf("keep the rate rule %s: %w", r.ID, err)
	}
	return nil
}

func changedRule(format string, args ...any) error {
	return &trade.Error{Code: trade.Conflict, Field: "version", Format: format, Args: args}
}

// maxRuleName is how long a rule's name may be: it stands in a column of papers.
const maxRuleName = 120

// maxRuleAge is ten years, more than which is no limit.
const maxRuleAge = 3660

var ruleID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// checkRule refuses a rule that cannot be named, printed or followed.
func checkRule(r rates.Rule) error {
	bad := func(field, format string, args ...any) error {
		return &trade.Error{Code: trade.Invalid, Field: field, Format: format, Args: args}
	}
	if len(r.ID) > 40 || !ruleID.MatchString(r.ID) || r.ID == rates.ByDefault {
		return bad("id", "%q cannot name a rule; use small letters, digits and hyphens, like cfets-month-first, 40 at most.", r.ID)
	}
	for field, name := range map[string]string{"name": r.Name, "name_zh": r.NameZH} {
		if strings.TrimSpace(name) == "" || utf8.RuneCountInString(name) > maxRuleName {
			return bad(field, "A rule has a name in English and in Chinese, of 1 to %d characters: papers print it.", maxRuleName)
		}
	}
	if r.Source == "" {
		return bad("source", "Say whose rates the rule takes.")
	}
	switch r.Side {
	case money.Mid, money.Buy, money.Sell, money.Stated:
	default:
		return bad("side", "%q is not a side of a rate; use mid, buy, sell or stated.", string(r.Side))
	}
	switch r.Day {
	case rates.TheDay, rates.MonthFirst:
	default:
		return bad("day", "%q is not a day that a rule knows; use day or month-first.", string(r.Day))
	}
	if _, err := money.ParseCurrency(string(r.Via)); r.Via != "" && err != nil {
		return bad("via", "%q is not a currency that rates can be crossed through.", string(r.Via))
	}
	if r.MaxAge < 0 || r.MaxAge > maxRuleAge {
		return bad("max_age", "A rate may be 1 to %d days old, or 0 for any age.", maxRuleAge)
	}
	return nil
}
