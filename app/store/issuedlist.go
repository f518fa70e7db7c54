package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/golang-sql/civil"

	"woolroad/app/money"
	"woolroad/app/store/db"
	"woolroad/app/store/series"
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
	Buyer    string // as printed
	Currency money.Currency
	State    DocumentState
	From, To civil.Date // of the document, both included; zero: no bound
	Numbers  []string   // those with one of these numbers; nil: all
	Text     string     // the beginnings of words in the document's number or its order's
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
	var doc struct {
		Order string `json:"order"`
		Buyer struct {
			Name    string `json:"name"`
			Country string `json:"country"`
		} `json:"buyer"`
	}
	if err := json.Unmarshal([]byte(payload), &doc); err != nil {
		return fmt.Errorf("stored document %s: %w", number, err)
	}
	_, err := t.ExecContext(ctx, `
		INSERT INTO issued_about (number, date, order_number, buyer, country, seal) VALUES ($1, $2, $3, $4, $5, $6)`,
		number, date, doc.Order, doc.Buyer.Name, doc.Buyer.Country, series.SHA256([]byte(payload)))
	if err == nil {
		err = t.InsertMany(ctx, "words (kind, word, ref)", db.WordsOf("document", number, number, doc.Order))
	}
	if err != nil {
		return fmt.Errorf("list document %s: %w", number, err)
	}
	return nil
}

// indexMissingDocuments indexes up to indexBatch documents that are not indexed, and
// returns how many.
func (t *Tx) indexMissingDocuments(ctx context.Context) (int, error) {
	all, err := t.readMissing(ctx, indexBatch, 3, `
		SELECT i.number, i.date, i.payload FROM issued i LEFT JOIN issued_about a ON a.number = i.number WHERE a.number IS NULL`)
	for _, d := range all {
		if err == nil {
			err = t.indexDocument(ctx, d[0], d[1], d[2])
		}
	}
	return len(all), err
}

// query returns the tables and conditions of the statement that the filter asks for,
// where the list is sorted in this way.
func (f IssuedFilter) query(by IssuedSort) (from string, q db.Query) {
	equal := func(column, value string, ordered bool) {
		if value == "" {
			return
		}
		if !ordered {
			q.And(unindexed(column, "=", q.Arg(value)))
			return
		}
		q.And(column + ` = ` + q.Arg(value))
	}
	from = ` FROM issued i JOIN issued_about a ON a.number = i.number`
	if f.Buyer != "" {
		from = ` FROM issued_about a CROSS JOIN issued i`
		q.And(`i.number = a.number`)
	}
	from += ` LEFT JOIN issued s ON s.supersedes = i.number`
	equal(`a.buyer`, f.Buyer, true)
	equal(`i.subject_id`, f.OrderID, true)
	equal(`i.kind`, string(f.Kind), true)
	equal(`i.currency`, string(f.Currency), by == IssuedByDate)
	for is, day := range map[string]civil.Date{">=": f.From, "<=": f.To} {
		switch {
		case day == (civil.Date{}):
		case by == IssuedByDate:
			q.And(f.columns(by)[0] + ` ` + is + ` ` + q.Arg(day.String()))
		default:
			q.And(unindexed(`i.date`, is, q.Arg(day.String())))
		}
	}
	switch f.State {
	case Current:
		q.And(`s.number IS NULL`)
	case Superseded:
		q.And(`s.number IS NOT NULL`)
	case "":
	default: // no document is in an unknown state
		q.And(`1 = 0`)
	}
	if f.Numbers != nil {
		q.And(`i.number IN ` + q.Among(f.Numbers))
	}
	q.Words("document", "i.number", f.Text)
	return from, q
}

// columns returns what the list is sorted by, as columns of the table that the database
// goes through first.
func (f IssuedFilter) columns(by IssuedSort) []string {
	table := "i."
	if f.Buyer != "" {
		table = "a."
	}
	if by == IssuedByNumber {
		return []string{table + "number"}
	}
	return []string{table + "date", table + "number"}
}

const issuedInfoColumns = `, a.order_number, a.buyer, a.country`

