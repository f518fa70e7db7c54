// Package series numbers the documents that are issued, chains each to the one before
// it in its number series, and verifies all of them.
//
// Its one rule: what is issued stays as it is. A document's number, content, file and
// time are hashed together with the hash of the document before it, so that whoever
// changes, removes or inserts one afterwards is found out by Verify.
//
// The functions run in a transaction of the caller, who says what a document is issued
// from and whether it may be issued.
package series

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"woolroad/app/store/db"
	"woolroad/app/trade"
)

// A Row is an issued document as the table issued stores it. Texts that may be absent
// are not Valid then.
type Row struct {
	ID, Series         string
	N                  int64 // its place in the series
	Number, Kind       string
	SubjectKind        string // what it is issued from: OfShipment
	SubjectID          string // for OfShipment, the id of the order
	Part               string // a load of the subject; empty: all of it
	Date               string // as printed
	Currency           sql.Null[string]
	Minor              sql.Null[int64] // the total, in minor units
	Payload            string          // the content as JSON
	FormatNumber       int
	Prev, Hash         string // the hash of the document before it, and its own
	PDF                []byte
	PDFHash            string
	Supersedes, Reason sql.Null[string]
	Key, IssuedAt      string           // the request's key, and the time as db.Layout writes it
	Order              sql.Null[string] // the number that its order has now; only Read fills it in
}

// OfShipment is the kind of subject that goods which leave are.
const OfShipment = "shipment"

// Columns lists the columns of the table issued.
const Columns = `id, series, n, number, kind, subject_kind, subject_id, part, date, currency, total_minor,
	payload, format, prev, hash, pdf, pdf_sha256, supersedes, reason, request_key, issued_at`

// fields returns where the values of Columns are to be scanned into, in their order.
func (r *Row) fields() []any {
	return []any{&r.ID, &r.Series, &r.N, &r.Number, &r.Kind, &r.SubjectKind, &r.SubjectID, &r.Part, &r.Date, &r.Currency, &r.Minor,
		&r.Payload, &r.FormatNumber, &r.Prev, &r.Hash, &r.PDF, &r.PDFHash, &r.Supersedes, &r.Reason, &r.Key, &r.IssuedAt}
}

// values returns the values of Columns, in their order.
func (r *Row) values() []any {
	return []any{r.ID, r.Series, r.N, r.Number, r.Kind, r.SubjectKind, r.SubjectID, r.Part, r.Date, r.Currency, r.Minor,
		r.Payload, r.FormatNumber, r.Prev, r.Hash, r.PDF, r.PDFHash, r.Supersedes, r.Reason, r.Key, r.IssuedAt}
}

const insertRow = `
	INSERT INTO issued (` + Columns + `)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`

// Insert stores a document that Freeze has completed. The schema makes it the last one
// of its series, and refuses any document but the series' next, which is an Unavailable
// error: a damaged series has no next one.
func Insert(ctx context.Context, t *db.Tx, r *Row) error {
	_, err := t.ExecContext(ctx, insertRow, r.values()...)
	if db.IsRefused(err) {
		return &trade.Error{Code: trade.Unavailable, Field: "number", Err: err,
			Format: "The database refuses %s in its number series. Run \"woolroad verify\": where it finds the series damaged, \"woolroad series close %s --reason …\" closes it, and another one goes on. Otherwise set the clock of the database right.",
			Args:   []any{r.Number, r.Number[:strings.LastIndex(r.Number, "-")]}}
	}
	if err != nil {
		return fmt.Errorf("store %s: %w", r.Number, err)
	}
	return nil
}

// Read calls f with every issued document, ordered by series and by place in it, until
// f returns false. One document is held at a time.
func Read(ctx context.Context, t *db.Tx, f func(Row) bool) error {
	return readBeside(ctx, t, Beside{}, func(b besides) bool { return f(b.row) })
}
