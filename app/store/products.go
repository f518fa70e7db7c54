package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
)

// Product is a fibre the desk sells, with the regain that is agreed for it.
type Product struct {
	Name   string // a codes.Product's
	NameZH string
	HS6    string        // the usual one
	Regain *AgreedRegain // nil: none is kept
}

// AgreedRegain is a regain in per cent, and who says so. It is data: standards
// are replaced, and contracts agree on others.
type AgreedRegain struct {
	Percent exact.Number
	Source  string
	Date    civil.Date // when that was looked up
}

// PutProduct keeps a product in place of the one of its name.
func (t *Tx) PutProduct(ctx context.Context, p Product) error {
	var percent, source, date sql.Null[string]
	if r := p.Regain; r != nil {
		percent = sql.Null[string]{V: r.Percent.String(), Valid: true}
		source = sql.Null[string]{V: r.Source, Valid: true}
		date = sql.Null[string]{V: r.Date.String(), Valid: true}
	}
	_, err := t.tx.ExecContext(ctx, `
		INSERT INTO products (name, name_zh, hs6, regain, regain_source, regain_date) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (name) DO UPDATE SET name_zh = excluded.name_zh, hs6 = excluded.hs6, regain = excluded.regain,
			regain_source = excluded.regain_source, regain_date = excluded.regain_date`,
		p.Name, p.NameZH, p.HS6, percent, source, date)
	if err != nil {
		return fmt.Errorf("keep product %s: %w", p.Name, err)
	}
	return nil
}

// Products are all products that are kept, by name.
func (t *Tx) Products(ctx context.Context) (list []Product, err error) {
	rows, err := t.tx.QueryContext(ctx, `SELECT name, name_zh, hs6, regain, regain_source, regain_date FROM products ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("list products: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var p Product
		var percent, source, date sql.Null[string]
		if err := rows.Scan(&p.Name, &p.NameZH, &p.HS6, &percent, &source, &date); err != nil {
			return nil, fmt.Errorf("list products: %w", err)
		}
		if percent.Valid {
			r := AgreedRegain{Source: source.V}
			if r.Percent, err = exact.Parse(percent.V); err != nil {
				return nil, fmt.Errorf("the regain of %s as kept: %w", p.Name, err)
			}
			if r.Date, err = civil.ParseDate(date.V); err != nil {
				return nil, fmt.Errorf("the regain of %s as kept: %w", p.Name, err)
			}
			p.Regain = &r
		}
		list = append(list, p)
	}
	return list, rows.Err()
}