// scanIssuedInfo reads a row of issuedColumns and issuedInfoColumns, and the columns
// after these into more.
func scanIssuedInfo(r db.Scanner, more ...any) (d IssuedInfo, err error) {
	d.Issued, err = scanIssued(r, append([]any{&d.Order, &d.Buyer, &d.Country}, more...)...)
	return d, err
}

// IssuedPage returns a page of the documents that the filter picks. Another sort than
// those of IssuedSort is an Invalid error.
func (t *Tx) IssuedPage(ctx context.Context, f IssuedFilter, by IssuedSort, descending bool, p Paging) (Page[IssuedInfo], error) {
	if by != IssuedByDate && by != IssuedByNumber {
		return Page[IssuedInfo]{}, &trade.Error{Code: trade.Invalid, Field: "sort",
			Format: "%q is nothing to sort documents by; use date or number.", Args: []any{string(by)}}
	}
	from, q := f.query(by)
	return db.ReadPage(ctx, t.Tx, db.List[IssuedInfo]{
		Sort: db.Sort{Name: "documents by " + string(by), Columns: f.columns(by), Desc: descending},
		From: `SELECT ` + issuedColumns + issuedInfoColumns + from,
		Scan: func(r db.Scanner) (IssuedInfo, error) { return scanIssuedInfo(r) },
		Keys: func(d IssuedInfo) []any {
			if by == IssuedByNumber {
				return []any{d.Number}
			}
			return []any{d.Date.String(), d.Number}
		},
	}, q, p)
}

// IssuedSums returns how many documents the filter picks, and the sum of those with
// prices for each currency. A sum of more than 18 digits is an Invalid error.
func (t *Tx) IssuedSums(ctx context.Context, f IssuedFilter) (documents int, sums []CurrencySum, err error) {
	from, q := f.query(IssuedByNumber)
	rows, err := t.QueryContext(ctx, `SELECT coalesce(i.currency, ''), count(*), `+summed("i.total_minor")+from+
		` WHERE `+q.Conditions()+` GROUP BY coalesce(i.currency, '') ORDER BY 1`, q.Args...)
	if err != nil {
		return 0, nil, fmt.Errorf("add up documents: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var cur money.Currency
		var n int
		var minor halves
		if err := rows.Scan(&cur, &n, &minor.high, &minor.low); err != nil {
			return 0, nil, fmt.Errorf("add up documents: %w", err)
		}
		documents += n
		if cur == "" {
			continue
		}
		total, err := minor.amount(cur)
		if err != nil {
			return 0, nil, err
		}
		sums = append(sums, CurrencySum{n, total})
	}
	return documents, sums, rows.Err()
}

// EachIssued calls f with each document that the filter picks, by date and number. Memory
// does not grow with the documents, and f may read more in the transaction. An error of f
// ends the list and is returned.
func (t *Tx) EachIssued(ctx context.Context, filter IssuedFilter, f func(IssuedInfo) error) error {
	return db.EachRow(func(p Paging) (Page[IssuedInfo], error) { return t.IssuedPage(ctx, filter, IssuedByDate, false, p) }, f)
}

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// ByHash returns the document with a SHA-256, in hexadecimal: that of its content, as its
// QR code carries it, that of its file, or the hash that chains it. Where there is none,
// the error is NotFound.
func (t *Tx) ByHash(ctx context.Context, hash string) (d IssuedInfo, err error) {
	none := &trade.Error{Code: trade.NotFound, Field: "hash", Format: "No document with this hash was issued here."}
	hash = strings.ToLower(strings.TrimSpace(hash))
	if !sha256Hex.MatchString(hash) {
		return d, none
	}
	for _, column := range []string{`a.seal`, `i.pdf_sha256`, `i.hash`} {
		d, err = scanIssuedInfo(t.QueryRowContext(ctx, `SELECT `+issuedColumns+issuedInfoColumns+`
			FROM issued i JOIN issued_about a ON a.number = i.number LEFT JOIN issued s ON s.supersedes = i.number
			WHERE `+column+` = $1 ORDER BY i.number LIMIT 1`, hash))
		if err == nil || !db.IsNoRow(err) {
			break
		}
	}
	if db.IsNoRow(err) {
		return d, none
	}
	if err != nil {
		return d, fmt.Errorf("look for a document by its hash: %w", err)
	}
	return d, nil
}
