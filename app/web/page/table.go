package page

import (
	"context"
	"errors"
	"io"
	"mime"
	"os"
	"path"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/trade"
	"woolroad/app/web/say"
)

// RowsOf are the rows of a list that is read already.
func RowsOf[T any](list []T) func(context.Context, func(store.Rows[T]) error) error {
	return func(_ context.Context, write func(store.Rows[T]) error) error { return write(store.RowsOf(list)) }
}

// Column is a column of a list as its files have it. The cell is a figure, a day, a time,
// a Message or another text, or nil for none.
type Column[T any] struct {
	Head say.Message
	Cell func(T) any
}

// Columns are what the CSV and the XLSX of a list both have, the same in every month:
// programs read them.
type Columns[T any] []Column[T]

// Heads returns the heads in that language.
func (all Columns[T]) Heads(l say.Lang) []string {
	heads := make([]string, len(all))
	for i, c := range all {
		heads[i] = l.Say(c.Head)
	}
	return heads
}

// Cells returns a row's cells, its sentences in that language.
func (all Columns[T]) Cells(l say.Lang, row T) []any {
	cells := make([]any, len(all))
	for i, c := range all {
		cells[i] = c.Cell(row)
		if m, is := say.MessageOf(cells[i]); is {
			cells[i] = l.Say(m)
		}
	}
	return cells
}

// ListFile is a list that is handed out as a file.
type ListFile[T any] struct {
	Name    string      // of the file, without its ending
	Title   say.Message // of its sheet
	Columns Columns[T]
	// rows hands all rows to write, which may be called more than once.
	Rows func(ctx context.Context, write func(store.Rows[T]) error) error
}

// How the addresses of a list's files end.
const (
	CSVEnding  = ".csv"
	XLSXEnding = ".xlsx"
	ZIPEnding  = ".zip"
)

var mediaTypes = map[string]string{
	CSVEnding: "text/csv; charset=utf-8", XLSXEnding: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ZIPEnding: "application/zip",
}

// FileRoutes routes the address of a list's CSV and that of its XLSX to one handler.
func FileRoutes(app *fiber.App, path string, send fiber.Handler) {
	app.Get(path+CSVEnding, send)
	app.Get(path+XLSXEnding, send)
}

// SendList answers with the file that the address asks for by its ending.
func SendList[T any](s *Desk, c fiber.Ctx, list ListFile[T]) error {
	lang, ending := s.Lang(c), path.Ext(c.Path())
	return SendMade(c, list.Name+ending, func(ctx context.Context, file *os.File) error {
		return list.Rows(ctx, func(rows store.Rows[T]) error {
			if err := Emptied(file); err != nil {
				return err
			}
			if ending == CSVEnding {
				return writeCSV(file, lang, list.Columns, rows)
			}
			b := NewWorkbook()
			err := AddSheet(b, lang, list.Title, list.Columns, rows)
			if err == nil {
				err = b.Write(file)
			}
			return errors.Join(err, b.Close())
		})
	})
}

// SendMade answers with a file that is made whole on the disk before the first byte of it
// is sent: what fails half way is an error page.
func SendMade(c fiber.Ctx, name string, write func(context.Context, *os.File) error) error {
	// The request's own time is that of a page.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Context()), packTime)
	defer cancel()
	file, err := UnnamedFile("woolroad-*" + path.Ext(name))
	if err != nil {
		return err
	}
	err = write(ctx, file)
	if err == nil {
		err = Rewind(file)
	}
	if err != nil {
		return errors.Join(err, file.Close())
	}
	info, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, mediaTypes[path.Ext(name)])
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return c.SendStream(file, int(info.Size())) // which closes it
}

// packTime is how long a file may take to be made.
const packTime = 10 * time.Minute

// Rewind goes back to the beginning of a file.
func Rewind(f *os.File) error {
	_, err := f.Seek(0, io.SeekStart)
	return err
}

// Emptied begins a file anew.
func Emptied(f *os.File) error { return errors.Join(f.Truncate(0), Rewind(f)) }

// Files are the ways to the files of a list, with all that its filters pick.
type Files struct{ CSV, XLSX string }

// Files are the files of the list that the address shows.
func (l List) Files() Files { return l.FilesAt(l.Path) }

// FilesAt are the files at another address, with the filters and the order of this one.
func (l List) FilesAt(path string) Files {
	at := func(ending string) string {
		return List{path + ending, l.Values}.With("at", "")
	}
	return Files{at(CSVEnding), at(XLSXEnding)}
}

// Faulty returns as an error what is wrong with a list's address: all of it.
func Faulty(faults []FieldFault) error {
	if len(faults) == 0 {
		return nil
	}
	said := make([]any, len(faults))
	for i, f := range faults {
		said[i] = f.Message
	}
	return &trade.Error{Code: trade.Invalid, Field: faults[0].Field, Format: strings.TrimSpace(strings.Repeat("%s ", len(said))), Args: said}
}

// InOneCell are texts of a page's language one after the other.
func InOneCell(all []say.Message) any {
	if len(all) == 0 {
		return nil
	}
	args := make([]any, len(all))
	for i, m := range all {
		args[i] = m
	}
	return say.Message{Format: strings.Repeat("%s, ", len(all)-1) + "%s", Args: args}
}

// AmountCell is an amount without its currency, which has a column of its own, and nothing
// where there is none.
func AmountCell(a money.Amount) any {
	if say.Amount(a) == "" {
		return nil
	}
	return a.Number()
}

// CurrencyCell is the currency of an amount that is there.
func CurrencyCell(a money.Amount) any {
	if say.Amount(a) == "" {
		return nil
	}
	return string(a.Currency())
}
