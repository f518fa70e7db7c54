package table

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/golang-sql/civil"
	"github.com/xuri/excelize/v2"

	"woolroad/app/exact"
	"woolroad/app/store"
	"woolroad/app/web/say"
)

// moment is the layout in which files write a time.
const moment = "2006-01-02 15:04"

// CSVTable is a table that is being written as CSV, in the way spreadsheets read it.
type CSVTable struct{ rows *csv.Writer }

// NewCSV writes the heads of a table to w and returns the table, to which rows can be
// added. Its error is that of writing.
func NewCSV(w io.Writer, heads []string) (CSVTable, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // the mark by which spreadsheets recognise UTF-8
		return CSVTable{}, err
	}
	t := CSVTable{csv.NewWriter(w)}
	t.rows.UseCRLF = true
	return t, t.rows.Write(heads)
}

// Row writes a row. Its errors are that of writing and that of a cell of an unknown type,
// which names the type.
func (t CSVTable) Row(cells []any) error {
	record := make([]string, len(cells))
	for i, cell := range cells {
		var err error
		if record[i], err = cellText(cell); err != nil {
			return err
		}
	}
	return t.rows.Write(record)
}

// End writes the rows that are still in memory. Its error is that of writing.
func (t CSVTable) End() error {
	t.rows.Flush()
	return t.rows.Error()
}

// cellText returns a cell as CSV has it: a figure with all of its digits, and a text
// changed so that no spreadsheet computes it. Its error names a type that no cell has.
func cellText(cell any) (string, error) {
	switch is := cell.(type) {
	case nil:
		return "", nil
	case string:
		return harmless(is), nil
	case exact.Number:
		return is.String(), nil
	case int:
		return strconv.Itoa(is), nil
	case civil.Date:
		return dayText(is), nil
	case time.Time:
		if is.IsZero() {
			return "", nil
		}
		return is.Format(moment), nil
	}
	return "", fmt.Errorf("a cell is %T", cell)
}

// harmless returns a text with an apostrophe before it where a spreadsheet would compute
// the text, and otherwise the text itself.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠", []rune(text)[0]) {
		return "'" + text
	}
	return text
}

