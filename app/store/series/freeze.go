package series

import (
	"bytes"
	"database/sql"
	"fmt"

	"woolroad/documents"
)

// Freeze stores a document's content in the row, draws its file from that content, and
// hashes both together with the rest of the row, which must be complete. The error is
// that of a document with another kind or number than the row's, of the document's own
// Check, or of encoding or drawing it.
func (r *Row) Freeze(doc documents.Document) error {
	if string(doc.Kind()) != r.Kind || doc.Head().Number != r.Number {
		return fmt.Errorf("the document is %s %s and not %s %s", doc.Kind(), doc.Head().Number, r.Kind, r.Number)
	}
	if err := doc.Check(); err != nil {
		return fmt.Errorf("%s: %w", r.Number, err)
	}
	payload, err := documents.Encode(doc)
	if err != nil {
		return err
	}
	if r.PDF, err = draw(doc.Kind(), payload); err != nil {
		return err
	}
	r.FormatNumber = documents.FormatOf(doc)
	r.Payload, r.Date, r.PDFHash = string(payload), doc.Head().Date.String(), SHA256(r.PDF)
	r.Currency, r.Minor = printedTotal(doc)
	r.Hash = r.ChainHash()
	return nil
}

// draw returns the file of a document that is made now, drawn from its stored
// content.
func draw(k documents.Kind, payload []byte) ([]byte, error) {
	doc, err := Decode(documents.Format, k, payload)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := doc.Write(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// printedTotal returns the total that a document prints, in minor units of its
// currency. Neither is Valid where the document prints none.
func printedTotal(doc documents.Document) (currency sql.Null[string], minor sql.Null[int64]) {
	priced, is := doc.(documents.Priced)
	if !is {
		return currency, minor
	}
	total := priced.PrintedTotal()
	return sql.Null[string]{V: string(total.Currency()), Valid: true}, sql.Null[int64]{V: total.Minor(), Valid: true}
}
