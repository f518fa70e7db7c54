package documents

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path"
	"slices"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/web/page"
	"woolroad/app/web/page/table"
	"woolroad/app/web/say"
)

// exportDocuments serves GET /documents.csv, .xlsx and .zip: the ticked documents, or all
// documents that the filters let through. The ZIP has their PDFs and both tables of them.
func (s *pages) exportDocuments(c fiber.Ctx) error {
	l, ending := page.ListOf(c), path.Ext(c.Path())
	f, typed := issuedFilter(l)
	if err := page.Faulty(typed.Faults()); err != nil {
		return err
	}
	f.Numbers = documentFilters.Read(c).All("/number")
	name := "documents"
	if month := l.Value("month"); month != "" {
		name = month + "-documents"
	}
	who, lang := s.Who(c), s.Lang(c)
	return table.SendMade(c, name+ending, func(ctx context.Context, file *os.File) error {
		made := &MonthFile{File: file, folder: name, Tables: map[string]MonthTable{ending: nil}}
		if ending == page.ZIPEnding {
			made.Tables = map[string]MonthTable{page.CSVEnding: nil, page.XLSXEnding: nil}
		}
		for e := range made.Tables {
			made.Tables[e] = NewMonthTable(lang, e)
		}
		err := issue.Export(ctx, s.Store, who, f, ending == page.ZIPEnding, made)
		for _, t := range made.Tables {
			err = errors.Join(err, t.Close())
		}
		return err
	})
}

// MonthTable is a table of documents that is being written, as CSV or XLSX.
type MonthTable interface {
	Begin() error // starts the table, or starts it again
	Take(d issue.Booked) error
	End(sums issue.Sums) error
	Write(w io.Writer) error // writes the whole table
	Close() error
}

// NewMonthTable returns an empty table in a language: CSV for the ending ".csv", XLSX for
// any other.
func NewMonthTable(l say.Lang, ending string) MonthTable {
	if ending == page.CSVEnding {
		return &documentsCSV{lang: l}
	}
	return &documentsXLSX{lang: l}
}

// documentsCSV is a table of documents as CSV. It has no sums.
type documentsCSV struct {
	lang say.Lang
	file *os.File // on the disk, so that memory does not grow with the rows
	rows table.CSVTable
}

// Begin empties the table's file, which it makes on the first call, and writes the heads.
func (t *documentsCSV) Begin() (err error) {
	if t.file == nil {
		if t.file, err = page.UnnamedFile("woolroad-*" + page.CSVEnding); err != nil {
			return err
		}
	}
	if err := page.Empty(t.file); err != nil {
		return err
	}
	t.rows, err = table.NewCSV(t.file, documentColumns.Heads(t.lang))
	return err
}

// Take writes the row of a document.
func (t *documentsCSV) Take(d issue.Booked) error {
	return t.rows.Row(documentColumns.Cells(t.lang, d))
}

// End writes the rows that are still in memory to the table's file.
func (t *documentsCSV) End(issue.Sums) error { return t.rows.End() }

// Write copies the table's file to w.
func (t *documentsCSV) Write(w io.Writer) error {
	if err := page.Rewind(t.file); err != nil {
		return err
	}
	_, err := io.Copy(w, t.file)
	return err
}

// Close closes the table's file, which deletes it.
func (t *documentsCSV) Close() error {
	if t.file == nil {
		return nil
	}
	return t.file.Close()
}

// documentsXLSX is a table of documents as a spreadsheet, with a second sheet for the
// sums.
type documentsXLSX struct {
	lang say.Lang
	book *table.Workbook
	rows *table.Sheet
}

// Begin starts a new workbook and writes the heads; it closes the workbook before it.
func (t *documentsXLSX) Begin() (err error) {
	if err := t.Close(); err != nil {
		return err
	}
	t.book = table.NewWorkbook()
	t.rows, err = t.book.Sheet(t.lang.Say(say.Msg("Documents")), documentColumns.Heads(t.lang))
	return err
}

// Take writes the row of a document.
func (t *documentsXLSX) Take(d issue.Booked) error {
	return t.rows.Row(documentColumns.Cells(t.lang, d))
}

