package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/documents"
)

// freeze takes the document's content and draws the file from what is stored.
func (r *row) freeze(p documents.Document) error {
	if string(p.Kind()) != r.kind || p.Head().Number != r.number {
		return fmt.Errorf("the paper is %s %s and not %s %s", p.Kind(), p.Head().Number, r.kind, r.number)
	}
	if err := p.Check(); err != nil {
		return fmt.Errorf("%s: %w", r.number, err)
	}
	payload, err := documents.Encode(p)
	if err != nil {
		return err
	}
	if r.pdf, err = redraw(p.Kind(), payload); err != nil {
		return err
	}
	r.payload, r.date, r.pdfHash = string(payload), p.Head().Date.String(), sum(r.pdf)
	r.currency, r.minor = printedTotal(p)
	r.hash = hashOf(*r)
	return nil
}

// redraw draws a document of the newest format from its stored content.
func redraw(k documents.Kind, payload []byte) ([]byte, error) {
	p, err := decode(documents.Format, k, payload)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// printedTotal returns the total of a document that has one.
func printedTotal(p documents.Document) (currency sql.Null[string], minor sql.Null[int64]) {
	priced, is := p.(documents.Priced)
	if !is {
		return currency, minor
	}
	total := priced.PrintedTotal()
	return sql.Null[string]{V: string(total.Currency()), Valid: true}, sql.Null[int64]{V: total.Minor(), Valid: true}
}

// keep writes a document; the schema makes it its series' new head.
func (t *Tx) keep(ctx context.Context, r *row) error {
	if _, err := t.ExecContext(ctx, insertIssued, r.values()...); err != nil {
		return fmt.Errorf("keep %s: %w", r.number, err)
	}
	return t.describe(ctx, r.number, r.date, r.payload)
}

// issued is the row as callers see it.
func (r *row) issued() (d Issued, err error) {
	d = Issued{
		ID: r.id, Number: r.number, Kind: documents.Kind(r.kind), SubjectID: r.subjectID,
		Hash: r.hash, PDFHash: r.pdfHash, Supersedes: r.supersedes.V, Reason: r.reason.V,
	}
	if r.currency.Valid {
		d.Total = money.FromMinor(r.minor.V, money.Currency(r.currency.V))
	}
	if d.Date, err = civil.ParseDate(r.date); err != nil {
		return d, err
	}
	d.IssuedAt, err = time.Parse(db.Layout, r.issuedAt)
	return d, err
}
