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

// moment is how files write a time.
const moment = "2006-01-02 15:04"

// CSVTable is a table as CSV, as spreadsheets read it.
type CSVTable struct{ rows *csv.Writer }

// NewCSV begins a table with its heads.
func NewCSV(w io.Writer, heads []string) (CSVTable, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // by which spreadsheets know the letters
		return CSVTable{}, err
	}
	t := CSVTable{csv.NewWriter(w)}
	t.rows.UseCRLF = true
	return t, t.rows.Write(heads)
}

// Row writes a row. The error of a cell of an unknown type names the type.
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

// End writes what is still in memory.
func (t CSVTable) End() error {
	t.rows.Flush()
	return t.rows.Error()
}

// cellText returns a cell of a CSV: a figure with all of its digits, and a text that no
// spreadsheet computes.
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

// harmless keeps a spreadsheet from computing a text that somebody wrote.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠", []rune(text)[0]) {
		return "'" + text
	}
	return text
}

func dayText(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// writeCSV writes a whole list.
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

// Workbook is an XLSX while it is written. Its sheets are written one row after the
// other: of a long one the beginning lies on the disk.
type Workbook struct {
	file   *excelize.File
	styles map[string]int // by the code of their format
	sheets int
}

// NewWorkbook returns a workbook without sheets. The caller must Close it.
func NewWorkbook() *Workbook { return &Workbook{excelize.NewFile(), map[string]int{}, 0} }

// Sheet is a sheet of a workbook while it is written.
type Sheet struct {
	book *Workbook
	rows *excelize.StreamWriter
	n    int
}

// Sheet begins a sheet with its heads, which stay in sight.
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

func (s *Sheet) set(cells []any) error {
	s.n++
	return s.rows.SetRow("A"+strconv.Itoa(s.n), cells)
}

// Row writes a row. The error of a cell of an unknown type names the type.
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

// End completes the sheet; no row may follow.
func (s *Sheet) End() error { return s.rows.Flush() }

// style returns the style of a format, which is made once.
func (b *Workbook) style(format string) (int, error) {
	id, ok := b.styles[format]
	if ok {
		return id, nil
	}
	id, err := b.file.NewStyle(&excelize.Style{CustomNumFmt: &format})
	b.styles[format] = id
	return id, err
}

// cell returns a cell of a spreadsheet: days are days, figures numbers where they stay what
// they are, and all else is text, which no spreadsheet computes and which stays text
// when somebody edits it.
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

// sureDigits are how many digits of a decimal a double keeps: each decimal of that many
// comes back from it as it was. Spreadsheets keep their numbers in one.
const sureDigits = 15

// number returns a figure as a spreadsheet's number, and the format that shows all of its
// decimals. A figure of more digits than the number keeps is a text.
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

// AddSheet writes a whole list into a sheet of its own.
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

// Write writes the workbook with its sheets.
func (b *Workbook) Write(w io.Writer) error {
	_, err := b.file.WriteTo(w)
	return err
}

// Close takes away what the workbook had on the disk.
func (b *Workbook) Close() error { return b.file.Close() }
