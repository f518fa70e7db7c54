package web

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
)

// column is a column of a list as its files have it. The cell is a figure, a day, a time,
// a Message or another text, or nil for none.
type column[T any] struct {
	head Message
	cell func(T) any
}

// columns are what the CSV and the XLSX of a list both have, the same in every month:
// programs read them.
type columns[T any] []column[T]

func (all columns[T]) heads(l Lang) []string {
	heads := make([]string, len(all))
	for i, c := range all {
		heads[i] = l.say(c.head)
	}
	return heads
}

func (all columns[T]) cells(l Lang, row T) []any {
	cells := make([]any, len(all))
	for i, c := range all {
		cells[i] = c.cell(row)
		if m, is := messageOf(cells[i]); is {
			cells[i] = l.say(m)
		}
	}
	return cells
}

// listFile is a list that is handed out as a file.
type listFile[T any] struct {
	name    string  // of the file, without its ending
	title   Message // of its sheet
	columns columns[T]
	// rows hands all rows to write, which may be called more than once.
	rows func(ctx context.Context, write func(store.Rows[T]) error) error
}

// How the addresses of a list's files end.
const (
	csvEnding  = ".csv"
	xlsxEnding = ".xlsx"
	zipEnding  = ".zip"
)

var mediaTypes = map[string]string{
	csvEnding: "text/csv; charset=utf-8", xlsxEnding: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", zipEnding: "application/zip",
}

// bothFiles routes the address of a list's CSV and that of its XLSX to one handler.
func bothFiles(app *fiber.App, path string, send fiber.Handler) {
	app.Get(path+csvEnding, send)
	app.Get(path+xlsxEnding, send)
}

// sendList answers with the file that the address asks for by its ending.
func sendList[T any](s *Server, c fiber.Ctx, list listFile[T]) error {
	lang, ending := s.lang(c), path.Ext(c.Path())
	return sendMade(c, list.name+ending, func(ctx context.Context, file *os.File) error {
		return list.rows(ctx, func(rows store.Rows[T]) error {
			if err := emptied(file); err != nil {
				return err
			}
			if ending == csvEnding {
				return writeCSV(file, lang, list.columns, rows)
			}
			b := newWorkbook()
			err := addSheet(b, lang, list.title, list.columns, rows)
			if err == nil {
				err = b.write(file)
			}
			return errors.Join(err, b.close())
		})
	})
}

// sendMade answers with a file that is made whole on the disk before the first byte of it
// is sent: what fails half way is an error page.
func sendMade(c fiber.Ctx, name string, write func(context.Context, *os.File) error) error {
	// The request's own time is that of a page.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Context()), packTime)
	defer cancel()
	file, err := unnamedFile("woolroad-*" + path.Ext(name))
	if err != nil {
		return err
	}
	err = write(ctx, file)
	if err == nil {
		err = rewind(file)
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

func rewind(f *os.File) error {
	_, err := f.Seek(0, io.SeekStart)
	return err
}

// emptied begins a file anew.
func emptied(f *os.File) error { return errors.Join(f.Truncate(0), rewind(f)) }

// files are the ways to the files of a list, with all that its filters pick.
type files struct{ CSV, XLSX string }

// files are the files of the list that the address shows.
func (l listing) files() files { return l.filesAt(l.path) }

// filesAt are the files at another address, with the filters and the order of this one.
func (l listing) filesAt(path string) files {
	at := func(ending string) string {
		return listing{path + ending, l.values}.with("at", "")
	}
	return files{at(csvEnding), at(xlsxEnding)}
}

// faulty returns as an error what is wrong with a list's address: all of it.
func faulty(faults []fieldFault) error {
	if len(faults) == 0 {
		return nil
	}
	said := make([]any, len(faults))
	for i, f := range faults {
		said[i] = f.Message
	}
	return &trade.Error{Code: trade.Invalid, Field: faults[0].Field, Format: strings.TrimSpace(strings.Repeat("%s ", len(said))), Args: said}
}

// inOneCell are texts of a page's language one after the other.
func inOneCell(all []Message) any {
	if len(all) == 0 {
		return nil
	}
	args := make([]any, len(all))
	for i, m := range all {
		args[i] = m
	}
	return Message{strings.Repeat("%s, ", len(all)-1) + "%s", args}
}

// amountCell is an amount without its currency, which has a column of its own, and nothing
// where there is none.
func amountCell(a money.Amount) any {
	if amount(a) == "" {
		return nil
	}
	return a.Number()
}

// currencyCell is the currency of an amount that is there.
func currencyCell(a money.Amount) any {
	if amount(a) == "" {
		return nil
	}
	return string(a.Currency())
}
