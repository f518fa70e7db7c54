package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/store/series"
	"woolroad/app/trade"
	"woolroad/documents"
)

// An Issued is a document that was issued, without its content and its file.
type Issued struct {
	ID           string
	Number       string
	Kind         documents.Kind
	SubjectID    string       // the id of the order that it is issued from
	Date         civil.Date   // as printed
	Total        money.Amount // without a currency for a document without prices
	Hash         string
	PDFHash      string // SHA-256 in hexadecimal
	Supersedes   string // the number of the document that this one corrects
	Reason       string
	SupersededBy string // the number of the document that corrects this one
	IssuedAt     time.Time
	Unread       string // the date as it is stored, where the date or the time of issue cannot be read; else empty
}

// issuedColumns lists what an Issued has, from the tables of issuedFrom.
const issuedColumns = `i.id, i.number, i.kind, i.subject_id, i.date, i.currency, i.total_minor, i.hash, i.pdf_sha256,
	i.supersedes, i.reason, i.issued_at, s.number`

// issuedFrom names the documents as i, and as s the documents that supersede them.
const issuedFrom = ` FROM issued i LEFT JOIN issued s ON s.supersedes = i.number `

// scanIssued reads a row of issuedColumns, and the columns after these into more. That the
// date or the time cannot be read is no error, so that lists show the other documents.
func scanIssued(r db.Scanner, more ...any) (d Issued, err error) {
	var date, at string
	var currency, supersedes, reason, by sql.Null[string]
	var minor sql.Null[int64]
	into := []any{&d.ID, &d.Number, &d.Kind, &d.SubjectID, &date, &currency, &minor, &d.Hash, &d.PDFHash, &supersedes, &reason, &at, &by}
	if err := r.Scan(append(into, more...)...); err != nil {
		return d, err
	}
	d.Supersedes, d.Reason, d.SupersededBy = supersedes.V, reason.V, by.V
	if currency.Valid {
		d.Total = money.FromMinor(minor.V, money.Currency(currency.V))
	}
	var unread [2]error
	d.Date, unread[0] = civil.ParseDate(date)
	if d.IssuedAt, unread[1] = time.Parse(db.Layout, at); unread != [2]error{} {
		d.Unread = cmp.Or(date, " ")
	}
	return d, nil
}

// issuedOf returns a document that was just issued as callers see it.
func issuedOf(r series.Row) (d Issued, err error) {
	d = Issued{
		ID: r.ID, Number: r.Number, Kind: documents.Kind(r.Kind), SubjectID: r.SubjectID,
		Hash: r.Hash, PDFHash: r.PDFHash, Supersedes: r.Supersedes.V, Reason: r.Reason.V,
	}
	if r.Currency.Valid {
		d.Total = money.FromMinor(r.Minor.V, money.Currency(r.Currency.V))
	}
	if d.Date, err = civil.ParseDate(r.Date); err != nil {
		return d, err
	}
	d.IssuedAt, err = time.Parse(db.Layout, r.IssuedAt)
	return d, err
}

// readIssued returns the documents that a condition picks. The condition is SQL, with
// arguments, and follows issuedFrom.
func (t *Tx) readIssued(ctx context.Context, condition string, args ...any) (list []Issued, err error) {
	err = t.Each(ctx, `SELECT `+issuedColumns+issuedFrom+condition, args, func(r db.Scanner) error {
		d, err := scanIssued(r)
		list = append(list, d)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read issued documents: %w", err)
	}
	return list, nil
}

// Issued returns the document of that number, or a NotFound error.
func (t *Tx) Issued(ctx context.Context, number string) (Issued, error) {
	list, err := t.readIssued(ctx, `WHERE i.number = $1`, number)
	if err != nil {
		return Issued{}, err
	}
	if len(list) == 0 {
		return Issued{}, noDocument("number", number)
	}
	return list[0], nil
}

// IssuedFor returns the documents issued for an order, oldest first.
func (t *Tx) IssuedFor(ctx context.Context, orderID string) ([]Issued, error) {
	return t.readIssued(ctx, `WHERE i.subject_id = $1 ORDER BY i.issued_at, i.number`, orderID)
}

// PDF returns the file of an issued document as it was handed out, or a NotFound error.
func (t *Tx) PDF(ctx context.Context, number string) (pdf []byte, err error) {
	err = t.QueryRowContext(ctx, `SELECT pdf FROM issued WHERE number = $1`, number).Scan(&pdf)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noDocument("number", number)
	}
	if err != nil {
		return nil, fmt.Errorf("read the file of %s: %w", number, err)
	}
	return pdf, nil
}

// Document returns the frozen content of an issued document, or a NotFound error.
func (t *Tx) Document(ctx context.Context, number string) (documents.Document, error) {
	var format int
	var kind, payload string
	err := t.QueryRowContext(ctx, `SELECT format, kind, payload FROM issued WHERE number = $1`, number).Scan(&format, &kind, &payload)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noDocument("number", number)
	}
	if err != nil {
		return nil, fmt.Errorf("read document %s: %w", number, err)
	}
	return series.Decode(format, documents.Kind(kind), []byte(payload))
}

// noDocument returns a NotFound error for a document's number.
func noDocument(field, number string) error {
	return &trade.Error{Code: trade.NotFound, Field: field, Format: "There is no issued document %s.", Args: []any{number}}
}
