package web

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path"
	"slices"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/issue"
	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/documents"
)

// exportPapers serves GET /documents.csv, .xlsx and .zip: the papers that are ticked, or
// all that the list shows. The ZIP has their PDFs and both tables of them.
func (s *Server) exportPapers(c fiber.Ctx) error {
	l, ending := listingOf(c), path.Ext(c.Path())
	f, faults := issuedFilter(l)
	if err := faulty(faults); err != nil {
		return err
	}
	for _, n := range c.RequestCtx().QueryArgs().PeekMulti("number") {
		f.Numbers = append(f.Numbers, string(n))
	}
	name := "papers"
	if month := l.get("month"); month != "" {
		name = month + "-papers"
	}
	who, lang := s.who(c), s.lang(c)
	return sendMade(c, name+ending, func(ctx context.Context, file *os.File) error {
		made := &paperFile{file: file, folder: name, tables: map[string]paperTable{ending: nil}}
		if ending == zipEnding {
			made.tables = map[string]paperTable{csvEnding: nil, xlsxEnding: nil}
		}
		for e := range made.tables {
			made.tables[e] = newPaperTable(lang, e)
		}
		err := issue.Export(ctx, s.store, who, f, ending == zipEnding, made)
		for _, t := range made.tables {
			err = errors.Join(err, t.close())
		}
		return err
	})
}

// paperTable is a table of papers while they come.
type paperTable interface {
	begin() error // also anew
	take(d issue.Booked) error
	end(sums issue.Sums) error
	write(w io.Writer) error // the whole of it
	close() error
}

func newPaperTable(l Lang, ending string) paperTable {
	if ending == csvEnding {
		return &papersCSV{lang: l}
	}
	return &papersXLSX{lang: l}
}

// papersCSV is the table as CSV, which has no sums.
type papersCSV struct {
	lang Lang
	file *os.File // memory does not grow with it
	rows csvTable
}

func (t *papersCSV) begin() (err error) {
	if t.file == nil {
		if t.file, err = unnamedFile("woolroad-*" + csvEnding); err != nil {
			return err
		}
	}
	if err := emptied(t.file); err != nil {
		return err
	}
	t.rows, err = newCSV(t.file, paperColumns.heads(t.lang))
	return err
}

func (t *papersCSV) take(d issue.Booked) error { return t.rows.row(paperColumns.cells(t.lang, d)) }

func (t *papersCSV) end(issue.Sums) error { return t.rows.end() }

func (t *papersCSV) write(w io.Writer) error {
	if err := rewind(t.file); err != nil {
		return err
	}
	_, err := io.Copy(w, t.file)
	return err
}

func (t *papersCSV) close() error {
	if t.file == nil {
		return nil
	}
	return t.file.Close()
}

// papersXLSX is the table as a spreadsheet, with a sheet of the sums.
type papersXLSX struct {
	lang Lang
	book *workbook
	rows *sheet
}

func (t *papersXLSX) begin() (err error) {
	if err := t.close(); err != nil {
		return err
	}
	t.book = newWorkbook()
	t.rows, err = t.book.sheet(t.lang.say(msg("Papers")), paperColumns.heads(t.lang))
	return err
}

func (t *papersXLSX) take(d issue.Booked) error { return t.rows.row(paperColumns.cells(t.lang, d)) }

func (t *papersXLSX) end(sums issue.Sums) error {
	if err := t.rows.end(); err != nil {
		return err
	}
	return addSheet(t.book, t.lang, msg("Sums"), sumColumns, store.RowsOf(sumRows(sums)))
}

func (t *papersXLSX) write(w io.Writer) error { return t.book.write(w) }

func (t *papersXLSX) close() error {
	if t.book == nil {
		return nil
	}
	return t.book.close()
}

// paperFile is the file that is asked for while the papers come: a table of them, or a ZIP
// with their PDFs and both tables.
type paperFile struct {
	file   *os.File
	folder string                // in the ZIP
	zip    *zip.Writer           // nil: the only table is the file
	tables map[string]paperTable // by their endings
}

// Begin begins everything anew.
func (p *paperFile) Begin() error {
	if err := emptied(p.file); err != nil {
		return err
	}
	if len(p.tables) > 1 {
		p.zip = zip.NewWriter(p.file)
	}
	for _, t := range p.tables {
		if err := t.begin(); err != nil {
			return err
		}
	}
	return nil
}

// Take packs a paper's PDF, if there is a ZIP, and writes its row of the tables.
func (p *paperFile) Take(d issue.Booked, pdf []byte) error {
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
	for _, t := range p.tables {
		if err := t.take(d); err != nil {
			return err
		}
	}
	return nil
}

// End writes the tables.
func (p *paperFile) End(sums issue.Sums) error {
	for _, ending := range slices.Sorted(maps.Keys(p.tables)) {
		t := p.tables[ending]
		if err := t.end(sums); err != nil {
			return err
		}
		to := io.Writer(p.file)
		if p.zip != nil {
			var err error
			if to, err = p.zip.Create(path.Join(p.folder, "index"+ending)); err != nil {
				return err
			}
		}
		if err := t.write(to); err != nil {
			return err
		}
	}
	if p.zip != nil {
		return p.zip.Close()
	}
	return nil
}

