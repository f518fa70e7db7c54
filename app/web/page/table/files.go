// Package table hands out lists as files, CSV and XLSX, for people and programs that go on
// computing with them.
//
// A figure has all of its digits and a code its zeros, and no program computes a text of
// such a file. A file is made whole on the disk before its first byte is sent.
package table

import (
	"context"
	"errors"
	"mime"
	"os"
	"path"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/money"
	"woolroad/app/store"
	"woolroad/app/web/page"
	"woolroad/app/web/say"
)

// RowsOf returns a function for File.Rows that hands out the rows of a list in memory.
func RowsOf[T any](list []T) func(context.Context, func(store.Rows[T]) error) error {
	return func(_ context.Context, write func(store.Rows[T]) error) error { return write(store.RowsOf(list)) }
}

// Column is a column of a list in its files. Its cell is a figure, a day, a time, a
// Message or another text, or nil for an empty cell.
type Column[T any] struct {
	Head say.Message
	Cell func(T) any
}

// Columns are the columns that the CSV and the XLSX of a list share. Programs read them,
// so they must not change from one file to the next.
type Columns[T any] []Column[T]

// Heads returns the heads of the columns in a language.
func (all Columns[T]) Heads(l say.Lang) []string {
	heads := make([]string, len(all))
	for i, c := range all {
		heads[i] = l.Say(c.Head)
	}
	return heads
}

// Cells returns the cells of a row, with sentences in a language.
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

// File is a list to be sent as a file.
type File[T any] struct {
	Name    string      // of the file, without its ending
	Title   say.Message // of its sheet
	Columns Columns[T]
	// Rows hands all rows to write, which it may call more than once.
	Rows func(ctx context.Context, write func(store.Rows[T]) error) error
}

// mediaTypes are the media types of files by the endings of their names.
var mediaTypes = map[string]string{
	page.CSVEnding: "text/csv; charset=utf-8", page.XLSXEnding: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", page.ZIPEnding: "application/zip",
}

// Routes adds the addresses of a list's CSV and of its XLSX, both served by send.
func Routes(app *fiber.App, path string, send fiber.Handler) {
	app.Get(path+page.CSVEnding, send)
	app.Get(path+page.XLSXEnding, send)
}

// Send answers with the list as a CSV or an XLSX, by the ending of the request's path.
// Its errors are those of reading the rows, of an unknown cell and of the disk.
func Send[T any](s *page.Desk, c fiber.Ctx, list File[T]) error {
	lang, ending := s.Lang(c), path.Ext(c.Path())
	return SendMade(c, list.Name+ending, func(ctx context.Context, file *os.File) error {
		return list.Rows(ctx, func(rows store.Rows[T]) error {
			if err := page.Empty(file); err != nil {
				return err
			}
			if ending == page.CSVEnding {
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

// SendMade answers with the file of that name that write makes on the disk. It sends
// nothing before write has returned, and returns write's error, so that a failure is an
// error page. Its other errors are those of the disk.
func SendMade(c fiber.Ctx, name string, write func(context.Context, *os.File) error) error {
	// The request's own context allows only the time of a page.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Context()), packTime)
	defer cancel()
	file, err := page.UnnamedFile("woolroad-*" + path.Ext(name))
	if err != nil {
		return err
	}
	err = write(ctx, file)
	if err == nil {
		err = page.Rewind(file)
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
	return c.SendStream(file, int(info.Size())) // SendStream closes the file
}

// packTime is the time that making a file may take.
const packTime = 10 * time.Minute

// InOneCell returns a cell with all texts, separated by commas, or nil where there are
// none.
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

// AmountCell returns an amount as a cell without its currency, which has a column of its
// own, or nil where there is no amount.
func AmountCell(a money.Amount) any {
	if say.Amount(a) == "" {
		return nil
	}
	return a.Number()
}

// CurrencyCell returns the currency of an amount as a cell, or nil where there is no
// amount.
func CurrencyCell(a money.Amount) any {
	if say.Amount(a) == "" {
		return nil
	}
	return string(a.Currency())
}
