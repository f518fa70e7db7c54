package series

import (
	"context"
	"maps"

	"woolroad/app/store/db"
)

// What the tests use that no other package may.
var (
	Draw         = draw
	PrintedTotal = printedTotal
)

// Heads are the rows of the series, by their ids.
type Heads map[string]head

// ReadHeads returns the rows of all series.
func ReadHeads(ctx context.Context, t *db.Tx) (Heads, error) {
	var v verifier
	err := v.readHeads(ctx, t)
	return v.heads, err
}

// EndWith changes the row of a document's series so that the series ends with that document.
func (all Heads) EndWith(r Row) {
	h := all[r.Series]
	h.hash, h.at = r.Hash, r.IssuedAt
	all[r.Series] = h
}

// Check returns what Verify finds wrong in rows.
func (all Heads) Check(rows []Row) []Wrong {
	return all.CheckBut(rows, nil)
}

// CheckBut returns what Verify finds wrong in rows with one of them changed, without
// another look at the others by themselves.
func (all Heads) CheckBut(rows []Row, changed *Row) []Wrong {
	v := verifier{heads: maps.Clone(all)}
	for _, r := range rows {
		is := alone{hash: r.Hash, readable: true, printed: r.Number}
		switch {
		case changed == nil:
			is = r.alone()
		case r.ID == changed.ID:
			r, is = *changed, changed.alone()
		}
		v.next(r, is)
	}
	v.finish()
	return v.report.Wrong
}