// paperColumns are the columns of a list of papers. What stands in those of money is of
// papers with a total alone.
var paperColumns = columns[issue.Booked]{
	{msg("Number"), func(d issue.Booked) any { return d.Number }},
	{msg("Kind"), func(d issue.Booked) any { return kindTitle(d.Kind) }},
	{msg("Date"), func(d issue.Booked) any { return d.Date }},
	{msg("Order"), func(d issue.Booked) any { return d.Order }},
	{msg("Buyer"), func(d issue.Booked) any { return d.Buyer }},
	{msg("Country"), func(d issue.Booked) any { return countryLabel(d.Country) }},
	{msg("State"), func(d issue.Booked) any { return paperState(d.Issued).Label }},
	{msg("Superseded by"), func(d issue.Booked) any { return d.SupersededBy }},
	{msg("Supersedes"), func(d issue.Booked) any { return d.Supersedes }},
	{msg("Reason"), func(d issue.Booked) any { return d.Reason }},
	{msg("Currency"), func(d issue.Booked) any { return currencyCell(d.Total) }},
	{msg("Total"), func(d issue.Booked) any { return amountCell(d.Total) }},
	{msg("Total in CNY"), inCNY(func(in issue.InCNY) any { return amountCell(in.Amount) })},
	{msg("Rate"), inCNY(ofRate(func(r money.Rate) any { return r.Value }))},
	{msg("Per"), inCNY(ofRate(func(r money.Rate) any { return r.Per }))},
	{msg("Rate published for"), inCNY(ofRate(func(r money.Rate) any { return r.Date }))},
	{msg("Source of the rate"), inCNY(ofRate(func(r money.Rate) any { return publisherLabel(r.Source) }))},
	{msg("Rule of the books"), inCNY(func(in issue.InCNY) any { return bilingual(in.Rule.Name, in.Rule.NameZH) })},
	{msg("Why there is no total in CNY"), inCNY(func(in issue.InCNY) any {
		if in.Missing == nil {
			return nil
		}
		return in.Missing
	})},
	{msg("File"), func(d issue.Booked) any { return fileName(d.Number, d.Buyer) }},
	{msg("SHA-256 of the file"), func(d issue.Booked) any { return d.PDFHash }},
	{msg("SHA-256 of the chain"), func(d issue.Booked) any { return d.Hash }},
}

// inCNY is a cell of a paper that has a total.
func inCNY(cell func(issue.InCNY) any) func(issue.Booked) any {
	return func(d issue.Booked) any {
		if d.CNY == nil {
			return nil
		}
		return cell(*d.CNY)
	}
}

// ofRate is a cell of a total that was converted.
func ofRate(cell func(money.Rate) any) func(issue.InCNY) any {
	return func(in issue.InCNY) any {
		if in.Rate.From == "" {
			return nil
		}
		return cell(in.Rate)
	}
}

// sumRow is a sum of papers.
type sumRow struct {
	Of     Message
	Papers int
	Total  money.Amount // of no currency: the row only counts
	Note   Message
}

var sumColumns = columns[sumRow]{
	{msg("Sum of"), func(r sumRow) any { return r.Of }},
	{msg("Papers"), func(r sumRow) any { return r.Papers }},
	{msg("Currency"), func(r sumRow) any { return currencyCell(r.Total) }},
	{msg("Total"), func(r sumRow) any { return amountCell(r.Total) }},
	{msg("Note"), func(r sumRow) any { return r.Note }},
}

// sumRows are the sums as the page has them.
func sumRows(s issue.Sums) []sumRow {
	rows := []sumRow{{Of: msg("all"), Papers: s.Documents, Note: msg("Superseded papers are left out of the sums.")}}
	for _, sum := range s.Totals {
		rows = append(rows, sumRow{msg("Total"), sum.Count, sum.Total, Message{}})
	}
	if s.CNY != nil {
		row := sumRow{Of: msg("Total in CNY"), Papers: s.CNY.Count, Note: missingInCNY(*s.CNY)}
		if row.Papers > 0 { // of none there is no sum, not even 0.00
			row.Total = s.CNY.Total
		}
		rows = append(rows, row)
	}
	return rows
}

// missingInCNY says of how many papers a sum in CNY lacks the figure; of no Format where
// it lacks none.
func missingInCNY(s issue.CNYSum) Message {
	switch {
	case s.Missing == 1:
		return msg("One paper has no total in CNY and is not in this sum; the list says why.")
	case s.Missing > 0:
		return msg("%d papers have no total in CNY and are not in this sum; the list says why.", s.Missing)
	}
	return Message{}
}

// convertedIn returns a document's total in other currencies, if it has one.
func convertedIn(paper documents.Document) []documents.Converted {
	if priced, is := paper.(documents.Priced); is {
		return priced.Conversions()
	}
	return nil
}
