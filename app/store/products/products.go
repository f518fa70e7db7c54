// Package products stores what the desk proposes for its products, and what standards and
// customs state as their regains.
//
// Its one rule: the code lists say which products there are. A product of which nothing is
// stored is as they have it.
package products

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/codes"
	"woolroad/app/exact"
	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// A Product is a fibre that the desk sells, with the regain that is agreed for it.
type Product struct {
	Name   string // of a codes.Product
	NameZH string
	HS6    string        // the usual HS code
	Regain *AgreedRegain // nil: none is stored

	ChangedAt time.Time // zero: not known
	ChangedBy string
	Version   int64 // 0: nothing is stored, and this is what the code lists have
}

// An AgreedRegain is a regain in per cent, with the source that states it. It is data:
// standards are replaced, and contracts agree on other figures.
type AgreedRegain struct {
	Percent exact.Number
	Source  string
	Date    civil.Date // when the source was looked up
}

// save stores a product. It replaces the product of that name, whoever changed
// that last.
func save(ctx context.Context, t *db.Tx, p Product) error {
	var percent, source, date sql.Null[string]
	if r := p.Regain; r != nil {
		percent = sql.Null[string]{V: r.Percent.String(), Valid: true}
		source = sql.Null[string]{V: r.Source, Valid: true}
		date = sql.Null[string]{V: r.Date.String(), Valid: true}
	}
	by := t.Who()
	_, err := t.ExecContext(ctx, `
		INSERT INTO products (name, name_zh, hs6, regain, regain_source, regain_date, version, changed_at, changed_by)
		VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)
		ON CONFLICT (name) DO UPDATE SET name_zh = excluded.name_zh, hs6 = excluded.hs6, regain = excluded.regain,
			regain_source = excluded.regain_source, regain_date = excluded.regain_date,
			version = products.version + 1, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
		p.Name, p.NameZH, p.HS6, percent, source, date, by.Stamp(), by.Name)
	if err != nil {
		return fmt.Errorf("store product %s: %w", p.Name, err)
	}
	return nil
}

// Change stores p, if the stored product of that name still has p.Version; Version 0
// says that none is stored. Otherwise it returns a *db.Stale[Product] with the stored one. A
// name that the code lists do not have is a NotFound error.
func Change(ctx context.Context, t *db.Tx, p Product) error {
	there, err := Named(ctx, t, p.Name)
	if err != nil {
		return err
	}
	if there.Version != p.Version {
		return &db.Stale[Product]{Now: there, Version: there.Version, At: there.ChangedAt, By: there.ChangedBy}
	}
	return save(ctx, t, p)
}

const columns = `name, name_zh, hs6, regain, regain_source, regain_date, changed_at, changed_by, version`

// scan reads a row of columns.
func scan(row db.Scanner) (p Product, err error) {
	var percent, source, date sql.Null[string]
	var at string
	err = row.Scan(&p.Name, &p.NameZH, &p.HS6, &percent, &source, &date, &at, &p.ChangedBy, &p.Version)
	if err != nil {
		return p, err
	}
	if p.ChangedAt, err = db.ParseStamp(at); err != nil || !percent.Valid {
		return p, err
	}
	r := AgreedRegain{Source: source.V}
	if r.Percent, err = exact.Parse(percent.V); err == nil {
		r.Date, err = civil.ParseDate(date.V)
	}
	if err != nil {
		return p, fmt.Errorf("the stored regain of %s: %w", p.Name, err)
	}
	p.Regain = &r
	return p, nil
}

// stored returns all products that are stored, by name: those of the code lists that
// somebody has changed.
func stored(ctx context.Context, t *db.Tx) (list []Product, err error) {
	err = t.Each(ctx, `SELECT `+columns+` FROM products ORDER BY name`, nil, func(row db.Scanner) error {
		p, err := scan(row)
		list = append(list, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list products: %w", err)
	}
	return list, nil
}

// Catalogue returns all products that the desk may sell, in the order of the code lists:
// each as it is stored, or as the code lists have it.
func Catalogue(ctx context.Context, t *db.Tx) ([]Product, error) {
	stored, err := stored(ctx, t)
	if err != nil {
		return nil, err
	}
	var list []Product
	for _, c := range codes.Products() {
		p := Product{Name: c.Name, NameZH: c.NameZH, HS6: string(c.HS6[0])}
		if i := slices.IndexFunc(stored, func(k Product) bool { return k.Name == c.Name }); i >= 0 {
			p = stored[i]
		}
		list = append(list, p)
	}
	return list, nil
}

// Named returns the product of that name in the Catalogue, or a NotFound error.
func Named(ctx context.Context, t *db.Tx, name string) (Product, error) {
	all, err := Catalogue(ctx, t)
	if err != nil {
		return Product{}, err
	}
	i := slices.IndexFunc(all, func(p Product) bool { return p.Name == name })
	if i < 0 {
		return Product{}, &trade.Error{Code: trade.NotFound, Field: "name", Format: "%q is not a product known here.", Args: []any{name}}
	}
	return all[i], nil
}
