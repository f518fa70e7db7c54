package issue

import (
	"context"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/documents"
)

// Sums are the number of documents that a filter picks, and the sums of their totals.
// They leave out superseded documents, with which a corrected invoice would count twice.
// Goods are billed by one current document, so each order counts once.
type Sums struct {
	Documents int
	Totals    []store.CurrencySum
	// CNY is the sum in CNY by the rule for the books. It is nil where there are more
	// documents than MostBooked.
	CNY *CNYSum
}

// MostBooked is the number of documents up to which the sum in CNY is computed; more
// would take too long for a page.
const MostBooked = 1000

// Listed is a page of the documents that a filter picks.
type Listed struct {
	store.Page[store.IssuedInfo]
	Sums  *Sums      // nil: not asked for
	Today civil.Date // in the exporter's zone
}

// List returns the page of the documents that the filter picks, and their sums if sums is
// set. An unknown sort order, a cursor in p that no page has given out and a sum of too many
// digits are an Invalid error.
func List(ctx context.Context, s *store.Store, who store.Who, f store.IssuedFilter, by store.IssuedSort, descending bool, p store.Paging, sums bool) (Listed, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (out Listed, err error) {
		if out.Today, err = t.Today(ctx); err != nil {
			return out, err
		}
		if out.Page, err = t.IssuedPage(ctx, f, by, descending, p); err != nil || !sums {
			return out, err
		}
		all, err := addUp(ctx, t, f)
		out.Sums = &all
		return out, err
	})
}

// AddUp returns the sums of the documents that the filter picks. A sum of too many digits
// is an Invalid *trade.Error.
func AddUp(ctx context.Context, s *store.Store, who store.Who, f store.IssuedFilter) (Sums, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (Sums, error) { return addUp(ctx, t, f) })
}

// addUp does the work of AddUp within a transaction.
func addUp(ctx context.Context, t *store.Tx, f store.IssuedFilter) (Sums, error) {
	out, err := totalsOf(ctx, t, f)
	priced := 0
	for _, sum := range out.Totals {
		priced += sum.Count
	}
	if err != nil || priced > MostBooked {
		return out, err
	}
	out.CNY = &CNYSum{Total: money.Zero(money.CNY)}
	if priced == 0 {
		return out, nil
	}
	b := booksOf(t)
	f.State = store.Current
	err = t.EachIssued(ctx, f, func(info store.IssuedInfo) error {
		d, err := b.enter(ctx, info)
		if err != nil {
			return err
		}
		return out.CNY.add(d)
	})
	return out, err
}

// totalsOf returns the sums of the current documents that the filter picks, by currency.
// For a filter that picks only superseded documents they are zero.
func totalsOf(ctx context.Context, t *store.Tx, f store.IssuedFilter) (out Sums, err error) {
	if f.State != "" && f.State != store.Current {
		return out, nil
	}
	f.State = store.Current
	out.Documents, out.Totals, err = t.IssuedSums(ctx, f)
	return out, err
}

// Document is an issued document with its content, as it was frozen at issue.
type Document struct {
	store.Issued
	Order   string // the order's number today
	Content documents.Document
}

// LookAtDocument returns the document with that number, its times in the exporter's zone,
// or a NotFound error.
func LookAtDocument(ctx context.Context, s *store.Store, who store.Who, number string) (Document, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (d Document, err error) {
		if d, err = documentAt(ctx, t, number); err != nil {
			return d, err
		}
		d.Content, err = t.Document(ctx, number)
		return d, err
	})
}

// documentAt reads a document without its content. An unknown number is a NotFound error.
func documentAt(ctx context.Context, t *store.Tx, number string) (d Document, err error) {
	if d.Issued, err = t.Issued(ctx, number); err != nil {
		return d, err
	}
	zone, err := t.Zone(ctx)
	if err != nil {
		return d, err
	}
	d.IssuedAt = d.IssuedAt.In(zone)
	order, err := t.OrderInfo(ctx, d.SubjectID)
	d.Order = order.Number
	return d, err
}

// File is an issued document with the PDF that was made at issue.
type File struct {
	store.Issued
	Content documents.Document
	PDF     []byte
}

// ReadFile returns the document with that number and its PDF, or a NotFound error.
func ReadFile(ctx context.Context, s *store.Store, who store.Who, number string) (File, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (File, error) {
		d, err := t.Issued(ctx, number)
		if err != nil {
			return File{}, err
		}
		return readFile(ctx, t, d)
	})
}

