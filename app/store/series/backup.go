package series

import (
	"context"
	"errors"
	"fmt"

	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// Copy starts each series again in another database, which must have none, and issues
// its documents again one by one, as the schema demands. What a closed series holds is
// copied as it is. A *trade.Error that is a Conflict says what was changed in from since it
// was issued; Copy does not look at the documents themselves, which Verify does.
func Copy(ctx context.Context, from, to *db.Tx) error {
	err := Lifted(ctx, to, func() error {
		if err := copyHeads(ctx, from, to); err != nil {
			return err
		}
		return copyRows(ctx, from, to)
	})
	if err != nil {
		return err
	}
	return sameHeads(ctx, from, to)
}

// copyRows issues the documents again.
func copyRows(ctx context.Context, from, to *db.Tx) (err error) {
	insert, err := to.PrepareContext(ctx, insertRow)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, insert.Close()) }()
	var failed error
	err = Read(ctx, from, func(r Row) bool {
		if _, failed = insert.ExecContext(ctx, r.values()...); failed != nil {
			failed = fmt.Errorf("%s: %w", r.Number, failed)
		}
		return failed == nil
	})
	return errors.Join(err, failed)
}

// copyHeads starts the series in the order in which they were started, since that is the
// order of the register. A series that is closed gets the row that it has, and its closing.
func copyHeads(ctx context.Context, from, to *db.Tx) error {
	var was verifier
	if err := errors.Join(was.readHeads(ctx, from), was.readClosings(ctx, from), was.checkRegister(ctx, from)); err != nil {
		return err
	}
	if err := was.report.Err("The database"); err != nil {
		return err
	}
	ids, err := register(ctx, from)
	if err != nil {
		return err
	}
	for _, id := range append(ids, was.order...) { // where the register is evidence too, those that it lacks come last
		h, left := was.heads[id]
		if !left {
			continue
		}
		delete(was.heads, id)
		i := was.report.closed(id)
		if i < 0 {
			h.next, h.hash, h.at = h.first, was.seals[id], ""
		}
		_, err := to.ExecContext(ctx, `INSERT INTO series (`+headColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			h.id, h.kind, h.calendar, h.year, h.prefix, h.first, h.suffix, h.next, h.hash, h.at)
		if err == nil && i >= 0 {
			err = was.report.Closed[i].insert(ctx, to)
		}
		if err != nil {
			return fmt.Errorf("start series %s: %w", id, err)
		}
	}
	return nil
}

// sameHeads returns a Conflict where fewer documents were copied than the series say
// were issued: the copy's own series would not show that any are missing.
func sameHeads(ctx context.Context, from, to *db.Tx) error {
	var was, is verifier
	if err := errors.Join(was.readHeads(ctx, from), is.readHeads(ctx, to)); err != nil {
		return err
	}
	for _, id := range was.order {
		if was.heads[id] != is.heads[id] {
			return &trade.Error{Code: trade.Conflict, Field: "series",
				Format: "Series %s has issued %d documents and %d are here, or its head is another; run verify.",
				Args:   []any{id, was.heads[id].next - was.heads[id].first, is.heads[id].next - was.heads[id].first}}
		}
	}
	return nil
}