// End completes the sheet of documents and adds the sheet of their sums.
func (t *documentsXLSX) End(sums issue.Sums) error {
	if err := t.rows.End(); err != nil {
		return err
	}
	return table.AddSheet(t.book, t.lang, say.Msg("Totals"), sumColumns, store.RowsOf(sumRows(sums)))
}

// Write writes the workbook to w.
func (t *documentsXLSX) Write(w io.Writer) error { return t.book.Write(w) }

// Close deletes what the workbook has on the disk.
func (t *documentsXLSX) Close() error {
	if t.book == nil {
		return nil
	}
	return t.book.Close()
}

// MonthFile is the file of an export that is being written: one table, or a ZIP with the
// documents' PDFs and both tables.
type MonthFile struct {
	File   *os.File
	folder string                // the name of the folder in the ZIP
	zip    *zip.Writer           // nil: the only table is the file
	Tables map[string]MonthTable // by their endings
	newest time.Time             // when the newest document was issued
}

// Begin empties the file and its tables, so that an export may start again from the first
// document. Its errors are those of the disk.
func (p *MonthFile) Begin() error {
	if err := page.Empty(p.File); err != nil {
		return err
	}
	if len(p.Tables) > 1 {
		p.zip = zip.NewWriter(p.File)
	}
	for _, t := range p.Tables {
		if err := t.Begin(); err != nil {
			return err
		}
	}
	return nil
}

// Take adds a document: its PDF, if the file is a ZIP, and its row in each table. Its
// errors are those of writing.
func (p *MonthFile) Take(d issue.Booked, pdf []byte) error {
	if p.zip != nil {
		// A PDF is compressed already.
		file, err := p.zip.CreateHeader(&zip.FileHeader{Name: path.Join(p.folder, fileName(d.Number, d.Buyer)), Method: zip.Store, Modified: d.IssuedAt})
		if err != nil {
			return err
		}
		if _, err := file.Write(pdf); err != nil {
			return err
		}
	}
	if d.IssuedAt.After(p.newest) {
		p.newest = d.IssuedAt
	}
	for _, t := range p.Tables {
		if err := t.Take(d); err != nil {
			return err
		}
	}
	return nil
}

// End writes the tables, with the sums, into the file and completes it. Its errors are
// those of writing.
func (p *MonthFile) End(sums issue.Sums) error {
	for _, ending := range slices.Sorted(maps.Keys(p.Tables)) {
		t := p.Tables[ending]
		if err := t.End(sums); err != nil {
			return err
		}
		to := io.Writer(p.File)
		if p.zip != nil {
			var err error
			if to, err = p.zip.CreateHeader(&zip.FileHeader{Name: path.Join(p.folder, "index"+ending), Method: zip.Deflate, Modified: p.newest}); err != nil {
				return err
			}
		}
		if err := t.Write(to); err != nil {
			return err
		}
	}
	if p.zip != nil {
		return p.zip.Close()
	}
	return nil
}

