package web

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"os"
	"path"
	"strings"

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
		tables := &paperTables{lang: lang}
		var to issue.Exporting
		switch ending {
		case ".zip":
			to = &packing{file: file, folder: name, tables: tables}
		default:
			to = &paperTable{file: file, ending: ending, tables: tables}
		}
		return errors.Join(issue.Export(ctx, s.store, who, f, ending == ".zip", to), tables.close())
	})
}

// paperTables are both tables of papers, while the papers come.
type paperTables struct {
	lang  Lang
	csv   csvTable
	text  *strings.Builder // of the CSV
	book  *workbook
	sheet *sheet
}

// begin begins both tables anew.
func (t *paperTables) begin() (err error) {
	if err := t.close(); err != nil {
		return err
	}
	heads := paperColumns.heads(t.lang)
	t.text, t.book = new(strings.Builder), newWorkbook()
	if t.csv, err = newCSV(t.text, heads); err != nil {
		return err
	}
	t.sheet, err = t.book.sheet(t.lang.say(msg("Papers")), heads)
	return err
}

// take writes a paper's row of both tables.
func (t *paperTables) take(d issue.Booked) error {
	cells := paperColumns.cells(t.lang, d)
	return errors.Join(t.csv.row(cells), t.sheet.row(cells))
}

// end ends both tables. The CSV is of one table, and has no sums.
func (t *paperTables) end(sums issue.Sums) error {
	if err := errors.Join(t.csv.end(), t.sheet.end()); err != nil {
		return err
	}
	return addSheet(t.book, t.lang, msg("Sums"), sumColumns, store.RowsOf(sumRows(sums)))
}

// close takes away what the workbook has on the disk.
func (t *paperTables) close() error {
	if t.book == nil {
		return nil
	}
	return t.book.file.Close()
}

// paperTable is one of the tables as a file.
type paperTable struct {
	file   *os.File
	ending string
	tables *paperTables
}

func (p *paperTable) Begin() error { return errors.Join(emptied(p.file), p.tables.begin()) }

func (p *paperTable) Take(d issue.Booked, _ []byte) error { return p.tables.take(d) }

func (p *paperTable) End(sums issue.Sums) error {
	if err := p.tables.end(sums); err != nil {
		return err
	}
	return p.tables.write(p.file, p.ending)
}

func (t *paperTables) write(w io.Writer, ending string) error {
	if ending == xlsxEnding {
		return t.book.write(w)
	}
	_, err := io.WriteString(w, t.text.String())
	return err
}

// packing is a ZIP of papers with both tables of them, as they come.
type packing struct {
	file   *os.File
	folder string // in the ZIP
	zip    *zip.Writer
	tables *paperTables
}

func (p *packing) Begin() error {
	if err := emptied(p.file); err != nil {
		return err
	}
	p.zip = zip.NewWriter(p.file)
	return p.tables.begin()
}

// Take packs a paper's PDF, and writes its row of the tables.
func (p *packing) Take(d issue.Booked, pdf []byte) error {
	// A PDF is compressed already.
	file, err := p.zip.CreateHeader(&zip.FileHeader{Name: path.Join(p.folder, fileName(d.Number, d.Buyer)), Method: zip.Store, Modified: d.IssuedAt})
	if err != nil {
		return err
	}
	if _, err := file.Write(pdf); err != nil {
		return err
	}
	return p.tables.take(d)
}

// End packs the tables.
func (p *packing) End(sums issue.Sums) error {
	if err := p.tables.end(sums); err != nil {
		return err
	}
	for _, ending := range []string{csvEnding, xlsxEnding} {
		file, err := p.zip.Create(path.Join(p.folder, "index"+ending))
		if err == nil {
			err = p.tables.write(file, ending)
		}
		if err != nil {
			return err
		}
	}
	return p.zip.Close()
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
		rows = append(rows, sumRow{msg("Total in CNY"), s.CNY.Count, s.CNY.Total, missingInCNY(*s.CNY)})
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
