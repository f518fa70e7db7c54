package store

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/store/series"
	"woolroad/app/store/words"
	"woolroad/app/trade"
	"woolroad/documents"
)

// An IssuedInfo is what a list shows of an issued document. All but its id and hashes is
// as printed.
type IssuedInfo struct {
	Issued
	Order   string // the number that its order had then
	Buyer   string
	Country string // the buyer's, by name
}

// A DocumentState says whether a document is current or another one has superseded it.
type DocumentState string

// What a document may be.
const (
	Current    DocumentState = "holds"
	Superseded DocumentState = "superseded"
)

// An IssuedFilter picks issued documents. It ignores fields that are empty.
type IssuedFilter struct {
	Kind     documents.Kind
	OrderID  string
	Buyer    string // a part of the printed name, or of its name in its own script
	Currency money.Currency
	State    DocumentState
	From, To civil.Date // of the document, both included; zero: no bound
	Numbers  []string   // those with one of these numbers; nil: all
	Text     string     // what the document is found by, as words.Terms reads it
}

// An IssuedSort is what a list of issued documents is sorted by.
type IssuedSort string

// The ways to sort issued documents.
const (
	IssuedByDate   IssuedSort = "date" // and by number within a day
	IssuedByNumber IssuedSort = "number"
)

// indexDocument stores what lists and searches need of a document that was issued, from
// its frozen content.
func (t *Tx) indexDocument(ctx context.Context, number, date, payload string) error {
	printed, err := words.ReadPrinted(number, payload)
	if err != nil {
		return err
	}
	return t.indexPrinted(ctx, number, date, payload, printed)
}

// indexPrinted does the work of indexDocument, for a content that is read already.
func (t *Tx) indexPrinted(ctx context.Context, number, date, payload string, printed words.Printed) error {
	_, err := t.ExecContext(ctx, `
		INSERT INTO issued_about (number, date, order_number, buyer, country, seal) VALUES ($1, $2, $3, $4, $5, $6)`,
		number, date, printed.Order, printed.Buyer.Name, printed.Buyer.Country, series.SHA256([]byte(payload)))
	if err == nil {
		err = words.StoreDocument(ctx, t.Tx, number, printed)
	}
	if err != nil {
		return fmt.Errorf("list document %s: %w", number, err)
	}
	return nil
}