// documentColumns are the columns of a list of documents. The columns of money are empty
// for a document without a total.
var documentColumns = table.Columns[issue.Booked]{
	{Head: say.Msg("Number"), Cell: func(d issue.Booked) any { return d.Number }},
	{Head: say.Msg("Kind"), Cell: func(d issue.Booked) any { return say.KindTitle(d.Kind) }},
	{Head: say.Msg("Date"), Cell: func(d issue.Booked) any { return d.Date }},
	{Head: say.Msg("Order"), Cell: func(d issue.Booked) any { return d.Order }},
	{Head: say.Msg("Buyer"), Cell: func(d issue.Booked) any { return d.Buyer }},
	{Head: say.Msg("Country"), Cell: func(d issue.Booked) any { return say.CountryLabel(d.Country) }},
	{Head: say.Msg("State"), Cell: func(d issue.Booked) any { return page.DocumentState(d.SupersededBy).Label }},
	{Head: say.Msg("Superseded by"), Cell: func(d issue.Booked) any { return d.SupersededBy }},
	{Head: say.Msg("Supersedes"), Cell: func(d issue.Booked) any { return d.Supersedes }},
	{Head: say.Msg("Reason"), Cell: func(d issue.Booked) any { return d.Reason }},
	{Head: say.Msg("Currency"), Cell: func(d issue.Booked) any { return table.CurrencyCell(d.Total) }},
	{Head: say.Msg("Total"), Cell: func(d issue.Booked) any { return table.AmountCell(d.Total) }},
	{Head: say.Msg("Total in CNY"), Cell: inCNY(func(in issue.InCNY) any { return table.AmountCell(in.Amount) })},
	{Head: say.Msg("Rate"), Cell: inCNY(ofRate(func(r money.Rate) any { return r.Value }))},
	{Head: say.Msg("Per"), Cell: inCNY(ofRate(func(r money.Rate) any { return r.Per }))},
	{Head: say.Msg("Rate published for"), Cell: inCNY(ofRate(func(r money.Rate) any { return r.Date }))},
	{Head: say.Msg("Source of the rate"), Cell: inCNY(ofRate(func(r money.Rate) any { return say.PublisherLabel(r.Source) }))},
	{Head: say.Msg("Accounting rule"), Cell: inCNY(func(in issue.InCNY) any { return say.Bilingual(in.Rule.Name, in.Rule.NameZH) })},
	{Head: say.Msg("Why there is no total in CNY"), Cell: inCNY(func(in issue.InCNY) any {
		if in.Missing == nil {
			return nil
		}
		return in.Missing
	})},
	{Head: say.Msg("File"), Cell: func(d issue.Booked) any { return fileName(d.Number, d.Buyer) }},
	{Head: say.Msg("SHA-256 of the file"), Cell: func(d issue.Booked) any { return d.PDFHash }},
	{Head: say.Msg("SHA-256 of the chain"), Cell: func(d issue.Booked) any { return d.Hash }},
}

// inCNY returns a function for a column about the total in CNY: it calls cell for a
// document with a total, and leaves the cell of any other document empty.
func inCNY(cell func(issue.InCNY) any) func(issue.Booked) any {
	return func(d issue.Booked) any {
		if d.CNY == nil {
			return nil
		}
		return cell(*d.CNY)
	}
}

// ofRate returns a function for a column about the rate: it calls cell for a total that
// was converted, and leaves the cell of any other total empty.
func ofRate(cell func(money.Rate) any) func(issue.InCNY) any {
	return func(in issue.InCNY) any {
		if in.Rate.From == "" {
			return nil
		}
		return cell(in.Rate)
	}
}

// sumRow is a row of the sheet of sums.
type sumRow struct {
	Of        say.Message
	Documents int
	Total     money.Amount // without currency: the row only counts documents
	Note      say.Message
}

var sumColumns = table.Columns[sumRow]{
	{Head: say.Msg("Total of"), Cell: func(r sumRow) any { return r.Of }},
	{Head: say.Msg("Documents"), Cell: func(r sumRow) any { return r.Documents }},
	{Head: say.Msg("Currency"), Cell: func(r sumRow) any { return table.CurrencyCell(r.Total) }},
	{Head: say.Msg("Total"), Cell: func(r sumRow) any { return table.AmountCell(r.Total) }},
	{Head: say.Msg("Note"), Cell: func(r sumRow) any { return r.Note }},
}

// sumRows returns the sums as rows, in the order in which the page shows them.
func sumRows(s issue.Sums) []sumRow {
	rows := []sumRow{{Of: say.Msg("all"), Documents: s.Documents, Note: say.Msg("The totals leave out superseded documents.")}}
	for _, sum := range s.Totals {
		rows = append(rows, sumRow{say.Msg("Total"), sum.Count, sum.Total, say.Message{}})
	}
	if s.CNY != nil {
		row := sumRow{Of: say.Msg("Total in CNY"), Documents: s.CNY.Count, Note: missingInCNY(*s.CNY)}
		if row.Documents > 0 { // no documents have no sum, not even 0.00
			row.Total = s.CNY.Total
		}
		rows = append(rows, row)
	}
	return rows
}

// missingInCNY returns the sentence that says how many documents the sum in CNY lacks, or
// a Message without Format where it lacks none.
func missingInCNY(s issue.CNYSum) say.Message {
	switch {
	case s.Missing == 1:
		return say.Msg("1 document has no total in CNY and is not in this total.")
	case s.Missing > 0:
		return say.Msg("%d documents have no total in CNY and are not in this total.", s.Missing)
	}
	return say.Message{}
}