// dayText returns a day as CSV has it, or "" for none.
func dayText(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// writeCSV writes a whole list as CSV. Its errors are those of rows, of an unknown cell
// and of writing.
func writeCSV[T any](w io.Writer, l say.Lang, all Columns[T], rows store.Rows[T]) error {
	t, err := NewCSV(w, all.Heads(l))
	if err != nil {
		return err
	}
	if err := rows(func(row T) error { return t.Row(all.Cells(l, row)) }); err != nil {
		return err
	}
	return t.End()
}

// Workbook is an XLSX that is being written. Each sheet is written row by row, and the
// beginning of a long sheet is on the disk, not in memory.
type Workbook struct {
	file   *excelize.File
	styles map[string]int // by the code of their format
	sheets int
}

// NewWorkbook returns a workbook without sheets. The caller must Close it.
func NewWorkbook() *Workbook { return &Workbook{excelize.NewFile(), map[string]int{}, 0} }

// Sheet is a sheet of a workbook that is being written.
type Sheet struct {
	book *Workbook
	rows *excelize.StreamWriter
	n    int
}

// Sheet adds a sheet with heads that stay in sight, and returns it. The caller must End
// it before the workbook is written. Its errors are those of excelize, such as a bad
// name.
func (b *Workbook) Sheet(name string, heads []string) (*Sheet, error) {
	b.sheets++
	var err error
	if b.sheets == 1 {
		err = b.file.SetSheetName(b.file.GetSheetName(0), name)
	} else {
		_, err = b.file.NewSheet(name)
	}
	if err != nil {
		return nil, err
	}
	s := &Sheet{book: b}
	if s.rows, err = b.file.NewStreamWriter(name); err != nil {
		return nil, err
	}
	bold, err := b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	top := make([]any, len(heads))
	for i, h := range heads {
		top[i] = excelize.Cell{StyleID: bold, Value: h}
	}
	if err := s.rows.SetColWidth(1, len(heads), 18); err != nil {
		return nil, err
	}
	if err := s.rows.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	return s, s.set(top)
}

// set writes cells as the sheet's next row.
func (s *Sheet) set(cells []any) error {
	s.n++
	return s.rows.SetRow("A"+strconv.Itoa(s.n), cells)
}

// Row writes a row. Its errors are those of excelize and that of a cell of an unknown
// type, which names the type.
func (s *Sheet) Row(cells []any) error {
	set := make([]any, len(cells))
	for i, cell := range cells {
		var err error
		if set[i], err = s.book.cell(cell); err != nil {
			return err
		}
	}
	return s.set(set)
}

// End completes the sheet; no row may follow. Its error is that of writing.
func (s *Sheet) End() error { return s.rows.Flush() }

// style returns the id of the style that shows a format, and makes the style on the first
// call. Its error is that of a format that excelize refuses.
func (b *Workbook) style(format string) (int, error) {
	id, ok := b.styles[format]
	if ok {
		return id, nil
	}
	id, err := b.file.NewStyle(&excelize.Style{CustomNumFmt: &format})
	b.styles[format] = id
	return id, err
}

// cell returns a cell as an XLSX has it, or nil for an empty one. A day becomes a day; a
// figure becomes a number where a number can hold all of its digits; all else becomes
// text, which no spreadsheet computes and which stays text when somebody edits it. Its
// error names a type that no cell has.
func (b *Workbook) cell(cell any) (any, error) {
	value, format := cell, "@"
	switch is := cell.(type) {
	case nil:
		return nil, nil
	case string:
		if is == "" {
			return nil, nil
		}
	case exact.Number:
		value, format = number(is)
	case int:
		format = "0"
	case civil.Date:
		if is.IsZero() {
			return nil, nil
		}
		value, format = is.In(time.UTC), "yyyy-mm-dd"
	case time.Time:
		if is.IsZero() {
			return nil, nil
		}
		wall := civil.DateTimeOf(is) // a spreadsheet knows no zones
		value, format = wall.In(time.UTC), "yyyy-mm-dd hh:mm"
	default:
		return nil, fmt.Errorf("a cell is %T", cell)
	}
	id, err := b.style(format)
	return excelize.Cell{StyleID: id, Value: value}, err
}

// sureDigits is the number of digits that a decimal may have so that a double, in which
// spreadsheets hold numbers, gives the same decimal back.
const sureDigits = 15

// number returns a figure as a spreadsheet's number, with the format that shows all of
// its decimals. For a figure of more digits than sureDigits it returns text.
func number(n exact.Number) (value any, format string) {
	text := n.String()
	digits := strings.TrimLeft(strings.NewReplacer(".", "", "-", "").Replace(text), "0")
	is, err := strconv.ParseFloat(text, 64)
	if err != nil || len(digits) > sureDigits {
		return text, "@"
	}
	format = "0"
	if d := n.Decimals(); d > 0 {
		format += "." + strings.Repeat("0", int(d))
	}
	return is, format
}

// AddSheet writes a whole list into a new sheet of the workbook. Its errors are those of
// rows, of an unknown cell and of excelize.
func AddSheet[T any](b *Workbook, l say.Lang, title say.Message, all Columns[T], rows store.Rows[T]) error {
	s, err := b.Sheet(l.Say(title), all.Heads(l))
	if err != nil {
		return err
	}
	if err := rows(func(row T) error { return s.Row(all.Cells(l, row)) }); err != nil {
		return err
	}
	return s.End()
}

// Write writes the workbook with all its sheets to w. Its error is that of writing.
func (b *Workbook) Write(w io.Writer) error {
	_, err := b.file.WriteTo(w)
	return err
}

// Close deletes the workbook's temporary files. Its error is that of the disk.
func (b *Workbook) Close() error { return b.file.Close() }