// indexMissingDocuments indexes up to indexBatch documents that are not indexed, and
// returns how many. A document that cannot be read is listed without its buyer, and found
// by its own number and its order's.
func (t *Tx) indexMissingDocuments(ctx context.Context) (int, error) {
	const columns = 4
	all, err := t.readBatch(ctx, indexBatch, columns, `
		SELECT i.number, i.date, i.payload, coalesce(o.number, '') FROM issued i
		LEFT JOIN issued_about a ON a.number = i.number LEFT JOIN orders o ON o.id = i.subject_id WHERE a.number IS NULL`)
	if err != nil {
		return 0, err
	}
	for _, row := range all {
		number, date, payload, order := row[0], row[1], row[2], row[3]
		printed, err := words.ReadPrinted(number, payload)
		if err != nil {
			printed = words.Printed{Order: order}
		}
		if err := t.indexPrinted(ctx, number, date, payload, printed); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}

// planIssued returns the statement that the filter asks for, in which i is a row of
// issued, a of issued_about, and s the document that supersedes it. Where the buyer or a
// word picks few documents, the statement goes through these; otherwise it goes through
// the list in its order.
func (t *Tx) planIssued(ctx context.Context, f IssuedFilter, by IssuedSort) (p plannedQuery, err error) {
	facets := f.facets()
	narrow, err := t.narrowest(ctx, facets)
	if err != nil {
		return p, err
	}
	table := "i."
	p.from = ` FROM issued i JOIN issued_about a ON a.number = i.number`
	if narrow >= 0 {
		table = "a."
		p.with = `WITH few (number) AS MATERIALIZED (` + facets[narrow].ids(&p.Query, true) + `) `
		p.from = ` FROM few CROSS JOIN issued_about a CROSS JOIN issued i`
		p.And(`a.number = few.number AND i.number = a.number`)
	}
	p.from += ` LEFT JOIN issued s ON s.supersedes = i.number`
	if p.columns = []string{table + "date", table + "number"}; by == IssuedByNumber {
		p.columns = p.columns[1:]
	}
	for i, facet := range facets {
		if i != narrow {
			p.And(facet.condition(&p.Query, "", true))
		}
	}
	equal := func(column, value string, ordered bool) {
		if value == "" {
			return
		}
		if !ordered {
			p.And(unindexed(column, "=", p.Arg(value)))
			return
		}
		p.And(column + ` = ` + p.Arg(value))
	}
	equal(`i.subject_id`, f.OrderID, true)
	equal(`i.kind`, string(f.Kind), narrow < 0)
	equal(`i.currency`, string(f.Currency), narrow < 0 && by == IssuedByDate)
	for is, day := range map[string]civil.Date{">=": f.From, "<=": f.To} {
		switch {
		case day == (civil.Date{}):
		case by == IssuedByDate:
			p.And(p.columns[0] + ` ` + is + ` ` + p.Arg(day.String()))
		default:
			p.And(unindexed(`i.date`, is, p.Arg(day.String())))
		}
	}
	switch f.State {
	case Current:
		p.And(`s.number IS NULL`)
	case Superseded:
		p.And(`s.number IS NOT NULL`)
	case "":
	default: // no document is in an unknown state
		p.And(`1 = 0`)
	}
	if f.Numbers != nil {
		p.And(`i.number IN ` + p.Among(f.Numbers))
	}
	return p, nil
}

// facets returns the filters that go by words.
func (f IssuedFilter) facets() (out []facet) {
	if buyer := words.PartOf(f.Buyer); !buyer.Blank() {
		out = append(out, buyerFacet("issued_about", "number", "a", buyer))
	}
	return append(out, termFacets(words.Document, "i.number", f.Text)...)
}

const issuedInfoColumns = `, a.order_number, a.buyer, a.country`

// scanIssuedInfo reads a row of issuedColumns and issuedInfoColumns, and the columns
// after these into more.
func scanIssuedInfo(r db.Scanner, more ...any) (d IssuedInfo, err error) {
	d.Issued, err = scanIssued(r, append([]any{&d.Order, &d.Buyer, &d.Country}, more...)...)
	return d, err
}

// IssuedPage returns a page of the documents that the filter picks. Another sort than
// those of IssuedSort, a limit or a cursor that does not fit is an Invalid error.
func (t *Tx) IssuedPage(ctx context.Context, f IssuedFilter, by IssuedSort, descending bool, p Paging) (Page[IssuedInfo], error) {
	if by != IssuedByDate && by != IssuedByNumber {
		return Page[IssuedInfo]{}, &trade.Error{Code: trade.Invalid, Field: "sort",
			Format: "Documents cannot be sorted by “%s”; open their list, and click the head of a column to sort by it.", Args: []any{string(by)}}
	}
	picked, err := t.planIssued(ctx, f, by)
	if err != nil {
		return Page[IssuedInfo]{}, err
	}
	return db.ReadPage(ctx, t.Tx, db.List[IssuedInfo]{
		Sort: db.Sort{Name: "documents by " + string(by), Columns: picked.columns, Desc: descending},
		With: picked.with, From: `SELECT ` + issuedColumns + issuedInfoColumns + picked.from,
		Scan: func(r db.Scanner) (IssuedInfo, error) { return scanIssuedInfo(r) },
		Keys: func(d IssuedInfo) []any {
			if by == IssuedByNumber {
				return []any{d.Number}
			}
			return []any{cmp.Or(d.Unread, d.Date.String()), d.Number}
		},
	}, picked.Query, p)
}

// IssuedSums returns how many documents the filter picks, and the sum of those with
// prices for each currency. A sum of more than 18 digits is an Invalid error.
func (t *Tx) IssuedSums(ctx context.Context, f IssuedFilter) (documents int, sums []CurrencySum, err error) {
	p, err := t.planIssued(ctx, f, IssuedByNumber)
	if err != nil {
		return 0, nil, err
	}
	err = t.Each(ctx, p.with+`SELECT coalesce(i.currency, ''), count(*), `+summed("i.total_minor")+p.from+
		` WHERE `+p.Conditions()+` GROUP BY coalesce(i.currency, '') ORDER BY 1`, p.Args, func(r db.Scanner) error {
		var cur money.Currency
		var n int
		var minor halves
		err := r.Scan(&cur, &n, &minor.high, &minor.low)
		documents += n
		if err != nil || cur == "" {
			return err
		}
		total, err := minor.amount(cur)
		sums = append(sums, CurrencySum{n, total})
		return err
	})
	if err != nil {
		return 0, nil, fmt.Errorf("add up documents: %w", err)
	}
	return documents, sums, nil
}

// EachIssued calls f with each document that the filter picks, by date and number. Memory
// does not grow with the documents, and f may read more in the transaction. An error of f
// ends the list and is returned.
func (t *Tx) EachIssued(ctx context.Context, filter IssuedFilter, f func(IssuedInfo) error) error {
	return db.EachRow(func(p Paging) (Page[IssuedInfo], error) { return t.IssuedPage(ctx, filter, IssuedByDate, false, p) }, f)
}

// ByHash returns the document with a SHA-256, in hexadecimal: that of its content, as its
// QR code carries it, that of its file, or the hash that chains it. All that it returns is
// what the frozen content says, and the content is what the hash is of. Where there is no
// such document, and where its row is not as it was sealed, the error is NotFound. It is
// Unavailable while another request reads all documents for the first time.
func (t *Tx) ByHash(ctx context.Context, hash string) (d IssuedInfo, err error) {
	row, content, err := t.seals.Find(ctx, t.Tx, strings.ToLower(strings.TrimSpace(hash)))
	switch {
	case err != nil:
		return d, err
	case content == nil:
		return d, &trade.Error{Code: trade.NotFound, Field: "hash", Format: "No document with this hash was issued here."}
	}
	head := content.Head()
	d.Order, d.Buyer, d.Country = head.Order, head.Buyer.Name, head.Buyer.Country
	if d.Issued, err = issuedOf(row); err != nil {
		return d, err
	}
	by, err := t.Texts(ctx, `SELECT number FROM issued WHERE supersedes = $1`, d.Number)
	if err != nil {
		return d, fmt.Errorf("look what supersedes %s: %w", d.Number, err)
	}
	d.SupersededBy = strings.Join(by, ", ") // one at most, unless somebody has dropped the key
	return d, nil
}