// ReadFiles returns the documents with those numbers and their PDFs, in the order of
// numbers. An unknown number is a NotFound error.
func ReadFiles(ctx context.Context, s *store.Store, who store.Who, numbers []string) ([]File, error) {
	return store.View(ctx, s, who, func(t *store.Tx) ([]File, error) {
		var files []File
		for _, number := range numbers {
			d, err := t.Issued(ctx, number)
			if err != nil {
				return nil, err
			}
			f, err := readFile(ctx, t, d)
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
		return files, nil
	})
}

// ReadCurrent returns the current documents of the order with that number and their PDFs,
// oldest first. An unknown order, and an order without an issued document, are a NotFound
// error.
func ReadCurrent(ctx context.Context, s *store.Store, who store.Who, order string) ([]File, error) {
	return store.View(ctx, s, who, func(t *store.Tx) ([]File, error) {
		_, info, err := t.Order(ctx, order)
		if err != nil {
			return nil, err
		}
		issued, err := t.IssuedFor(ctx, info.ID)
		if err != nil {
			return nil, err
		}
		var files []File
		for _, d := range issued {
			if d.SupersededBy != "" {
				continue
			}
			f, err := readFile(ctx, t, d)
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
		if len(files) == 0 {
			return nil, &trade.Error{Code: trade.NotFound, Field: "number", Format: "No documents of order %s are issued yet.", Args: []any{order}}
		}
		return files, nil
	})
}

// readFile adds its content and PDF to a document.
func readFile(ctx context.Context, t *store.Tx, d store.Issued) (f File, err error) {
	f.Issued = d
	if f.Content, err = t.Document(ctx, d.Number); err != nil {
		return f, err
	}
	f.PDF, err = t.PDF(ctx, d.Number)
	return f, err
}

// An Exporting receives documents one after another, as the books have them, with their
// PDFs if those were asked for.
type Exporting interface {
	// Begin is called before the first document. It is called again where the documents
	// are read again; what was received before must then be dropped.
	Begin() error
	// Take receives one document. pdf is nil unless PDFs were asked for.
	Take(d Booked, pdf []byte) error
	// End is called after the last document with the sums of all documents, which are
	// those that List returns for the same filter.
	End(Sums) error
}

// Export passes the documents that the filter picks to to, by date and number, without
// having all of them in memory. files says whether their PDFs are read too. The errors
// are NotFound if the filter picks no document, an Invalid *trade.Error for a sum of too
// many digits, and those of to.
func Export(ctx context.Context, s *store.Store, who store.Who, f store.IssuedFilter, files bool, to Exporting) error {
	_, err := store.View(ctx, s, who, func(t *store.Tx) (struct{}, error) { return struct{}{}, export(ctx, t, f, files, to) })
	return err
}

// export does the work of Export within a transaction. Where no document matches, it returns
// NotFound.
func export(ctx context.Context, t *store.Tx, f store.IssuedFilter, files bool, to Exporting) error {
	if err := to.Begin(); err != nil {
		return err
	}
	n, b, inCNY := 0, booksOf(t), CNYSum{Total: money.Zero(money.CNY)}
	err := t.EachIssued(ctx, f, func(info store.IssuedInfo) error {
		n++
		d, err := b.enter(ctx, info)
		if err != nil {
			return err
		}
		if err := inCNY.add(d); err != nil {
			return err
		}
		var pdf []byte
		if files {
			if pdf, err = t.PDF(ctx, d.Number); err != nil {
				return err
			}
		}
		return to.Take(d, pdf)
	})
	switch {
	case err != nil:
		return err
	case n == 0:
		return &trade.Error{Code: trade.NotFound, Field: "number", Format: "No issued documents match."}
	}
	sums, err := totalsOf(ctx, t, f)
	if err != nil {
		return err
	}
	sums.CNY = &inCNY
	return to.End(sums)
}

// Checked is what anybody may learn about a document from its hash.
type Checked struct {
	Exporter string            // the exporter's name; empty if none is entered yet
	Found    *store.IssuedInfo // nil: no document has the hash
}

// Check returns the document whose content, PDF or link of the chain has that SHA-256, in
// hexadecimal, and the exporter's name. For an empty hash it returns only the name. That
// no document has the hash is no error. The error is Unavailable while all documents are
// read for the first check since the program started.
func Check(ctx context.Context, s *store.Store, who store.Who, hash string) (Checked, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (out Checked, err error) {
		e, err := t.Exporter(ctx)
		if err != nil {
			return out, err
		}
		if e.Seller != nil {
			out.Exporter = e.Seller.Name
		}
		if hash == "" {
			return out, nil
		}
		found, err := t.ByHash(ctx, hash)
		if hasCode(err, trade.NotFound) {
			return out, nil
		}
		out.Found = &found
		return out, err
	})
}

// Correctable is a document that another may supersede.
type Correctable struct {
	Document
	Beside *store.Issued // the current document that names this one as its companion, or nil
}

// LookToSupersede returns the document with that number, and the current document that
// names it as its companion: both are corrected together. An unknown number is a NotFound
// error.
func LookToSupersede(ctx context.Context, s *store.Store, who store.Who, number string) (Correctable, error) {
	return store.View(ctx, s, who, func(t *store.Tx) (out Correctable, err error) {
		if out.Document, err = documentAt(ctx, t, number); err != nil {
			return out, err
		}
		all, err := t.IssuedFor(ctx, out.SubjectID)
		if err != nil {
			return out, err
		}
		for _, d := range all {
			if d.SupersededBy != "" || d.Number == number {
				continue
			}
			doc, err := t.Document(ctx, d.Number)
			if err != nil {
				return out, err
			}
			if doc.Head().Companion == number {
				out.Beside = &d
			}
		}
		return out, nil
	})
}

// Correction is a request for a document that supersedes another.
type Correction struct {
	Number string // of the document to be superseded
	Beside string // the number of its companion document, if that is corrected too; empty: it is not
	Reason string
}

// Supersede issues a document that supersedes another, and returns the result with the
// order's number. The errors are those of Issue, and NotFound for an unknown number.
func Supersede(ctx context.Context, s *store.Store, who store.Who, c Correction) (Result, string, error) {
	q := Request{Supersedes: []string{c.Number}, Reason: c.Reason}
	if c.Beside != "" {
		q.Supersedes = append(q.Supersedes, c.Beside)
	}
	result, err := issuing(ctx, s, who, c, func(t *store.Tx) (Request, error) {
		old, err := documentAt(ctx, t, c.Number)
		q.Order = old.Order
		return q, err
	})
	if err == nil && len(result.Documents) > 0 {
		q.Order = result.Documents[0].Order
	}
	return result, q.Order, err
}
