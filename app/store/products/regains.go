package products

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/exact"
	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// A StatedRegain is what a standard or a custom states as the regain of a product. For a
// lot, what its contract says counts.
type StatedRegain struct {
	ID      string
	Product string
	AgreedRegain
	Verified  bool   // whether the source itself was read
	Note      string // for which kind of the product the regain is, and what is doubtful
	ChangedAt time.Time
	ChangedBy string
	Version   int64
}

const regainColumns = `id, product, percent, source, date, verified, note, changed_at, changed_by, version`

// scanRegain reads a row of regainColumns.
func scanRegain(row db.Scanner) (r StatedRegain, err error) {
	var percent, date, at string
	var verified int
	if err := row.Scan(&r.ID, &r.Product, &percent, &r.Source, &date, &verified, &r.Note, &at, &r.ChangedBy, &r.Version); err != nil {
		return r, err
	}
	r.Verified = verified == 1
	if r.Percent, err = exact.Parse(percent); err != nil {
		return r, err
	}
	if r.Date, err = civil.ParseDate(date); err != nil {
		return r, err
	}
	r.ChangedAt, err = db.ParseStamp(at)
	return r, err
}

// Regains returns the regains that are stated for a product, or for all products where
// product is empty, by product and id.
func Regains(ctx context.Context, t *db.Tx, product string) (list []StatedRegain, err error) {
	var q db.Query
	if product != "" {
		q.And(`product = ` + q.Arg(product))
	}
	err = t.Each(ctx, `SELECT `+regainColumns+` FROM regains WHERE `+q.Conditions()+` ORDER BY product, id`, q.Args, func(row db.Scanner) error {
		r, err := scanRegain(row)
		list = append(list, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list regains: %w", err)
	}
	return list, nil
}

// SaveRegain stores a stated regain and returns it as it is stored. A regain without an
// id is new. Any other one replaces the regain with its id, if that is still of its
// version: otherwise the error is a *db.Stale[StatedRegain], or NotFound where there is
// none. A regain without a source is an Invalid error.
func SaveRegain(ctx context.Context, t *db.Tx, r StatedRegain) (StatedRegain, error) {
	if r.Source == "" {
		return r, &trade.Error{Code: trade.Invalid, Field: "source", Format: "Enter the source of the regain; it is saved with the regain."}
	}
	if r.ID == "" {
		r.ID, r.Version = rand.Text(), 0
	} else if err := checkRegainVersion(ctx, t, r.ID, r.Version); err != nil {
		return r, err
	}
	verified := 0
	if r.Verified {
		verified = 1
	}
	by := t.Who()
	saved, err := scanRegain(t.QueryRowContext(ctx, `
		INSERT INTO regains (id, product, percent, source, date, verified, note, changed_at, changed_by, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (id) DO UPDATE SET product = excluded.product, percent = excluded.percent, source = excluded.source, date = excluded.date,
			verified = excluded.verified, note = excluded.note, changed_at = excluded.changed_at, changed_by = excluded.changed_by, version = excluded.version
		RETURNING `+regainColumns,
		r.ID, r.Product, r.Percent.String(), r.Source, r.Date.String(), verified, r.Note, by.Stamp(), by.Name, r.Version+1))
	if err != nil {
		return r, fmt.Errorf("store a regain of %s: %w", r.Product, err)
	}
	return saved, nil
}

// checkRegainVersion returns a *db.Stale[StatedRegain] where a regain is not of that version
// any more, and NotFound where there is none.
func checkRegainVersion(ctx context.Context, t *db.Tx, id string, version int64) error {
	r, err := scanRegain(t.QueryRowContext(ctx, `SELECT `+regainColumns+` FROM regains WHERE id = $1`, id))
	switch {
	case db.IsNoRow(err):
		return &trade.Error{Code: trade.NotFound, Field: "id", Format: "This regain no longer exists."}
	case err != nil:
		return fmt.Errorf("read regain %s: %w", id, err)
	case r.Version != version:
		return &db.Stale[StatedRegain]{Now: r, Version: r.Version, At: r.ChangedAt, By: r.ChangedBy}
	}
	return nil
}

// DeleteRegain removes a stated regain, if it is still of that version: otherwise the
// error is a *db.Stale[StatedRegain], or NotFound where there is none.
func DeleteRegain(ctx context.Context, t *db.Tx, id string, version int64) error {
	if err := checkRegainVersion(ctx, t, id, version); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM regains WHERE id = $1`, id); err != nil {
		return fmt.Errorf("delete regain %s: %w", id, err)
	}
	return nil
}
